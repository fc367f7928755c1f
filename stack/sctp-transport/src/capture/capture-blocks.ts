import { closeSync, openSync, readSync } from 'node:fs'
import { readU32 } from '@sigbed/octets'
import { BYTE_ORDER_MAGIC, SECTION_HEADER, SMALLEST_BLOCK } from './pcapng-writer.js'

/**
 * The blocks of a capture that `CaptureFile` wrote, one after another, with a window of the file in memory and no more. A file whose
 * writer was killed ends where it ends: its whole blocks are handed out, what follows them is counted.
 *
 *     while (blocks.next()) … blocks.octets
 */
export class CaptureBlocks {
  /** The block `next` stopped at, whole; lent until the next call. */
  octets: Uint8Array = NOTHING
  private window = new Uint8Array(WINDOW_OCTETS)
  private from = 0
  private to = 0
  private ended = false
  private readonly descriptor: number

  /** @throws what the system says when the file cannot be opened */
  constructor(path: string) {
    this.descriptor = openSync(path, 'r')
  }

  /** Type of the block. */
  get type(): number {
    return readU32(this.octets, 0)
  }

  /** Octets at the end of the file that make no whole block; known when `next` has said false. */
  get leftOver(): number {
    return this.to - this.from
  }

  /** Steps to the next block; false at the end of the file, or where no block of ours follows. @throws what the system says */
  next(): boolean {
    this.octets = NOTHING
    if (!this.has(SMALLEST_BLOCK)) return false
    const { from } = this
    const length = readU32(this.window, from + 4)
    if (length < SMALLEST_BLOCK || length % 4 !== 0 || length > LONGEST_BLOCK || !this.has(length)) return false
    const block = this.window.subarray(this.from, this.from + length)
    if (readU32(block, length - 4) !== length) return false
    if (readU32(block, 0) === SECTION_HEADER && readU32(block, 8) !== BYTE_ORDER_MAGIC) return false
    this.octets = block
    this.from += length
    return true
  }

  close(): void {
    closeSync(this.descriptor)
  }

  /** Whether so many octets follow; they lie in the window then. */
  private has(octets: number): boolean {
    while (this.to - this.from < octets && !this.ended) this.fill(octets)
    return this.to - this.from >= octets
  }

  private fill(octets: number): void {
    const { window } = this
    if (octets > window.length) this.window = new Uint8Array(LONGEST_BLOCK)
    this.window.set(window.subarray(this.from, this.to))
    this.to -= this.from
    this.from = 0
    const read = readSync(this.descriptor, this.window, this.to, this.window.length - this.to, null)
    this.to += read
    this.ended = read === 0
  }
}

const NOTHING = new Uint8Array(0)
const WINDOW_OCTETS = 64 * 1024
/** More than a packet with the longest comment takes. */
const LONGEST_BLOCK = 256 * 1024
