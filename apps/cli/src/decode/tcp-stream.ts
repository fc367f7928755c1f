import { MessageFraming } from '@sigbed/diameter'

/**
 * One direction of a TCP connection, as an onlooker of a capture sees it: puts segments into their order and cuts the stream into
 * Diameter messages (RFC 6733 §3). Segments that come again are passed over; those that come early wait, up to MOST_WAITING_OCTETS.
 */
export class TcpStream {
  private framing = new MessageFraming()
  private nextSequence: number | null = null
  private readonly waiting = new Map<number, Uint8Array>()
  private waitingOctets = 0

  /** Takes a segment, and hands out every message it completes. The octets handed out are good until the next segment. */
  take(
    sequence: number,
    synchronize: boolean,
    payload: Uint8Array,
    onMessage: (octets: Uint8Array, at: number, length: number) => void,
  ): void {
    // RFC 9293 §3.4: SYN stands before the first octet in the numbering. A capture may begin after it.
    if (synchronize) this.restart((sequence + 1) >>> 0)
    else if (this.nextSequence === null) this.restart(sequence)
    if (payload.length === 0) return
    const ahead = (sequence - this.nextSequence!) | 0
    if (ahead > 0) this.wait(sequence, payload)
    else this.push(payload, -ahead, onMessage)
    for (let next = this.waiting.get(this.nextSequence!); next !== undefined; next = this.waiting.get(this.nextSequence!)) {
      this.forget(this.nextSequence!)
      this.push(next, 0, onMessage)
    }
  }

  private push(payload: Uint8Array, skip: number, onMessage: (octets: Uint8Array, at: number, length: number) => void): void {
    if (skip >= payload.length) return
    this.nextSequence = (this.nextSequence! + payload.length - skip) >>> 0
    this.framing.push(payload, skip)
    while (this.framing.next()) onMessage(this.framing.octets, this.framing.at, this.framing.length)
    // No Diameter, or the capture began amid a message: the next segment may begin with one.
    if (this.framing.compromised) this.framing = new MessageFraming()
  }

  private wait(sequence: number, payload: Uint8Array): void {
    this.forget(sequence)
    this.waiting.set(sequence, payload.slice())
    this.waitingOctets += payload.length
    if (this.waitingOctets <= MOST_WAITING_OCTETS) return
    // The segment before them was never captured: go on behind the gap.
    const kept = [...this.waiting]
    this.restart(kept.map(([at]) => at).reduce((first, at) => (((at - first) | 0) < 0 ? at : first)))
    for (const [at, octets] of kept) this.waiting.set(at, octets)
    this.waitingOctets = kept.reduce((sum, [, octets]) => sum + octets.length, 0)
  }

  private forget(sequence: number): void {
    this.waitingOctets -= this.waiting.get(sequence)?.length ?? 0
    this.waiting.delete(sequence)
  }

  private restart(sequence: number): void {
    this.framing = new MessageFraming()
    this.nextSequence = sequence
    this.waiting.clear()
    this.waitingOctets = 0
  }
}

export const MOST_WAITING_OCTETS = 1024 * 1024
