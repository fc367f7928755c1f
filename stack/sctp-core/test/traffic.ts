import { expect } from 'vitest'
import type { SimulatedNode, SimulatedPair } from './simulated-pair.js'

/** Sends a numbered message on every stream in turn, one each `everyMs`, until stopped. */
export class Traffic {
  /** Per stream: how many messages `send` has taken. */
  readonly sent: number[]
  private running = true

  constructor(
    private readonly pair: SimulatedPair,
    private readonly node: SimulatedNode,
    private readonly everyMs = 20,
    private readonly streams = 3,
    private readonly padding = 60,
  ) {
    this.sent = Array.from({ length: streams }, () => 0)
    this.next(0)
  }

  get total(): number {
    return this.sent.reduce((sum, count) => sum + count, 0)
  }

  stop(): void {
    this.running = false
  }

  /** Every message taken has come out on the other side once, in the order of its stream. */
  expectDelivered(to: SimulatedNode): void {
    this.sent.forEach((count, stream) => {
      const numbers = to.delivered.filter((message) => message.streamId === stream).map((message) => Number.parseInt(message.text, 10))
      expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i))
    })
  }

  private next(stream: number): void {
    if (!this.running || this.node.association!.isOver) return
    const taken = this.node.send(`${this.sent[stream]}`.padEnd(this.padding), { stream })
    if (taken === 'queued') this.sent[stream]!++
    this.pair.clock.startTimer(this.everyMs, () => this.next((stream + 1) % this.streams))
  }
}
