import { Slab } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EarlyMessage, OrderedStream } from './ordered-stream.js'

const { page } = new Slab(0)

function early(streamSequenceNumber: number, tsn = streamSequenceNumber, whole = true): EarlyMessage {
  return {
    streamSequenceNumber,
    payloadProtocolId: 0,
    tsn,
    octets: new Uint8Array(0),
    offset: 0,
    length: 1,
    page: whole ? page : null,
    heldOctets: 17,
  }
}

describe('an ordered stream', () => {
  it('hands messages over in the order of their numbers, whatever the order they come in, around the wrap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.shuffledSubarray(
          Array.from({ length: 60 }, (_, i) => i),
          { minLength: 60 },
        ),
        (first, order) => {
          const stream = new OrderedStream()
          stream.expected = first
          const handedOver: number[] = []
          for (const offset of order) {
            const number = (first + offset) & 0xffff
            const turn = stream.judge(number)
            if (turn === 'early') stream.hold(early(number))
            else if (turn === 'now') {
              handedOver.push(number)
              stream.delivered()
              for (let next = stream.takeNext(); next !== null; next = stream.takeNext()) {
                handedOver.push(next.streamSequenceNumber)
                stream.delivered()
              }
            }
            expect(stream.judge(number)).toBe('stale')
          }
          expect(handedOver).toEqual(Array.from({ length: 60 }, (_, i) => (first + i) & 0xffff))
        },
      ),
    )
  })
  it('counts 32,767 numbers ahead as early and the others as stale', () => {
    const stream = new OrderedStream()
    stream.expected = 65_000
    expect(stream.judge((65_000 + 32_767) & 0xffff)).toBe('early')
    expect(stream.judge((65_000 - 1) & 0xffff)).toBe('stale')
    expect(stream.judge((65_000 - 32_767) & 0xffff)).toBe('stale')
  })
  it('finds the highest message that came whole, above a TSN, around the wrap', () => {
    const stream = new OrderedStream()
    stream.hold(early(1, 0xffff_fffe))
    stream.hold(early(2, 3))
    stream.hold(early(3, 9, false))
    expect(stream.highestAbove(0xffff_fff0)!.tsn).toBe(3)
    expect(stream.highestAbove(3)).toBeNull()
    stream.drop(stream.highestAbove(0xffff_fff0)!)
    expect(stream.highestAbove(0xffff_fff0)!.tsn).toBe(0xffff_fffe)
    expect(stream.judge(2)).toBe('early')
  })
  it('skips to a number, handing over what was stranded before it, whether few or many are held', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 60 }),
        fc.integer({ min: -5, max: 100 }),
        (first, held, to) => {
          const stream = new OrderedStream()
          stream.expected = first
          for (const offset of held) stream.hold(early((first + offset) & 0xffff))
          const stranded = stream.skipTo((first + to) & 0xffff).map((message) => (message.streamSequenceNumber - first) & 0xffff)
          expect(stranded).toEqual(held.filter((offset) => offset <= to).sort((one, other) => one - other))
          expect(stream.expected).toBe(to < 0 ? first : (first + to + 1) & 0xffff)
          for (const offset of held) {
            const place = stream.judge((first + offset) & 0xffff)
            expect(place).toBe(offset <= to || offset !== to + 1 ? 'stale' : 'now')
          }
        },
      ),
    )
  })
})
