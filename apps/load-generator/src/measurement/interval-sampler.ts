import type { IntervalSample } from '@sigbed/measurement'
import { AlreadyStartedError, InvalidLoadError } from '../load-generator-error.js'
import type { LoadClock, LoadTimer } from '../workload/load-clock.js'

/** A flow as its sampler sees it. */
export interface SampledFlow {
  endIntervalAt(atMs: number): void
  takeInterval(fromMs: number, toMs: number): IntervalSample
}

/** Receives one sample of each flow, in the order of the flows, all of the same interval. The array is the receiver's. */
export type TakeSamples = (samples: IntervalSample[], toMs: number) => void

/**
 * Takes the samples of all flows at the end of every interval. The ends are computed from the start and do not drift; a wake-up
 * that comes late changes no interval. When one or more ends were missed (the program stood still), one longer interval up to the
 * last of them tells so.
 */
export class IntervalSampler {
  private state: 'new' | 'running' | 'stopped' = 'new'
  private startedAtMs = Number.NaN
  /** Ends passed so far. */
  private ends = 0
  private timer: LoadTimer | null = null

  /**
   * @param clock the run's clock: the samples say when on it.
   * @throws InvalidLoadError for an interval that is not above zero.
   */
  constructor(
    private readonly clock: LoadClock,
    private readonly flows: readonly SampledFlow[],
    private readonly takeSamples: TakeSamples,
    private readonly intervalMs: number = 100,
  ) {
    if (!(intervalMs > 0) || intervalMs === Infinity) throw new InvalidLoadError(`an interval must be above 0 ms, not ${intervalMs}`)
  }

  /**
   * @param atMs where the first interval begins.
   * @throws AlreadyStartedError
   */
  start(atMs: number = this.clock.now()): void {
    if (this.state !== 'new') throw new AlreadyStartedError('the sampler')
    this.state = 'running'
    this.startedAtMs = atMs
    this.sleep()
  }

  /** Takes what is left of the interval at hand as a last, shorter sample, and ends. */
  stop(): void {
    if (this.state !== 'running') return
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
    this.state = 'stopped'
    const nowMs = this.clock.now()
    this.catchUp(nowMs)
    const fromMs = this.endOf(this.ends)
    if (nowMs > fromMs) this.takeAll(fromMs, nowMs)
  }

  private readonly wakeUp = (): void => {
    this.timer = null
    // A timer is never early, but start + delay may round to a hair before the end.
    this.catchUp(Math.max(this.clock.now(), this.endOf(this.ends + 1)))
    if (this.state === 'running') this.sleep()
  }

  private catchUp(nowMs: number): void {
    const from = this.ends
    const estimate = Math.floor((nowMs - this.startedAtMs) / this.intervalMs)
    // The quotient may be off by a rounding; the ends themselves decide.
    const passed = this.endOf(estimate + 1) <= nowMs ? estimate + 1 : this.endOf(estimate) > nowMs ? estimate - 1 : estimate
    if (passed <= from) return
    this.ends = passed
    this.takeAll(this.endOf(from), this.endOf(passed))
  }

  private takeAll(fromMs: number, toMs: number): void {
    const samples = this.flows.map((flow) => flow.takeInterval(fromMs, toMs))
    for (const flow of this.flows) flow.endIntervalAt(this.endOf(this.ends + 1))
    this.takeSamples(samples, toMs)
  }

  private sleep(): void {
    const endMs = this.endOf(this.ends + 1)
    if (this.ends === 0) for (const flow of this.flows) flow.endIntervalAt(endMs)
    this.timer = this.clock.startTimer(Math.max(endMs - this.clock.now(), 0), this.wakeUp)
  }

  private endOf(interval: number): number {
    return this.startedAtMs + interval * this.intervalMs
  }
}
