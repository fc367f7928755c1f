import type { DiameterPeerEvent, RoutingEvent } from '@sigbed/diameter'
import { type RoleContext, RoleEvents } from '@sigbed/testbed'
import { counted } from '../counted.js'
import { describePeerEvent } from '../diameter-event-text.js'
import { nodeOfHost } from './diameter-settings.js'

/** What Diameter nodes of a scenario tell; expectations name these kinds, so they stay. */
export const DIAMETER_RUN_EVENTS = {
  'peer-open': 'a connection stands and capabilities are exchanged',
  'peer-down': 'a connection has ended',
  'connect-failed': 'a peer could not be connected to; it is tried again after Tc',
  'peer-suspect': 'a peer left a DWR unanswered: it gets no request until it speaks again',
  'peer-reopened': 'a peer is back after a failure, and has to answer three DWRs before it gets requests',
  'failed-over': 'requests go to another peer from now on, if there is one',
  'failed-back': 'a peer takes requests again',
  'request-resent': 'requests without an answer went to another peer, with the T bit',
  'request-failed': 'client: a request will not be answered, or not rightly; told once a second at most',
  'capabilities-refused': 'one side refused the other for what it can do',
  'disconnect-requested': 'the peer takes leave by DPR',
  'message-discarded': 'a message came to nothing, such as an answer that comes too late; told once a second at most',
} as const satisfies Readonly<Record<string, string>>

export type DiameterRunEventKind = keyof typeof DIAMETER_RUN_EVENTS

/** Tells the observer of a run what Diameter says. */
export class DiameterRunEvents {
  private readonly told: RoleEvents<DiameterRunEventKind>

  constructor(context: Pick<RoleContext, 'observer' | 'surroundings'>) {
    this.told = new RoleEvents(context, WITH_EVERY_MESSAGE)
  }

  note(event: RoutingEvent, originHost: string): void {
    const kind = kindOf(event)
    if (kind === null) return
    this.tell(
      kind,
      `${nodeOfHost(originHost)}: ${event.kind === 'requests-resent' ? counted(event.count, 'request') : describePeerEvent(event)}`,
    )
  }

  tell(kind: DiameterRunEventKind, detail: string): void {
    this.told.tell(kind, detail)
  }
}

function kindOf(event: RoutingEvent): DiameterRunEventKind | null {
  switch (event.kind) {
    case 'closed':
      return event.reason === 'connect-failed' || event.reason === 'setup-timeout' ? 'connect-failed' : 'peer-down'
    case 'watchdog-state-change':
      return event.to === 'SUSPECT' ? 'peer-suspect' : event.to === 'REOPEN' ? 'peer-reopened' : null
    case 'requests-resent':
      return 'request-resent'
    default:
      return KINDS[event.kind]
  }
}

/** Null for what is told otherwise, or matters to nobody. */
const KINDS: Readonly<Record<Exclude<DiameterPeerEvent['kind'], 'closed' | 'watchdog-state-change'>, DiameterRunEventKind | null>> = {
  open: 'peer-open',
  failover: 'failed-over',
  failback: 'failed-back',
  'capabilities-refused': 'capabilities-refused',
  'disconnect-requested': 'disconnect-requested',
  'message-discarded': 'message-discarded',
  'state-change': null,
  election: null,
  writable: null,
}
const WITH_EVERY_MESSAGE: ReadonlySet<DiameterRunEventKind> = new Set(['message-discarded', 'request-failed'])
