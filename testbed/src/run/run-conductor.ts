import type { ExpectationOutcome, ProcessorTime, RunOutcome, RunVerdict } from '@sigbed/measurement'
import type { NodeReport } from '../lab/node-protocol.js'
import type { LabListener, ScenarioLab } from '../lab/scenario-lab.js'
import type { Expectation } from '../scenario/expectation.js'
import { effectOf } from '../scenario/fault-effect.js'
import type { Scenario, TimetableEntry } from '../scenario/scenario.js'
import { EvidenceBook } from './evidence-book.js'
import { NodeRoster } from './node-roster.js'
import type { RunEvidence } from './run-evidence.js'
import { happeningText, instant } from './run-happening.js'
import type { RunSink } from './run-sink.js'
import { judgeRun } from './run-verdict.js'

/** A run that is over, however it ended. */
export interface ConductedRun {
  readonly outcome: RunOutcome
  /** null when the run did not get far enough for one, or the machine did not let it. */
  readonly verdict: RunVerdict | null
  /** Why the verdict is what it is, or why the run broke off; sentences for people, without a full stop. */
  readonly reasons: readonly string[]
  readonly evidence: RunEvidence
  readonly expectations: readonly ExpectationOutcome[]
  /** Of nodes that have a process of their own. */
  readonly processorTimes: readonly ProcessorTime[]
  /** What the lab could not remove, in a sentence each. */
  readonly remains: readonly string[]
}

/** Holds what was seen against what was expected. */
export type JudgeExpectations = (expectations: readonly Expectation[], evidence: RunEvidence) => readonly ExpectationOutcome[]

/**
 * Carries one scenario out in a lab, from an empty machine to an empty machine: opens it, has every node come up, lets traffic flow
 * while the timetable breaks and mends, waits for what is under way, ends all nodes in order, and takes the lab away. Gathers what the
 * nodes report, and judges it.
 *
 * What happens in the run does not reject: a node that does not come up or dies, a fault the lab cannot carry out, a sink that can take
 * no more make it `failed`, with the reason.
 *
 * @param stop ends the run early, at any moment and in order; it is `interrupted` then
 * @throws (rejects) what kept the lab from being opened, or the sink from beginning; nothing is left behind then
 */
export async function conductRun(lab: ScenarioLab, judge: JudgeExpectations, sink: RunSink, stop: AbortSignal): Promise<ConductedRun> {
  const conductor = new RunConductor(lab, sink, stop)
  let remains: readonly string[] = []
  try {
    await lab.run(lab.open(conductor))
    sink.begin()
    await lab.run(conductor.conduct())
  } finally {
    remains = await lab.close()
  }
  return conductor.conclude(judge, remains)
}

class RunConductor implements LabListener {
  private readonly scenario: Scenario
  private readonly roster: NodeRoster
  private readonly book: EvidenceBook
  private readonly halt = new AbortController()
  /** Somebody stopped the run, or something did. */
  private readonly stopped: AbortSignal
  private failure: string | null = null
  /** Of the lab's clock; NaN until traffic begins. */
  private zeroAt = Number.NaN
  private stage: 'before' | 'traffic' | 'over' = 'before'
  /** Everything was seen; what comes after cannot interrupt it. */
  private completed = false
  /** On the run's clock. */
  private trafficEndedMs = 0
  private endMs = 0

  constructor(
    private readonly lab: ScenarioLab,
    private readonly sink: RunSink,
    private readonly stop: AbortSignal,
  ) {
    this.scenario = lab.scenario
    this.roster = new NodeRoster(lab)
    this.book = new EvidenceBook(lab.scenario)
    this.stopped = AbortSignal.any([stop, this.halt.signal])
  }

  /** In a lab that is open. Never rejects. */
  async conduct(): Promise<void> {
    try {
      await this.bringUp()
      if (!this.stopped.aborted) await this.traffic()
    } catch (error) {
      this.fail(error)
    }
    await this.end()
  }

  /** Something went wrong that a run cannot go on with; the first that did is told. */
  fail(error: unknown): void {
    if (!this.stop.aborted || this.completed) this.failure ??= error instanceof Error ? error.message : String(error)
    this.halt.abort()
  }

