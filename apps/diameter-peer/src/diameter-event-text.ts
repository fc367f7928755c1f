import type { DiameterPeerEvent } from '@sigbed/diameter'

/** One line for people, or null for what a report need not tell. */
export function describePeerEvent(event: DiameterPeerEvent): string | null {
  switch (event.kind) {
    case 'state-change':
      return `${event.from} -> ${event.to}`
    case 'watchdog-state-change':
      return `watchdog ${event.from} -> ${event.to}`
    case 'open':
      return `capabilities exchanged with ${event.remote.originHost}${event.restarted ? ', which has restarted' : ''}`
    case 'capabilities-refused':
      return `capabilities refused by ${event.by === 'local' ? 'this side' : 'the peer'}: ${event.resultCode} (${event.where})`
    case 'election':
      return event.won ? 'election won' : 'election lost'
    case 'disconnect-requested':
      return `DPR: ${event.cause}`
    case 'message-discarded':
      return `message discarded: ${event.reason}`
    case 'closed':
      return `closed: ${event.reason}`
    case 'failover':
    case 'failback':
      return event.kind
    case 'writable':
      return null
    default:
      return event satisfies never
  }
}
