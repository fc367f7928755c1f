import { type Instant, NEVER } from '../time.js'

/** Something with a deadline that can find itself in the heap again. */
export interface HasDeadline {
  /** Position in the heap; -1 outside. Belongs to the heap. */
  heapIndex: number
}

/** The earliest of many deadlines, each movable in logarithmic time: what keeps an endpoint with 10,000 associations from looking at all. */
export class DeadlineHeap<T extends HasDeadline> {
  private readonly items: T[] = []
  private readonly deadlines: Instant[] = []

  get earliest(): Instant {
    return this.deadlines[0] ?? NEVER
  }

  /** The item with the earliest deadline if that is at or before `now`; it stays in the heap until its deadline is set anew. */
  due(now: Instant): T | null {
    return this.earliest <= now ? this.items[0]! : null
  }

  /** Sets or moves a deadline; NEVER takes the item out. */
  set(item: T, deadline: Instant): void {
    if (item.heapIndex < 0) {
      if (deadline === NEVER) return
      item.heapIndex = this.items.length
      this.items.push(item)
      this.deadlines.push(deadline)
      this.rise(item.heapIndex)
    } else if (deadline === NEVER) {
      this.remove(item)
    } else {
      const before = this.deadlines[item.heapIndex]!
      this.deadlines[item.heapIndex] = deadline
      if (deadline < before) this.rise(item.heapIndex)
      else this.sink(item.heapIndex)
    }
  }

  private remove(item: T): void {
    const index = item.heapIndex
    const last = this.items.length - 1
    if (index !== last) this.swap(index, last)
    this.items.pop()
    this.deadlines.pop()
    item.heapIndex = -1
    if (index < last) {
      this.rise(index)
      this.sink(index)
    }
  }

  private rise(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (this.deadlines[parent]! <= this.deadlines[index]!) return
      this.swap(parent, index)
      index = parent
    }
  }

  private sink(index: number): void {
    for (;;) {
      const left = 2 * index + 1
      if (left >= this.items.length) return
      const right = left + 1
      const child = right < this.items.length && this.deadlines[right]! < this.deadlines[left]! ? right : left
      if (this.deadlines[index]! <= this.deadlines[child]!) return
      this.swap(index, child)
      index = child
    }
  }

  private swap(a: number, b: number): void {
    const item = this.items[a]!
    const deadline = this.deadlines[a]!
    this.items[a] = this.items[b]!
    this.deadlines[a] = this.deadlines[b]!
    this.items[b] = item
    this.deadlines[b] = deadline
    this.items[a]!.heapIndex = a
    this.items[b]!.heapIndex = b
  }
}
