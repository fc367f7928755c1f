import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { ClosedLoopSource } from './closed-loop-source.js'

/** A target that answers each message after `takesMs`, and takes `room` at most. */
function loop(changes: Partial<ConstructorParameters<typeof ClosedLoopSource>[2]> = {}, takesMs = 10, room = Infinity) {
  const clock = new HandClock()
  const sentAt: number[] = []
  let underWay = 0
  let most = 0
  const target = { room, refused: 0 }
  const offer = (): boolean => {
    if (underWay >= target.room) {
      target.refused++
      return false
    }
    most = Math.max(most, ++underWay)
    sentAt.push(clock.now())
    clock.startTimer(takesMs, () => {
      underWay--
      source.ended()
    })
    return true
  }
  const source: ClosedLoopSource = new ClosedLoopSource(clock, offer, {
    outstanding: 4,
    thinkMs: 0,
    durationMs: 100,
    countsFromMs: 0,
    count: Infinity,
    ...changes,
  })
  return { clock, source, sentAt, target, most: () => most }
}

describe('a closed loop', () => {
  it('keeps a fixed number under way, each followed by the next', () => {
    const { clock, source, sentAt, most } = loop()
    source.start(0)
    clock.runUntil(1000)
    expect(most()).toBe(4)
    expect(sentAt).toHaveLength(40)
    expect(source).toMatchObject({ offered: 40, taken: 40, refused: 0, late: 0, finished: true })
  })

  it('slows down with its target, which is why its latencies leave the waiting out', () => {
    const { clock, source, sentAt } = loop({}, 50)
    source.start(0)
    clock.runUntil(1000)
    expect(sentAt).toHaveLength(8)
  })

  it('thinks between the end of one and the next', () => {
    const { clock, source, sentAt } = loop({ outstanding: 1, thinkMs: 15 })
    source.start(0)
    clock.runUntil(1000)
    expect(sentAt).toEqual([0, 25, 50, 75])
  })

  it('counts none of a warm-up towards the number it stops at', () => {
    const { clock, source, sentAt } = loop({ durationMs: Infinity, countsFromMs: 30, count: 10 })
    source.start(0)
    clock.runUntil(1000)
    expect(sentAt.filter((atMs) => atMs >= 30)).toHaveLength(10)
    expect(source).toMatchObject({ offered: 22, finished: true })
  })

  it('stops at a number of them', () => {
    const { clock, source, sentAt } = loop({ durationMs: Infinity, count: 10 })
    source.start(0)
    clock.runUntil(1000)
    expect(sentAt).toHaveLength(10)
    expect(source.finished).toBe(true)
  })

  it('tries again where the stack took none, and counts no message twice', () => {
    const { clock, source, sentAt, target } = loop({ outstanding: 4 }, 10, 2)
    source.start(0)
    clock.runUntil(5)
    expect(sentAt).toHaveLength(2)
    expect(source.waiting).toBe(2)
    expect(target.refused).toBeGreaterThan(2)
    target.room = Infinity
    clock.runUntil(1000)
    expect(source.offered).toBe(sentAt.length)
  })

  it.each([0, 1.5, 2 ** 21])('refuses to keep %j under way', (outstanding) => {
    expect(() => loop({ outstanding })).toThrow('under way')
  })
})
