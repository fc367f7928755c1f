import { describe, expect, it } from 'vitest'
import type { FaultAction } from '../scenario/fault-action.js'
import { heldUpMs, heldUpWhile, jointHoldUps } from './hold-up.js'
import type { CarriedOutFault } from './run-evidence.js'

const holdUp = (node: string, fromMs: number, toMs: number) => ({ node, fromMs, toMs })
const fault = (atMs: number, kind: 'pause' | 'resume' | 'kill', node: string): CarriedOutFault => {
  const action: FaultAction = { kind, node }
  return { atMs, doneMs: atMs + 10, text: kind, effect: kind === 'resume' ? 'mends' : 'breaks', action }
}

describe('hold-ups of several nodes', () => {
  it('are one where they touch, and in order', () => {
    const all = [holdUp('sg', 100, 150), holdUp('asp', 140, 145), holdUp('asp', 20, 40), holdUp('asp', 150, 170), holdUp('sg', 200, 210)]
    expect(jointHoldUps(all, [])).toEqual([
      { fromMs: 20, toMs: 40 },
      { fromMs: 100, toMs: 170 },
      { fromMs: 200, toMs: 210 },
    ])
  })

  it('are not what the timetable asked for', () => {
    const all = [holdUp('sg', 90, 120), holdUp('sg', 1005, 2012), holdUp('asp', 1500, 1510), holdUp('sg', 2100, 2110)]
    const faults = [fault(1000, 'pause', 'sg'), fault(2000, 'resume', 'sg')]
    expect(jointHoldUps(all, faults)).toEqual([
      { fromMs: 90, toMs: 120 },
      { fromMs: 1500, toMs: 1510 },
      { fromMs: 2100, toMs: 2110 },
    ])
    expect(jointHoldUps([holdUp('sg', 5000, 5100)], [fault(1000, 'pause', 'sg')])).toEqual([])
    expect(jointHoldUps([holdUp('sg', 5000, 5100)], [fault(1000, 'pause', 'sg'), fault(2000, 'kill', 'sg')])).toHaveLength(1)
  })

  const joint = [
    { fromMs: 10, toMs: 20 },
    { fromMs: 50, toMs: 80 },
    { fromMs: 100, toMs: 110 },
  ]

  it('take of a time what lies in it', () => {
    expect(heldUpMs(0, 200, joint)).toBe(50)
    expect(heldUpMs(15, 60, joint)).toBe(15)
    expect(heldUpMs(20, 50, joint)).toBe(0)
  })

  it('make a time longer, and so take in those that come later', () => {
    expect(heldUpWhile(0, 10, joint)).toBe(0)
    expect(heldUpWhile(0, 11, joint)).toBe(10)
    // 40 ms and the first 10 reach up to the second, which is not in it yet.
    expect(heldUpWhile(0, 40, joint)).toBe(10)
    expect(heldUpWhile(0, 41, joint)).toBe(40)
    expect(heldUpWhile(0, 61, joint)).toBe(50)
    // From the middle of one on, its rest.
    expect(heldUpWhile(60, 10, joint)).toBe(20)
  })
})
