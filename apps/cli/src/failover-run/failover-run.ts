import { eventLoopProbe, IntervalSampler, RunClock, SelfWatch } from '@sigbed/load-generator'
import type { EnvironmentFingerprint, FailoverMeasure, IntervalSample, ProcessorTime, RunFault, RunOutcome } from '@sigbed/measurement'
import { ResultsStore, type RunBatch, RunRecorder } from '@sigbed/results'
import { protocolParameters, timerProfile } from '@sigbed/sctp-core'
import { FaultTimetable } from '@sigbed/sctp-transport'
import type { Lab } from '@sigbed/testbed'
import { environmentFingerprint } from '../environment-fingerprint.js'
import type { RunConsole, RunResult } from '../run-console.js'
import type { RunOptions } from '../run-options.js'
import { diameterFlow } from './diameter-flow.js'
import { m3uaFlow } from './m3ua-flow.js'
import type { RunFlow } from './run-flow.js'
import { RunFrames } from './run-frames.js'
import { RunHistory } from './run-history.js'
import { openLab } from './run-lab.js'
import { judgeRun } from './run-verdict.js'

/**
 * The main job: two nodes with two paths, M3UA and Diameter traffic between them, the primary path cut and restored on a timetable,
 * everything measured end to end and stored as it happens.
 *
 * @param stop ends the run early: associations are shut down, and what was measured is stored as interrupted
 * @throws ResultsError, UsageError, TransportError (rejects) when the run cannot begin; nothing is left behind then
 */
export async function runFailover(options: RunOptions, console: RunConsole, stop: AbortSignal): Promise<RunResult> {
  const store = ResultsStore.open(options.databasePath)
  try {
    const environment = await environmentFingerprint()
    const lab = await openLab(options, console)
    const run = new FailoverRun(options, console, lab, store)
    try {
      return await lab.run(run.conduct(environment, stop))
    } finally {
      await lab.close()
    }
  } finally {
    store.close()
  }
}

class FailoverRun {
  private readonly parameters
  /** Zero when traffic begins; until then that instant surely lies ahead, so that what happens before is negative and in order. */
  private readonly clock: RunClock
  private readonly history: RunHistory
  private readonly flows: readonly RunFlow[] = []
  private readonly selfWatch: SelfWatch
  private readonly frames: RunFrames
  private waitingSamples: IntervalSample[] = []
  private recorder: RunRecorder | null = null
  private faults: RunFault[] = []
  private processorTime: ProcessorTime | null = null

  constructor(
    private readonly options: RunOptions,
    private readonly console: RunConsole,
    private readonly lab: Lab,
    private readonly store: ResultsStore,
  ) {
    // The profile was checked with the options.
    this.parameters = timerProfile(options.profile)!.parameters
    this.clock = new RunClock(lab.surroundings, lab.surroundings.now() + LONGEST_SETUP_MS)
    this.history = new RunHistory(
      () => this.clock.now(),
      (line) => console.say(line),
    )
    this.selfWatch = new SelfWatch(lab.kind === 'loopback' ? eventLoopProbe() : null)
    const flow = (offeredPerSecond: number) => ({ ...options, offeredPerSecond })
    const flows: RunFlow[] = []
    if (options.m3uaPerSecond > 0)
      flows.push(m3uaFlow(lab, this.clock, this.history, flow(options.m3uaPerSecond), this.parameters, this.selfWatch))
    if (options.diameterPerSecond > 0)
      flows.push(diameterFlow(lab, this.clock, this.history, flow(options.diameterPerSecond), this.parameters, this.selfWatch))
    this.flows = flows
    this.frames = new RunFrames(options, this.flows, this.selfWatch)
  }

  async conduct(environment: EnvironmentFingerprint, stop: AbortSignal): Promise<RunResult> {
    const recorder = RunRecorder.begin(this.store, this.description(), environment)
    this.recorder = recorder
    let outcome: RunOutcome = 'completed'
    let failure: string | null = null
    try {
      for (const flow of this.flows) await flow.start()
      outcome = await this.traffic(stop)
    } catch (error) {
      outcome = stop.aborted ? 'interrupted' : 'failed'
      failure = error instanceof Error ? error.message : String(error)
    }
    await Promise.all(this.flows.map((flow) => flow.stop()))
    return this.conclude(recorder, outcome, failure)
  }

  private async traffic(stop: AbortSignal): Promise<RunOutcome> {
    const { lab, clock, flows, options, history } = this
    clock.begin()
    const sampler = new IntervalSampler(
      clock,
      flows.map((flow) => flow.measurement),
      (samples, toMs) => this.takeSamples(samples, toMs),
    )
    const timetable = new FaultTimetable(lab.surroundings, [
      { atMs: options.cutAtMs, label: 'cut', action: () => this.cut() },
      { atMs: options.restoreAtMs, label: 'restore', action: () => this.restore() },
    ])
    for (const flow of flows) flow.source.start(0)
    sampler.start(0)
    timetable.start()
    history.note('lab', 'traffic-start', `${flows.map((flow) => `${flow.name} ${flow.offeredPerSecond}/s`).join(', ')}`)
    const before = process.cpuUsage()
    await this.sleep(options.durationMs - clock.now(), stop)
    this.processorTime = processorTimeSince(before)
    timetable.stop()
    if (stop.aborted) this.lab.restore(CUT_NETWORK)
    await this.settle(stop)
    for (const flow of flows) flow.source.stop()
    sampler.stop()
    history.note('lab', 'traffic-end', stop.aborted ? 'interrupted' : 'completed')
    return stop.aborted ? 'interrupted' : 'completed'
  }

