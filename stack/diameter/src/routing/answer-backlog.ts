import type { DiameterPeer } from '../peer.js'
import type { SendOutcome } from '../peer-event.js'

/**
 * Answers a peer's send buffer had no room for, kept until it has. An agent has nobody to push back on: the one who answered has done
 * his part. Cold; a peer that does not read is the exception.
 */
export class AnswerBacklog {
  private readonly waiting = new Map<DiameterPeer, (() => SendOutcome)[]>()
  private size = 0

  constructor(private readonly maximum: number) {}

  isFull(): boolean {
    return this.size >= this.maximum
  }

  /** Whether answers to this peer wait, so that the next one has to wait behind them. */
  holdsBack(peer: DiameterPeer): boolean {
    return this.size > 0 && this.waiting.has(peer)
  }

  /** @param send tries once more to send the answer */
  add(peer: DiameterPeer, send: () => SendOutcome): void {
    const queue = this.waiting.get(peer)
    if (queue === undefined) this.waiting.set(peer, [send])
    else queue.push(send)
    this.size++
  }

  /** To be called when the peer has room again, or is gone: then the answers come to nothing. */
  flush(peer: DiameterPeer): void {
    const queue = this.waiting.get(peer)
    if (queue === undefined) return
    while (queue.length > 0) {
      if (queue[0]!() === 'send-buffer-full') return
      queue.shift()
      this.size--
    }
    this.waiting.delete(peer)
  }
}
