import type { Notification } from '@sigbed/sctp-sockets'
import type { Happening } from './happening.js'

/** What SCTP tells of an association, for those who watch M3UA; null for what only programs care about. */
export function associationHappening(peer: string, notification: Notification): Happening | null {
  const text = toldOf(notification)
  if (text === null) return null
  const kind = notification.kind === 'path-change' || notification.kind === 'data-path-change' ? 'path' : 'association'
  const { kind: what, ...details } = notification
  return { kind, peer, text, details: { what, ...details } }
}

function toldOf(notification: Notification): string | null {
  switch (notification.kind) {
    case 'communication-up':
      return `association up, ${notification.outboundStreams} streams out, ${notification.inboundStreams} in`
    case 'communication-lost':
      return `${ENDS[notification.reason]}: ${notification.detail}`
    case 'restart':
      return 'association restarted by the peer'
    case 'path-change':
      return `path ${notification.localAddress} - ${notification.remoteAddress} ${notification.state}, ${notification.reason}`
    case 'data-path-change':
      return `data takes the path ${notification.localAddress} - ${notification.remoteAddress}`
    case 'peer-shutdown':
      return 'the peer shuts the association down'
    case 'shutdown-complete':
      return 'association shut down'
    default:
      return null
  }
}

const ENDS: Readonly<Record<Extract<Notification, { kind: 'communication-lost' }>['reason'], string>> = {
  'setup-refused': 'no association, refused by the peer',
  'setup-timed-out': 'no association, the peer does not answer',
  'aborted-by-peer': 'association lost, aborted by the peer',
  'aborted-by-user': 'association lost, aborted by this end',
  'too-many-retransmissions': 'association lost, the peer is silent',
  'shutdown-timed-out': 'association lost, the shutdown was not answered',
  'protocol-violation': 'association lost for a protocol violation',
}
