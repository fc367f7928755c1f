/**
 * The user data of a measured message: enough to tell, at the far end and without asking anybody, which message it is, when it
 * was meant to be sent, and whether every octet of it is as it was.
 *
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |                         Magic "Sigb"                          |
 * |          Flow number          |           Order key           |
 * |                        Sequence number                        |
 * |             Intended instant, ms (IEEE 754, 64 bits)          |
 * |                                                               |
 * |                             Check                             |
 * |                  Filling, grown from the check …
 *
 * The check covers the header and the length, and the filling is grown from the check: so each octet depends on the message
 * that it belongs to. Any single changed octet and any cut is found for certain, other damage but for one case in 2^32.
 */
export class NumberedPayload {
  /** Which flow of the run, 0 to 65,535. */
  flowNumber = 0
  /** What the stack must keep in order: an SLS or a stream, 0 to 65,535. */
  orderKey = 0
  /** 0 to 2^32-1. */
  sequence = 0
  /** Milliseconds on the run's clock. */
  intendedAtMs = Number.NaN
}

/** The shortest payload, octets: the header alone. */
export const SHORTEST_PAYLOAD = 24

/** What is wrong with a payload: no header of this kind, a header or length that its check denies, or a changed filling. */
export type PayloadFault = 'no-numbered-payload' | 'damaged-header' | 'damaged-filling'

/** Writes `payload` into `length` octets from `at` on. The caller has seen to the room and to at least SHORTEST_PAYLOAD of it. */
export function writeNumberedPayload(octets: Uint8Array, at: number, length: number, payload: NumberedPayload): void {
  scratch.setFloat64(0, payload.intendedAtMs)
  writeWord(octets, at, MAGIC)
  writeWord(octets, at + 4, (payload.flowNumber << 16) | (payload.orderKey & 0xffff))
  writeWord(octets, at + 8, payload.sequence)
  writeWord(octets, at + 12, scratch.getUint32(0))
  writeWord(octets, at + 16, scratch.getUint32(4))
  const check = checkOf(octets, at, length)
  writeWord(octets, at + 20, check)
  const end = at + length
  let grown = check
  let to = at + SHORTEST_PAYLOAD
  for (; to + 4 <= end; to += 4) {
    grown = nextFilling(grown)
    writeWord(octets, to, grown)
  }
  grown = nextFilling(grown)
  for (let shift = 24; to < end; to++, shift -= 8) octets[to] = grown >>> shift
}

/**
 * Fills `into` from the `length` octets at `at`, which may come from anywhere.
 *
 * @returns null when every octet is as it was written, otherwise what is wrong; `into` is then unspecified. Never throws.
 */
export function readNumberedPayload(octets: Uint8Array, at: number, length: number, into: NumberedPayload): PayloadFault | null {
  if (!(length >= SHORTEST_PAYLOAD) || at < 0 || at + length > octets.length) return 'no-numbered-payload'
  if (readWord(octets, at) !== MAGIC) return 'no-numbered-payload'
  const check = readWord(octets, at + 20)
  if (check !== checkOf(octets, at, length)) return 'damaged-header'
  if (!isFilledFrom(check, octets, at + SHORTEST_PAYLOAD, at + length)) return 'damaged-filling'

  const keys = readWord(octets, at + 4)
  into.flowNumber = keys >>> 16
  into.orderKey = keys & 0xffff
  into.sequence = readWord(octets, at + 8)
  scratch.setUint32(0, readWord(octets, at + 12))
  scratch.setUint32(4, readWord(octets, at + 16))
  into.intendedAtMs = scratch.getFloat64(0)
  return null
}

function isFilledFrom(check: number, octets: Uint8Array, from: number, end: number): boolean {
  let grown = check
  for (; from + 4 <= end; from += 4) {
    grown = nextFilling(grown)
    if (readWord(octets, from) !== grown) return false
  }
  grown = nextFilling(grown)
  for (let shift = 24; from < end; from++, shift -= 8) if (octets[from] !== ((grown >>> shift) & 0xff)) return false
  return true
}

/** Every step can be undone, so that two headers or lengths that differ in one word cannot have the same check. */
function checkOf(octets: Uint8Array, at: number, length: number): number {
  let check = mixed(length)
  for (let word = at + 4; word < at + 20; word += 4) check = mixed(check ^ readWord(octets, word))
  return check
}

/** The finaliser of MurmurHash3: a change of any bit changes half of the others. */
function mixed(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}

/** A linear congruential generator of full period. */
function nextFilling(word: number): number {
  return (Math.imul(word, 1664525) + 1013904223) >>> 0
}

function readWord(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0
}

function writeWord(octets: Uint8Array, at: number, word: number): void {
  octets[at] = word >>> 24
  octets[at + 1] = word >>> 16
  octets[at + 2] = word >>> 8
  octets[at + 3] = word
}

/** "Sigb" */
const MAGIC = 0x53696762

/** Where a double is taken apart and put together; nothing stays in it from one call to the next. */
const scratch = new DataView(new ArrayBuffer(8))
