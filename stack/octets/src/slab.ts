import { copyOctets } from './octet-writer.js'

/** One page of a slab. `live` counts the pieces still held in it; at zero the page is free again. */
export class SlabPage {
  live = 0
  used = 0
  constructor(readonly octets: Uint8Array) {}
}

/**
 * Keeps copies of many short-lived pieces of octets without one allocation each: pieces are written one after the other
 * into pages, and a page returns to the free list when its last piece is released, in whatever order that happens.
 * A piece larger than a page gets a page of its own, which is left to the garbage collector.
 *
 * After `store`, `page` and `at` say where the piece stands. Whoever stored it owns it until `release(page)`.
 */
export class Slab {
  /** Where the last `store` put its piece. */
  page: SlabPage
  at = 0
  /** Octets now held; the sum of the lengths stored and not yet released is the caller's to count. */
  pagesInUse = 1
  private readonly free: SlabPage[] = []
  private current: SlabPage

  /** @param poison overwrite a page that becomes free, so that a piece used after its release is seen (tests). */
  constructor(
    private readonly pageLength = 65_536,
    private readonly poison = false,
  ) {
    this.current = new SlabPage(new Uint8Array(pageLength))
    this.page = this.current
  }

  /** Copies `length` octets in; sets `page` and `at`. */
  store(octets: Uint8Array, offset: number, length: number): void {
    if (length > this.pageLength) {
      // Not slice(): on a Node Buffer that would be a view of what was lent.
      this.page = new SlabPage(new Uint8Array(length))
      copyOctets(octets, offset, length, this.page.octets, 0)
      this.page.used = length
      this.page.live = 1
      this.at = 0
      this.pagesInUse++
      return
    }
    if (this.current.used + length > this.pageLength) this.turnPage()
    const page = this.current
    copyOctets(octets, offset, length, page.octets, page.used)
    this.page = page
    this.at = page.used
    page.used += length
    page.live++
  }

  /** Gives one piece of `page` back. */
  release(page: SlabPage): void {
    page.live--
    if (page.live > 0) return
    if (page === this.current) {
      this.empty(page)
      return
    }
    this.pagesInUse--
    if (page.octets.length !== this.pageLength || this.free.length >= MOST_FREE_PAGES) return
    this.empty(page)
    this.free.push(page)
  }

  private turnPage(): void {
    // The page left behind is full of live pieces: were it empty, release() would have rewound it.
    this.current = this.free.pop() ?? new SlabPage(new Uint8Array(this.pageLength))
    this.pagesInUse++
  }

  private empty(page: SlabPage): void {
    if (this.poison) page.octets.fill(0xdd, 0, page.used)
    page.used = 0
  }
}

const MOST_FREE_PAGES = 16
