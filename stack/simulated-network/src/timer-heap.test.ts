import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimerHeap, VirtualTimer } from './timer-heap.js'

const nothing = () => {}

/** What the heap stands for: a list, sorted anew whenever it is asked. */
const sorted = (timers: Iterable<VirtualTimer>) => [...timers].sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)

describe('timer heap', () => {
  it('agrees with a sorted list whatever is added, stopped and taken', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), dueMs: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ kind: fc.constant('stop' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('take' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const heap = new TimerHeap()
        const model = new Set<VirtualTimer>()
        let order = 0
        for (const s of steps) {
          if (s.kind === 'add') {
            const timer = new VirtualTimer(s.dueMs, order++, nothing)
            heap.add(timer)
            model.add(timer)
          } else if (s.kind === 'stop' && model.size > 0) {
            const timer = [...model][s.which % model.size]!
            expect(heap.remove(timer)).toBe(true)
            expect(heap.remove(timer)).toBe(false)
            model.delete(timer)
          } else if (s.kind === 'take') {
            const first = heap.first()
            expect(first).toBe(sorted(model)[0] ?? null)
            if (first !== null) heap.remove(first)
            model.delete(first!)
          }
          expect(heap.size).toBe(model.size)
        }
        for (const timer of sorted(model)) {
          expect(heap.first()).toBe(timer)
          heap.remove(timer)
        }
        expect(heap.first()).toBeNull()
      }),
    )
  })

  it('does not mistake a timer of another heap for one of its own', () => {
    const [one, other] = [new TimerHeap(), new TimerHeap()]
    const [mine, foreign] = [new VirtualTimer(1, 0, nothing), new VirtualTimer(1, 0, nothing)]
    one.add(mine)
    other.add(foreign)
    expect(one.remove(foreign)).toBe(false)
    expect(one.first()).toBe(mine)
    expect(other.first()).toBe(foreign)
  })
})