  onReport(node: string, report: NodeReport): void {
    try {
      // Leave-taking shows nothing; accounts count to the last.
      if (this.stage !== 'over' || !LEAVE_TAKING.has(report.kind)) this.book.takeReport(node, report)
    } catch (error) {
      this.fail(new Error(`${node} reports what cannot be: ${error instanceof Error ? error.message : error}`))
    }
    this.roster.takeReport(node, report)
    // One that the timetable has started while the others are under way.
    if (report.kind === 'opened' && this.stage === 'traffic') this.join(node)
    if (report.kind === 'failed' && this.stage === 'traffic') this.noteFailed(node, report.reason)
    if (report.kind === 'failed' && this.stage === 'over') this.fail(new Error(`${node} did not end in order: ${report.reason}`))
    const line = this.stage === 'traffic' ? happeningText(node, report) : null
    if (line !== null) this.sink.say(line)
  }

  onEnded(node: string, detail: string): void {
    if (!this.roster.noteGone(node, detail)) return
    this.book.forgetPaths(node)
    this.forgiveUnreported(node)
    this.fail(new Error(`the program of ${node} has ended by itself: ${detail}`))
  }

  say(line: string): void {
    this.sink.say(line)
  }

  conclude(judge: JudgeExpectations, remains: readonly string[]): ConductedRun {
    const outcome = this.failure !== null ? 'failed' : this.completed ? 'completed' : 'interrupted'
    const evidence = this.book.evidence(this.lab.kind, this.trafficEndedMs, this.endMs)
    const expectations = outcome === 'completed' ? judge(this.scenario.expectations, evidence) : []
    const demanded = this.scenario.expectations
    const { verdict, reasons } = judgeRun(outcome, this.failure, demanded, expectations, this.book.generatorReasons, evidence)
    return { outcome, verdict, reasons, evidence, expectations, processorTimes: this.book.processorTimes, remains }
  }

  private async bringUp(): Promise<void> {
    const { roster, lab } = this
    const settled = (...stages: readonly ('opened' | 'ready')[]) => {
      const late = () => roster.notAt(...stages, 'failed', 'gone')
      return roster.until(() => late().length === 0, COMING_UP_PATIENCE_MS, this.stopped)
    }
    await settled('opened')
    if (this.stopped.aborted) return
    this.refuseAbsent(roster.notAt('opened'), 'did not start')
    for (const { name } of this.scenario.nodes) lab.send(name, { kind: 'prepare' })
    await settled('ready')
    if (this.stopped.aborted) return
    this.refuseAbsent(roster.notAt('ready'), 'did not come up')
  }

  private refuseAbsent(nodes: readonly string[], what: string): void {
    if (nodes.length === 0) return
    const said = nodes.map(
      (node) => `node ${node} ${what}: ${this.roster.detail(node) || `nothing came within ${COMING_UP_PATIENCE_MS / 1000} s`}`,
    )
    throw new Error(said.join('; '))
  }

  private async traffic(): Promise<void> {
    const { lab, scenario, roster, stopped } = this
    this.zeroAt = lab.now() + LEAD_MS
    this.stage = 'traffic'
    for (const node of roster.answering()) lab.send(node, { kind: 'traffic', zeroAt: this.zeroAt, joins: false })
    const over = new AbortController()
    const watching = this.watch(over.signal)
    try {
      for (const entry of scenario.timetable) {
        await this.sleepUntil(entry.atMs)
        if (stopped.aborted) break
        await this.carryOut(entry)
      }
      await this.sleepUntil(scenario.durationMs)
      this.trafficEndedMs = Math.min(this.now(), scenario.durationMs)
      await this.settle()
      this.endMs = this.now()
      this.completed = !stopped.aborted
    } finally {
      over.abort()
      await watching
    }
  }

  private async carryOut({ action, text }: TimetableEntry): Promise<void> {
    const { roster, book } = this
    const killed = action.kind === 'kill' ? action.node : null
    const sampled = await roster.sample(killed, SAMPLING_PATIENCE_MS, this.stopped)
    const atMs = this.now()
    if (action.kind === 'pause') roster.notePaused(action.node, true)
    if (killed !== null) {
      roster.noteKilled(killed)
      book.forgetPaths(killed)
      // Who stands still, or is too busy to answer, does not have its last word.
      if (!sampled.has(killed)) this.forgiveUnreported(killed)
    }
    this.sink.say(`${instant(atMs)}  ${text}`)
    await this.lab.carryOut(action)
    if (action.kind === 'resume') roster.notePaused(action.node, false)
    book.noteFault({ atMs, doneMs: this.now(), text, effect: effectOf(action, this.scenario), action })
  }

  /** A node that was started anew takes its part again. */
  private join(node: string): void {
    this.lab.send(node, { kind: 'traffic', zeroAt: this.zeroAt, joins: true })
    this.lab.send(node, { kind: 'prepare' })
  }

