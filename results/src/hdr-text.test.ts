import { LatencyHistogram, LONGEST_LATENCY_US } from '@sigbed/measurement'
import fc from 'fast-check'
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram, type JsHistogram } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { hdrText, histogramOfHdrText } from './hdr-text.js'

/** Latencies of every magnitude. */
const latency = fc.tuple(fc.integer({ min: 0, max: 27 }), fc.nat()).map(([bits, salt]) => Math.min(LONGEST_LATENCY_US, salt % 2 ** bits))
const latencies = fc.array(latency, { maxLength: 300 })
const PERCENTILES = [0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100]

describe('a histogram as HDR text', () => {
  it('is read by hdr-histogram-js with every count in its slot', () => {
    fc.assert(
      fc.property(latencies, (recorded) => {
        const theirs = decodeFromCompressedBase64(hdrText(ours(recorded)))
        const direct = hdr(recorded)
        expect(theirs.totalCount).toBe(recorded.length)
        for (const percentile of PERCENTILES) expect(theirs.getValueAtPercentile(percentile)).toBe(direct.getValueAtPercentile(percentile))
        expect(used(theirs)).toEqual(used(direct))
        expect(used(theirs)).toEqual(used(ours(recorded)))
      }),
      RUNS,
    )
  })

  it('is read back with the percentiles, the count and the same text', () => {
    fc.assert(
      fc.property(latencies, (recorded) => {
        const before = ours(recorded)
        const text = hdrText(before)
        const after = histogramOfHdrText(text)
        expect(after.count).toBe(before.count)
        expect(used(after)).toEqual(used(before))
        // Percentiles end at the exact maximum, which the text does not have: only its slot.
        for (const percentile of PERCENTILES)
          expect(after.valueAtPercentile(percentile)).toBeGreaterThanOrEqual(before.valueAtPercentile(percentile))
        for (const percentile of PERCENTILES)
          expect(after.valueAtPercentile(percentile)).toBeLessThanOrEqual(before.valueAtPercentile(percentile) * 1.001)
        expect(hdrText(after)).toBe(text)
        // What came from outside must be storable like any other.
        expect(LatencyHistogram.fromBlob(after.toBlob()).toBlob()).toEqual(after.toBlob())
      }),
      RUNS,
    )
  })

  it('of hdr-histogram-js is read with every count in its slot, however far that one reaches', () => {
    const highest = fc.constantFrom(LONGEST_LATENCY_US, 3_600_000_000, 2 ** 40)
    fc.assert(
      fc.property(latencies, highest, fc.boolean(), (recorded, highestTrackableValue, autoResize) => {
        const theirs = build({ lowestDiscernibleValue: 1, highestTrackableValue, numberOfSignificantValueDigits: 3, autoResize })
        for (const us of recorded) theirs.recordValue(us)
        const read = histogramOfHdrText(encodeIntoCompressedBase64(theirs))
        expect(used(read)).toEqual(used(ours(recorded)))
        expect(read.minimumUs).toBeLessThanOrEqual(Math.min(...(recorded.length > 0 ? recorded : [0])) + read.maximumUs / 1000)
      }),
      RUNS,
    )
  })

  it('adds up exactly, whoever merges', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const here = histogramOfHdrText(hdrText(ours(a)))
        here.merge(histogramOfHdrText(encodeIntoCompressedBase64(hdr(b))))
        const there = decodeFromCompressedBase64(hdrText(ours(a)))
        there.add(decodeFromCompressedBase64(encodeIntoCompressedBase64(hdr(b))))
        expect(used(here)).toEqual(used(there))
      }),
      RUNS,
    )
  })

  it('has the mean of its latencies to three digits', () => {
    const histogram = ours([100, 200, 90_000, 5_000_000])
    expect(Math.abs(histogramOfHdrText(hdrText(histogram)).meanUs / histogram.meanUs - 1)).toBeLessThan(0.001)
  })

  it('begins as all such texts do, empty or not', () => {
    expect(hdrText(ours([])).slice(0, 5)).toBe('HISTF')
    expect(hdrText(ours([7, 7, 9])).slice(0, 5)).toBe('HISTF')
    expect(decodeFromCompressedBase64(hdrText(ours([]))).totalCount).toBe(0)
  })

  it.each([
    ['nothing', '', 'cut-short'],
    ['another version', 'HISTE'.padEnd(16, 'A'), 'unknown-version'],
    ['less than it announces', hdrText(ours([5])).slice(0, 24), 'cut-short'],
    [
      'what was never compressed',
      Buffer.concat([Buffer.from('1c84931400000004', 'hex'), Buffer.from('text')]).toString('base64'),
      'not-compressed',
    ],
    ['two significant digits', encodeIntoCompressedBase64(build({ numberOfSignificantValueDigits: 2 })), 'other-geometry'],
    ['latencies above 120 s', encodeIntoCompressedBase64(hdr([200_000_000], 3_600_000_000)), 'too-many-slots'],
  ])('is refused with %s', (_, text, fault) => {
    expect(() => histogramOfHdrText(text)).toThrow(expect.objectContaining({ code: 'SIGBED_HISTOGRAM_BLOB', fault }))
  })
})

function ours(recorded: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const us of recorded) histogram.record(us)
  return histogram
}

function hdr(recorded: readonly number[], highestTrackableValue = LONGEST_LATENCY_US): Histogram {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue, numberOfSignificantValueDigits: 3 })
  for (const us of recorded) histogram.recordValue(us)
  return histogram
}

/** Their counts, or ours: each used slot with its count. */
function used(histogram: Histogram | LatencyHistogram): (readonly [slot: number, count: number])[] {
  const pairs: (readonly [number, number])[] = []
  const note = (count: number, slot: number): void => {
    if (count > 0) pairs.push([slot, count])
  }
  if (histogram instanceof LatencyHistogram) histogram.slotCounts().forEach(note)
  else
    for (let slot = 0; slot < (histogram as JsHistogram).countsArrayLength; slot++)
      note((histogram as JsHistogram).getCountAtIndex(slot), slot)
  return pairs
}

/** Each makes several histograms of 70 KiB. */
const RUNS = { numRuns: 30 }
