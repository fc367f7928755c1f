import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import type { RunOutcome } from '@sigbed/measurement'
import type { GeneratorEvent, GeneratorReport } from '../generator/generator-report.js'
import { GeneratorLostError, LoadConnectionError } from '../load-generator-error.js'
import type { SelfJudgement, SelfReport } from '../measurement/self-watch.js'
import type { LoadPlan } from '../plan/load-plan.js'
import { connectionShare, type WorkerAssignment, type WorkerCommand, type WorkerMessage } from '../worker/worker-protocol.js'
import { plannedRate } from '../workload/planned-arrivals.js'
import { Pace } from '../workload/time-warp.js'
import { StopWatch } from './judged-conditions.js'
import { LoadTally } from './load-tally.js'
import { type JudgedLoad, judgeLoad } from './load-verdict.js'

/** One second of a load, all generators together. */
export interface LoadSecond {
  readonly second: LoadTally
  /** Since the end of the warm-up. */
  readonly whole: LoadTally
  readonly waiting: number
  readonly outstanding: number
  readonly self: SelfReport
  readonly events: readonly GeneratorEvent[]
}

export interface LoadResult extends JudgedLoad {
  readonly outcome: RunOutcome
  readonly whole: LoadTally
  /** From the end of the warm-up to the end of the traffic. */
  readonly lengthMs: number
  readonly self: SelfReport
}

export interface LoadRunListener {
  /** Every connection is up; traffic begins, first that of the warm-up. */
  onStart(): void
  onSecond(second: LoadSecond): void
  /** Something the run did, on its clock; what the generators tell comes with their seconds. */
  onEvent(event: GeneratorEvent): void
}

/** Workers that generate, and one who puts together what they report. Nothing here is on the path of a message. */
export class LoadRun {
  private readonly workers: GeneratorThread[] = []
  private readonly whole = new LoadTally()
  private readonly stopWatches: readonly StopWatch[]
  private readonly waiting = new Map<number, GeneratorReport[]>()
  private selves: (SelfReport | null)[] = []
  private nextSecond = 0
  private toldToMs = 0
  private zeroAtEpochMs = Number.NaN
  /** As the generators have it, but for the moment a command takes to reach them. */
  private readonly planPace = new Pace()
  private lengthMs = 0
  private endReason: string | null = null
  private interrupted = false

  constructor(
    private readonly plan: LoadPlan,
    private readonly listener: LoadRunListener,
  ) {
    this.stopWatches = plan.stopIf.map((condition) => new StopWatch(condition))
  }

  /**
   * Connects, generates, and waits for what is under way.
   *
   * @param stop ends the load early; what was measured counts
   * @throws LoadConnectionError (rejects) when the target cannot be reached: nothing was sent then
   * @throws GeneratorLostError (rejects) when a worker breaks down
   */
  async conduct(stop: AbortSignal): Promise<LoadResult> {
    const { plan } = this
    const interrupt = (): void => {
      this.interrupted = true
      this.command({ kind: 'stop' })
    }
    try {
      for (let worker = 0; worker < plan.workers; worker++) {
        const share = { worker, of: plan.workers }
        const connections = connectionShare(plan.connections, worker, plan.workers)
        this.workers.push(new GeneratorThread({ plan, share, connections }, (report) => this.take(worker, report)))
      }
      this.selves = this.workers.map(() => null)
      await Promise.race([Promise.all(this.workers.map(({ ready }) => ready)), aborted(stop)])
      if (stop.aborted) return this.result('interrupted')
      stop.addEventListener('abort', interrupt)
      this.zeroAtEpochMs = epochNow() + START_LEAD_MS + plan.warmUpMs
      this.command({ kind: 'start', zeroAtEpochMs: this.zeroAtEpochMs })
      this.listener.onStart()
      await Promise.all(this.workers.map(({ closed }) => closed))
      return this.result(this.interrupted ? 'interrupted' : 'completed')
    } finally {
      stop.removeEventListener('abort', interrupt)
      await Promise.all(this.workers.map((worker) => worker.terminate()))
    }
  }

  /** The run's clock: zero is the end of the warm-up. NaN before the start. */
  now(): number {
    return epochNow() - this.zeroAtEpochMs
  }

  /** Of the planned pace. */
  get pace(): number {
    return this.planPace.present
  }

  /** Changes the pace from now on. A closed loop has none: false. @param factor 1 as planned, 0 nothing at all */
  setPace(factor: number): boolean {
    if (this.plan.arrivals.model === 'closed' || !(factor >= 0) || factor > FASTEST) return false
    this.planPace.change(factor, this.sinceWarmUpBegan())
    this.command({ kind: 'pace', factor })
    const rate = this.rate
    const text =
      rate === null ? `${Math.round(factor * 100)} % of the recorded pace` : `${rate.toLocaleString('en', { maximumFractionDigits: 1 })}/s`
    this.listener.onEvent({ atMs: this.now(), kind: 'rate-change', detail: text })
    return true
  }

  /** Changes the pace so that the rate is this now; a plan whose rate changes goes on changing. False where there are no rates. */
  setRate(perSecond: number): boolean {
    const planned = this.plannedNow()
    return planned !== null && planned > 0 && this.setPace(perSecond / planned)
  }

  /** Procedures begun a second now; null where there are no rates. */
  get rate(): number | null {
    const planned = this.plannedNow()
    return planned === null ? null : planned * this.pace
  }

  /** Begins nothing more, and waits for what is under way. */
  stop(reason: string): void {
    if (this.endReason !== null) return
    this.endReason = reason
    this.listener.onEvent({ atMs: this.now(), kind: 'stop', detail: reason })
    this.command({ kind: 'stop' })
  }

