import { describe, expect, it } from 'vitest'
import { failoverStages, failoverVerdict, stageVerdict } from './failover-stage.js'
import { phaseAt } from './run-phase.js'
import type { FailoverMeasure } from './run-record.js'

describe('a failover stage', () => {
  it.each([
    ['on time', 1000, 1200, 'as-computed'],
    ['at the edge of the tolerance', 1000, 1250, 'as-computed'],
    ['past it', 1000, 1251, 'too-late'],
    ['before it', 1000, 749, 'too-early'],
    ['never, although due', 1000, null, 'missing'],
    ['never, due only after the return', 63_000, null, 'beyond-outage'],
    ['never, due within the tolerance of the return', 3900, null, 'beyond-outage'],
    ['although due only after the return', 63_000, 3000, 'too-early'],
    ['without a figure', null, 3000, 'no-figure'],
  ])('is judged when it happens %s', (_, computed, measured, verdict) => {
    expect(stageVerdict(computed, measured, 250, 4000, 20_000)).toBe(verdict)
  })

  it('has no figure where the timers never lead to it, and comes too early if it comes', () => {
    expect(stageVerdict(Number.POSITIVE_INFINITY, null, 250, 4000, 20_000)).toBe('no-figure')
    expect(stageVerdict(Number.POSITIVE_INFINITY, 120, 250, 4000, 20_000)).toBe('too-early')
  })

  it('is due until the end of the run when the path never comes back', () => {
    expect(stageVerdict(15_000, null, 250, null, 20_000)).toBe('missing')
    expect(stageVerdict(19_900, null, 250, null, 20_000)).toBe('beyond-outage')
  })
})

describe('a failover', () => {
  it('passes when each stage that was due came as computed', () => {
    expect(failoverVerdict(MEASURE, 4000, 20_000)).toBe('pass')
    expect(failoverStages(MEASURE, 4000, 20_000)).toEqual(['as-computed', 'as-computed', 'beyond-outage'])
  })

  it('fails when one stage did not', () => {
    expect(failoverVerdict({ ...MEASURE, potentiallyFailedMs: 1600 }, 4000, 20_000)).toBe('fail')
    expect(failoverVerdict({ ...MEASURE, firstDeliveryOnAlternateMs: null }, 4000, 20_000)).toBe('fail')
    expect(failoverVerdict(MEASURE, null, 70_000)).toBe('fail')
  })

  it('is not measured when the cut was too short to move anything', () => {
    const brief = { ...MEASURE, firstDeliveryOnAlternateMs: null, potentiallyFailedMs: null }
    expect(failoverVerdict(brief, 500, 20_000)).toBe('not-measured')
  })
})

describe('the phase of a message', () => {
  it.each([
    [9999.9, 10_000, 14_000, 'before'],
    [10_000, 10_000, 14_000, 'during'],
    [13_999.9, 10_000, 14_000, 'during'],
    [14_000, 10_000, 14_000, 'after'],
    [99_000, 10_000, null, 'during'],
    [99_000, null, null, 'before'],
  ])('at %d ms, cut at %s, back at %s, is %s', (atMs, cutAtMs, restoreAtMs, phase) => {
    expect(phaseAt(atMs, cutAtMs, restoreAtMs)).toBe(phase)
  })
})

const MEASURE: Omit<FailoverMeasure, 'verdict'> = {
  flow: 'm3ua',
  node: 'asp',
  association: 'asp-sg',
  cutAtMs: 10_000,
  firstDeliveryOnAlternateMs: 1010,
  potentiallyFailedMs: 1003,
  inactiveMs: null,
  activeAgainMs: 2100,
  drainedMs: 1200,
  rtoAtCutMs: 1000,
  computedFirstDeliveryMs: 1000,
  computedPotentiallyFailedMs: 1000,
  computedInactiveMs: 63_000,
  toleranceMs: 250,
}
