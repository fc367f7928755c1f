import { LatencyHistogram, phaseAt, RUN_PHASES } from '@sigbed/measurement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConstantRateArrivals } from '../workload/arrival-schedule.js'
import { FlowMeasurement } from './flow-measurement.js'

const CUT = { cutAtMs: 1000, restoreAtMs: 2000 }

/** One message a millisecond, and as many late ones as the test says. */
class PlannedSource {
  late = 0
  private readonly arrivals = new ConstantRateArrivals(1000)
  dueBefore(atMs: number): number {
    return this.arrivals.arrivalsBefore(atMs)
  }
}

describe('the phases of a flow', () => {
  it('hold each message by the instant it was meant to be sent, however late it arrives', () => {
    const flow = new FlowMeasurement('m3ua', CUT, new PlannedSource())
    flow.recordDelivery(999.9, 2500)
    flow.recordDelivery(1000, 2500)
    flow.recordDelivery(1999, 2500)
    flow.recordDelivery(2000, 2500)
    const latencies = flow.phaseLatencies().map(({ phase, histogram }) => [phase, histogram.count, histogram.maximumUs])
    expect(latencies).toEqual([
      ['before', 1, 1_500_100],
      ['during', 2, 1_500_000],
      ['after', 1, 500_000],
    ])
  })

  it('that had no message are left out', () => {
    const flow = new FlowMeasurement('m3ua', { cutAtMs: null, restoreAtMs: null }, new PlannedSource())
    expect(flow.phaseLatencies()).toEqual([])
    flow.recordDelivery(5000, 5001)
    expect(flow.phaseLatencies().map(({ phase }) => phase)).toEqual(['before'])
  })

  it('together hold what all intervals hold', () => {
    const delivery = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 500 }))
    fc.assert(
      fc.property(
        fc.array(delivery, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 }),
        (deliveries, lengths) => {
          const flow = new FlowMeasurement('m3ua', CUT, new PlannedSource())
          const arrivals = deliveries.map(([intendedAtMs, latency]) => ({ intendedAtMs, atMs: intendedAtMs + latency }))
          arrivals.sort((a, b) => a.atMs - b.atMs)
          const ends = [...lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0)), 4000 + 5600]
          let from = 0
          let next = 0
          for (const to of ends) {
            const inside: number[] = []
            for (; next < arrivals.length && arrivals[next]!.atMs < to; next++) {
              flow.recordDelivery(arrivals[next]!.intendedAtMs, arrivals[next]!.atMs)
              inside.push(arrivals[next]!.atMs - arrivals[next]!.intendedAtMs)
            }
            const sample = flow.takeInterval(from, to)
            expect([sample.fromMs, sample.toMs, sample.offered, sample.delivered]).toEqual([from, to, to - from, inside.length])
            expect(sample.maximumUs).toBe(Math.max(0, ...inside) * 1000)
            from = to
          }
          for (const phase of RUN_PHASES) {
            const count = flow.phaseLatencies().find((latency) => latency.phase === phase)?.histogram.count ?? 0
            expect(count).toBe(arrivals.filter(({ intendedAtMs }) => phaseAt(intendedAtMs, CUT.cutAtMs, CUT.restoreAtMs) === phase).length)
          }
        },
      ),
    )
  })
})

describe('the interval of a flow', () => {
  it('tells what was meant to be sent, what arrived, how late it was and what was sent late', () => {
    const source = new PlannedSource()
    const flow = new FlowMeasurement('diameter', CUT, source)
    for (let sequence = 0; sequence < 90; sequence++) flow.recordDelivery(sequence, sequence + (sequence === 50 ? 9 : 0.5))
    source.late = 3
    const { histogram, ...figures } = flow.takeInterval(0, 100)
    expect(figures).toEqual({
      flow: 'diameter',
      fromMs: 0,
      toMs: 100,
      offered: 100,
      delivered: 90,
      p50Us: 500,
      p99Us: 9000,
      maximumUs: 9000,
      lateSends: 3,
    })
    const latencies = LatencyHistogram.fromBlob(histogram!)
    expect([latencies.count, latencies.minimumUs, latencies.maximumUs]).toEqual([90, 500, 9000])
    expect(flow.takeInterval(100, 200)).toMatchObject({ offered: 100, delivered: 0, p50Us: 0, p99Us: 0, maximumUs: 0, lateSends: 0 })
  })

  it('leaves to the next what arrives between its end and its sample', () => {
    const flow = new FlowMeasurement('m3ua', CUT, new PlannedSource())
    flow.endIntervalAt(100)
    flow.recordDelivery(99, 99.9)
    flow.recordDelivery(99, 100)
    flow.recordDelivery(99, 100.5)
    expect(flow.takeInterval(0, 100).delivered).toBe(1)
    flow.endIntervalAt(200)
    flow.recordDelivery(199, 199.5)
    expect(flow.takeInterval(100, 200).delivered).toBe(3)
  })

  it('takes in all that arrived when it became longer than announced', () => {
    const flow = new FlowMeasurement('m3ua', CUT, new PlannedSource())
    flow.endIntervalAt(100)
    flow.recordDelivery(50, 51)
    flow.recordDelivery(150, 350)
    expect(flow.takeInterval(0, 300)).toMatchObject({ offered: 300, delivered: 2, maximumUs: 200_000 })
    expect(flow.takeInterval(300, 400).delivered).toBe(0)
  })

  it('never tells of fewer than no messages when the source stopped short', () => {
    let due = 100
    const flow = new FlowMeasurement('m3ua', CUT, { late: 0, dueBefore: () => due })
    expect(flow.takeInterval(0, 100).offered).toBe(100)
    due = 90
    expect(flow.takeInterval(100, 200).offered).toBe(0)
  })
})

describe('the span of several intervals', () => {
  it('has the percentiles of all their messages', () => {
    const source = new PlannedSource()
    const flow = new FlowMeasurement('m3ua', CUT, source)
    expect(flow.takeSpan(0)).toBe(null)
    for (let interval = 0; interval < 10; interval++) {
      for (let i = 0; i < 100; i++) flow.recordDelivery(interval * 100, interval * 100 + interval + 1)
      source.late++
      flow.takeInterval(interval * 100, (interval + 1) * 100)
    }
    expect(flow.takeSpan(1000)).toEqual({
      flow: 'm3ua',
      fromMs: 0,
      toMs: 1000,
      offered: 1000,
      delivered: 1000,
      p50Us: 5003, // the end of the slot that holds 5,000
      p99Us: 10_000,
      maximumUs: 10_000,
      lateSends: 10,
      histogram: null,
    })
    expect(flow.takeSpan(1000)).toBe(null)
    flow.takeInterval(1000, 1100)
    expect(flow.takeSpan(1100)).toMatchObject({ fromMs: 1000, toMs: 1100, offered: 100, delivered: 0, lateSends: 0 })
  })
})
