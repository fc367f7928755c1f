import fc from 'fast-check'
import { build } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { LONGEST_LATENCY_US, longestInSlot, SLOT_COUNT, shortestInSlot, slotOf } from './histogram-geometry.js'
import { LatencyHistogram } from './latency-histogram.js'
import { HistogramBlobError, HistogramFullError, NoLatencyError } from './measurement-error.js'

const PERCENTILES = [0, 0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100]

/** Latencies of every magnitude, not only the huge ones a plain integer generator gives. */
const latency = fc.tuple(fc.integer({ min: 1, max: 27 }), fc.nat()).map(([bits, salt]) => Math.min(LONGEST_LATENCY_US, salt % 2 ** bits))
const latencies = fc.array(latency, { maxLength: 400 })

describe('the slots', () => {
  it('follow one another without gap or overlap up to 120 s', () => {
    for (let slot = 0; slot < SLOT_COUNT - 1; slot++) expect(shortestInSlot(slot + 1)).toBe(longestInSlot(slot) + 1)
    expect(shortestInSlot(0)).toBe(0)
    expect(longestInSlot(SLOT_COUNT - 1)).toBeGreaterThanOrEqual(LONGEST_LATENCY_US)
  })

  it('are narrower than a thousandth of what stands in them', () => {
    for (let slot = 1; slot < SLOT_COUNT; slot++)
      expect((longestInSlot(slot) - shortestInSlot(slot)) / shortestInSlot(slot)).toBeLessThan(0.001)
  })

  it('hold every latency between their two ends', () => {
    fc.assert(
      fc.property(latency, (us) => {
        const slot = slotOf(us)
        expect(shortestInSlot(slot)).toBeLessThanOrEqual(us)
        expect(longestInSlot(slot)).toBeGreaterThanOrEqual(us)
      }),
    )
  })
})

