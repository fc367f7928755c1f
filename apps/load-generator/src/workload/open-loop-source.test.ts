import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { AlreadyStartedError, InvalidLoadError } from '../load-generator-error.js'
import { ConstantRateArrivals } from './arrival-schedule.js'
import { RunClock } from './load-clock.js'
import { type OpenLoopOptions, OpenLoopSource } from './open-loop-source.js'

interface Offer {
  readonly sequence: number
  readonly intendedAtMs: number
  readonly atMs: number
}

/** A stack that takes or refuses as told, and remembers what it took. */
class Stack {
  readonly taken: Offer[] = []
  readonly refusals: Offer[] = []
  takes = true

  constructor(private readonly clock: HandClock) {}

  readonly offer = (sequence: number, intendedAtMs: number): boolean => {
    const offer = { sequence, intendedAtMs, atMs: this.clock.now() }
    ;(this.takes ? this.taken : this.refusals).push(offer)
    return this.takes
  }
}

function sourceOf(perSecond: number, options: OpenLoopOptions & { readonly durationMs?: number } = {}) {
  const clock = new HandClock()
  const stack = new Stack(clock)
  const source = new OpenLoopSource(clock, new ConstantRateArrivals(perSecond, options.durationMs), stack.offer, options)
  return { clock, stack, source }
}

const sequences = (offers: readonly Offer[]): number[] => offers.map(({ sequence }) => sequence)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, sequence) => sequence)

describe('an open-loop source', () => {
  it('offers each message at its instant and not before', () => {
    const { clock, stack, source } = sourceOf(250)
    source.start()
    expect(stack.taken).toEqual([])
    clock.runUntil(12)
    expect(stack.taken).toEqual([0, 4, 8, 12].map((atMs, sequence) => ({ sequence, intendedAtMs: atMs, atMs })))
    expect(source.offered).toBe(4)
  })

  it('starts where it is told to, ahead or behind', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.start(10)
    clock.runUntil(9.9)
    expect(stack.taken).toEqual([])
    clock.runUntil(10)
    expect(stack.taken).toEqual([{ sequence: 0, intendedAtMs: 10, atMs: 10 }])

    const behind = sourceOf(1000)
    behind.clock.runUntil(100)
    behind.source.start(95)
    behind.clock.runUntil(100)
    expect(behind.stack.taken.map(({ intendedAtMs }) => intendedAtMs)).toEqual([95, 96, 97, 98, 99, 100])
  })

  it('bundles: it wakes at most once per millisecond, and offers then all that is due', () => {
    const { clock, stack, source } = sourceOf(10_000)
    source.start()
    clock.runUntil(100)
    const wakeUps = [...new Set(stack.taken.map(({ atMs }) => atMs))]
    expect(wakeUps).toEqual(upTo(101))
    expect(sequences(stack.taken)).toEqual(upTo(1001))
    for (const { intendedAtMs, atMs } of stack.taken) expect(atMs - intendedAtMs).toBeLessThan(1)
  })

  it('keeps the number of messages at rates whose distances are no round numbers', () => {
    const { clock, source } = sourceOf(3001, { durationMs: 10_000 })
    source.start()
    clock.runUntil(20_000)
    expect(source.offered).toBe(30_010)
    expect(source.finished).toBe(true)
    expect(clock.timers).toBe(0)
  })

  it('makes up for a stall of its own with every message that came due in it, each with the instant it was meant for', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.start()
    clock.runUntil(10)
    clock.standStill(500)
    clock.runUntil(520)
    expect(sequences(stack.taken)).toEqual(upTo(521))
    for (const { sequence, intendedAtMs } of stack.taken) expect(intendedAtMs).toBe(sequence)
    // Those of 11 ms to 504 ms were looked at when it was 510 ms, more than 5 ms after their instants.
    expect(source.late).toBe(494)
  })

  it('makes up for a long stall piece by piece, so that others have their turn', () => {
    const { clock, stack, source } = sourceOf(1000, { mostPerWakeUp: 100 })
    source.start()
    clock.standStill(1000)
    clock.runUntil(1002)
    expect([1000, 1001, 1002].map((atMs) => stack.taken.filter((offer) => offer.atMs === atMs).length)).toEqual([100, 100, 100])
    clock.runUntil(1100)
    expect(sequences(stack.taken)).toEqual(upTo(1101))
  })

  it('is not late when its timers are, by less than it allows itself', () => {
    const { clock, stack, source } = sourceOf(1000)
    clock.timerLatenessMs = 4
    source.start()
    clock.runUntil(1000)
    expect(source.late).toBe(0)
    expect(stack.taken.length).toBeGreaterThan(990)
  })

  it('does not sleep the time away that offering took', () => {
    const clock = new HandClock()
    const offeredAt: number[] = []
    const source = new OpenLoopSource(clock, new ConstantRateArrivals(100), () => {
      offeredAt.push(clock.now())
      clock.standStill(3)
      return true
    })
    source.start()
    clock.runUntil(43)
    expect(offeredAt).toEqual([0, 10, 20, 30, 40])
  })

  it('does not take a timer for early whose instant was rounded down', () => {
    // Far from zero and off the binary grid, now + (due - now) often falls short of due by a rounding.
    const clock = new HandClock(123_456.789)
    const run = new RunClock(clock)
    const latenessMs: number[] = []
    const source = new OpenLoopSource(run, new ConstantRateArrivals(30), (_, intendedAtMs) => {
      latenessMs.push(run.now() - intendedAtMs)
      return true
    })
    source.start(0)
    clock.runUntil(133_456.9)
    expect(latenessMs).toHaveLength(301)
    expect(Math.min(...latenessMs)).toBeLessThan(0)
    expect(Math.max(...latenessMs.map(Math.abs))).toBeLessThan(1e-9)
  })

  it('starts once', () => {
    const { source } = sourceOf(1000)
    source.start()
    expect(() => source.start()).toThrow(AlreadyStartedError)
  })

  it.each<OpenLoopOptions>([
    { backlogLimit: -1 },
    { backlogLimit: 1.5 },
    { backlogLimit: 2 ** 25 },
    { mostPerWakeUp: 0 },
    { lateAfterMs: -1 },
    { lateAfterMs: Number.NaN },
  ])('refuses the limit %o', (options) => {
    expect(() => sourceOf(1000, options)).toThrow(InvalidLoadError)
  })
})

