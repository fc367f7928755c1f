import { describe, expect, it } from 'vitest'
import { judgeRun } from './run-verdict.js'

const MET = { text: 'lost = 0', met: true, seen: '0 lost' }
const UNMET = { text: 'p99 during < 300 ms', met: false, seen: '412 ms' }
const UNSEEN = { text: 'asp-2 takes over within 2 s', met: null, seen: 'nothing arrived there' }

describe('the verdict on a run', () => {
  it('is pass when every expectation is met', () => {
    expect(judgeRun('completed', null, [MET], [])).toEqual({ verdict: 'pass', reasons: [] })
  })

  it('is fail for one that is not met, or was not shown, and says which', () => {
    expect(judgeRun('completed', null, [MET, UNMET, UNSEEN], ['the generator was late'])).toEqual({
      verdict: 'fail',
      reasons: ['p99 during < 300 ms: 412 ms', 'asp-2 takes over within 2 s: nothing arrived there', 'the generator was late'],
    })
  })

  it('is none for a run that did not get to its end', () => {
    expect(judgeRun('interrupted', null, [], [])).toEqual({ verdict: null, reasons: ['stopped before its end'] })
    expect(judgeRun('failed', 'sg did not come up: no', [], [])).toEqual({ verdict: null, reasons: ['sg did not come up: no'] })
  })

  it('is not changed by a generator that fell short, which is said', () => {
    expect(judgeRun('completed', null, [MET], ['asp-1: late'])).toEqual({ verdict: 'pass', reasons: ['asp-1: late'] })
  })

  it('passes a scenario that expects nothing, and says so', () => {
    expect(judgeRun('completed', null, [], [])).toEqual({ verdict: 'pass', reasons: ['the scenario expects nothing'] })
  })
})
