import type { AspEvent, AspState, AsState, SgpEvent } from '@sigbed/m3ua'
import { type RoleContext, RoleEvents } from '@sigbed/testbed'
import { describeAspEvent, describeSgpEvent } from '../m3ua-event-text.js'

/** What gateways and ASPs of a scenario tell; expectations name these kinds, so they stay. */
export const M3UA_RUN_EVENTS = {
  'asp-inactive': 'an ASP is up and has no traffic: ASP-INACTIVE',
  'asp-active': 'an ASP has traffic: ASP-ACTIVE',
  'asp-down': 'an ASP is down, or its association is lost: ASP-DOWN',
  'as-inactive': 'gateway: an Application Server has ASPs that are up and none that is active',
  'as-active': 'gateway: an Application Server has ASPs enough',
  'as-pending': 'gateway: the last active ASP is gone; DATA wait for another until T(r) expires',
  'as-down': 'gateway: an Application Server has no ASP',
  'pending-replayed': 'gateway: what had waited in AS-PENDING has gone to an ASP',
  'pending-discarded': 'gateway: T(r) has expired, and what had waited is lost',
  'data-undelivered': 'DATA that a lost association had taken: how much others were given, and how much is lost or may have arrived',
  'data-discarded': 'ASP: DATA came for an Application Server in which it is inactive',
  'notify-received': 'ASP: NTFY of the gateway: of the state of the AS, of another ASP, or that ASPs are wanting',
  'request-refused': 'ASP: the gateway answered a request with ERR',
  'request-abandoned': 'ASP: the gateway never answered a request',
  'error-sent': 'a message was refused with ERR',
  'error-received': 'the peer sent ERR',
  'peer-unavailable': 'no BEAT ACK: the association is ended',
  'no-data-stream': 'the association has no stream for DATA',
} as const satisfies Readonly<Record<string, string>>

export type M3uaRunEventKind = keyof typeof M3UA_RUN_EVENTS

/** Tells the observer of a run what M3UA says. */
export class M3uaRunEvents {
  private readonly told: RoleEvents<M3uaRunEventKind>

  constructor(context: Pick<RoleContext, 'observer' | 'surroundings'>) {
    this.told = new RoleEvents(context, WITH_EVERY_MESSAGE)
  }

  /** @param of whose it is, for people: the ASP's node, or the gateway's */
  noteAsp(of: string, event: AspEvent): void {
    if (event.kind === 'asp-state-change') this.told.tell(ASP_KINDS[event.to], `${of}: ${event.from} -> ${event.to} (${event.trigger})`)
    else {
      const kind = event.kind === 'unreadable-error-received' ? 'error-received' : event.kind
      if (isKind(kind)) this.told.tell(kind, `${of}: ${describeAspEvent(event) ?? kind}`)
    }
  }

  /** Of an AS; what concerns an ASP is `noteAsp`'s. */
  noteAs(event: Exclude<SgpEvent, { readonly kind: 'asp' }>): void {
    const kind = event.kind === 'as-state-change' ? AS_KINDS[event.to] : event.kind
    const text = describeSgpEvent(event)
    // Null: it says nothing that matters, as that none of no waiting messages was sent.
    if (isKind(kind) && text !== null) this.told.tell(kind, text)
  }
}

function isKind(kind: string): kind is M3uaRunEventKind {
  return kind in M3UA_RUN_EVENTS
}

const ASP_KINDS: Readonly<Record<AspState, M3uaRunEventKind>> = {
  'ASP-DOWN': 'asp-down',
  'ASP-INACTIVE': 'asp-inactive',
  'ASP-ACTIVE': 'asp-active',
}
const AS_KINDS: Readonly<Record<AsState, M3uaRunEventKind>> = {
  'AS-DOWN': 'as-down',
  'AS-INACTIVE': 'as-inactive',
  'AS-ACTIVE': 'as-active',
  'AS-PENDING': 'as-pending',
}
const WITH_EVERY_MESSAGE: ReadonlySet<M3uaRunEventKind> = new Set(['data-discarded', 'error-sent', 'error-received'])
