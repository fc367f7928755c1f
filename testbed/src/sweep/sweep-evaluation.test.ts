import type { FailoverMeasure, SweepTimers } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { type SweptRun, sweepCell } from './sweep-evaluation.js'

const TIMERS: SweepTimers = { rtoMinMs: 100, pathMaxRetrans: 2, potentiallyFailedMaxRetrans: 0, heartbeatIntervalMs: 1000 }

describe('a cell of a sweep', () => {
  it('has each stage from the least to the most, beside what was computed', () => {
    const cell = sweepCell(TIMERS, [
      failover({ firstDeliveryOnAlternateMs: 90 }),
      failover({ firstDeliveryOnAlternateMs: 101 }),
      failover({ firstDeliveryOnAlternateMs: 130 }),
    ])
    expect(cell.failover).toMatchObject({
      failovers: 3,
      alternate: { leastMs: 90, medianMs: 101, mostMs: 130, computedMs: 101, missing: 0, beyondOneRto: 0 },
      inactive: { medianMs: 700, computedMs: 700 },
      recovered: { medianMs: 1050, computedMs: null },
    })
    expect(cell).toMatchObject({ spurious: null, problems: [] })
  })

  it('finds a path detected when it is potentially failed, or else inactive', () => {
    const off = { potentiallyFailedMs: null, computedPotentiallyFailedMs: Number.POSITIVE_INFINITY }
    expect(sweepCell(TIMERS, [failover({})]).failover!.detected).toMatchObject({ medianMs: 100, computedMs: 100 })
    expect(sweepCell(TIMERS, [failover(off)]).failover!.detected).toMatchObject({ medianMs: 700, computedMs: 700 })
    // Path.Max.Retrans of 0: inactive at once, and never potentially failed.
    const atOnce = { potentiallyFailedMs: null, inactiveMs: 100, computedInactiveMs: 100 }
    expect(sweepCell(TIMERS, [failover(atOnce)]).failover!.detected).toMatchObject({ medianMs: 100, missing: 0 })
  })

  it('counts what lies more than one RTO from its figure, and what was due and never came', () => {
    const { inactive } = sweepCell(TIMERS, [failover({ inactiveMs: 801 }), failover({ inactiveMs: 800 }), failover({ inactiveMs: null })])
      .failover!
    expect(inactive).toEqual({ leastMs: 800, medianMs: 800.5, mostMs: 801, computedMs: 700, missing: 1, beyondOneRto: 1 })
  })

  it('misses nothing that was not due while the path was cut', () => {
    const short = { ...failover({ inactiveMs: null }), outageMs: 500 }
    expect(sweepCell(TIMERS, [short]).failover!.inactive).toMatchObject({ medianMs: null, missing: 0 })
  })

  it('misses the return of a path that heartbeats should have found', () => {
    const recovered = (timers: SweepTimers) => sweepCell(timers, [failover({ activeAgainMs: null })]).failover!.recovered
    expect(recovered(TIMERS)).toMatchObject({ medianMs: null, computedMs: null, missing: 1 })
    expect(recovered({ ...TIMERS, heartbeatIntervalMs: 0 })).toMatchObject({ medianMs: null, missing: 0 })
  })

  it('adds up the disturbed runs, and keeps those of the cut apart', () => {
    const disturbed: SweptRun = {
      ...failover({}),
      half: 'disturbed',
      failovers: [],
      spurious: { observedMs: 60_000, failovers: 3, inactive: 1 },
    }
    const cell = sweepCell(TIMERS, [disturbed, disturbed, failover({})])
    expect(cell.spurious).toEqual({ observedMs: 120_000, failovers: 6, inactive: 2 })
    expect(cell.failover).toMatchObject({ failovers: 1, spuriousFailovers: 0 })
  })

  it('leaves out runs that say nothing, and tells why, once', () => {
    const lost = { ...failover({}), problem: 'asp-1 did not come up' }
    expect(sweepCell(TIMERS, [lost, lost])).toEqual({ timers: TIMERS, failover: null, spurious: null, problems: ['asp-1 did not come up'] })
    expect(sweepCell(TIMERS, [])).toMatchObject({ failover: null, spurious: null, problems: [] })
  })
})

function failover(changes: Partial<FailoverMeasure>): SweptRun {
  const measure: FailoverMeasure = {
    flow: 'm3ua',
    node: 'asp-1',
    association: 'asp-1 - sg',
    cutAtMs: 3000,
    firstDeliveryOnAlternateMs: 101,
    potentiallyFailedMs: 100,
    inactiveMs: 700,
    activeAgainMs: 1050,
    drainedMs: 101,
    rtoAtCutMs: 100,
    computedFirstDeliveryMs: 101,
    computedPotentiallyFailedMs: 100,
    computedInactiveMs: 700,
    toleranceMs: 150,
    verdict: 'pass',
    ...changes,
  }
  const spurious = { observedMs: 6000, failovers: 0, inactive: 0 }
  return { half: 'failover', failovers: [measure], outageMs: 2000, observedMs: 6000, spurious, problem: null }
}
