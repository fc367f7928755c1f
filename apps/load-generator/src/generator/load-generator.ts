import type { LoadDriver, LoadDriverUser, LoadShare } from '../driver/load-driver.js'
import { type LoadProbe, SelfWatch } from '../measurement/self-watch.js'
import type { LoadPlan } from '../plan/load-plan.js'
import { ClosedLoopSource } from '../workload/closed-loop-source.js'
import { type LoadClock, type LoadTimer, RunClock } from '../workload/load-clock.js'
import { OpenLoopSource, type SourceWatch } from '../workload/open-loop-source.js'
import { plannedArrivals } from '../workload/planned-arrivals.js'
import { Pace } from '../workload/time-warp.js'
import { EventLog } from './event-log.js'
import type { GeneratorReport } from './generator-report.js'
import { LoadMeasurement } from './load-measurement.js'

export interface LoadGeneratorOptions {
  readonly plan: LoadPlan
  readonly share: LoadShare
  /** Connections that are this generator's own. */
  readonly connections: number
  readonly clock: LoadClock
  readonly driver: LoadDriver
  /** null where processor time means nothing, as in virtual time. */
  readonly probe: LoadProbe | null
  readonly onReport: (report: GeneratorReport) => void
}

/**
 * One generator: a source that says when, a driver that says what, a measurement, and a watch over itself. Real and virtual time alike;
 * in a worker of its own as a rule.
 *
 * Its time: the warm-up is before 0, the traffic that counts from 0 to the plan's duration; then it waits for what is under way.
 */
export class LoadGenerator implements LoadDriverUser {
  readonly measurement: LoadMeasurement
  private readonly clock: RunClock
  private readonly pace = new Pace()
  private readonly source: OpenLoopSource | ClosedLoopSource
  private readonly selfWatch: SelfWatch
  private state: 'new' | 'warming-up' | 'running' | 'draining' | 'ended' = 'new'
  private timer: LoadTimer | null = null
  private second = 0
  private zeroAtMs: number
  private reportedToMs = 0
  private nextReportMs = REPORT_EVERY_MS
  private lateReported = 0
  /** Where the traffic ended; Infinity while it goes on. */
  private lengthMs = Infinity
  private drainedByMs = Infinity
  private readonly events = new EventLog()

  constructor(private readonly options: LoadGeneratorOptions) {
    const { plan, share, clock, driver, probe, connections } = options
    this.clock = new RunClock(clock)
    this.zeroAtMs = clock.now()
    this.measurement = new LoadMeasurement(driver.kinds)
    this.measurement.endMs = plan.durationMs
    this.selfWatch = new SelfWatch(probe)
    const offer = (sequence: number, intendedAtMs: number) => driver.offer(sequence, intendedAtMs)
    const { arrivals } = plan
    this.source =
      arrivals.model === 'closed'
        ? new ClosedLoopSource(this.clock, offer, {
            outstanding: arrivals.outstanding * connections,
            thinkMs: arrivals.thinkMs,
            durationMs: plan.warmUpMs + plan.durationMs,
            countsFromMs: plan.warmUpMs,
            count: Math.ceil((plan.count - share.worker) / share.of),
            watch: this.watchAfterWarmUp(),
          })
        : new OpenLoopSource(this.clock, plannedArrivals(arrivals, plan, share, this.pace), offer, {
            watch: this.watchAfterWarmUp(),
            refuse: (sequence, intendedAtMs) => this.measurement.refused(driver.kindOf(sequence), intendedAtMs),
          })
  }

  /** Resolves when traffic may flow. @throws LoadConnectionError (rejects) */
  connect(): Promise<void> {
    return this.options.driver.connect(this)
  }

  /** @param zeroAtMs where the end of the warm-up lies on the clock it was given */
  start(zeroAtMs: number): void {
    this.events.shift(this.zeroAtMs - zeroAtMs)
    this.clock.beginAt(zeroAtMs)
    this.zeroAtMs = zeroAtMs
    this.state = 'warming-up'
    this.source.start(-this.options.plan.warmUpMs)
    this.look()
  }

  /** @param factor of the planned pace: 1 as planned, 2 twice as fast, 0 nothing at all. A closed loop has no pace. */
  setPace(factor: number): void {
    if (!(this.source instanceof OpenLoopSource) || this.state === 'draining' || this.state === 'ended') return
    this.pace.change(factor, this.clock.now() + this.options.plan.warmUpMs)
    this.source.reschedule()
  }

  /** Nothing new begins; what is under way is waited for. */
  stop(): void {
    if (this.state === 'draining' || this.state === 'ended') return
    this.breakOff(this.clock.now())
  }

