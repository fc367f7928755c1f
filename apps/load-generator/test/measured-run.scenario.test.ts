import { type IntervalSample, NumberedPayload, readNumberedPayload, writeNumberedPayload } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import {
  ConstantRateArrivals,
  FlowMeasurement,
  IntervalSampler,
  OpenLoopSource,
  PoissonArrivals,
  RunClock,
  SelfWatch,
  SequenceAudit,
} from '../src/index.js'
import { HandClock } from './hand-clock.js'

const TRAFFIC_START_MS = 123_456.75
const PAYLOAD_OCTETS = 100

/** A path that delivers after 2 ms, holds everything back while it is cut, and has a send buffer for as many as it is told. */
class Line {
  inTransit = 0
  /** Octets as they arrive; a test may tamper with them. */
  deliver: (octets: Uint8Array) => void = () => {}
  private heldBack: Uint8Array[] = []
  isCut = false

  constructor(
    private readonly clock: RunClock,
    private readonly sendBuffer: number,
  ) {}

  send(octets: Uint8Array): boolean {
    if (this.inTransit >= this.sendBuffer) return false
    this.inTransit++
    if (this.isCut) this.heldBack.push(octets.slice())
    else this.carry(octets.slice())
    return true
  }

  restore(): void {
    this.isCut = false
    for (const octets of this.heldBack) this.carry(octets)
    this.heldBack = []
  }

  private carry(octets: Uint8Array): void {
    this.clock.startTimer(2, () => {
      this.inTransit--
      this.deliver(octets)
    })
  }
}

function measuredRun(options: { readonly poisson?: boolean; readonly sendBuffer?: number; readonly backlogLimit?: number } = {}) {
  const { poisson = false, sendBuffer = Infinity, backlogLimit = 10_000 } = options
  const clock = new HandClock(TRAFFIC_START_MS - 1000)
  const run = new RunClock(clock, TRAFFIC_START_MS)
  const line = new Line(run, sendBuffer)
  const watch = new SelfWatch()
  const audit = new SequenceAudit('m3ua', { orderKeys: 16 })
  const octets = new Uint8Array(PAYLOAD_OCTETS)
  const message = new NumberedPayload()
  const schedule = poisson ? new PoissonArrivals(1000, () => 7, 3000) : new ConstantRateArrivals(1000, 3000)
  const offer = (sequence: number, intendedAtMs: number): boolean => {
    message.sequence = sequence
    message.intendedAtMs = intendedAtMs
    message.orderKey = sequence & 15
    writeNumberedPayload(octets, 0, PAYLOAD_OCTETS, message)
    return line.send(octets)
  }
  const source = new OpenLoopSource(run, schedule, offer, { watch, backlogLimit })
  const flow = new FlowMeasurement('m3ua', { cutAtMs: 1000, restoreAtMs: 2000 }, source)
  const samples: IntervalSample[] = []
  const sampler = new IntervalSampler(run, [flow], (taken) => samples.push(...taken))
  const arrived = new NumberedPayload()
  line.deliver = (received) => {
    if (readNumberedPayload(received, 0, received.length, arrived) !== null) audit.recordCorruption()
    else if (audit.recordDelivery(arrived.sequence, arrived.orderKey)) flow.recordDelivery(arrived.intendedAtMs, run.now())
  }
  source.start(0)
  sampler.start(0)
  const runTo = (atMs: number): void => clock.runUntil(TRAFFIC_START_MS + atMs)
  const finish = () => {
    runTo(4000)
    source.stop()
    sampler.stop()
    return audit.finish(source.offered, source.refused)
  }
  return { clock, line, watch, source, flow, samples, runTo, finish }
}