describe('a latency histogram', () => {
  it('gives the percentiles of hdr-histogram-js at every latency and percentile', () => {
    fc.assert(
      fc.property(latencies, fc.integer({ min: 1, max: 99_999 }), (recorded, thousandths) => {
        const histogram = histogramOf(recorded)
        const oracle = build({ lowestDiscernibleValue: 1, highestTrackableValue: LONGEST_LATENCY_US, numberOfSignificantValueDigits: 3 })
        for (const us of recorded) oracle.recordValue(us)
        for (const percentile of [...PERCENTILES.slice(1), thousandths / 1000]) {
          // The oracle answers with the end of the slot; this histogram knows the maximum itself and does not go beyond it.
          const expected = Math.min(oracle.getValueAtPercentile(percentile), Math.max(0, ...recorded))
          expect(histogram.valueAtPercentile(percentile)).toBe(expected)
        }
        expect(histogram.count).toBe(oracle.totalCount)
      }),
    )
  })

  it('stays within a thousandth of the exact percentile and never below it', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 400 }), fc.constantFrom(...PERCENTILES), (recorded, percentile) => {
        const sorted = [...recorded].sort((a, b) => a - b)
        const exact = sorted[Math.max(0, Math.ceil((percentile * sorted.length) / 100 - 1e-9) - 1)]!
        const answered = histogramOf(recorded).valueAtPercentile(percentile)
        expect(answered).toBeGreaterThanOrEqual(exact)
        expect(answered).toBeLessThanOrEqual(exact * 1.001)
      }),
    )
  })

  it('knows minimum, maximum and mean exactly', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1 }), (recorded) => {
        const histogram = histogramOf(recorded)
        expect(histogram.minimumUs).toBe(Math.min(...recorded))
        expect(histogram.maximumUs).toBe(Math.max(...recorded))
        expect(histogram.meanUs).toBe(recorded.reduce((sum, us) => sum + us, 0) / recorded.length)
      }),
    )
  })

  it('does not take 99.9 % of a thousand messages for all of them', () => {
    const histogram = histogramOf(Array.from({ length: 1000 }, (_, index) => index + 1))
    expect(histogram.valueAtPercentile(99.9)).toBe(999)
  })

  it('rounds to whole microseconds and takes what is below zero for zero', () => {
    expect(histogramOf([1.49]).maximumUs).toBe(1)
    expect(histogramOf([1.5]).maximumUs).toBe(2)
    expect(histogramOf([-3]).maximumUs).toBe(0)
    expect(histogramOf([LONGEST_LATENCY_US - 0.2]).clampedCount).toBe(0)
  })

  it('counts what is longer than 120 s at 120 s and says how often', () => {
    const histogram = histogramOf([LONGEST_LATENCY_US, LONGEST_LATENCY_US + 1, Number.POSITIVE_INFINITY, 5])
    expect(histogram.count).toBe(4)
    expect(histogram.clampedCount).toBe(2)
    expect(histogram.maximumUs).toBe(LONGEST_LATENCY_US)
    expect(histogram.valueAtPercentile(99)).toBe(LONGEST_LATENCY_US)
  })

  it('refuses a latency that is no number and counts nothing', () => {
    const histogram = new LatencyHistogram()
    expect(() => histogram.record(Number.NaN)).toThrow(NoLatencyError)
    expect(histogram.count).toBe(0)
  })

  it('answers zero to everything while it is empty', () => {
    const { count, minimumUs, maximumUs, meanUs } = new LatencyHistogram()
    expect({ count, minimumUs, maximumUs, meanUs }).toEqual({ count: 0, minimumUs: 0, maximumUs: 0, meanUs: 0 })
    expect(new LatencyHistogram().valueAtPercentile(99)).toBe(0)
  })

  it('merges into what recording everything at once would have given, in any order', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (a, b, c) => {
        const oneByOne = histogramOf(a)
        oneByOne.merge(histogramOf(b))
        oneByOne.merge(histogramOf(c))
        const backwards = histogramOf(c)
        backwards.merge(histogramOf(b))
        backwards.merge(histogramOf(a))
        const whole = histogramOf([...a, ...b, ...c]).toBlob()
        expect(oneByOne.toBlob()).toEqual(whole)
        expect(backwards.toBlob()).toEqual(whole)
      }),
    )
  })

  it('is as new after a reset', () => {
    fc.assert(
      fc.property(latencies, latencies, (before, after) => {
        const histogram = histogramOf(before)
        histogram.reset()
        for (const us of after) histogram.record(us)
        expect(histogram.toBlob()).toEqual(histogramOf(after).toBlob())
      }),
    )
  })

  it('refuses to merge when a slot or the sum would overflow, and stays as it was', () => {
    const double = (histogram: LatencyHistogram): void => histogram.merge(LatencyHistogram.fromBlob(histogram.toBlob()))
    const short = histogramOf([7, 7, 9])
    expect(() => {
      for (;;) double(short)
    }).toThrow(HistogramFullError)
    expect(short.count).toBe(3 * 2 ** 30)
    expect(short.meanUs).toBeCloseTo(23 / 3)
    const long = histogramOf([LONGEST_LATENCY_US])
    expect(() => {
      for (;;) double(long)
    }).toThrow(HistogramFullError)
    expect(long.count).toBe(2 ** 26)
    expect(() => LatencyHistogram.fromBlob(long.toBlob())).not.toThrow()
  })
})

