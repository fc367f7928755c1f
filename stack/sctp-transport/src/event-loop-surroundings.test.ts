import { describe, expect, it, vi } from 'vitest'
import { EventLoopSurroundings } from './event-loop-surroundings.js'

const surroundings = new EventLoopSurroundings()
const sleep = (delayMs: number) => new Promise<number>((resolve) => surroundings.startTimer(delayMs, () => resolve(surroundings.now())))

describe('event loop surroundings', () => {
  it('never fires a timer early, whatever the fraction of a millisecond', async () => {
    const timers = Array.from({ length: 300 }, (_, i) => {
      const delayMs = (i % 60) / 7
      // Starts at every fraction of a millisecond, too.
      for (const until = surroundings.now() + 0.05; surroundings.now() < until; );
      const dueMs = surroundings.now() + delayMs
      return sleep(delayMs).then((firedMs) => firedMs - dueMs)
    })
    for (const lateMs of await Promise.all(timers)) expect(lateMs).toBeGreaterThanOrEqual(0)
  })

  it('fires a timer soon after it is due', async () => {
    const lateMs: number[] = []
    for (let i = 0; i < 20; i++) {
      const dueMs = surroundings.now() + 4.3
      lateMs.push((await sleep(4.3)) - dueMs)
    }
    lateMs.sort((a, b) => a - b)
    expect(lateMs[10]).toBeLessThan(20)
  })

  it('does not fire a timer that was stopped, while it sleeps on or before', async () => {
    const fired = vi.fn()
    const timers = Array.from({ length: 50 }, (_, i) => surroundings.startTimer(i / 10, fired))
    for (const timer of timers) surroundings.stopTimer(timer)
    surroundings.stopTimer(7)
    await sleep(15)
    expect(fired).not.toHaveBeenCalled()
  })

  it('sleeps beyond 2^31 milliseconds and for ever', async () => {
    const fired = vi.fn()
    const timers = [2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY].map((delayMs) => surroundings.startTimer(delayMs, fired))
    await sleep(20)
    expect(fired).not.toHaveBeenCalled()
    for (const timer of timers) surroundings.stopTimer(timer)
    expect(() => surroundings.startTimer(Number.NaN, fired)).toThrow(RangeError)
  })

  it('takes a negative delay for none', async () => {
    const before = surroundings.now()
    expect((await sleep(-50)) - before).toBeLessThan(1000)
  })

  it('runs the end of a turn after the microtasks of the turn and before a timer', async () => {
    const order: string[] = []
    await new Promise<void>((resolve) => {
      setImmediate(() => {
        surroundings.startTimer(30, () => {
          order.push('timer')
          resolve()
        })
        surroundings.afterTurn(() => order.push('end of the turn'))
        void Promise.resolve().then(() => order.push('microtask'))
        order.push('turn')
      })
    })
    expect(order).toEqual(['turn', 'microtask', 'end of the turn', 'timer'])
  })

  it('draws unsigned numbers that differ', () => {
    const drawn = Array.from({ length: 100 }, () => surroundings.randomUint32())
    expect(new Set(drawn).size).toBeGreaterThan(95)
    expect(drawn.every((value) => value === value >>> 0)).toBe(true)
  })
})
