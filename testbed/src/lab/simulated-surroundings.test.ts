import { SeededRandom, VirtualClock } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { SimulatedSurroundings } from './simulated-surroundings.js'

function setUp() {
  const clock = new VirtualClock(new SeededRandom(1))
  const surroundings = new SimulatedSurroundings(clock, new SeededRandom(2))
  const log: string[] = []
  const note = (what: string) => () => void log.push(`${what} at ${clock.now()}`)
  /** As the lab does: in a turn of the clock. */
  const goOn = () => void clock.startTimer(0, () => surroundings.goOn())
  return { clock, surroundings, log, note, goOn }
}

describe('surroundings of a simulated node', () => {
  it('are the clock while the node runs', () => {
    const { clock, surroundings, log, note } = setUp()
    surroundings.startTimer(20, note('second'))
    surroundings.startTimer(10, note('first'))
    surroundings.stopTimer(surroundings.startTimer(15, note('never')))
    surroundings.afterTurn(note('turn end'))
    clock.runUntil(30)
    expect(log).toEqual(['turn end at 0', 'first at 10', 'second at 20'])
    expect([surroundings.pendingTimers, surroundings.now()]).toEqual([0, 30])
  })

  it('make due at once, in the order of their instants, what came due while the node stood still', () => {
    const { clock, surroundings, log, note, goOn } = setUp()
    surroundings.startTimer(200, note('later'))
    surroundings.startTimer(20, note('second'))
    surroundings.startTimer(10, note('first'))
    surroundings.standStill()
    surroundings.afterTurn(note('turn end'))
    clock.runUntil(100)
    expect([log, surroundings.now()]).toEqual([[], 100])
    goOn()
    clock.runUntil(300)
    expect(log).toEqual(['first at 100', 'second at 100', 'turn end at 100', 'later at 200'])
  })

  it('do not call what is stopped by something that was due before it', () => {
    const { clock, surroundings, log, note, goOn } = setUp()
    surroundings.startTimer(10, () => surroundings.stopTimer(second))
    const second = surroundings.startTimer(20, note('second'))
    surroundings.standStill()
    clock.runUntil(100)
    expect(surroundings.pendingTimers).toBe(2)
    goOn()
    clock.runUntil(200)
    expect([log, surroundings.pendingTimers]).toEqual([[], 0])
  })

  it('do each thing that was due once, however much time was missed', () => {
    const { clock, surroundings, goOn } = setUp()
    let ticks = 0
    const tick = () => {
      ticks++
      surroundings.startTimer(1, tick)
    }
    surroundings.startTimer(1, tick)
    clock.runUntil(10)
    surroundings.standStill()
    clock.runUntil(1000)
    goOn()
    clock.runUntil(1000)
    expect(ticks).toBe(11)
    clock.runUntil(1010)
    expect(ticks).toBe(21)
  })

  it('never call back once the node is gone', () => {
    const { clock, surroundings, log, note, goOn } = setUp()
    surroundings.startTimer(10, note('running'))
    surroundings.standStill()
    clock.runUntil(50)
    surroundings.startTimer(100, note('standing still'))
    surroundings.afterTurn(note('turn end'))
    surroundings.vanish()
    surroundings.stopTimer(surroundings.startTimer(10, note('gone')))
    surroundings.startTimer(20, note('gone'))
    surroundings.afterTurn(note('gone'))
    goOn()
    clock.runUntil(1000)
    expect([log, surroundings.pendingTimers, clock.pendingTimers]).toEqual([[], 0, 0])
  })
})