  private cut(): void {
    const nowMs = this.clock.now()
    for (const { watches } of this.flows) for (const watch of watches) watch.noteCut(nowMs)
    this.lab.cut(CUT_NETWORK)
    this.faults.push({ atMs: nowMs, text: `cut ${this.lab.topology.networks[CUT_NETWORK]}`, effect: 'breaks' })
    this.history.tell('lab', 'path-cut', `${this.lab.topology.networks[CUT_NETWORK]} is cut in both directions`)
  }

  private restore(): void {
    const nowMs = this.clock.now()
    for (const { watches } of this.flows) for (const watch of watches) watch.noteRestored(nowMs)
    this.lab.restore(CUT_NETWORK)
    this.faults.push({ atMs: nowMs, text: `restore ${this.lab.topology.networks[CUT_NETWORK]}`, effect: 'mends' })
    this.history.tell('lab', 'path-restored', `${this.lab.topology.networks[CUT_NETWORK]} is back`)
  }

  /** After the last message was offered: waits for those under way, as long as any can still come. */
  private async settle(stop: AbortSignal): Promise<void> {
    const patience = stop.aborted ? INTERRUPTED_SETTLING_MS : LONGEST_SETTLING_MS
    const deadline = this.clock.now() + patience
    // The last arrivals of the schedule may lie less than a wake-up before its end.
    while (this.clock.now() < deadline && this.flows.some((flow) => flow.outstanding() > 0 || (!stop.aborted && !flow.source.finished)))
      await this.sleep(10, NEVER_STOPS)
  }

  private takeSamples(samples: readonly IntervalSample[], toMs: number): void {
    this.waitingSamples.push(...samples)
    this.selfWatch.askProbe()
    if (this.frames.isDue(toMs)) this.console.frame(this.frames.frame(toMs))
    // One transaction a second, never one a message.
    if (Math.round(toMs) % 1000 === 0) this.recorder?.append(this.takeBatch())
  }

  private takeBatch(): RunBatch {
    const { waitingSamples: samples, faults } = this
    this.waitingSamples = []
    this.faults = []
    return { samples, faults, ...this.history.take(), latencies: this.flows.flatMap((flow) => flow.measurement.phaseLatencies()) }
  }

  private conclude(recorder: RunRecorder, outcome: RunOutcome, failure: string | null): RunResult {
    const audits = this.flows.map((flow) => flow.audit())
    const endMs = Math.min(this.clock.now(), this.options.durationMs)
    const failovers: FailoverMeasure[] = []
    for (const { watches } of this.flows)
      for (const watch of watches) failovers.push(...[watch.measure(endMs)].filter((measure) => measure !== null))
    const generator = this.selfWatch.report()
    const judged = judgeRun(outcome, audits, failovers, generator)
    const reasons = failure === null ? judged.reasons : [failure]
    const verdict = failure === null ? judged.verdict : null
    this.history.note('lab', 'generator', `${generator.judgement}: ${generator.reasons.join('; ')}`)
    const processorTimes = this.processorTime === null ? [] : [this.processorTime]
    recorder.finish({ outcome, verdict, reasons, audits, failovers, expectations: [], processorTimes }, this.takeBatch())
    return { runId: recorder.runId, outcome, verdict, reasons }
  }

  private description() {
    const { scenario, profile, seed, durationMs, cutAtMs, restoreAtMs, captureFile } = this.options
    return {
      scenario,
      scenarioText: null,
      profile,
      network: this.lab.kind,
      seed,
      plannedDurationMs: durationMs,
      cutAtMs,
      restoreAtMs,
      startedAtUtc: new Date().toISOString(),
      flows: this.flows.map(({ name, offeredPerSecond }) => ({ name, offeredPerSecond })),
      parameters: storable(protocolParameters(this.parameters)),
      captureFile,
      tags: [],
    }
  }

  /** On the lab's time; ends early when told to stop. */
  private sleep(ms: number, stop: AbortSignal): Promise<void> {
    const { surroundings } = this.lab
    return new Promise((resolve) => {
      if (stop.aborted || ms <= 0) return resolve()
      const wake = () => {
        surroundings.stopTimer(timer)
        stop.removeEventListener('abort', wake)
        resolve()
      }
      const timer = surroundings.startTimer(ms, wake)
      stop.addEventListener('abort', wake)
    })
  }
}

/** Generator, both nodes and everything else are this one program. */
function processorTimeSince(before: NodeJS.CpuUsage): ProcessorTime {
  const { user, system } = process.cpuUsage(before)
  return { node: 'sigbed', userMs: user / 1000, systemMs: system / 1000 }
}

/** JSON has no Infinity: a parameter that is switched off so is stored as null. */
function storable(parameters: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value === Number.POSITIVE_INFINITY ? null : value]))
}

/** The primary path of every association is on the first network. */
const CUT_NETWORK = 0
/** Associations and capabilities exchanges give up long before. */
const LONGEST_SETUP_MS = 120_000
/** A message that an rfc9260 retransmission carries may be this late. */
const LONGEST_SETTLING_MS = 8000
const INTERRUPTED_SETTLING_MS = 500
const NEVER_STOPS = new AbortController().signal
