import { InvalidLoadError } from '../load-generator-error.js'

/** Turns instants of one time line into instants of another, which never run backwards. Milliseconds on both. */
export interface TimeWarp {
  /** Infinity where the other line never gets there. */
  at(planMs: number): number
}

/** From `atMs` on, this many per second; up to the next point, which a ramp rises or falls to and a step jumps to. */
export interface RatePoint {
  readonly atMs: number
  readonly perSecond: number
}

/** How the rate gets from one point to the next. */
export type RateForm = 'steps' | 'ramp'

/**
 * A rate that changes by plan. It warps arrivals of one per millisecond: the n-th comes when the curve has brought n of them about, so
 * that steady arrivals stay steady at each rate, and those of a Poisson process stay Poisson.
 */
export class RateCurve implements TimeWarp {
  private readonly segments: readonly Segment[]

  /**
   * @param points in order of time, the first at 0; after the last its rate holds for ever.
   * @throws InvalidLoadError for rates below 0, for points out of order, and for a curve that never brings anything about.
   */
  constructor(points: readonly RatePoint[], form: RateForm) {
    const [first] = points
    if (first === undefined || first.atMs !== 0) throw new InvalidLoadError('rates begin at 0 ms')
    let arrivals = 0
    this.segments = points.map(({ atMs, perSecond }, i): Segment => {
      const next = points[i + 1]
      if (!(perSecond >= 0) || perSecond === Infinity) throw new InvalidLoadError(`a rate must be a number from 0 up, not ${perSecond}`)
      if (next !== undefined && !(next.atMs > atMs)) throw new InvalidLoadError(`${next.atMs} ms does not come after ${atMs} ms`)
      const from = perSecond / 1000
      const lengthMs = next === undefined ? Infinity : next.atMs - atMs
      const slope = next === undefined || form === 'steps' ? 0 : (next.perSecond / 1000 - from) / lengthMs
      const segment = { atMs, arrivals, perMs: from, slope }
      if (next !== undefined) arrivals += from * lengthMs + (slope / 2) * lengthMs * lengthMs
      return segment
    })
    if (arrivals === 0 && this.segments.at(-1)!.perMs === 0) throw new InvalidLoadError('a rate that is 0 for ever is no load')
  }

  /** When so many arrivals have been brought about. */
  at(arrivals: number): number {
    const { segments } = this
    let i = segments.length - 1
    while (i > 0 && segments[i]!.arrivals > arrivals) i--
    const { atMs, perMs, slope } = segments[i]!
    const more = Math.max(0, arrivals - segments[i]!.arrivals)
    if (more === 0) return atMs
    // The root of slope/2 t^2 + perMs t = more, in the form that does not cancel when the slope is small.
    const root = Math.sqrt(Math.max(0, perMs * perMs + 2 * slope * more))
    return atMs + (2 * more) / (perMs + root)
  }

  /** The planned rate at an instant, per second. */
  perSecondAt(atMs: number): number {
    let i = this.segments.length - 1
    while (i > 0 && this.segments[i]!.atMs > atMs) i--
    const segment = this.segments[i]!
    return 1000 * (segment.perMs + segment.slope * Math.max(0, atMs - segment.atMs))
  }
}

/** `arrivals` and `atMs` where it begins; the rate there, per millisecond, and by how much it grows each millisecond. */
interface Segment {
  readonly atMs: number
  readonly arrivals: number
  readonly perMs: number
  readonly slope: number
}

/**
 * The pace at which a plan is carried out: 1 as planned, 2 twice as fast, 0 not at all. It may be changed while the plan runs, and what
 * lies behind stays as it was.
 */
export class Pace implements TimeWarp {
  private planMs = 0
  private realMs = 0
  private before: Pace | null = null

  constructor(private factor = 1) {}

  get present(): number {
    return this.factor
  }

  /** @param realMs from when on; not before the last change. */
  change(factor: number, realMs: number): void {
    const planMs = this.planMs + Math.max(0, realMs - this.realMs) * this.factor
    const past = new Pace(this.factor)
    past.planMs = this.planMs
    past.realMs = this.realMs
    past.before = this.before
    this.before = past
    this.planMs = planMs
    this.realMs = Math.max(realMs, this.realMs)
    this.factor = factor
  }

  /** When the plan gets to this instant of its own. */
  at(planMs: number): number {
    if (planMs < this.planMs && this.before !== null) return Math.min(this.before.at(planMs), this.realMs)
    if (planMs === Infinity) return Infinity
    const ahead = planMs - this.planMs
    return ahead <= 0 ? this.realMs + ahead : this.realMs + ahead / this.factor
  }

  /** Which instant of the plan it is at a real one. */
  planAt(realMs: number): number {
    if (realMs < this.realMs && this.before !== null) return this.before.planAt(realMs)
    return this.planMs + (realMs - this.realMs) * this.factor
  }
}
