import { Buffer } from 'node:buffer'
import {
  type FlowAudit,
  type IntervalSample,
  LatencyHistogram,
  type PhaseLatency,
  RUN_PHASES,
  type RunPhase,
  SequenceNumbers,
} from '@sigbed/measurement'
import type { NodeReport } from '../lab/node-protocol.js'
import type { TrafficPlan } from '../scenario/scenario.js'

export type OfferedReport = Extract<NodeReport, { kind: 'offered' }>
export type DeliveredReport = Extract<NodeReport, { kind: 'delivered' }>

/**
 * One flow of a run, put together from what its ends report: the sender's half of the account, and the halves of however many
 * received it, one after another or at once.
 */
export class FlowLedger {
  private readonly sent = new SequenceNumbers()
  private readonly received = new SequenceNumbers()
  private refused = 0
  private failed = 0
  private duplicated = 0
  private reordered = 0
  private corrupted = 0
  private waiting = 0
  /** What arrives was sent, whether anybody reported it or not. */
  private isForgiving = false
  private readonly phases: Readonly<Record<RunPhase, LatencyHistogram>> = {
    before: new LatencyHistogram(),
    during: new LatencyHistogram(),
    after: new LatencyHistogram(),
  }
  /** By their number, from 1 for the tenth of a second that begins the traffic; those sampled are gone. */
  private readonly tenths = new Map<number, Tenth>()
  /** Sampled ones, to be used again: a histogram is a large thing to make ten times a second. */
  private readonly spare: Tenth[] = []
  private readonly second = new LatencyHistogram()
  private sampledTenths = 0
  private sampledLast: IntervalSample | null = null
  private readonly mostNumbers: number

  constructor(
    readonly plan: TrafficPlan,
    durationMs: number,
  ) {
    this.mostNumbers = mostNumbersOf(plan, durationMs)
  }

  takeOffered({ first, offered, refused, failed, lateSends, waiting, toMs }: OfferedReport): void {
    this.sent.addRun(first, Math.min(offered, Math.max(0, this.mostNumbers - first)))
    this.refused += refused
    this.failed += failed
    this.waiting = waiting
    const tenth = this.tenthAt(toMs)
    tenth.offered += offered
    tenth.lateSends += lateSends
  }

  /** @throws MeasurementError for what no receiving end writes */
  takeDelivered({ numbers, duplicated, reordered, corrupted, latencies, toMs }: DeliveredReport): void {
    const arrived = SequenceNumbers.fromOctets(octetsOf(numbers), this.mostNumbers)
    // What is new at one node may have arrived at another: that is twice as well.
    this.duplicated += duplicated + this.received.merge(arrived)
    if (this.isForgiving) this.sent.merge(arrived)
    this.reordered += reordered
    this.corrupted += corrupted
    const tenth = this.tenthAt(toMs)
    for (const phase of RUN_PHASES) {
      const blob = latencies[phase]
      if (blob === null) continue
      const histogram = LatencyHistogram.fromBlob(octetsOf(blob))
      this.phases[phase].merge(histogram)
      tenth.latencies.merge(histogram)
    }
  }

  /**
   * The sending program ended without its last word: what it offered since its last report is not known. What arrived of that was
   * sent, however, and what is still on its way.
   */
  forgiveUnreported(): void {
    this.isForgiving = true
    this.sent.merge(this.received)
    this.waiting = 0
  }

  /** Messages taken by the stack of which nobody has seen the end. */
  get outstanding(): number {
    return Math.max(0, this.sent.count - this.refused - this.failed - this.received.countShared(this.sent))
  }

  get deliveredSoFar(): number {
    return this.received.count
  }

  get waitingNow(): number {
    return this.waiting
  }

  /** All of the latest second that was sampled; null before the first. */
  get lastSecond(): IntervalSample | null {
    return this.sampledLast
  }

  /**
   * Each number offered is delivered, lost or refused. What arrived without having been sent counts as corrupted, beside what arrived
   * damaged: its content cannot be what was sent.
   */
  audit(): FlowAudit {
    const { sent, received, refused } = this
    const shared = received.countShared(sent)
    const taken = sent.count - refused
    const delivered = Math.min(shared, taken)
    return {
      flow: this.plan.flow,
      offered: sent.count,
      delivered,
      lost: taken - delivered,
      duplicated: this.duplicated,
      reordered: this.reordered,
      corrupted: this.corrupted + (received.count - delivered),
      refused,
    }
  }

  /** One sample of each tenth of a second up to `toMs`, from where the last call ended. */
  takeSamples(toMs: number): IntervalSample[] {
    const samples: IntervalSample[] = []
    const { second } = this
    second.reset()
    const until = Math.floor(toMs / TENTH_MS + ROUNDING)
    const from = this.sampledTenths
    const totals = { offered: 0, lateSends: 0 }
    while (this.sampledTenths < until) {
      const number = ++this.sampledTenths
      const tenth = this.tenths.get(number) ?? this.freshTenth()
      this.tenths.delete(number)
      samples.push(this.sample(number - 1, number, tenth.latencies, tenth))
      second.merge(tenth.latencies)
      totals.offered += tenth.offered
      totals.lateSends += tenth.lateSends
      tenth.reset()
      this.spare.push(tenth)
    }
    if (samples.length > 0) this.sampledLast = this.sample(from, this.sampledTenths, second, totals)
    return samples
  }

  phaseLatencies(): PhaseLatency[] {
    return RUN_PHASES.map((phase) => ({ flow: this.plan.flow, phase, histogram: this.phases[phase] })).filter(
      ({ histogram }) => histogram.count > 0,
    )
  }

  private tenthAt(atMs: number): Tenth {
    // Of a tenth that has been sampled nothing more can be said: what comes that late is of the next.
    const number = Math.max(Math.ceil(atMs / TENTH_MS - ROUNDING), this.sampledTenths + 1)
    const tenth = this.tenths.get(number) ?? this.freshTenth()
    this.tenths.set(number, tenth)
    return tenth
  }

  private freshTenth(): Tenth {
    return this.spare.pop() ?? new Tenth()
  }

  private sample(from: number, to: number, latencies: LatencyHistogram, counts: Pick<Tenth, 'offered' | 'lateSends'>): IntervalSample {
    return {
      flow: this.plan.flow,
      fromMs: from * TENTH_MS,
      toMs: to * TENTH_MS,
      offered: counts.offered,
      delivered: latencies.count,
      p50Us: latencies.valueAtPercentile(50),
      p99Us: latencies.valueAtPercentile(99),
      maximumUs: latencies.maximumUs,
      lateSends: counts.lateSends,
      histogram: latencies.toBlob(),
    }
  }
}

/** Chance may make more arrivals than the rate; no honest sender makes twice as many. */
export function mostNumbersOf({ perSecond }: TrafficPlan, durationMs: number): number {
  return 2 * Math.ceil((perSecond * durationMs) / 1000) + 1000
}

class Tenth {
  offered = 0
  lateSends = 0
  readonly latencies = new LatencyHistogram()

  reset(): void {
    this.offered = 0
    this.lateSends = 0
    this.latencies.reset()
  }
}

function octetsOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64')
}

const TENTH_MS = 100
/** Of instants that are sums of fractions. */
const ROUNDING = 1e-6