describe('a source whose stack takes nothing', () => {
  it('keeps the refused message first in line, its instant unchanged', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.start()
    clock.runUntil(5)
    stack.takes = false
    clock.runUntil(20)
    expect(source.waiting).toBe(15)
    expect(new Set(sequences(stack.refusals))).toEqual(new Set([6]))
    stack.takes = true
    clock.runUntil(21)
    expect(stack.taken.map(({ sequence, intendedAtMs }) => [sequence, intendedAtMs])).toEqual(upTo(22).map((n) => [n, n]))
    expect(source.refused).toBe(0)
    expect(source.late).toBe(0)
  })

  it('refuses what comes due while the line is full, and only that', () => {
    const { clock, stack, source } = sourceOf(1000, { backlogLimit: 10 })
    stack.takes = false
    source.start()
    clock.runUntil(29)
    expect([source.offered, source.waiting, source.refused]).toEqual([30, 10, 20])
    stack.takes = true
    clock.runUntil(31)
    expect(sequences(stack.taken)).toEqual([...upTo(10), 30, 31])
    expect([source.offered, source.waiting, source.refused]).toEqual([32, 0, 20])
  })

  it('loses at once what is not taken when nothing may wait', () => {
    const { clock, stack, source } = sourceOf(1000, { backlogLimit: 0 })
    stack.takes = false
    source.start()
    clock.runUntil(9)
    expect([source.offered, source.waiting, source.refused]).toEqual([10, 0, 10])
  })

  it('offers at once when it hears that there is room again', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.start()
    stack.takes = false
    clock.runUntil(3)
    stack.takes = true
    clock.standStill(0.25)
    source.resume()
    expect(stack.taken).toEqual(upTo(4).map((n) => ({ sequence: n, intendedAtMs: n, atMs: 3.25 })))
    expect(clock.timers).toBe(1)
  })

  it('is not driven to offer early, twice or after its stop by news of room', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.resume()
    source.start()
    source.resume()
    clock.runUntil(2)
    source.resume()
    expect(sequences(stack.taken)).toEqual([0, 1, 2])
    source.stop()
    source.resume()
    clock.runUntil(10)
    expect(sequences(stack.taken)).toEqual([0, 1, 2])
  })

  it('bears news of room from within an offer', () => {
    const clock = new HandClock()
    const taken: number[] = []
    let calls = 0
    const source: OpenLoopSource = new OpenLoopSource(clock, new ConstantRateArrivals(1000), (sequence) => {
      source.resume()
      if (++calls % 3 === 0) return false
      taken.push(sequence)
      return true
    })
    source.start()
    clock.runUntil(50)
    expect(taken).toEqual(upTo(source.taken))
    expect(source.offered).toBe(51)
    expect(clock.timers).toBe(1)
  })

  it('keeps offering what waits after the end of the schedule', () => {
    const { clock, stack, source } = sourceOf(1000, { durationMs: 5 })
    stack.takes = false
    source.start()
    clock.runUntil(100)
    expect([source.waiting, source.finished]).toEqual([5, false])
    stack.takes = true
    clock.runUntil(101)
    expect([source.taken, source.finished, clock.timers]).toEqual([5, true, 0])
  })
})

