import { describe, expect, it } from 'vitest'
import { carryOut, wishOfKey, wishOfLine } from './load-control.js'

describe('the control of a load that goes on', () => {
  it.each([
    ['rate 5000', { kind: 'rate', perSecond: 5000 }],
    [' rate 0.5 ', { kind: 'rate', perSecond: 0.5 }],
    ['rate +10%', { kind: 'faster', times: 1.1 }],
    ['rate -25%', { kind: 'faster', times: 0.75 }],
    ['stop', { kind: 'stop' }],
    ['rate fast', null],
    ['rate 10%', null],
    ['rate +5', null],
    ['', null],
  ])('reads %j', (line, wish) => {
    expect(wishOfLine(line)).toEqual(wish)
  })

  it('knows its keys', () => {
    expect([wishOfKey('+'), wishOfKey('q'), wishOfKey('x')]).toEqual([{ kind: 'faster', times: 1.1 }, { kind: 'stop' }, null])
    expect(wishOfKey('-')).toMatchObject({ times: expect.closeTo(1 / 1.1) })
  })

  it('does what is wished, or says why not', () => {
    const done: string[] = []
    const run = (isOpen: boolean) => ({
      pace: 2,
      setPace: (factor: number) => isOpen && done.push(`pace ${factor}`) > 0,
      setRate: (perSecond: number) => isOpen && done.push(`rate ${perSecond}`) > 0,
      stop: (reason: string) => void done.push(reason),
    })
    for (const line of ['rate 5000', 'rate -50%', 'stop']) expect(carryOut(wishOfLine(line)!, run(true))).toBeNull()
    expect(done).toEqual(['rate 5000', 'pace 1', 'stopped by hand'])
    expect(carryOut({ kind: 'rate', perSecond: 5 }, run(false))).toContain('goes by a rate')
    expect(carryOut({ kind: 'faster', times: 2 }, run(false))).toContain('closed loop')
  })
})