describe('a measured run', () => {
  it('accounts for every message of three undisturbed seconds', () => {
    const { flow, samples, watch, finish } = measuredRun()
    expect(finish()).toEqual({
      flow: 'm3ua',
      offered: 3000,
      delivered: 3000,
      lost: 0,
      duplicated: 0,
      reordered: 0,
      corrupted: 0,
      refused: 0,
    })
    expect(flow.phaseLatencies().map(({ phase, histogram }) => [phase, histogram.count, histogram.minimumUs, histogram.maximumUs])).toEqual(
      [
        ['before', 1000, 2000, 2000],
        ['during', 1000, 2000, 2000],
        ['after', 1000, 2000, 2000],
      ],
    )
    expect(samples.map(({ toMs }) => toMs)).toEqual(Array.from({ length: 40 }, (_, n) => (n + 1) * 100))
    expect(samples.map(({ offered }) => offered)).toEqual([...Array<number>(30).fill(100), ...Array<number>(10).fill(0)])
    expect(samples.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(3000)
    expect(watch.report().judgement).toBe('sound')
  })

  it('lets a cut of a second stand in the latencies of just the messages meant for it', () => {
    const { line, flow, runTo, finish } = measuredRun()
    runTo(999.5)
    line.isCut = true
    runTo(1999.5)
    line.restore()
    expect(finish()).toMatchObject({ offered: 3000, delivered: 3000 })
    const [before, during, after] = flow.phaseLatencies().map(({ histogram }) => histogram)
    expect([before!.count, during!.count, after!.count]).toEqual([1000, 1000, 1000])
    expect([before!.maximumUs, during!.minimumUs, during!.maximumUs, after!.maximumUs]).toEqual([2000, 2500, 1_001_500, 2000])
    // Evenly spread from 2.5 ms to 1,001.5 ms, so that the median is half a second: nothing was left out.
    expect(during!.valueAtPercentile(50)).toBeCloseTo(501_500, -3)
  })

  it('is not fooled by a send buffer that fills: who waits outside waits as well', () => {
    const { line, source, flow, runTo, finish } = measuredRun({ sendBuffer: 50 })
    runTo(999.5)
    line.isCut = true
    runTo(1999.5)
    expect(source.waiting).toBeGreaterThan(900)
    line.restore()
    expect(finish()).toMatchObject({ offered: 3000, delivered: 3000, refused: 0, reordered: 0 })
    const during = flow.phaseLatencies()[1]!.histogram
    expect(during.count).toBe(1000)
    expect(during.maximumUs).toBe(1_001_500)
    expect(during.valueAtPercentile(50)).toBeGreaterThan(500_000)
    expect(source.late).toBe(0)
  })

  it('refuses what finds no room, and the account still balances', () => {
    const { line, runTo, finish } = measuredRun({ sendBuffer: 50, backlogLimit: 100 })
    runTo(999.5)
    line.isCut = true
    runTo(1999.5)
    line.restore()
    const audit = finish()
    expect(audit).toMatchObject({ offered: 3000, lost: 0, reordered: 0 })
    expect(audit.refused).toBeGreaterThan(800)
    expect(audit.delivered + audit.refused).toBe(3000)
  })

  it('notices what happens to messages on their way', () => {
    const { line, finish } = measuredRun()
    const intact = line.deliver
    const kept: Uint8Array[] = []
    let arrivals = 0
    line.deliver = (octets) => {
      const nth = arrivals++
      if (nth === 100) return // lost
      if (nth === 200) octets[57]! ^= 1 // corrupted
      if (nth === 300) intact(octets) // duplicated
      if (nth === 400) {
        kept.push(octets) // overtaken by the next one with the same order key
        return
      }
      intact(octets)
      if (nth === 416) intact(kept[0]!)
    }
    expect(finish()).toEqual({
      flow: 'm3ua',
      offered: 3000,
      delivered: 2998,
      lost: 2,
      duplicated: 1,
      reordered: 1,
      corrupted: 1,
      refused: 0,
    })
  })

  it('says of itself when it was its own stall that was measured', () => {
    const { clock, flow, watch, samples, runTo, finish } = measuredRun()
    runTo(200)
    clock.standStill(400)
    expect(finish()).toMatchObject({ offered: 3000, delivered: 3000 })
    const { judgement, reasons } = watch.report()
    expect(judgement).toBe('saturated')
    expect(reasons[0]).toBe('13 % of the messages were sent late (0.1 % is tolerable)')
    // The latencies do not hide it either.
    expect(flow.phaseLatencies()[0]!.histogram.maximumUs).toBeGreaterThan(390_000)
    expect(samples.reduce((sum, { lateSends }) => sum + lateSends, 0)).toBe(watch.report().late)
    expect(samples.reduce((sum, { offered }) => sum + offered, 0)).toBe(3000)
  })

  it('counts irregular arrivals in the intervals they were meant for', () => {
    const { source, samples, finish } = measuredRun({ poisson: true })
    const audit = finish()
    expect(audit.delivered).toBe(source.offered)
    expect(samples.reduce((sum, { offered }) => sum + offered, 0)).toBe(source.offered)
    expect(Math.abs(source.offered - 3000)).toBeLessThan(5 * Math.sqrt(3000))
    expect(new Set(samples.slice(0, 30).map(({ offered }) => offered)).size).toBeGreaterThan(10)
  })

  it('is the same to the last microsecond when it is run again', () => {
    const samplesOf = () => {
      const run = measuredRun({ poisson: true, sendBuffer: 3 })
      run.finish()
      return run.samples
    }
    expect(samplesOf()).toEqual(samplesOf())
  })
})
