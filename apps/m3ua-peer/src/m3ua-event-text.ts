import type { AspEvent, AssociationEvent, SgpEvent } from '@sigbed/m3ua'
import {
  type AffectedPointCode,
  deregistrationStatusName,
  errorCodeName,
  formatAffectedPointCode,
  registrationStatusName,
} from '@sigbed/m3ua-codec'
import { statusText } from './peer/message-text.js'

/** One line for people, or null for what a report need not tell. */
export function describeAspEvent(event: AspEvent): string | null {
  switch (event.kind) {
    case 'notify-received':
      return `NTFY ${notifyText(event.message)}`
    case 'data-discarded':
      return `DATA discarded: inactive${event.routingContext === null ? '' : ` in AS ${event.routingContext}`}`
    case 'request-refused':
      return `${event.request} refused: ${errorCodeName(event.errorCode)}`
    case 'request-abandoned':
      return `${event.request} given up after ${event.attempts} attempts`
    case 'data-undelivered':
      return `${event.unsent} DATA not sent, ${event.unacknowledged} not acknowledged${ofAs(event.routingContext)}`
    case 'destination-status-changed':
      return `${pointCodes(event.affectedPointCodes)} ${event.status}${ofAs(event.routingContext)}`
    case 'destination-congested':
      return `${pointCodes(event.affectedPointCodes)} ${congestion(event.congestionLevel)}${ofAs(event.routingContext)}`
    case 'user-part-unavailable':
      return `user ${event.user} unavailable at ${event.pointCode} (cause ${event.cause})${ofAs(event.routingContext)}`
    case 'destination-table-full':
      return `table of destinations full: ${event.forgotten} forgotten${ofAs(event.routingContext)}`
    case 'routing-key-registered':
      return `routing key ${event.localRoutingKeyIdentifier} registered as Routing Context ${event.routingContext}`
    case 'routing-key-refused':
      return `routing key ${event.localRoutingKeyIdentifier} refused: ${registrationStatusName(event.status)}`
    case 'routing-key-deregistered':
      return `routing key ${event.localRoutingKeyIdentifier} deregistered, was Routing Context ${event.routingContext}`
    case 'deregistration-refused':
      return `routing key ${event.localRoutingKeyIdentifier} stays registered: ${deregistrationStatusName(event.status)}`
    default:
      return describeAssociationEvent(event)
  }
}

export function describeSgpEvent(event: SgpEvent): string | null {
  switch (event.kind) {
    case 'asp':
      return describeAssociationEvent(event.event)
    case 'as-state-change':
      return `AS ${event.routingContext ?? ''} ${event.from} -> ${event.to} (${event.trigger})`
    case 'pending-replayed':
      return event.messages === 0 ? null : `AS ${event.routingContext ?? ''}: ${waiting(event.messages)} sent, ${event.refused} refused`
    case 'pending-discarded':
      return event.messages === 0 ? null : `AS ${event.routingContext ?? ''}: ${waiting(event.messages)} discarded at T(r)`
    case 'routing-key-registration':
      return `REG REQ: ${registrationStatusName(event.status)}${event.routingContext === null ? '' : `, AS ${event.routingContext}`}`
    case 'routing-key-deregistration':
      return `DEREG REQ for AS ${event.routingContext}: ${deregistrationStatusName(event.status)}`
    case 'congestion-reported':
      return `SCON received: congestion level ${event.message.congestionLevel ?? 'not told'}`
    case 'data-undelivered':
      return `AS ${event.routingContext ?? ''}: of the messages of a lost association ${event.redistributed} went to others, ${event.unacknowledged} may have arrived, ${event.lost} are lost`
    default:
      return event satisfies never
  }
}

function describeAssociationEvent(event: AssociationEvent): string | null {
  switch (event.kind) {
    case 'asp-state-change':
      return `ASP ${event.from} -> ${event.to} (${event.trigger})`
    case 'error-sent':
      return `ERR sent: ${errorCodeName(event.errorCode)} (${event.where})`
    case 'error-received':
      return `ERR received: ${errorCodeName(event.message.errorCode)}`
    case 'unreadable-error-received':
      return `unreadable ERR received (${event.where})`
    case 'peer-unavailable':
      return `no BEAT ACK for ${event.silentMs.toFixed(0)} ms`
    case 'no-data-stream':
      return `only ${event.outboundStreams} outbound stream: DATA needs two`
    case 'heartbeat-acknowledged':
      return null
    default:
      return event satisfies never
  }
}

function pointCodes(affected: readonly AffectedPointCode[]): string {
  return affected.map((one) => formatAffectedPointCode(one, 'decimal')).join(', ')
}

function congestion(level: number | null): string {
  if (level === null) return 'congested'
  return level === 0 ? 'congested no more' : `congested at level ${level}`
}

function ofAs(routingContext: number | null): string {
  return routingContext === null ? '' : ` for AS ${routingContext}`
}

function notifyText({ statusType, statusInformation, routingContexts }: AspMessage<'notify-received'>): string {
  const contexts = routingContexts.length === 0 ? '' : ` for AS ${routingContexts.join(' ')}`
  return `${statusText(statusType, statusInformation)}${contexts}`
}

type AspMessage<Kind extends AspEvent['kind']> = Extract<AspEvent, { kind: Kind; message: unknown }>['message']

function waiting(messages: number): string {
  return messages === 1 ? '1 waiting message' : `${messages} waiting messages`
}