  private plannedNow(): number | null {
    const { arrivals, warmUpMs } = this.plan
    return plannedRate(arrivals, warmUpMs, this.planPace.planAt(this.sinceWarmUpBegan()))
  }

  private sinceWarmUpBegan(): number {
    return Math.max(0, this.now() + this.plan.warmUpMs)
  }

  private command(command: WorkerCommand): void {
    for (const worker of this.workers) worker.command(command)
  }

  /** A second is told when every generator has told of it or of a later one, or has ended. */
  private take(worker: number, report: GeneratorReport): void {
    this.selves[worker] = report.self
    this.workers[worker]!.toldSecond = report.last ? Infinity : report.second
    this.waiting.set(report.second, [...(this.waiting.get(report.second) ?? []), report])
    const toldByAll = Math.min(...this.workers.map(({ toldSecond }) => toldSecond))
    for (; this.nextSecond <= toldByAll && this.waiting.size > 0; this.nextSecond++) {
      const reports = this.waiting.get(this.nextSecond)
      this.waiting.delete(this.nextSecond)
      if (reports !== undefined) this.takeSecond(reports)
    }
  }

  private takeSecond(reports: readonly GeneratorReport[]): void {
    const second = new LoadTally()
    for (const report of reports) second.addReport(report)
    // One generator that stood still must not make the others' seconds longer.
    second.fromMs = this.toldToMs
    second.toMs = Math.max(second.toMs, second.fromMs)
    this.toldToMs = second.toMs
    this.lengthMs = Math.max(this.lengthMs, ...reports.map(({ lengthMs }) => lengthMs))
    this.whole.add(second)
    const sum = (figure: (report: GeneratorReport) => number) => reports.reduce((total, report) => total + figure(report), 0)
    this.listener.onSecond({
      second,
      whole: this.whole,
      waiting: sum(({ waiting }) => waiting),
      outstanding: sum(({ outstanding }) => outstanding),
      self: this.self(),
      events: reports.flatMap(({ events }) => events),
    })
    // Of a second in which the traffic ended by itself there is nothing to stop, and its rate is no rate.
    if (reports.some(({ lengthMs, toMs }) => lengthMs < toMs)) return
    const reached = this.stopWatches.find((watch) => watch.look(second, this.whole))
    if (reached !== undefined) this.stop(`stopped because ${reached.condition.text}`)
  }

  private result(outcome: RunOutcome): LoadResult {
    const { plan, whole, lengthMs } = this
    const self = this.self()
    return { outcome, ...judgeLoad(plan, whole, lengthMs, self, this.endReason), whole, lengthMs, self }
  }

  /** The worst of the generators speaks for all. */
  private self(): SelfReport {
    const known = this.selves.filter((self) => self !== null)
    const worst = known.reduce<SelfReport | null>((a, b) => (a === null || RANKS[b.judgement] > RANKS[a.judgement] ? b : a), null)
    if (worst === null) return NO_SELF
    const handled = known.reduce((sum, self) => sum + self.handled, 0)
    const late = known.reduce((sum, self) => sum + self.late, 0)
    return { ...worst, handled, late, lateShare: handled === 0 ? 0 : late / handled }
  }
}

/** One worker thread, and what can be waited for of it. */
class GeneratorThread {
  readonly ready: Promise<void>
  readonly closed: Promise<void>
  /** The second it told of last; Infinity when it has told of its last. */
  toldSecond = -1
  private readonly worker: Worker

  constructor(assignment: WorkerAssignment, onReport: (report: GeneratorReport) => void) {
    this.worker = new Worker(new URL('../worker/generator-worker.js', import.meta.url), { workerData: assignment })
    let becomeReady = (): void => {}
    let failToBegin = (_: unknown): void => {}
    let breakDown = (_: unknown): void => {}
    this.ready = new Promise((resolve, reject) => {
      becomeReady = resolve
      failToBegin = reject
    })
    this.closed = new Promise((resolve, reject) => {
      breakDown = reject
      this.worker.on('exit', () => {
        failToBegin(new LoadConnectionError('a worker ended before it was ready'))
        if (this.toldSecond === Infinity) resolve()
        else reject(new GeneratorLostError('a worker ended in the middle of its load'))
      })
    })
    // Heard of where it is waited for; until then it is nobody's.
    this.ready.catch(() => {})
    this.closed.catch(() => {})
    this.worker.on('error', (error) => {
      failToBegin(error)
      breakDown(new GeneratorLostError(`a worker broke down: ${error.message}`, { cause: error }))
    })
    this.worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') becomeReady()
      else if (message.kind === 'failed') failToBegin(new WorkerFailure(message.code, message.message))
      else {
        // Who takes the report may fail, as a full disk makes it: that ends the load, like a generator that does.
        try {
          onReport(message.report)
        } catch (error) {
          breakDown(error)
        }
      }
    })
  }

  command(command: WorkerCommand): void {
    this.worker.postMessage(command)
  }

  async terminate(): Promise<void> {
    await this.worker.terminate()
  }
}

/** An error of a worker, with the code it had there. */
export class WorkerFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'WorkerFailure'
  }
}

function epochNow(): number {
  return performance.timeOrigin + performance.now()
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

const RANKS: Readonly<Record<SelfJudgement, number>> = { sound: 0, strained: 1, saturated: 2 }
const NO_SELF: SelfReport = { judgement: 'sound', reasons: [], handled: 0, late: 0, lateShare: 0, cpuShare: null, eventLoopDelayMs: null }
/** For the start to reach every worker before it comes. */
const START_LEAD_MS = 50
const FASTEST = 10_000
