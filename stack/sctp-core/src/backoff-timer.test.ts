import { describe, expect, it } from 'vitest'
import { BackoffTimer } from './backoff-timer.js'

describe('a back-off timer', () => {
  it('expires once for every deadline, at twice the delay each time, up to the longest', () => {
    const timer = new BackoffTimer(5000)
    timer.start(100, 1000)
    const instants: number[] = []
    for (let i = 0; i < 5; i++) {
      expect(timer.expire(timer.deadline - 0.001)).toBe(false)
      instants.push(timer.deadline)
      expect(timer.expire(timer.deadline)).toBe(true)
    }
    expect(instants).toEqual([1100, 3100, 7100, 12_100, 17_100])
    expect(timer.expirations).toBe(5)
  })
  it('forgets its expirations when it is started, and keeps them when it is restarted', () => {
    const timer = new BackoffTimer(5000)
    timer.start(0, 1000)
    timer.expire(1000)
    timer.restart(1000, 500)
    expect([timer.expirations, timer.deadline]).toEqual([1, 1500])
    timer.start(2000, 9000)
    expect([timer.expirations, timer.deadline]).toEqual([0, 7000])
  })
  it('does nothing once it is stopped', () => {
    const timer = new BackoffTimer(5000)
    expect(timer.running).toBe(false)
    timer.start(0, 1000)
    expect(timer.running).toBe(true)
    timer.stop()
    expect([timer.running, timer.expire(1e9), timer.expirations]).toEqual([false, false, 0])
  })
  it('counts one expiry however late it is asked', () => {
    const timer = new BackoffTimer(60_000)
    timer.start(0, 1000)
    expect(timer.expire(50_000)).toBe(true)
    expect([timer.expirations, timer.deadline]).toEqual([1, 52_000])
  })
})
