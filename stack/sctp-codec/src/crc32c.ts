/**
 * CRC32c as SCTP uses it: reflected Castagnoli polynomial, register all ones at the start, complemented at the end.
 * RFC 9260 §6.8 and Appendix A.
 *
 * Sixteen octets a step over sixteen tables of 256 words in one Int32Array (slicing-by-16). A native version may take
 * the place of these functions at the transport's edge; this one is what every platform can run.
 */

/** CRC32c of the octets `from` to `to` (exclusive), 0 to 2^32-1. */
export function crc32c(octets: Uint8Array, from: number, to: number): number {
  return ~advance(-1, octets, from, to) >>> 0
}

/**
 * CRC32c of the SCTP packet at `at`, counting the four octets of its checksum field as zero whatever they hold
 * (RFC 9260 §6.8), so that a received packet need not be changed to be verified. `length` is at least 12.
 */
export function crc32cOfPacket(octets: Uint8Array, at: number, length: number): number {
  if (length < 16) return ~advance(advance(advance(-1, octets, at, at + 8), FOUR_ZEROES, 0, 4), octets, at + 12, at + length) >>> 0
  // The first sixteen octets in one step; the tables' entries for the zeroes at 8 to 11 are zero and drop out.
  const register =
    TABLES[FIFTEENTH + (~octets[at]! & 0xff)]! ^
    TABLES[FOURTEENTH + (~octets[at + 1]! & 0xff)]! ^
    TABLES[THIRTEENTH + (~octets[at + 2]! & 0xff)]! ^
    TABLES[TWELFTH + (~octets[at + 3]! & 0xff)]! ^
    TABLES[2816 + octets[at + 4]!]! ^
    TABLES[2560 + octets[at + 5]!]! ^
    TABLES[2304 + octets[at + 6]!]! ^
    TABLES[2048 + octets[at + 7]!]! ^
    TABLES[768 + octets[at + 12]!]! ^
    TABLES[512 + octets[at + 13]!]! ^
    TABLES[256 + octets[at + 14]!]! ^
    TABLES[octets[at + 15]!]!
  return ~advance(register, octets, at + 16, at + length) >>> 0
}

function advance(register: number, octets: Uint8Array, from: number, to: number): number {
  let at = from
  for (const lastWhole = to - 16; at <= lastWhole; at += 16) {
    const first = register ^ (octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24))
    register =
      TABLES[FIFTEENTH + (first & 0xff)]! ^
      TABLES[FOURTEENTH + ((first >>> 8) & 0xff)]! ^
      TABLES[THIRTEENTH + ((first >>> 16) & 0xff)]! ^
      TABLES[TWELFTH + (first >>> 24)]! ^
      TABLES[2816 + octets[at + 4]!]! ^
      TABLES[2560 + octets[at + 5]!]! ^
      TABLES[2304 + octets[at + 6]!]! ^
      TABLES[2048 + octets[at + 7]!]! ^
      TABLES[1792 + octets[at + 8]!]! ^
      TABLES[1536 + octets[at + 9]!]! ^
      TABLES[1280 + octets[at + 10]!]! ^
      TABLES[1024 + octets[at + 11]!]! ^
      TABLES[768 + octets[at + 12]!]! ^
      TABLES[512 + octets[at + 13]!]! ^
      TABLES[256 + octets[at + 14]!]! ^
      TABLES[octets[at + 15]!]!
  }
  for (; at < to; at++) register = TABLES[(register ^ octets[at]!) & 0xff]! ^ (register >>> 8)
  return register
}

/** Table k (words 256k to 256k+255) advances the register over one octet followed by k octets of zero. */
function buildTables(): Int32Array {
  const tables = new Int32Array(16 * 256)
  for (let octet = 0; octet < 256; octet++) {
    let register = octet
    for (let bit = 0; bit < 8; bit++) register = (register & 1) === 1 ? (register >>> 1) ^ REFLECTED_POLYNOMIAL : register >>> 1
    tables[octet] = register
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!
    tables[i] = tables[before & 0xff]! ^ (before >>> 8)
  }
  return tables
}

/** 0x1EDC6F41 (RFC 9260 Appendix A) with its bits in reverse order. */
const REFLECTED_POLYNOMIAL = 0x82f6_3b78
const FIFTEENTH = 15 * 256
const FOURTEENTH = 14 * 256
const THIRTEENTH = 13 * 256
const TWELFTH = 12 * 256
const FOUR_ZEROES = new Uint8Array(4)
const TABLES = buildTables()