  /** The others go on without it; what it does not offer, nobody misses. */
  private noteFailed(node: string, reason: string): void {
    const atMs = this.now()
    this.book.noteEvent({ atMs, node, kind: 'node-failed', detail: reason })
    this.sink.say(`${instant(atMs)}  ${node}: did not come up again: ${reason}`)
  }

  /** After the last message was offered: waits for those under way, as long as any can still come. */
  private async settle(): Promise<void> {
    const { lab, roster, book } = this
    const patienceMs = this.stopped.aborted ? STOPPED_PATIENCE_MS : SETTLING_PATIENCE_MS
    const deadlineMs = this.now() + patienceMs
    const asked = roster.answering()
    for (const node of asked) lab.send(node, { kind: 'settle', patienceMs })
    const stopped = () => asked.every((node) => roster.stage(node) === 'stopped' || !roster.answering().includes(node))
    await roster.until(stopped, patienceMs + ANSWERING_PATIENCE_MS, NEVER)
    let delivered = -1
    let changedMs = this.now()
    while (this.now() < deadlineMs && book.ledgers.some(({ outstanding }) => outstanding > 0)) {
      const now = book.ledgers.reduce((sum, ledger) => sum + ledger.deliveredSoFar, 0)
      if (now !== delivered) changedMs = this.now()
      delivered = now
      // What is lost will never come; that nothing is on the way any more shows it.
      if (book.outstandingOctets === 0 && this.now() - changedMs > QUIET_MS) break
      await lab.sleep(SETTLING_STEP_MS, NEVER)
    }
  }

  /** Nodes that called others take leave first, so that those are still there to answer. */
  private async end(): Promise<void> {
    const { lab, roster, book } = this
    this.stage = 'over'
    const clients = book.clients()
    const patienceMs = this.stopped.aborted ? STOPPED_ENDING_MS : ENDING_PATIENCE_MS
    for (const round of [(node: string) => clients.has(node), (node: string) => !clients.has(node)]) {
      const leaving = roster.answering().filter(round)
      for (const node of leaving) lab.send(node, { kind: 'end' })
      await roster.until(() => leaving.every((node) => !roster.answering().includes(node)), patienceMs, NEVER)
    }
    this.append(Number.isNaN(this.zeroAt) ? 0 : Math.max(this.endMs, 0))
  }

  /** Hands on what comes, while it comes. */
  private async watch(over: AbortSignal): Promise<void> {
    let second = 1
    while (!over.aborted) {
      await this.lab.sleep(FRAME_EVERY_MS, over)
      // As of the instant up to which all have reported.
      const atMs = this.now() - REPORTING_MS
      if (atMs < 0) continue
      if (atMs >= second * 1000) this.append(second++ * 1000)
      this.attempt(() => this.sink.frame(this.book.frame(Math.min(atMs, this.scenario.durationMs))))
    }
  }

  private append(toMs: number): void {
    this.attempt(() => this.sink.append(this.book.takeBatch(toMs)))
  }

  private attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.fail(error)
    }
  }

  private forgiveUnreported(node: string): void {
    for (const ledger of this.book.ledgers) if (ledger.plan.from === node) ledger.forgiveUnreported()
  }

  private now(): number {
    return this.lab.now() - this.zeroAt
  }

  private sleepUntil(atMs: number): Promise<void> {
    return this.lab.sleep(Math.max(0, atMs - this.now()), this.stopped)
  }
}

const LEAVE_TAKING: ReadonlySet<NodeReport['kind']> = new Set(['event', 'path-event', 'paths'])
/** A lab opens programs before it says so; a role gives up on its peers well before this. */
const COMING_UP_PATIENCE_MS = 20_000
/** All nodes know the instant before it comes. */
const LEAD_MS = 200
/** A fault does not wait longer for nodes to say how they are. */
const SAMPLING_PATIENCE_MS = 200
/** A message that an rfc9260 retransmission carries may be this late. */
const SETTLING_PATIENCE_MS = 8000
const STOPPED_PATIENCE_MS = 500
/** What a node takes to say that its patience is over. */
const ANSWERING_PATIENCE_MS = 1000
/** Longer than M3UA holds messages back for an AS in recovery (RFC 4666 §4.9, T(r) of 2 s). */
const QUIET_MS = 2500
const SETTLING_STEP_MS = 50
const ENDING_PATIENCE_MS = 8000
const STOPPED_ENDING_MS = 2000
const FRAME_EVERY_MS = 200
/** How late a node's report of a tenth of a second may come and still find it open. */
const REPORTING_MS = 300
const NEVER = new AbortController().signal
