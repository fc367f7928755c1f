import {
  type FlowName,
  type IntervalSample,
  LatencyHistogram,
  type PhaseLatency,
  phaseAt,
  RUN_PHASES,
  type RunPhase,
} from '@sigbed/measurement'

/** When the path is cut and when it comes back, on the run's clock; null: never. */
export interface PhaseBoundaries {
  readonly cutAtMs: number | null
  readonly restoreAtMs: number | null
}

/** What a flow meant to send, as its source tells it. */
export interface MeasuredSource {
  /** How many messages were meant for before `atMs`, also those not yet looked at; asked with instants that do not decrease. */
  dueBefore(atMs: number): number
  /** Messages sent late by the generator's own fault, so far. */
  readonly late: number
}

/**
 * The latencies of one flow: by phase over the whole run, and of the interval at hand. Latency is the time from the instant a
 * message was meant to be sent to its delivery.
 *
 * A message belongs to the phase of its intended instant. By the instant of delivery, all that was sent into a cut and came
 * through after it would burden the phase after; by the instant it really left, the phase during the cut would be relieved of
 * just the messages that the cut kept from leaving. Only the intended instant is the same whatever the stack does, and so the
 * phases of two runs hold the same messages and can be compared.
 *
 * An interval, on the other hand, is what was seen at the time: its latencies are of the messages delivered in it.
 */
export class FlowMeasurement {
  private readonly phases: Readonly<Record<RunPhase, LatencyHistogram>> = {
    before: new LatencyHistogram(),
    during: new LatencyHistogram(),
    after: new LatencyHistogram(),
  }
  /** Delivered before the end of the interval at hand. */
  private interval = new LatencyHistogram()
  /** Delivered after it, while its sample has not been taken: samplers are woken a little late. */
  private following = new LatencyHistogram()
  private intervalEndMs = Infinity
  private readonly span = new LatencyHistogram()
  private spanFromMs = Number.NaN
  private spanOffered = 0
  private spanLate = 0
  private dueTaken = 0
  private lateTaken = 0

  constructor(
    readonly flow: FlowName,
    private readonly boundaries: PhaseBoundaries,
    private readonly source: MeasuredSource,
  ) {}

  /** A message arrived for the first time and intact; allocates nothing. Both instants on the run's clock. */
  recordDelivery(intendedAtMs: number, nowMs: number): void {
    const latencyUs = (nowMs - intendedAtMs) * 1000
    this.phases[phaseAt(intendedAtMs, this.boundaries.cutAtMs, this.boundaries.restoreAtMs)].record(latencyUs)
    if (nowMs < this.intervalEndMs) this.interval.record(latencyUs)
    else this.following.record(latencyUs)
  }

  /** Says beforehand where the interval at hand ends, so that a delivery between that and its sample counts for the next. */
  endIntervalAt(atMs: number): void {
    this.intervalEndMs = atMs
  }

  /**
   * The sample of the interval at hand; the next begins. When the end announced has been passed by a whole interval (the program
   * stood still), the sample covers all up to `toMs`, rather than inventing intervals in which nothing arrived.
   */
  takeInterval(fromMs: number, toMs: number): IntervalSample {
    if (toMs > this.intervalEndMs) {
      this.interval.merge(this.following)
      this.following.reset()
    }
    const due = this.source.dueBefore(toMs)
    // Less can be due than before when the source was stopped short of what it had to make up for.
    const offered = Math.max(0, due - this.dueTaken)
    const lateSends = this.source.late - this.lateTaken
    this.dueTaken += offered
    this.lateTaken += lateSends
    const sample = { ...sampleOf(this.flow, fromMs, toMs, offered, this.interval, lateSends), histogram: this.interval.toBlob() }

    this.span.merge(this.interval)
    if (Number.isNaN(this.spanFromMs)) this.spanFromMs = fromMs
    this.spanOffered += offered
    this.spanLate += lateSends

    const emptied = this.interval
    emptied.reset()
    this.interval = this.following
    this.following = emptied
    this.intervalEndMs = Infinity
    return sample
  }

  /**
   * All intervals taken since the last call as one sample, with percentiles of all their messages (which those of the intervals
   * do not give): for a display that changes every second while intervals are shorter, hence without its histogram. Null when no
   * interval was taken.
   */
  takeSpan(toMs: number): IntervalSample | null {
    if (Number.isNaN(this.spanFromMs)) return null
    const sample = sampleOf(this.flow, this.spanFromMs, toMs, this.spanOffered, this.span, this.spanLate)
    this.span.reset()
    this.spanFromMs = Number.NaN
    this.spanOffered = 0
    this.spanLate = 0
    return sample
  }

  /** The histogram of each phase that had a message, in the order of the phases; they go on changing with each delivery. */
  phaseLatencies(): PhaseLatency[] {
    return RUN_PHASES.map((phase) => ({ flow: this.flow, phase, histogram: this.phases[phase] })).filter(
      ({ histogram }) => histogram.count > 0,
    )
  }
}

function sampleOf(
  flow: FlowName,
  fromMs: number,
  toMs: number,
  offered: number,
  latencies: LatencyHistogram,
  lateSends: number,
): IntervalSample {
  return {
    flow,
    fromMs,
    toMs,
    offered,
    delivered: latencies.count,
    p50Us: latencies.valueAtPercentile(50),
    p99Us: latencies.valueAtPercentile(99),
    maximumUs: latencies.maximumUs,
    lateSends,
    histogram: null,
  }
}
