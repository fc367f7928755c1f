import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NEVER } from '../time.js'
import { DeadlineHeap } from './deadline-heap.js'

describe('the deadline heap', () => {
  it('knows the earliest of all deadlines after any changes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 19 }), fc.oneof(fc.nat({ max: 50 }), fc.constant(NEVER), fc.constant(Number.NEGATIVE_INFINITY))), {
          maxLength: 200,
        }),
        (changes) => {
          const heap = new DeadlineHeap<{ heapIndex: number; readonly name: number }>()
          const items = Array.from({ length: 20 }, (_, name) => ({ heapIndex: -1, name }))
          const model = new Map<number, number>()
          for (const [name, deadline] of changes) {
            heap.set(items[name]!, deadline)
            if (deadline === NEVER) model.delete(name)
            else model.set(name, deadline)
            const earliest = Math.min(NEVER, ...model.values())
            expect(heap.earliest).toBe(earliest)
            expect(items.every((item) => item.heapIndex >= 0 === model.has(item.name))).toBe(true)
            const due = heap.due(25)
            if (earliest > 25) expect(due).toBeNull()
            else expect(model.get(due!.name)).toBe(earliest)
          }
        },
      ),
    )
  })
  it('hands out every item in the order of its deadline', () => {
    const heap = new DeadlineHeap<{ heapIndex: number; at: number }>()
    const deadlines = Array.from({ length: 500 }, (_, i) => (i * 7919) % 1000)
    for (const at of deadlines) heap.set({ heapIndex: -1, at }, at)
    const order: number[] = []
    for (let item = heap.due(1000); item !== null; item = heap.due(1000)) {
      order.push(item.at)
      heap.set(item, NEVER)
    }
    expect(order).toEqual([...deadlines].sort((a, b) => a - b))
    expect(heap.earliest).toBe(NEVER)
  })
})
