import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeededRandom } from './seeded-random.js'
import { VirtualClock } from './virtual-clock.js'

const newClock = () => new VirtualClock(new SeededRandom(1))

describe('virtual clock', () => {
  it('fires timers in the order of their instants, and of their start where instants are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (delays) => {
        const clock = newClock()
        const fired: string[] = []
        delays.forEach((delay, i) => {
          clock.startTimer(delay, () => fired.push(`${delay}#${i} at ${clock.now()}`))
        })
        expect(clock.runUntil(9)).toBe(true)
        const inOrder = delays.map((delay, i) => ({ delay, i })).sort((a, b) => a.delay - b.delay || a.i - b.i)
        expect(fired).toEqual(inOrder.map(({ delay, i }) => `${delay}#${i} at ${delay}`))
        expect(clock.now()).toBe(9)
      }),
    )
  })

  it('never fires a timer that was stopped, not even by another one due at the same instant', () => {
    const clock = newClock()
    const fired: string[] = []
    clock.startTimer(5, () => {
      fired.push('first')
      clock.stopTimer(second)
    })
    const second = clock.startTimer(5, () => fired.push('second'))
    clock.stopTimer(clock.startTimer(1, () => fired.push('stopped')))
    clock.runUntil(100)
    expect(fired).toEqual(['first'])
    expect(clock.pendingTimers).toBe(0)
  })

  it('runs the end of a turn once after all that is due at an instant, before time goes on', () => {
    const clock = newClock()
    const log: string[] = []
    for (const name of ['a', 'b']) {
      clock.startTimer(10, () => {
        log.push(name)
        clock.afterTurn(() => log.push(`after ${name} at ${clock.now()}`))
        clock.startTimer(0, () => log.push(`${name} again at ${clock.now()}`))
      })
    }
    clock.startTimer(11, () => log.push('next'))
    clock.runUntil(11)
    expect(log).toEqual(['a', 'b', 'after a at 10', 'after b at 10', 'a again at 10', 'b again at 10', 'next'])
  })

  it('stops at the turn in which the condition comes to hold, and tells when it cannot', () => {
    const clock = newClock()
    let beats = 0
    const beat = () => {
      beats++
      clock.startTimer(1000, beat)
    }
    clock.startTimer(1000, beat)
    expect(clock.runUntil(() => beats === 3)).toBe(true)
    expect(clock.now()).toBe(3000)
    expect(clock.runUntil(() => beats === 100, 5_500)).toBe(false)
    expect(clock.now()).toBe(8_500)
    expect(beats).toBe(8)
  })

  it('tells that nothing is left to happen without moving on', () => {
    const clock = newClock()
    clock.startTimer(20, () => {})
    clock.startTimer(Number.POSITIVE_INFINITY, () => expect.unreachable())
    expect(clock.runUntil(() => false, 50)).toBe(false)
    const empty = newClock()
    expect(empty.runUntil(() => false, 50)).toBe(false)
    expect(empty.now()).toBe(0)
    expect(empty.runUntil(Number.POSITIVE_INFINITY)).toBe(true)
  })

  it('passes ten hours of a heartbeat every 30 ms in little real time', () => {
    const clock = newClock()
    let beats = 0
    const beat = () => {
      beats++
      clock.startTimer(30, beat)
    }
    clock.startTimer(30, beat)
    clock.runUntil(36_000_000)
    expect(beats).toBe(1_200_000)
    expect(clock.now()).toBe(36_000_000)
  })

  it('refuses to stand still for ever', () => {
    const clock = newClock()
    const again = () => {
      clock.startTimer(0, again)
    }
    again()
    expect(() => clock.runUntil(1)).toThrow('time stands still')
    const other = newClock()
    const atTheEnd = () => other.afterTurn(atTheEnd)
    atTheEnd()
    expect(() => other.runUntil(1)).toThrow('does not end')
  })

  it('refuses to be run from within a callback, into the past, and for NaN', () => {
    const clock = newClock()
    clock.startTimer(1, () => clock.runUntil(2))
    expect(() => clock.runUntil(5)).toThrow('running already')
    clock.runUntil(5)
    expect(() => clock.runUntil(4)).toThrow(RangeError)
    expect(() => clock.startTimer(Number.NaN, () => {})).toThrow(RangeError)
  })

  it('shows asynchronous code the time at which it went on', async () => {
    const clock = newClock()
    const sleep = (ms: number) => new Promise<void>((resolve) => clock.startTimer(ms, resolve))
    const log: string[] = []
    const worker = async (name: string, ms: number) => {
      for (let i = 0; i < 3; i++) {
        await sleep(ms)
        for (let hop = 0; hop < 5; hop++) await Promise.resolve()
        log.push(`${name} ${clock.now()}`)
      }
    }
    const both = Promise.all([worker('slow', 50), worker('fast', 20)])
    expect(await clock.runAsync(() => log.length === 6)).toBe(true)
    await both
    expect(log).toEqual(['fast 20', 'fast 40', 'slow 50', 'fast 60', 'slow 100', 'slow 150'])
  })

  it('reaches through any number of awaits with a settle of the event loop', async () => {
    const clock = newClock()
    const log: number[] = []
    const deep = async () => {
      for (let hop = 0; hop < 1000; hop++) await Promise.resolve()
      clock.afterTurn(() => log.push(clock.now()))
    }
    clock.startTimer(10, () => void deep())
    clock.startTimer(11, () => {})
    await clock.runAsync(20, Number.POSITIVE_INFINITY, () => new Promise((resolve) => setImmediate(resolve)))
    expect(log).toEqual([10])
  })

  it('draws its chance from the seed', () => {
    const [one, same, other] = [5, 5, 6].map((seed) => new VirtualClock(new SeededRandom(seed)))
    const drawn = one!.randomUint32()
    expect(same!.randomUint32()).toBe(drawn)
    expect(other!.randomUint32()).not.toBe(drawn)
  })
})
