import { Buffer } from 'node:buffer'
import { SequenceNumbers } from '@sigbed/measurement'
import type { ArrivalAddress, NodeReport } from '@sigbed/testbed'
import type { ArrivalSchedule } from '../workload/arrival-schedule.js'
import { ArrivalWatch } from './arrival-watch.js'

/**
 * The requests of one flow at one node that serves them: which arrived, how often, marked or not, and from where. Whether another
 * node has had one of them before, only who hears of both can say: numbers are handed out as they are.
 */
export class ServingFlow {
  private readonly unmarked = new Arrivals()
  private readonly marked = new Arrivals()
  private readonly watch: ArrivalWatch
  private repeated = 0
  /** Requests below this number were meant to be sent before they came from their present address. */
  private backlogEnd = 0
  private backlogMs = Number.NaN

  constructor(
    readonly flow: string,
    private readonly schedule: ArrivalSchedule,
    onArrivesFrom: (flow: string, atMs: number, address: string) => void,
  ) {
    this.watch = new ArrivalWatch((atMs, address) => onArrivesFrom(flow, atMs, address))
  }

  /** A request arrived; allocates nothing. @param nowMs on the run's clock */
  recordRequest(sequence: number, marked: boolean, repeated: boolean, nowMs: number, arrivedFrom: ArrivalAddress): void {
    if (this.watch.note(nowMs, arrivedFrom)) this.backlogEnd = this.schedule.arrivalsBefore(nowMs)
    if (sequence < this.backlogEnd) this.backlogMs = nowMs
    if (marked) this.marked.add(sequence)
    else this.unmarked.add(sequence)
    if (repeated) this.repeated++
  }

  /** The next request tells its address whatever it is. */
  askAddress(): void {
    this.watch.ask()
  }

  /** What arrived since the last time; null: nothing. */
  takeReport(toMs: number): NodeReport | null {
    const { unmarked, marked, repeated } = this
    if (unmarked.count + marked.count === 0) return null
    const backlogMs = Number.isNaN(this.backlogMs) ? null : this.backlogMs
    this.repeated = 0
    this.backlogMs = Number.NaN
    return { kind: 'requested', flow: this.flow, toMs, unmarked: unmarked.take(), marked: marked.take(), repeated, backlogMs }
  }
}

/** Sequence numbers since the last report, and how often any of them came. */
class Arrivals {
  count = 0
  private readonly numbers = new SequenceNumbers()

  add(sequence: number): void {
    this.count++
    this.numbers.add(sequence)
  }

  take(): { readonly numbers: string; readonly arrivals: number } {
    const octets = this.numbers.toOctets()
    const taken = { numbers: Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64'), arrivals: this.count }
    this.numbers.reset()
    this.count = 0
    return taken
  }
}
