import type { FlowSender, NodeReport, Scenario, TrafficPlan } from '@sigbed/testbed'
import type { LoadClock } from '../workload/load-clock.js'
import { OpenLoopSource, type SourceWatch } from '../workload/open-loop-source.js'
import { flowSchedule } from './flow-schedule.js'
import { LaterArrivals } from './later-arrivals.js'

/** The sending end of one flow: offers its messages when the schedule says so, and accounts for every one of them. */
export class SendingFlow {
  /** null until it starts. */
  private source: OpenLoopSource | null = null
  /** The sequence number of the first message this program offers: those before are its predecessor's, or were nobody's. */
  private first = 0
  private answered = 0
  private failed = 0
  private offeredTaken = 0
  private refusedTaken = 0
  private failedTaken = 0
  private lateTaken = 0
  private waitingTold = 0
  /** When each message from `first` on was meant to be sent, where answers will ask for it. */
  private intendedInstants = new Float64Array(0)

  constructor(
    readonly plan: TrafficPlan,
    private readonly scenario: Scenario,
    private readonly sender: FlowSender,
    private readonly clock: LoadClock,
    private readonly watch: SourceWatch,
    /** Whether deliveries are answers, so that the sender learns what became of its messages. */
    private readonly isAnswered: boolean,
  ) {}

  /** @param joining begins with the messages due from now on, and makes up for none before */
  start(joining: boolean): void {
    const whole = flowSchedule(this.plan, this.scenario)
    this.first = joining ? whole.arrivalsBefore(this.clock.now()) : 0
    const { first, sender, isAnswered } = this
    const schedule = first === 0 ? whole : new LaterArrivals(whole, first)
    const offer = (number: number, intendedAtMs: number): boolean => {
      if (isAnswered) this.keepInstant(number, intendedAtMs)
      return sender.send(first + number, intendedAtMs)
    }
    this.source = new OpenLoopSource(this.clock, schedule, offer, { watch: this.watch })
    this.source.start(0)
  }

  /** The stack may take messages again. */
  resume(): void {
    this.source?.resume()
  }

  /** Offers no more; what still waits is refused. */
  stop(): void {
    this.source?.stop()
  }

  /** Offers no message that is not due yet; what waits for the stack goes on waiting. */
  endSchedule(): void {
    if (this.clock.now() < this.scenario.durationMs) this.stop()
  }

  /** Whether everything was offered, and, as far as this end can know, has come to something. */
  get isSettled(): boolean {
    const { source } = this
    return source === null || (source.finished && (!this.isAnswered || this.answered + this.failed >= source.taken))
  }

  recordAnswer(failed: boolean): void {
    if (failed) this.failed++
    else this.answered++
  }

  /** When a message was meant to be sent, for flows that are answered; NaN for one never offered. */
  intendedAtMs(sequence: number): number {
    return this.intendedInstants[sequence - this.first] ?? Number.NaN
  }

  /**
   * What it did since the last time; null: nothing.
   * @param toMs messages due before it count
   * @param last all messages count that were offered
   */
  takeReport(toMs: number, last: boolean): NodeReport | null {
    const { source } = this
    if (source === null) return null
    // Those due in this very instant have come due for the next interval, even if they were looked at already.
    const due = last ? source.offered : Math.min(source.dueBefore(toMs), source.offered)
    const offered = Math.max(0, due - this.offeredTaken)
    const refused = source.refused - this.refusedTaken
    const failed = this.failed - this.failedTaken
    const lateSends = source.late - this.lateTaken
    const { waiting } = source
    if (offered === 0 && refused === 0 && failed === 0 && lateSends === 0 && waiting === this.waitingTold) return null
    const first = this.first + this.offeredTaken
    this.offeredTaken += offered
    this.refusedTaken = source.refused
    this.failedTaken = this.failed
    this.lateTaken = source.late
    this.waitingTold = waiting
    return { kind: 'offered', flow: this.plan.flow, toMs, first, offered, refused, failed, lateSends, waiting }
  }

  private keepInstant(number: number, intendedAtMs: number): void {
    if (number >= this.intendedInstants.length) {
      const grown = new Float64Array(Math.max(1024, this.intendedInstants.length * 2)).fill(Number.NaN)
      grown.set(this.intendedInstants)
      this.intendedInstants = grown
    }
    this.intendedInstants[number] = intendedAtMs
  }
}
