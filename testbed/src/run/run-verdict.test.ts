import type { ExpectationOutcome } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { readDemand } from '../scenario/grammar/expectation-phrases.js'
import { judgeRun } from './run-verdict.js'

const MET = { text: 'lost = 0', met: true, seen: '0 lost' }
const LATE = { text: 'p99 during < 300 ms', met: false, seen: '412 ms' }
const UNSEEN = { text: 'asp-2 takes over within 2 s', met: null, seen: 'nothing arrived there' }
const TWICE = { text: 'duplicated = 0', met: false, seen: '3 duplicated' }

const NAMES = { nodes: ['asp-2'], networks: [], flows: [], events: [] }

function judged(outcomes: readonly ExpectationOutcome[], generatorReasons: readonly string[] = [], heldUpMs = 0) {
  const expectations = outcomes.map(({ text }, i) => {
    const read = readDemand(text, NAMES)
    if ('fault' in read) throw new Error(read.fault)
    return { text, line: i + 1, demand: read.value }
  })
  const evidence = { endMs: 10_000, holdUps: [{ fromMs: 2000, toMs: 2000 + heldUpMs }] }
  return judgeRun('completed', null, expectations, outcomes, generatorReasons, evidence)
}

describe('the verdict on a run', () => {
  it('is pass when every expectation is met', () => {
    expect(judged([MET])).toEqual({ verdict: 'pass', reasons: [] })
  })

  it('is fail for one that is not met, or was not shown, and says which', () => {
    expect(judged([MET, LATE, UNSEEN], ['the generator was late'])).toEqual({
      verdict: 'fail',
      reasons: ['p99 during < 300 ms: 412 ms', 'asp-2 takes over within 2 s: nothing arrived there', 'the generator was late'],
    })
  })

  it('is none for a run that did not get to its end', () => {
    const evidence = { endMs: 0, holdUps: [] }
    expect(judgeRun('interrupted', null, [], [], [], evidence)).toEqual({ verdict: null, reasons: ['stopped before its end'] })
    expect(judgeRun('failed', 'sg did not come up: no', [], [], [], evidence)).toEqual({
      verdict: null,
      reasons: ['sg did not come up: no'],
    })
  })

  it('is not changed by a generator or a machine that fell short, which is said', () => {
    expect(judged([MET], ['asp-1: late'], 900)).toEqual({ verdict: 'pass', reasons: ['asp-1: late'] })
    expect(judged([MET], ['asp-1: late'], 1500)).toEqual({
      verdict: 'pass',
      reasons: ['asp-1: late', 'the machine held nodes up for 1.5 s of 10 s'],
    })
    expect(judged([LATE], [], 999).verdict).toBe('fail')
  })

  it('is none when a machine that held nodes up for long let things be late, and nothing else was wrong', () => {
    expect(judged([MET, LATE, UNSEEN], ['asp-1: late'], 1000)).toEqual({
      verdict: null,
      reasons: [
        'the machine held nodes up for 1 s of 10 s: too long to say anything about times',
        'p99 during < 300 ms: 412 ms',
        'asp-2 takes over within 2 s: nothing arrived there',
        'asp-1: late',
      ],
    })
    expect(judged([LATE, TWICE], [], 5000).verdict).toBe('fail')
    expect(judged([MET], [], 5000).verdict).toBe('pass')
  })

  it('passes a scenario that expects nothing, and says so', () => {
    expect(judged([])).toEqual({ verdict: 'pass', reasons: ['the scenario expects nothing'] })
  })
})
