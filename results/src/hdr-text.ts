import { deflateSync, inflateSync } from 'node:zlib'
import { fromHdrEncoding, HistogramBlobError, type LatencyHistogram, toHdrEncoding } from '@sigbed/measurement'

/**
 * A histogram as one word of text, beginning with HISTF: the compressed encoding, version 2, in base64, which the tools around HDR
 * histograms read and write. Microseconds.
 */
export function hdrText(histogram: LatencyHistogram): string {
  const compressed = deflateSync(toHdrEncoding(histogram))
  const header = Buffer.alloc(HEADER_LENGTH)
  header.writeUInt32BE(COOKIE, 0)
  header.writeUInt32BE(compressed.length, 4)
  return Buffer.concat([header, compressed]).toString('base64')
}

/** Reads such a word, of ours or of another tool's. @throws HistogramBlobError */
export function histogramOfHdrText(text: string): LatencyHistogram {
  const octets = Buffer.from(text, 'base64')
  if (octets.length < HEADER_LENGTH) throw new HistogramBlobError('cut-short', octets.length)
  if (octets.readUInt32BE(0) !== COOKIE) throw new HistogramBlobError('unknown-version', 0)
  const end = HEADER_LENGTH + octets.readUInt32BE(4)
  if (end > octets.length) throw new HistogramBlobError('cut-short', octets.length)
  return fromHdrEncoding(inflated(octets.subarray(HEADER_LENGTH, end)))
}

function inflated(compressed: Buffer): Buffer {
  try {
    return inflateSync(compressed, { maxOutputLength: LONGEST_ENCODING })
  } catch {
    throw new HistogramBlobError('not-compressed', HEADER_LENGTH)
  }
}

/** The cookie of the compressed form of version 2. */
const COOKIE = 0x1c849314
const HEADER_LENGTH = 8
/** Ten times what all our slots take: whoever sends more sends no histogram of latencies. */
const LONGEST_ENCODING = 1_000_000
