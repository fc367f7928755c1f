import { expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { RunClock } from './load-clock.js'

it('counts from the start of traffic, also while that lies ahead', () => {
  const clock = new HandClock(5000)
  const run = new RunClock(clock, 5100)
  expect(run.now()).toBe(-100)
  clock.runUntil(5350)
  expect(run.now()).toBe(250)
  expect(new RunClock(clock).now()).toBe(0)
})

it('passes delays on as they are, and stops what it started', () => {
  const clock = new HandClock(5000)
  const run = new RunClock(clock, 4000)
  const expired: number[] = []
  run.startTimer(20, () => expired.push(run.now()))
  const stopped = run.startTimer(10, () => expired.push(-1))
  run.stopTimer(stopped)
  clock.runUntil(6000)
  expect(expired).toEqual([1020])
})
