import { Buffer } from 'node:buffer'
import { type RequestAudit, SequenceNumbers } from '@sigbed/measurement'
import type { ArrivedRequests, NodeReport } from '../lab/node-protocol.js'
import type { TrafficPlan } from '../scenario/scenario.js'
import { mostNumbersOf } from './flow-ledger.js'

export type RequestedReport = Extract<NodeReport, { kind: 'requested' }>

/**
 * The requests of one flow as all its servers saw them. RFC 6733 §3 tells a request by its origin and End-to-End Identifier; here its
 * sequence number stands for both, as a client sends each number under one identifier, and to whatever server.
 */
export class RequestLedger {
  private readonly unmarked: ArrivalAccount
  private readonly marked: ArrivalAccount
  private repeated = 0

  constructor(
    readonly plan: TrafficPlan,
    durationMs: number,
  ) {
    const most = mostNumbersOf(plan, durationMs)
    this.unmarked = new ArrivalAccount(most)
    this.marked = new ArrivalAccount(most)
  }

  /** @throws MeasurementError for what no serving end writes */
  takeRequested({ unmarked, marked, repeated }: RequestedReport): void {
    this.unmarked.take(unmarked)
    this.marked.take(marked)
    this.repeated += repeated
  }

  /** null when no request has reached a server: nobody serves the flow, or nobody could. */
  audit(): RequestAudit | null {
    const { unmarked, marked, repeated } = this
    const arrivals = unmarked.arrivals + marked.arrivals
    if (arrivals === 0) return null
    const arrived = unmarked.numbers.count + marked.numbers.count - marked.numbers.countShared(unmarked.numbers)
    return {
      flow: this.plan.flow,
      arrived,
      marked: marked.arrivals,
      arrivedAgain: arrivals - arrived,
      // Of several that say nothing only one can be the first.
      arrivedAgainUnmarked: unmarked.arrivals - unmarked.numbers.count,
      carriedOutAgain: arrivals - arrived - repeated,
    }
  }
}

class ArrivalAccount {
  arrivals = 0
  readonly numbers = new SequenceNumbers()

  constructor(private readonly mostNumbers: number) {}

  take({ numbers, arrivals }: ArrivedRequests): void {
    this.numbers.merge(SequenceNumbers.fromOctets(Buffer.from(numbers, 'base64'), this.mostNumbers))
    this.arrivals += arrivals
  }
}
