import { describe, expect, it } from 'vitest'
import { ManualSurroundings } from '../testing/manual-surroundings.js'
import { FaultTimetable, type TimetableEntry } from './fault-timetable.js'

function setUp(entries: (log: string[]) => TimetableEntry[]) {
  const surroundings = new ManualSurroundings()
  const log: string[] = []
  const timetable = new FaultTimetable(surroundings, entries(log), ({ label }, nowMs) => log.push(`${label} done at ${nowMs}`))
  return { surroundings, log, timetable }
}

const nothing = () => {}

describe('fault timetable', () => {
  it('does everything at its time from the start on, whatever the order it is written in', () => {
    const { surroundings, log, timetable } = setUp((lines) => [
      { atMs: 300, label: 'restore', action: () => lines.push('restored') },
      { atMs: 100, label: 'cut one', action: () => lines.push('cut one') },
      { atMs: 0, label: 'begin', action: () => lines.push('begun') },
      { atMs: 100, label: 'cut two', action: () => lines.push('cut two') },
    ])
    surroundings.advance(1000)
    timetable.start()
    expect(timetable.remaining).toBe(4)
    surroundings.advance(150)
    expect(log).toEqual(['begun', 'begin done at 1000', 'cut one', 'cut one done at 1100', 'cut two', 'cut two done at 1100'])
    surroundings.advance(150)
    expect(log.slice(6)).toEqual(['restored', 'restore done at 1300'])
    expect(timetable.remaining).toBe(0)
    expect(surroundings.pendingTimers).toBe(0)
  })

  it('does nothing more when it is stopped, even by one of its own actions', () => {
    const { surroundings, log, timetable } = setUp(() => [
      { atMs: 10, label: 'first', action: nothing },
      { atMs: 20, label: 'stop', action: () => timetable.stop() },
      { atMs: 20, label: 'same instant', action: nothing },
      { atMs: 30, label: 'later', action: nothing },
    ])
    timetable.start()
    surroundings.advance(100)
    expect(log).toEqual(['first done at 10', 'stop done at 20'])
    expect(surroundings.pendingTimers).toBe(0)
  })

  it('begins again when it is started again, by an action or from outside', () => {
    let again = true
    const { surroundings, log, timetable } = setUp(() => [
      {
        atMs: 10,
        label: 'again',
        action: () => {
          if (again) timetable.start()
          again = false
        },
      },
      { atMs: 15, label: 'end', action: nothing },
    ])
    timetable.start()
    surroundings.advance(50)
    expect(log).toEqual(['again done at 10', 'again done at 20', 'end done at 25'])
    timetable.start()
    surroundings.advance(12)
    expect(log.at(-1)).toBe('again done at 60')
  })

  it('refuses an instant that never comes', () => {
    for (const atMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => setUp(() => [{ atMs, label: 'cut', action: nothing }])).toThrow('cut')
    }
  })
})
