import type { Notification, SendOutcome } from '@sigbed/sctp-sockets'
import type { TextOutput } from '../command.js'

/** What happens to associations, a line each, for a person who watches. Says nothing unless it was asked to. */
export class AssociationLog {
  constructor(
    private readonly errors: TextOutput,
    private readonly enabled: boolean,
  ) {}

  say(text: string): void {
    if (this.enabled) this.errors.write(`sigbed: ${text}\n`)
  }

  notification(peer: string, notification: Notification): void {
    if (!this.enabled) return
    const text = toldOf(notification)
    if (text !== null) this.say(`${peer} ${text}`)
  }

  unanswered(peer: string, streamId: number, outcome: SendOutcome): void {
    this.say(`${peer} sent a message on stream ${streamId} that could not be echoed: ${outcome}`)
  }
}

/** null for what only programs care about. */
function toldOf(notification: Notification): string | null {
  switch (notification.kind) {
    case 'communication-up':
      return `association up, ${notification.outboundStreams} streams out, ${notification.inboundStreams} in`
    case 'communication-lost':
      return `association lost, ${notification.reason}: ${notification.detail}`
    case 'restart':
      return 'association restarted by the peer'
    case 'path-change':
      return `path ${notification.localAddress} - ${notification.remoteAddress} ${notification.state}, ${notification.reason}`
    case 'data-path-change':
      return `data takes the path ${notification.localAddress} - ${notification.remoteAddress}`
    case 'communication-error':
      return `reports ${notification.causes}`
    case 'peer-shutdown':
      return 'shuts the association down'
    case 'shutdown-complete':
      return 'association shut down'
    default:
      return null
  }
}