describe('a stored histogram', () => {
  it('reads back as it was', () => {
    fc.assert(
      fc.property(latencies, fc.nat(3), (recorded, clamped) => {
        const histogram = histogramOf([...recorded, ...Array<number>(clamped).fill(2 * LONGEST_LATENCY_US)])
        const copy = LatencyHistogram.fromBlob(histogram.toBlob())
        expect(copy.toBlob()).toEqual(histogram.toBlob())
        expect(copy.clampedCount).toBe(clamped)
        for (const percentile of PERCENTILES) expect(copy.valueAtPercentile(percentile)).toBe(histogram.valueAtPercentile(percentile))
        expect([copy.count, copy.minimumUs, copy.maximumUs, copy.meanUs]).toEqual([
          histogram.count,
          histogram.minimumUs,
          histogram.maximumUs,
          histogram.meanUs,
        ])
      }),
    )
  })

  it('is small', () => {
    expect(new LatencyHistogram().toBlob().length).toBe(7)
    expect(histogramOf(Array.from({ length: 10_000 }, (_, index) => 200 + (index % 100))).toBlob().length).toBeLessThan(250)
  })

  it('merges exactly after storing', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const merged = LatencyHistogram.fromBlob(histogramOf(a).toBlob())
        merged.merge(LatencyHistogram.fromBlob(histogramOf(b).toBlob()))
        expect(merged.toBlob()).toEqual(histogramOf([...a, ...b]).toBlob())
      }),
    )
  })

  it('is refused or read whole, whatever the octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), refusedOrCanonical))
    const header = histogramOf([]).toBlob().subarray(0, 6)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 30 }), (tail) => refusedOrCanonical(Uint8Array.of(...header, ...tail))))
  })

  it('is refused or read whole with octets changed, removed and added', () => {
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255), kind: fc.constantFrom('change', 'remove', 'add', 'cut') })
    fc.assert(
      fc.property(fc.array(latency, { maxLength: 8 }), fc.array(change, { minLength: 1, maxLength: 3 }), (recorded, changes) => {
        const octets = [...histogramOf(recorded).toBlob()]
        for (const { at, octet, kind } of changes) {
          const place = at % (octets.length + 1)
          if (kind === 'cut') octets.length = place
          else octets.splice(place, kind === 'add' ? 0 : 1, ...(kind === 'remove' ? [] : [octet]))
        }
        refusedOrCanonical(Uint8Array.from(octets))
      }),
      { numRuns: 2000 },
    )
  })

  const empty = [1, 11, 0x80, 0x9c, 0x9c, 0x39]
  it.each([
    ['no octets', [], 'cut-short'],
    ['a later version', [2], 'unknown-version'],
    ['other slots', [1, 12], 'other-geometry'],
    ['another longest latency', [1, 11, 5], 'other-geometry'],
    ['a number without end', [1, 11, ...Array<number>(20).fill(0x80)], 'number-too-large'],
    ['a number longer than need be', [...empty, 0x80, 0x00], 'not-shortest-form'],
    ['clamped latencies in an empty histogram', [...empty, 3], 'totals-contradict-counts'],
    ['a minimum above the maximum', [...empty, 0, 9, 8, 17, 2], 'totals-contradict-counts'],
    ['a maximum beyond 120 s', [...empty, 0, 9, 0x81, 0x9c, 0x9c, 0x39, 17, 2], 'totals-contradict-counts'],
    ['an empty run past the maximum', [...empty, 0, 8, 10, 18, 2, 9], 'too-many-slots'],
    ['an enormous empty run', [...empty, 0, 8, 10, 18, 2, ...Array<number>(7).fill(0xff), 0x0f], 'too-many-slots'],
    ['an empty run at the minimum', [...empty, 0, 8, 10, 18, 1, 2], 'not-shortest-form'],
    ['two empty runs in a row', [...empty, 0, 8, 11, 19, 2, 1, 1, 2], 'not-shortest-form'],
    ['counts past the maximum', [...empty, 0, 8, 8, 8, 2, 2], 'too-many-slots'],
    ['a count above 32 bits', [...empty, 0, 8, 8, 8, 0x80, 0x80, 0x80, 0x80, 0x20], 'number-too-large'],
    ['a sum its counts cannot have', [...empty, 0, 8, 8, 9, 2], 'totals-contradict-counts'],
    ['more clamped than stand at the top', [...empty, 1, 8, 8, 8, 2], 'totals-contradict-counts'],
  ])('is refused with %s', (_, octets, fault) => {
    expect(() => LatencyHistogram.fromBlob(Uint8Array.from(octets))).toThrow(
      expect.objectContaining({ fault, code: 'SIGBED_HISTOGRAM_BLOB' }),
    )
  })
})

function histogramOf(recorded: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const us of recorded) histogram.record(us)
  return histogram
}

/** Whatever is accepted must be exactly what the histogram read from it would be stored as. */
function refusedOrCanonical(octets: Uint8Array): void {
  let histogram: LatencyHistogram
  try {
    histogram = LatencyHistogram.fromBlob(octets)
  } catch (error) {
    expect(error).toBeInstanceOf(HistogramBlobError)
    return
  }
  expect(histogram.toBlob()).toEqual(octets)
}
