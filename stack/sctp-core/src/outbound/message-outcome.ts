/** What became of a message that was sent with a context. Filled by Endpoint.pollMessageOutcome; reused. */
export class MessageOutcome {
  /** As given to send; never 0. */
  context = 0
  /** The peer has it, all of it (cumulatively acknowledged); else it will not, as far as anybody knows. */
  acknowledged = false
  /** At least a part of it has left; a message not acknowledged may have arrived all the same. RFC 9260 §11.2.2, RFC 6458 §6.1.11. */
  sent = false
  /** It was given up by its own policy (RFC 3758 §3.4), not with the association. */
  abandoned = false
}

/** Outcomes waiting to be polled, oldest first. Contexts and outcomes stand side by side in typed arrays that grow and are reused. */
export class MessageOutcomeQueue {
  private contexts = new Float64Array(64)
  private flags = new Uint8Array(64)
  private head = 0
  private count = 0

  get length(): number {
    return this.count
  }

  push(context: number, acknowledged: boolean, sent: boolean, abandoned = false): void {
    if (this.count === this.contexts.length) this.grow()
    const slot = (this.head + this.count++) & (this.contexts.length - 1)
    this.contexts[slot] = context
    this.flags[slot] = (acknowledged ? ACKNOWLEDGED : 0) | (sent ? SENT : 0) | (abandoned ? ABANDONED : 0)
  }

  poll(into: MessageOutcome): boolean {
    if (this.count === 0) return false
    into.context = this.contexts[this.head]!
    into.acknowledged = (this.flags[this.head]! & ACKNOWLEDGED) !== 0
    into.sent = (this.flags[this.head]! & SENT) !== 0
    into.abandoned = (this.flags[this.head]! & ABANDONED) !== 0
    this.head = (this.head + 1) & (this.contexts.length - 1)
    this.count--
    return true
  }

  private grow(): void {
    const { contexts, flags, head, count } = this
    this.contexts = new Float64Array(2 * contexts.length)
    this.flags = new Uint8Array(2 * flags.length)
    for (let i = 0; i < count; i++) {
      const from = (head + i) & (contexts.length - 1)
      this.contexts[i] = contexts[from]!
      this.flags[i] = flags[from]!
    }
    this.head = 0
  }
}

const ACKNOWLEDGED = 1
const SENT = 2
const ABANDONED = 4
