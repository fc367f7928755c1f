import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { HoldUpWatch } from './hold-up-watch.js'

function watched() {
  const clock = new HandClock()
  const watch = new HoldUpWatch(clock)
  watch.start()
  return { clock, watch }
}

describe('a watch for hold-ups', () => {
  it('tells none while timers are nearly in time', () => {
    const { clock, watch } = watched()
    clock.timerLatenessMs = 4
    clock.runUntil(1000)
    expect(watch.take()).toEqual([])
  })

  it('tells from when on the process should have run, and when it did, once', () => {
    const { clock, watch } = watched()
    clock.runUntil(105)
    clock.standStill(300)
    clock.runUntil(600)
    expect(watch.take()).toEqual([{ fromMs: 110, toMs: 405 }])
    clock.runUntil(900)
    expect(watch.take()).toEqual([])
  })

  it('ends when told to', () => {
    const { clock, watch } = watched()
    watch.stop()
    expect(clock.timers).toBe(0)
  })
})
