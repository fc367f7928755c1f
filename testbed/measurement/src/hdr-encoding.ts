import { LONGEST_LATENCY_US, SLOT_COUNT } from './histogram-geometry.js'
import { LatencyHistogram } from './latency-histogram.js'
import { HistogramBlobError } from './measurement-error.js'
import { IntegerReader, writeInteger } from './variable-length-integer.js'

/**
 * The interchange form of HDR histograms, version 2, not compressed: a header of 40 octets, big-endian, and the counts from slot 0 on in
 * zig-zag code, a run of empty slots as one negative number. Its slots for three significant digits from 1 on are those of
 * `histogram-geometry.ts`, so that counts go over unchanged. It has no place for exact minimum, maximum and sum, nor for clamped latencies;
 * therefore it is for other tools, and `LatencyHistogram.toBlob` for storing.
 */

/** The histogram as HDR tools read it, in microseconds; a new array. */
export function toHdrEncoding(histogram: LatencyHistogram): Uint8Array {
  const counts = histogram.slotCounts()
  const octets = new Uint8Array(HEADER_LENGTH + counts.length * MOST_OCTETS_PER_SLOT)
  let at = HEADER_LENGTH
  for (let slot = 0; slot < counts.length; ) {
    let empty = 0
    while (counts[slot + empty] === 0) empty++
    // One empty slot is written as the count it has, only longer runs as runs.
    at = writeInteger(octets, at, empty > 1 ? 2 * empty - 1 : 2 * counts[slot]!)
    slot += Math.max(1, empty)
  }
  const header = new DataView(octets.buffer)
  header.setUint32(COOKIE_AT, COOKIE)
  header.setUint32(PAYLOAD_LENGTH_AT, at - HEADER_LENGTH)
  header.setUint32(SIGNIFICANT_DIGITS_AT, SIGNIFICANT_DIGITS)
  header.setUint32(LOWEST_AT + 4, 1)
  header.setUint32(HIGHEST_AT + 4, LONGEST_LATENCY_US)
  header.setFloat64(RATIO_AT, 1)
  return octets.slice(0, at)
}

/**
 * Reads what an HDR tool wrote, with three significant digits from 1 on, in microseconds. The octets may come from anywhere, and are not
 * kept. Minimum, maximum and mean are as exact as a slot is narrow.
 * @throws HistogramBlobError
 */
export function fromHdrEncoding(octets: Uint8Array): LatencyHistogram {
  if (octets.length < HEADER_LENGTH) throw new HistogramBlobError('cut-short', octets.length)
  const header = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  if (header.getUint32(COOKIE_AT) !== COOKIE) throw new HistogramBlobError('unknown-version', COOKIE_AT)
  // The offset of slots and the ratio to fractions say nothing about the counts of whole numbers, and tools disagree on what to write there.
  const otherSlots = [
    [SIGNIFICANT_DIGITS_AT, header.getUint32(SIGNIFICANT_DIGITS_AT) === SIGNIFICANT_DIGITS],
    [LOWEST_AT, header.getUint32(LOWEST_AT) === 0 && header.getUint32(LOWEST_AT + 4) === 1],
  ] as const
  for (const [at, same] of otherSlots) if (!same) throw new HistogramBlobError('other-geometry', at)
  const end = HEADER_LENGTH + header.getUint32(PAYLOAD_LENGTH_AT)
  if (end > octets.length) throw new HistogramBlobError('cut-short', octets.length)
  return LatencyHistogram.fromSlotCounts(readCounts(octets.subarray(HEADER_LENGTH, end)))
}

function readCounts(payload: Uint8Array): Uint32Array {
  const counts = new Uint32Array(SLOT_COUNT)
  const reader = new IntegerReader(payload, (fault, at) => new HistogramBlobError(fault, HEADER_LENGTH + at))
  for (let slot = 0; !reader.atEnd; ) {
    const at = HEADER_LENGTH + reader.at
    const code = reader.read()
    if (code % 2 === 1) {
      slot += (code + 1) / 2
      continue
    }
    // Empty slots past the last one are written by tools that keep longer latencies; counts there have no place here.
    if (code > 0 && slot >= SLOT_COUNT) throw new HistogramBlobError('too-many-slots', at)
    if (code / 2 > MOST_PER_SLOT) throw new HistogramBlobError('number-too-large', at)
    if (code > 0) counts[slot] = code / 2
    slot++
  }
  return counts
}

/** The cookie of version 2, with the flag of counts in variable length. */
const COOKIE = 0x1c849313
const SIGNIFICANT_DIGITS = 3
const MOST_PER_SLOT = 0xffffffff
/** Twice a count has up to 33 bits. */
const MOST_OCTETS_PER_SLOT = 5

const COOKIE_AT = 0
const PAYLOAD_LENGTH_AT = 4
const SIGNIFICANT_DIGITS_AT = 12
const LOWEST_AT = 16
const HIGHEST_AT = 24
const RATIO_AT = 32
const HEADER_LENGTH = 40