describe('a source that is stopped', () => {
  it('offers nothing more and refuses what waited', () => {
    const { clock, stack, source } = sourceOf(1000)
    source.start()
    clock.runUntil(4)
    stack.takes = false
    clock.runUntil(9)
    source.stop()
    source.stop()
    clock.runUntil(100)
    expect([source.offered, source.taken, source.waiting, source.refused]).toEqual([10, 5, 0, 5])
    expect([source.finished, clock.timers]).toEqual([true, 0])
  })

  it.each([true, false])('from within an offer has it accounted for, taken: %s', (takes) => {
    const clock = new HandClock()
    const source: OpenLoopSource = new OpenLoopSource(clock, new ConstantRateArrivals(1000), (sequence) => {
      if (sequence === 3) source.stop()
      return sequence < 3 || takes
    })
    source.start()
    clock.runUntil(50)
    expect([source.offered, source.taken, source.waiting, source.refused]).toEqual(takes ? [4, 4, 0, 0] : [4, 3, 0, 1])
    expect(clock.timers).toBe(0)
  })

  it.each([true, false])('from within an offer out of the backlog has all accounted for, taken: %s', (takes) => {
    const clock = new HandClock()
    let isFull = true
    const source: OpenLoopSource = new OpenLoopSource(clock, new ConstantRateArrivals(1000), (sequence) => {
      if (isFull) return false
      if (sequence === 2) source.stop()
      return sequence < 2 || takes
    })
    source.start()
    clock.runUntil(9)
    isFull = false
    clock.runUntil(50)
    expect([source.offered, source.taken, source.waiting, source.refused]).toEqual(takes ? [10, 3, 0, 7] : [10, 2, 0, 8])
    expect(clock.timers).toBe(0)
  })

  it('counts as due what it offered, not what it would have', () => {
    const { clock, source } = sourceOf(1000)
    expect(source.dueBefore(100)).toBe(0)
    source.start()
    clock.runUntil(9)
    expect(source.dueBefore(20)).toBe(20)
    source.stop()
    expect(source.dueBefore(30)).toBe(10)
  })
})

describe('whatever happens to a source', () => {
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('run' as const), forMs: fc.double({ min: 0, max: 20, noNaN: true }) }),
    fc.record({ kind: fc.constant('stand still' as const), forMs: fc.double({ min: 0, max: 50, noNaN: true }) }),
    fc.record({ kind: fc.constant('room' as const), room: fc.nat(40) }),
    fc.constant({ kind: 'resume' as const }),
  )

  it('loses no message, repeats none, and keeps the order of those taken', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(90, 1000, 3333),
        fc.nat(30),
        fc.integer({ min: 8, max: 40 }),
        fc.array(happening, { maxLength: 40 }),
        (perSecond, backlogLimit, mostPerWakeUp, happenings) => {
          const clock = new HandClock()
          const taken: number[] = []
          const wrong: number[] = []
          let room = 0
          const schedule = new ConstantRateArrivals(perSecond)
          const offer = (sequence: number, intendedAtMs: number): boolean => {
            // A timer may be due a rounding early.
            if (intendedAtMs !== schedule.intendedAtMs(sequence) || intendedAtMs > clock.now() + 1e-9) wrong.push(sequence)
            if (room === 0) return false
            room--
            taken.push(sequence)
            return true
          }
          const source = new OpenLoopSource(clock, schedule, offer, { backlogLimit, mostPerWakeUp })
          source.start()
          for (const step of happenings) {
            if (step.kind === 'run') clock.runUntil(clock.now() + step.forMs)
            else if (step.kind === 'stand still') clock.standStill(step.forMs)
            else if (step.kind === 'room') room = step.room
            else source.resume()
            expect(source.offered).toBe(source.taken + source.waiting + source.refused)
            expect(source.waiting).toBeLessThanOrEqual(backlogLimit)
          }
          room = Infinity
          clock.runUntil(clock.now() + 2000)
          expect(source.waiting).toBe(0)
          expect(source.offered).toBeGreaterThanOrEqual(schedule.arrivalsBefore(clock.now() - 1))
          expect(taken.length).toBe(source.taken)
          expect(taken.length).toBe(source.offered - source.refused)
          expect(taken.filter((sequence, index) => index > 0 && sequence <= taken[index - 1]!)).toEqual([])
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})
