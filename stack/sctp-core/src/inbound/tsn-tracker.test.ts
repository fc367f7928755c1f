import { SackChunk, tsnDistance } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TsnTracker } from './tsn-tracker.js'

/** Everything received, as a plain set, from which point and gaps are read off anew each time. */
class NaiveTracker {
  readonly received = new Set<number>()
  point: number
  constructor(initialTsn: number) {
    this.point = (initialTsn - 1) >>> 0
  }
  receive(tsn: number): void {
    this.received.add(tsn)
    while (this.received.delete((this.point + 1) >>> 0)) this.point = (this.point + 1) >>> 0
  }
  forward(tsn: number): void {
    for (const held of this.received) if (tsnDistance(tsn, held) <= 0) this.received.delete(held)
    this.point = tsn
    while (this.received.delete((this.point + 1) >>> 0)) this.point = (this.point + 1) >>> 0
  }
  get gaps(): number[][] {
    const offsets = [...this.received].map((tsn) => tsnDistance(this.point, tsn)).sort((a, b) => a - b)
    const blocks: number[][] = []
    for (const offset of offsets) {
      const last = blocks.at(-1)
      if (last !== undefined && last[1] === offset - 1) last[1] = offset
      else blocks.push([offset, offset])
    }
    return blocks
  }
}

function describeAll(tracker: TsnTracker, slots = 1000) {
  const sack = new SackChunk()
  tracker.describe(sack, slots)
  return {
    point: sack.cumulativeTsnAck,
    gaps: Array.from({ length: sack.gapAckBlockCount }, (_, i) => [sack.gapAckBlocks[2 * i]!, sack.gapAckBlocks[2 * i + 1]!]),
    duplicates: Array.from(sack.duplicateTsns.subarray(0, sack.duplicateTsnCount)),
  }
}

const initialTsns = fc.oneof(
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.integer({ min: 0xffff_ffe0, max: 0xffff_ffff }),
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
)

describe('the TSN tracker', () => {
  it('knows what has arrived as a plain set would, around every wrap', () => {
    fc.assert(
      fc.property(
        initialTsns,
        fc.array(
          fc.tuple(
            fc.constantFrom('receive', 'receive', 'receive', 'receive', 'renege', 'forward', 'describe'),
            fc.integer({ min: 1, max: 170 }),
          ),
          {
            maxLength: 200,
          },
        ),
        (initialTsn, commands) => {
          const tracker = new TsnTracker(initialTsn)
          const model = new NaiveTracker(initialTsn)
          for (const [command, offset] of commands) {
            const tsn = (tracker.cumulativeTsn + offset) >>> 0
            const isNew = !model.received.has(tsn)
            expect(tracker.judge(tsn)).toBe(isNew ? 'new' : 'duplicate')
            if (command === 'receive' && isNew) {
              tracker.receive(tsn)
              model.receive(tsn)
            } else if (command === 'renege') {
              tracker.renege(tsn)
              model.received.delete(tsn)
            } else if (command === 'forward') {
              tracker.forward(tsn)
              model.forward(tsn)
            }
            expect(tracker.cumulativeTsn).toBe(model.point)
            expect(tracker.received).toBe(model.received.size)
            expect(tracker.hasGaps).toBe(model.received.size > 0)
            const { point, gaps } = describeAll(tracker)
            expect(point).toBe(model.point)
            expect(gaps).toEqual(model.gaps)
            expect(tsnDistance(model.point, tracker.highestTsn)).toBe(model.gaps.at(-1)?.[1] ?? 0)
          }
        },
      ),
    )
  })
  it('takes everything at or below the point for a duplicate, and nothing beyond its window', () => {
    const tracker = new TsnTracker(10)
    expect(tracker.judge(9)).toBe('duplicate')
    expect(tracker.judge(10)).toBe('new')
    expect(tracker.judge(9 + 32_767)).toBe('new')
    expect(tracker.judge(9 + 32_768)).toBe('beyond-window')
    expect(tracker.judge(9 + 0x7fff_ffff)).toBe('beyond-window')
    // Half the space away and more is behind.
    expect(tracker.judge((9 + 0x8000_0000) >>> 0)).toBe('duplicate')
    expect(tracker.judge(0xffff_ffff)).toBe('duplicate')
  })
  it('holds a whole window of gaps without mistaking one TSN for another', () => {
    const tracker = new TsnTracker(0xffff_0000)
    for (let offset = 2; offset < 32_768; offset += 2) tracker.receive((0xffff_0000 - 1 + offset) >>> 0)
    expect(describeAll(tracker, 20_000).gaps).toHaveLength(16_383)
    for (let offset = 1; offset < 32_768; offset += 2) tracker.receive((0xffff_0000 - 1 + offset) >>> 0)
    expect(tracker.hasGaps).toBe(false)
    expect(tracker.cumulativeTsn).toBe((0xffff_0000 - 1 + 32_767) >>> 0)
    // No bit is left over from the first time round the ring.
    for (let offset = 1; offset < 32_768; offset++) expect(tracker.judge((tracker.cumulativeTsn + offset) >>> 0)).toBe('new')
  })
  it('forgets what it has when it is moved beyond all of it, however far', () => {
    for (const distance of [600, 32_767, 32_768, 65_535]) {
      const tracker = new TsnTracker(0)
      for (let tsn = 1; tsn < 600; tsn += 2) tracker.receive(tsn)
      tracker.forward(distance - 1)
      expect([tracker.cumulativeTsn, tracker.received, tracker.highestTsn]).toEqual([distance - 1, 0, distance - 1])
      const ahead = Array.from({ length: 32_767 }, (_, i) => tracker.judge((tracker.cumulativeTsn + i + 1) >>> 0))
      expect(new Set(ahead)).toEqual(new Set(['new']))
    }
  })
  it('reports a duplicate once, after the gaps, as far as there is room', () => {
    const tracker = new TsnTracker(100)
    tracker.receive(102)
    tracker.receive(104)
    for (const tsn of [98, 97, 99]) tracker.noteDuplicate(tsn)
    expect(describeAll(tracker, 4)).toEqual({
      point: 99,
      gaps: [
        [3, 3],
        [5, 5],
      ],
      duplicates: [98, 97],
    })
    expect(describeAll(tracker).duplicates).toEqual([])
    for (let i = 0; i < 1000; i++) tracker.noteDuplicate(i)
    expect(describeAll(tracker).duplicates).toHaveLength(64)
  })
})
