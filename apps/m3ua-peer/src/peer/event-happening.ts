import type { AspEvent, IpspEvent, SgpEvent } from '@sigbed/m3ua'
import { describeAspEvent, describeSgpEvent } from '../m3ua-event-text.js'
import type { Happening, HappeningKind } from './happening.js'

/** What a node tells of an event besides the messages, which are told by themselves; null for what they say already. */
export function aspHappening(event: AspEvent, peer: string | null): Happening | null {
  const kind = KINDS[event.kind] ?? null
  if (kind === null) return null
  const { kind: what, ...details } = event
  return { kind, peer, text: happeningText(event), details: { what, ...details } }
}

export function sgpHappening(event: SgpEvent, peer: string | null): Happening | null {
  if (event.kind === 'asp') return aspHappening(event.event, peer)
  // The messages themselves are told already.
  if (event.kind === 'congestion-reported' || event.kind.startsWith('routing-key-')) return null
  const { kind: what, asp: _, ...details } = { asp: null, ...event }
  const text = describeSgpEvent(event)
  return text === null ? null : { kind: 'as-state', peer, text, details: { what, ...details } }
}

export function ipspHappening(event: IpspEvent, peer: string | null): Happening | null {
  if (event.kind !== 'ipsp') return sgpHappening(event, null)
  const happening = aspHappening(event.event, peer)
  if (happening === null) return null
  return { ...happening, text: `${event.end} ${happening.text}`, details: { end: event.end, ...happening.details } }
}

function happeningText(event: AspEvent): string {
  if (event.kind === 'heartbeat-acknowledged') return `BEAT answered in ${event.roundTripMs.toFixed(1)} ms`
  if (event.kind !== 'asp-state-change') return describeAspEvent(event) ?? event.kind
  const { routingContext, from, to, trigger } = event
  return `${from} -> ${to}${routingContext === null ? '' : `, RC ${routingContext}`} (${trigger})`
}

/** Events that say more than the messages do. */
const KINDS: Readonly<Partial<Record<AspEvent['kind'], HappeningKind>>> = {
  'asp-state-change': 'asp-state',
  'error-sent': 'refused',
  'request-refused': 'refused',
  'request-abandoned': 'refused',
  'peer-unavailable': 'heartbeat',
  'heartbeat-acknowledged': 'heartbeat',
  'no-data-stream': 'association',
  'destination-table-full': 'refused',
  'routing-key-registered': 'asp-state',
  'routing-key-deregistered': 'asp-state',
  'routing-key-refused': 'refused',
  'deregistration-refused': 'refused',
}
