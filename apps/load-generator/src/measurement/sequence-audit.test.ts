import type { FlowAudit } from '@sigbed/measurement'
import { NO_ORDER } from '@sigbed/testbed'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidLoadError } from '../load-generator-error.js'
import { SequenceAudit } from './sequence-audit.js'

describe('a sequence audit', () => {
  it('finds nothing to say about a flow that arrived as it was sent', () => {
    const audit = new SequenceAudit('m3ua')
    for (let sequence = 0; sequence < 200_000; sequence++) audit.recordDelivery(sequence, sequence & 15)
    expect(audit.finish(200_000, 0)).toEqual({ ...CLEAN, offered: 200_000, delivered: 200_000 })
  })

  it('tells lost, duplicated, reordered, corrupted and refused apart', () => {
    const audit = new SequenceAudit('m3ua')
    for (const sequence of [0, 1, 3, 2, 3, 6, 5]) audit.recordDelivery(sequence, 0)
    audit.recordCorruption()
    // Of 0 to 9, number 4 and 8 are lost, 7 and 9 were refused; 2 and 5 were overtaken; 3 came twice.
    expect(audit.finish(10, 2)).toEqual({
      ...CLEAN,
      offered: 10,
      delivered: 6,
      lost: 2,
      duplicated: 1,
      reordered: 2,
      corrupted: 1,
      refused: 2,
    })
  })

  it('asks for order within one order key only', () => {
    const audit = new SequenceAudit('m3ua')
    for (const [sequence, key] of [
      [1, 1],
      [0, 0],
      [3, 1],
      [2, 0],
    ] as const)
      audit.recordDelivery(sequence, key)
    expect(audit.reordered).toBe(0)
    audit.recordDelivery(4, 0)
    audit.recordDelivery(5, 0)
    audit.recordDelivery(7, 0)
    audit.recordDelivery(6, 0)
    expect(audit.reordered).toBe(1)
  })

  it('asks for no order of what has none, and finds what comes twice all the same', () => {
    const audit = new SequenceAudit('diameter')
    for (const sequence of [5, 3, 4, 3]) audit.recordDelivery(sequence, NO_ORDER)
    expect([audit.delivered, audit.duplicated, audit.reordered, audit.unexpected]).toEqual([3, 1, 0, 0])
  })

  it('tells a second arrival to the caller and does not take it for a reordering', () => {
    const audit = new SequenceAudit('m3ua')
    expect([0, 1, 0].map((sequence) => audit.recordDelivery(sequence, 0))).toEqual([true, true, false])
    expect([audit.duplicated, audit.reordered]).toEqual([1, 0])
  })

  it('counts a number that was never given out as corrupted', () => {
    const audit = new SequenceAudit('m3ua')
    for (const sequence of [0, 1, 2, 70_000]) audit.recordDelivery(sequence, 0)
    expect(audit.finish(2, 0)).toEqual({ ...CLEAN, offered: 2, delivered: 2, corrupted: 2 })
  })

  it('counts more arrivals than the stack took as corrupted', () => {
    const audit = new SequenceAudit('m3ua')
    for (const sequence of [0, 1, 2]) audit.recordDelivery(sequence, 0)
    expect(audit.finish(3, 1)).toEqual({ ...CLEAN, offered: 3, delivered: 2, corrupted: 1, refused: 1 })
  })

  it('lets nothing outside its bounds disturb the account of what is inside', () => {
    const audit = new SequenceAudit('m3ua', { orderKeys: 4, sequenceNumbers: 100 })
    for (const [sequence, key] of [
      [100, 0],
      [5, 4],
      [-1, 0],
      [5, -2],
      [Number.NaN, 0],
      [5, Number.NaN],
    ] as const)
      expect(audit.recordDelivery(sequence, key)).toBe(false)
    for (let sequence = 0; sequence < 100; sequence++) audit.recordDelivery(sequence, sequence & 3)
    expect(audit.unexpected).toBe(6)
    expect(audit.finish(100, 0)).toEqual({ ...CLEAN, offered: 100, delivered: 100, corrupted: 6 })
  })

  it('follows the whole range of 32 bits', () => {
    const audit = new SequenceAudit('m3ua')
    for (const sequence of [0xffff_fffe, 0xffff_ffff, 0x8000_0000, 0x7fff_ffff]) audit.recordDelivery(sequence, 0)
    expect([audit.delivered, audit.reordered]).toEqual([4, 2])
    expect(audit.finish(0x1_0000_0000, 0).delivered).toBe(4)
    expect(audit.finish(0xffff_ffff, 0)).toMatchObject({ delivered: 3, corrupted: 1 })
    expect(audit.finish(0x8000_0000, 0)).toMatchObject({ delivered: 1, corrupted: 3 })
  })

  it.each([{ orderKeys: 0 }, { orderKeys: 65_537 }, { orderKeys: 1.5 }, { sequenceNumbers: -1 }, { sequenceNumbers: 2 ** 32 + 1 }])(
    'refuses the bounds %o',
    (bounds) => {
      expect(() => new SequenceAudit('m3ua', bounds)).toThrow(InvalidLoadError)
    },
  )

  it('agrees with an account kept in plain sets and maps', () => {
    // Numbers near the seams of words and pages, and many of them twice.
    const sequence = fc.oneof(fc.nat(70), fc.integer({ min: 65_500, max: 65_600 }), fc.nat(200_000))
    const arrival = fc.tuple(sequence, fc.nat(5), fc.integer({ min: 0, max: 9 }))
    const offered = fc.oneof(fc.nat(80), fc.integer({ min: 65_500, max: 65_600 }), fc.nat(200_000))
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 300 }), offered, (arrivals, offeredCount) => {
        const audit = new SequenceAudit('diameter', { orderKeys: 5, sequenceNumbers: 150_000 })
        const model = new PlainAccount(5, 150_000)
        for (const [number, key, damage] of arrivals) {
          if (damage === 0) {
            audit.recordCorruption()
            model.corrupted++
          } else expect(audit.recordDelivery(number, key)).toBe(model.recordDelivery(number, key))
        }
        const refused = Math.floor(offeredCount / 100)
        expect(audit.finish(offeredCount, refused)).toEqual(model.finish(offeredCount, refused))
      }),
    )
  })

  it('balances: delivered, lost and refused add up to offered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(60), fc.nat(60), (numbers, offered, some) => {
        const audit = new SequenceAudit('m3ua')
        for (const number of numbers) audit.recordDelivery(number, number % 3)
        const { delivered, lost, refused } = audit.finish(offered, Math.min(some, offered))
        expect(delivered + lost + refused).toBe(offered)
        expect(Math.min(delivered, lost, refused)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

/** The same account, kept without regard to memory or time. */
class PlainAccount {
  private readonly arrived: { readonly sequence: number; readonly key: number }[] = []
  private duplicated = 0
  private reordered = 0
  private unexpected = 0
  corrupted = 0

  constructor(
    private readonly orderKeys: number,
    private readonly sequenceNumbers: number,
  ) {}

  recordDelivery(sequence: number, key: number): boolean {
    if (key >= this.orderKeys || sequence >= this.sequenceNumbers) this.unexpected++
    else if (this.arrived.some((before) => before.sequence === sequence)) this.duplicated++
    else {
      if (this.arrived.some((before) => before.key === key && before.sequence > sequence)) this.reordered++
      this.arrived.push({ sequence, key })
      return true
    }
    return false
  }

  finish(offered: number, refused: number): FlowAudit {
    const sent = this.arrived.filter(({ sequence }) => sequence < offered).length
    const delivered = Math.min(sent, offered - refused)
    return {
      flow: 'diameter',
      offered,
      delivered,
      lost: offered - refused - delivered,
      duplicated: this.duplicated,
      reordered: this.reordered,
      corrupted: this.corrupted + this.unexpected + this.arrived.length - delivered,
      refused,
    }
  }
}

const CLEAN: FlowAudit = { flow: 'm3ua', offered: 0, delivered: 0, lost: 0, duplicated: 0, reordered: 0, corrupted: 0, refused: 0 }
