import { SequenceNumbersError } from './measurement-error.js'
import { IntegerReader, LONGEST_INTEGER_OCTETS, writeInteger } from './variable-length-integer.js'

/**
 * A set of sequence numbers, 0 to 2^32-1: which messages of a flow were sent, or arrived. Sets of several nodes can be put together,
 * whatever each of them saw of the flow.
 *
 * A bit for each number. The bits are laid out 65,536 at a time as numbers get there, so that `add` allocates nothing but once in
 * 65,536 messages, and a stray number costs 8 KiB and not the whole range up to it.
 */
export class SequenceNumbers {
  /** How many numbers are in it. */
  count = 0
  private readonly pages = new Map<number, Uint32Array>()
  /** The page used last: numbers come nearly in order. */
  private pageIndex = -1
  private page: Uint32Array = NO_PAGE

  /** @returns false when the number is in it already. */
  add(sequence: number): boolean {
    const index = sequence >>> PAGE_BITS
    if (index !== this.pageIndex) this.turnTo(index)
    const word = (sequence >>> 5) & WORD_MASK
    const bit = 1 << (sequence & 31)
    if ((this.page[word]! & bit) !== 0) return false
    this.page[word]! |= bit
    this.count++
    return true
  }

  has(sequence: number): boolean {
    const page = this.pages.get(sequence >>> PAGE_BITS)
    return page !== undefined && (page[(sequence >>> 5) & WORD_MASK]! & (1 << (sequence & 31))) !== 0
  }

  /** Adds `first` and those after it, `count` in all. */
  addRun(first: number, count: number): void {
    for (let sequence = first; sequence < first + count; sequence++) this.add(sequence)
  }

  /** Adds all of `other`, which stays as it is. @returns how many of them were in it already */
  merge(other: SequenceNumbers): number {
    let present = 0
    for (const [index, from] of other.pages) {
      this.turnTo(index)
      const { page } = this
      for (let word = 0; word < WORDS_PER_PAGE; word++) {
        if (from[word] === 0) continue
        present += bitCount(page[word]! & from[word]!)
        page[word]! |= from[word]!
      }
    }
    this.count += other.count - present
    return present
  }

  /** How many numbers both have. */
  countShared(other: SequenceNumbers): number {
    let shared = 0
    for (const [index, page] of this.pages) {
      const theirs = other.pages.get(index)
      if (theirs === undefined) continue
      for (let word = 0; word < WORDS_PER_PAGE; word++) shared += bitCount(page[word]! & theirs[word]!)
    }
    return shared
  }

  /** How many numbers below `end` are in it. */
  countBelow(end: number): number {
    let count = 0
    for (const [index, page] of this.pages) {
      const first = index * NUMBERS_PER_PAGE
      const words = Math.min(Math.max(end - first, 0), NUMBERS_PER_PAGE)
      for (let word = 0; word < words >>> 5; word++) count += bitCount(page[word]!)
      if ((words & 31) !== 0) count += bitCount(page[words >>> 5]! & (2 ** (words & 31) - 1))
    }
    return count
  }

  /** Forgets all numbers; the memory of the page used last stays. */
  reset(): void {
    const { page, pageIndex } = this
    this.pages.clear()
    this.count = 0
    if (pageIndex < 0) return
    page.fill(0)
    this.pages.set(pageIndex, page)
  }

  /**
   * The set as octets, a new array: version, then for each run of consecutive numbers, lowest first, how many are missing before
   * it and how many it has. A flow that arrives whole takes a few octets however long it is.
   */
  toOctets(): Uint8Array {
    let octets = new Uint8Array(64)
    let at = 1
    let ended = 0
    let begun = -1
    const write = (first: number, end: number) => {
      if (octets.length - at < 2 * LONGEST_INTEGER_OCTETS) {
        const grown = new Uint8Array(octets.length * 2)
        grown.set(octets)
        octets = grown
      }
      at = writeInteger(octets, at, first - ended)
      at = writeInteger(octets, at, end - first)
      ended = end
    }
    octets[0] = VERSION
    const indices = [...this.pages.keys()].sort((a, b) => a - b)
    for (const [i, index] of indices.entries()) {
      const page = this.pages.get(index)!
      const first = index * NUMBERS_PER_PAGE
      for (let bit = 0; bit < NUMBERS_PER_PAGE; bit++) {
        const word = page[bit >>> 5]!
        // Whole words of one kind are the rule.
        if ((bit & 31) === 0 && word === (begun < 0 ? 0 : ALL_BITS)) {
          bit += 31
          continue
        }
        const present = (word & (1 << (bit & 31))) !== 0
        if (present === begun >= 0) continue
        if (!present) write(begun, first + bit)
        begun = present ? first + bit : -1
      }
      if (begun < 0 || indices[i + 1] === index + 1) continue
      write(begun, first + NUMBERS_PER_PAGE)
      begun = -1
    }
    return octets.slice(0, at)
  }

  /**
   * Reads what `toOctets` wrote. The octets may come from anywhere: the memory is bounded by `limit`, and nothing is taken that could
   * not have been written. They are not kept.
   *
   * @param limit all numbers are below it
   * @throws SequenceNumbersError
   */
  static fromOctets(octets: Uint8Array, limit = NUMBERS): SequenceNumbers {
    const numbers = new SequenceNumbers()
    const reader = new IntegerReader(octets, (fault, at) => new SequenceNumbersError(fault, at))
    if (reader.read() !== VERSION) throw new SequenceNumbersError('unknown-version', 0)
    let ended = 0
    for (let first = true; !reader.atEnd; first = false) {
      const { at } = reader
      const missing = reader.read()
      const count = reader.read()
      // Two runs without a gap would have been written as one.
      if (count === 0 || (missing === 0 && !first)) throw new SequenceNumbersError('not-shortest-form', at)
      if (ended + missing + count > limit) throw new SequenceNumbersError('beyond-limit', at)
      numbers.addRun(ended + missing, count)
      ended += missing + count
    }
    return numbers
  }

  private turnTo(index: number): void {
    const page = this.pages.get(index) ?? new Uint32Array(WORDS_PER_PAGE)
    this.pages.set(index, page)
    this.pageIndex = index
    this.page = page
  }
}

/** Set bits of a word of 32. */
function bitCount(word: number): number {
  word -= (word >>> 1) & 0x55555555
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

const NUMBERS = 0x1_0000_0000
const PAGE_BITS = 16
const NUMBERS_PER_PAGE = 1 << PAGE_BITS
const WORDS_PER_PAGE = NUMBERS_PER_PAGE / 32
/** Within the words of a page. */
const WORD_MASK = WORDS_PER_PAGE - 1
const ALL_BITS = 0xffffffff
const NO_PAGE = new Uint32Array(0)
const VERSION = 1
