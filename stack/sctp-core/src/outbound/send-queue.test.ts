import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RELIABLE } from './reliability-policy.js'
import { STREAM_SCHEDULERS } from './scheduling/stream-scheduler.js'
import { type QueuedMessage, SendQueue } from './send-queue.js'

/** What is done to the queue: a message of so many octets put in, the front one cut, some message removed, another scheduler chosen. */
const COMMANDS = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 3000 }), stream: fc.integer({ min: 0, max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ push: fc.integer({ min: 60_000, max: 70_000 }), stream: fc.integer({ min: 0, max: 5 }) }) },
    { weight: 12, arbitrary: fc.record({ cut: fc.integer({ min: 1, max: 1400 }) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ schedule: fc.constantFrom(...STREAM_SCHEDULERS) }) },
    { weight: 1, arbitrary: fc.record({ value: fc.integer({ min: 0, max: 9 }), stream: fc.integer({ min: 0, max: 5 }) }) },
    { weight: 1, arbitrary: fc.constant({ packet: true }) },
  ),
  { maxLength: 200 },
)

interface Expected {
  readonly fill: number
  readonly length: number
  readonly stream: number
  sent: number
}

/** The queue beside a plain list of what must be in it. */
class Model {
  readonly queue = new SendQueue(true)
  private readonly waiting: Expected[] = []
  private count = 0

  constructor(private readonly interleaving: boolean) {
    this.queue.interleaving = interleaving
  }

  push(length: number, stream: number): void {
    const fill = ++this.count & 0xff
    this.queue.push(new Uint8Array(length).fill(fill), 0, length, stream, 0, length % 2 === 0, false, this.count, -1, RELIABLE, 0)
    this.waiting.push({ fill, length, stream, sent: 0 })
  }

  cut(octets: number): void {
    if (this.waiting.length === 0) return
    const { queue } = this
    const { front } = queue
    const expected = this.waiting.find(({ stream }) => stream === front.streamId)!
    // The oldest of its stream, wherever that stands.
    expect(this.isThis(front, expected)).toBe(true)
    const begun = this.waiting.find(({ sent }) => sent > 0)
    if (!this.interleaving && begun !== undefined) expect(begun).toBe(expected)
    const { page } = front
    const part = Math.min(octets, expected.length - expected.sent)
    queue.cut(front, part)
    expected.sent += part
    if (expected.sent === expected.length) this.forget(expected, page)
  }

  remove(index: number): void {
    if (this.waiting.length === 0) return
    const expected = this.waiting[index % this.waiting.length]!
    const message = this.messages()[index % this.waiting.length]!
    const { page } = message
    this.queue.remove(message)
    this.forget(expected, page)
  }

  expectSame(): void {
    expect(this.queue.length).toBe(this.waiting.length)
    const messages = this.messages()
    expect(messages.length).toBe(this.waiting.length)
    expect(messages.every((message, i) => this.isThis(message, this.waiting[i]!))).toBe(true)
    expect(this.queue.bufferedOctets).toBe(this.waiting.reduce((sum, { length }) => sum + length, 0))
  }

  expectEmptied(): void {
    while (this.queue.length > 0) this.cut(100_000)
    this.expectSame()
    expect(this.queue.oldest).toBeNull()
    expect([this.queue.bufferedOctets, this.queue.slab.pagesInUse]).toEqual([0, 1])
  }

  private messages(): QueuedMessage[] {
    const all: QueuedMessage[] = []
    for (let message = this.queue.oldest; message !== null; message = this.queue.after(message)) all.push(message)
    return all
  }

  private isThis({ page, at, length, streamId, sent }: QueuedMessage, expected: Expected): boolean {
    const same = length === expected.length && streamId === expected.stream && sent === expected.sent
    return same && page.octets[at] === expected.fill && page.octets[at + length - 1] === expected.fill
  }

  private forget(expected: Expected, page: QueuedMessage['page']): void {
    this.queue.bufferedOctets -= expected.length
    this.queue.slab.release(page)
    this.waiting.splice(this.waiting.indexOf(expected), 1)
  }
}

describe('the send queue', () => {
  it.each([false, true])(
    'gives back what was put in, in the order of each stream, and all its memory; interleaving: %s',
    (interleaving) => {
      fc.assert(
        fc.property(COMMANDS, (commands) => {
          const model = new Model(interleaving)
          for (const command of commands) {
            if ('push' in command) model.push(command.push, command.stream)
            else if ('cut' in command) model.cut(command.cut)
            else if ('remove' in command) model.remove(command.remove)
            else if ('schedule' in command) model.queue.schedule(command.schedule)
            else if ('value' in command) model.queue.setValue(command.stream, command.value)
            else model.queue.startPacket()
            model.expectSame()
          }
          model.expectEmptied()
        }),
        { numRuns: 200 },
      )
    },
  )

  it('copies: what happens to the octets afterwards does not matter', () => {
    const queue = new SendQueue(true)
    const octets = Uint8Array.of(1, 2, 3, 4, 5)
    queue.push(octets, 1, 3, 0, 0, false, false, 0, -1, RELIABLE, 0)
    octets.fill(9)
    const { page, at, length } = queue.front
    expect(page.octets.slice(at, at + length)).toEqual(Uint8Array.of(2, 3, 4))
  })

  it('does not look at 65,535 streams one by one, whatever the scheduler', () => {
    // One comparison for each of them and each message would be four thousand million.
    const octets = new Uint8Array(4)
    for (const name of STREAM_SCHEDULERS) {
      const queue = new SendQueue(false)
      queue.schedule(name)
      for (let round = 0; round < 2; round++)
        for (let stream = 0; stream < 65_535; stream++) queue.push(octets, 0, 4, stream, 0, false, false, 0, -1, RELIABLE, 0)
      const seen = new Uint8Array(65_535)
      for (let i = 0; queue.length > 0; i++) {
        const message = queue.front
        seen[message.streamId]!++
        // Every scheduler gives each stream its first message before anybody's second, but for one that waits for a packet to be full.
        if (i === 65_534 && name !== 'round-robin-per-packet') expect(seen.every((count) => count === 1)).toBe(true)
        queue.cut(message, 4)
      }
      expect(seen.every((count) => count === 2)).toBe(true)
    }
  })
})