  /** Ends the connections. Never rejects. */
  close(): Promise<void> {
    this.stop()
    this.end()
    return this.options.driver.close()
  }

  // ---- LoadDriverUser

  get zeroMs(): number {
    return this.zeroAtMs
  }

  ended(): void {
    if (this.source instanceof ClosedLoopSource) this.source.ended()
  }

  writable(): void {
    this.source.resume()
  }

  exhausted(intendedAtMs: number): void {
    if (this.state === 'draining' || this.state === 'ended') return
    this.event('rows-used-up', 'every row of the table has been used once')
    this.breakOff(intendedAtMs)
  }

  event(kind: string, detail: string): void {
    this.events.add(this.clock.now(), kind, detail)
  }

  // ---- time

  private readonly look = (): void => {
    this.timer = null
    const nowMs = this.clock.now()
    const { driver, probe } = this.options
    if (this.state === 'warming-up' && nowMs >= 0) {
      this.state = 'running'
      // What was before is not its business.
      this.lateReported = this.source.late
      probe?.cpuShare()
      probe?.eventLoopDelayMs()
    }
    if (this.state === 'running') this.endTraffic(nowMs)
    if (this.state === 'draining') {
      // What never found room is refused.
      if (nowMs >= this.drainedByMs) this.source.stop()
      if (this.source.finished && (driver.outstanding === 0 || nowMs >= this.drainedByMs)) this.end()
    }
    if (this.state === 'ended') return
    if (nowMs >= this.nextReportMs) this.report(nowMs, false)
    this.timer = this.clock.startTimer(Math.min(LOOK_EVERY_MS, Math.max(this.nextReportMs - nowMs, 0)), this.look)
  }

  /** By its time; or by itself, when the last of a number, or of what was recorded, has come to its end. */
  private endTraffic(nowMs: number): void {
    const { plan, driver } = this.options
    const endsByItself = plan.count !== Infinity || plan.arrivals.model === 'replayed'
    if (nowMs >= plan.durationMs) this.drain(plan.durationMs)
    else if (endsByItself && this.source.finished && driver.outstanding === 0) this.drain(this.measurement.lastIntendedMs)
  }

  /** Before its time: what is meant for this instant or later is not sent, and does not count. */
  private breakOff(atMs: number): void {
    this.measurement.endMs = Math.min(this.measurement.endMs, Math.max(0, atMs))
    this.drain(atMs)
    this.source.stop()
  }

  /** What came due before the end and has not been sent yet still is: to leave it out would leave out what waited longest. */
  private drain(endMs: number): void {
    this.state = 'draining'
    this.lengthMs = Math.max(0, endMs)
    if (this.source instanceof ClosedLoopSource) this.source.stop()
    this.drainedByMs = this.clock.now() + this.options.plan.timeoutMs + DRAIN_SLACK_MS
  }

  private end(): void {
    if (this.state === 'ended') return
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.state = 'ended'
    this.measurement.close()
    this.report(Math.max(this.reportedToMs, this.clock.now()), true)
  }

  private report(toMs: number, last: boolean): void {
    const { driver, onReport } = this.options
    this.selfWatch.askProbe()
    const late = this.state === 'warming-up' ? 0 : this.source.late - this.lateReported
    this.lateReported = this.source.late
    const second = Math.max(this.second, Math.floor(toMs / REPORT_EVERY_MS) - (last ? 0 : 1))
    this.second = second + 1
    onReport({
      second,
      fromMs: this.reportedToMs,
      toMs,
      lengthMs: Math.min(this.lengthMs, Math.max(0, toMs)),
      ...this.measurement.take(),
      waiting: this.source.waiting,
      outstanding: driver.outstanding,
      late,
      self: this.selfWatch.report(),
      events: this.events.take(toMs),
      last,
    })
    this.reportedToMs = toMs
    this.nextReportMs = (Math.floor(toMs / REPORT_EVERY_MS) + 1) * REPORT_EVERY_MS
  }

  private watchAfterWarmUp(): SourceWatch {
    return {
      recordWakeUp: (plannedAtMs, nowMs) => {
        if (plannedAtMs >= 0) this.selfWatch.recordWakeUp(plannedAtMs, nowMs)
      },
      recordSends: (handled, late) => {
        if (this.state === 'running') this.selfWatch.recordSends(handled, late)
      },
    }
  }
}

const REPORT_EVERY_MS = 1000
const LOOK_EVERY_MS = 20
/** For what times out at the very end to be told so. */
const DRAIN_SLACK_MS = 100
