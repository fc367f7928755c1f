import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeptMessage } from './message-information.js'
import { MessageQueue } from './message-queue.js'

describe('MessageQueue', () => {
  it('hands messages to those who wait already, and keeps them for those who come later', async () => {
    const queue = new MessageQueue()
    const lane = queue.open(source())
    const reader = queue[Symbol.asyncIterator]()
    const waiting = [reader.next(), reader.next()]
    for (const number of [1, 2, 3]) lane.accept(message(number))
    expect((await Promise.all(waiting)).map(({ value }) => value.tsn)).toEqual([1, 2])
    expect(queue.length).toBe(1)
    expect((await reader.next()).value.tsn).toBe(3)
  })

  it('ends after what it holds, with the error once', async () => {
    const queue = new MessageQueue()
    const lane = queue.open(source())
    const reader = queue[Symbol.asyncIterator]()
    lane.accept(message(1))
    queue.end(new Error('lost'))
    queue.end(null)
    expect((await reader.next()).value.tsn).toBe(1)
    await expect(reader.next()).rejects.toThrow('lost')
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it('ends for all who wait', async () => {
    const queue = new MessageQueue()
    const reader = queue[Symbol.asyncIterator]()
    const waiting = [reader.next(), reader.next()]
    queue.end(null)
    expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true])
  })

  it('counts octets as well as messages', () => {
    const queue = new MessageQueue({ octets: 1000 })
    const origin = source()
    const lane = queue.open(origin)
    lane.accept(message(1, 999))
    expect(origin.paused).toBe(false)
    lane.accept(message(2, 1))
    expect(origin.paused).toBe(true)
  })

  it('lets a lane go that is closed, and pauses it no more', () => {
    const queue = new MessageQueue({ messages: 1 })
    const origin = source()
    const lane = queue.open(origin)
    lane.accept(message(1))
    expect(origin.paused).toBe(true)
    lane.close()
    expect(origin.paused).toBe(false)
    lane.pause()
    expect(origin.paused).toBe(false)
  })

  it('pauses every lane when its reader leaves, and new ones until there is a reader again', async () => {
    const queue = new MessageQueue()
    const [first, second] = [source(), source()]
    queue.open(first)
    const reader = queue[Symbol.asyncIterator]()
    const waiting = reader.next()
    await reader.return?.()
    expect(await waiting).toEqual({ done: true, value: undefined })
    queue.open(second)
    expect([first.paused, second.paused]).toEqual([true, true])
    expect(queue.isRead).toBe(false)
    queue[Symbol.asyncIterator]()
    expect([first.paused, second.paused]).toEqual([false, false])
  })

  it.each([{ messages: 0 }, { octets: 0 }, { messages: Number.NaN }])('refuses %o', (limits) => {
    expect(() => new MessageQueue(limits)).toThrow(RangeError)
  })

  it('keeps order, loses nothing and stays within its bounds, whatever comes and goes', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('offer' as const), lane: fc.nat(2), length: fc.nat(400) }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('leave' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
        const queue = new MessageQueue({ messages: 4, octets: 1000 })
        const origins = [source(), source(), source()]
        const lanes = origins.map((origin) => queue.open(origin))
        let reader = queue[Symbol.asyncIterator]()
        const expected: number[] = []
        let number = 0
        for (const what of steps) {
          if (what.kind === 'offer') {
            // A paused source gives nothing: that is the bargain.
            if (origins[what.lane]!.paused) continue
            lanes[what.lane]!.accept(message(++number, what.length))
            expected.push(number)
          } else if (what.kind === 'leave') {
            await reader.return?.()
            expect(origins.every(({ paused }) => paused)).toBe(true)
            reader = queue[Symbol.asyncIterator]()
          } else if (expected.length > 0) {
            expect((await reader.next()).value.tsn).toBe(expected.shift())
          }
          expect(queue.length).toBe(expected.length)
          for (const [i, lane] of lanes.entries()) {
            expect(lane.messages).toBeLessThanOrEqual(4)
            expect(lane.octets).toBeLessThan(1000 + 400)
            if (lane.messages === 0) expect(origins[i]!.paused).toBe(false)
          }
        }
        queue.end(null)
        for (const next of expected) expect((await reader.next()).value.tsn).toBe(next)
        expect((await reader.next()).done).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

function source() {
  return {
    paused: false,
    pause() {
      this.paused = true
    },
    resume() {
      this.paused = false
    },
  }
}

function message(tsn: number, length = 10): KeptMessage {
  return {
    associationId: 1,
    stream: 0,
    streamSequenceNumber: 0,
    payloadProtocolId: 0,
    tsn,
    cumulativeTsn: tsn,
    unordered: false,
    partial: false,
    context: 0,
    sourceAddress: '10.0.0.1',
    payload: new Uint8Array(length),
  }
}
