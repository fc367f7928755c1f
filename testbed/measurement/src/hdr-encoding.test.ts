import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHdrEncoding, toHdrEncoding } from './hdr-encoding.js'
import { LatencyHistogram } from './latency-histogram.js'
import { HistogramBlobError } from './measurement-error.js'

/** Latencies 5, 7, 7, 200 and 5000: header, then five empty slots, 1, one empty slot, 2, a run of 192, 1, a run of 3096 - 1, 1. */
const KNOWN = `1c849313 0000000a 00000000 00000003 0000000000000001 0000000007270e00 3ff0000000000000 09 02 00 04 ff02 02 b130 02`

describe('the encoding of HDR histograms', () => {
  it('is written octet for octet', () => {
    expect(hex(toHdrEncoding(histogramOf([5, 7, 7, 200, 5000])))).toBe(KNOWN.replaceAll(' ', ''))
  })

  it('is read with counts unchanged, and what it lacks as exact as slots are', () => {
    const read = fromHdrEncoding(octetsOf(KNOWN))
    expect(read.slotCounts()).toEqual(histogramOf([5, 7, 7, 200, 5000]).slotCounts())
    expect([read.count, read.minimumUs, read.maximumUs, read.clampedCount]).toEqual([5, 5, 5003, 0])
    expect(read.meanUs).toBeCloseTo(1044, 0)
  })

  it('takes one latency alone for the end of its slot, as its percentiles do', () => {
    const read = fromHdrEncoding(toHdrEncoding(histogramOf([5000])))
    expect([read.minimumUs, read.maximumUs, read.meanUs, read.valueAtPercentile(50)]).toEqual([5003, 5003, 5003, 5003])
  })

  it.each([
    ['a header cut short', KNOWN.slice(0, 60), 'cut-short'],
    ['counts cut short', KNOWN.slice(0, -2), 'cut-short'],
    ['another cookie', KNOWN.replace('1c849313', '1c849303'), 'unknown-version'],
    ['other digits', KNOWN.replace('00000003', '00000002'), 'other-geometry'],
    ['another lowest value', KNOWN.replace('0000000000000001', '0000000000000400'), 'other-geometry'],
    ['a count above 32 bits', KNOWN.replace('0000000a', '00000006').replace('09 02 00 04 ff02', '8080808040'), 'number-too-large'],
    ['a count past the last slot', KNOWN.replace('09 02', 'ffff 7f'), 'too-many-slots'],
  ])('is refused with %s', (_, text, fault) => {
    expect(() => fromHdrEncoding(octetsOf(text))).toThrow(expect.objectContaining({ fault }))
  })

  it('never makes anything but a histogram or a refusal of any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 50 }), (noise, keep) => {
        const octets = Uint8Array.from([...octetsOf(KNOWN).subarray(0, keep), ...noise])
        let read: LatencyHistogram
        try {
          read = fromHdrEncoding(octets)
        } catch (error) {
          expect(error).toBeInstanceOf(HistogramBlobError)
          return
        }
        expect(LatencyHistogram.fromBlob(read.toBlob()).count).toBe(read.count)
      }),
      { numRuns: 1000 },
    )
  })
})

function histogramOf(recorded: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const us of recorded) histogram.record(us)
  return histogram
}

function hex(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('')
}

function octetsOf(text: string): Uint8Array {
  const digits = text.replaceAll(' ', '')
  return Uint8Array.from({ length: Math.floor(digits.length / 2) }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16))
}
