import type { Duration } from '../time.js'

/**
 * SRTT, RTTVAR and RTO of one path (RFC 9260 §6.3.1). `rtoMs` includes the doubling of §6.3.3 E2 until the next
 * measurement collapses it again.
 */
export class RoundTripTime {
  /** NaN until the first measurement. */
  smoothedMs: Duration = Number.NaN
  variationMs: Duration = Number.NaN
  rtoMs: Duration
  measurements = 0

  constructor(
    initialMs: Duration,
    private minimumMs: Duration,
    private maximumMs: Duration,
  ) {
    // C1: until a measurement has been made, RTO is RTO.Initial.
    this.rtoMs = Math.min(initialMs, maximumMs)
  }

  /** Takes one measurement in; the caller has seen to Karn's rule (C5). */
  measure(roundTripMs: Duration): void {
    const sample = Math.max(roundTripMs, 0)
    this.measurements++
    if (Number.isNaN(this.smoothedMs)) {
      // C2
      this.smoothedMs = sample
      this.variationMs = sample / 2
    } else {
      // C3: RTTVAR uses SRTT as it was before this measurement.
      this.variationMs = (1 - RTO_BETA) * this.variationMs + RTO_BETA * Math.abs(this.smoothedMs - sample)
      this.smoothedMs = (1 - RTO_ALPHA) * this.smoothedMs + RTO_ALPHA * sample
    }
    // G1: a variation of zero counts as one tick of the clock.
    if (this.variationMs < CLOCK_GRANULARITY_MS) this.variationMs = CLOCK_GRANULARITY_MS
    // C6 and C7: between RTO.Min and RTO.Max.
    this.rtoMs = Math.min(Math.max(this.smoothedMs + 4 * this.variationMs, this.minimumMs), this.maximumMs)
  }

  /** New bounds for this RTO and all to come; what a lower minimum makes of it shows with the next measurement. */
  keepWithin(minimumMs: Duration, maximumMs: Duration): void {
    this.minimumMs = minimumMs
    this.maximumMs = maximumMs
    this.rtoMs = Math.min(this.measurements > 0 ? Math.max(this.rtoMs, minimumMs) : this.rtoMs, maximumMs)
  }

  /** RFC 9260 §6.3.3 E2. */
  backOff(): void {
    this.rtoMs = Math.min(this.rtoMs * 2, this.maximumMs)
  }
}

const RTO_ALPHA = 1 / 8
const RTO_BETA = 1 / 4
const CLOCK_GRANULARITY_MS = 0.1
