import { Buffer } from 'node:buffer'
import { LatencyHistogram, phaseAt, type RunPhase, SequenceNumbers } from '@sigbed/measurement'
import type { ArrivalAddress, NodeReport } from '@sigbed/testbed'
import { SequenceAudit } from '../measurement/sequence-audit.js'
import { ArrivalWatch } from './arrival-watch.js'

/** When the phase `during` begins and ends, on the run's clock; null: never. */
export interface Outage {
  readonly fromMs: number | null
  readonly untilMs: number | null
}

/**
 * The receiving end of one flow at one node: what arrived, how late, from where. It keeps the whole account to know what comes
 * twice, and hands out differences: who is killed takes with it only what has come since the last of them.
 */
export class ReceivingFlow {
  private readonly audit: SequenceAudit
  private readonly recent = new SequenceNumbers()
  private readonly latencies: Readonly<Record<RunPhase, LatencyHistogram>> = {
    before: new LatencyHistogram(),
    during: new LatencyHistogram(),
    after: new LatencyHistogram(),
  }
  private duplicatedTaken = 0
  private reorderedTaken = 0
  private corruptedTaken = 0
  private readonly watch: ArrivalWatch
  private addressSinceMs = Number.NEGATIVE_INFINITY
  private backlogMs = Number.NaN

  constructor(
    readonly flow: string,
    private readonly outage: Outage,
    onArrivesFrom: (flow: string, atMs: number, address: string) => void,
  ) {
    this.audit = new SequenceAudit(flow, { orderKeys: MOST_ORDER_KEYS })
    this.watch = new ArrivalWatch((atMs, address) => onArrivesFrom(flow, atMs, address))
  }

  /** A message arrived intact; allocates nothing. Both instants on the run's clock. */
  recordDelivery(sequence: number, orderKey: number, intendedAtMs: number, nowMs: number, arrivedFrom: ArrivalAddress): void {
    if (this.watch.note(nowMs, arrivedFrom)) this.addressSinceMs = nowMs
    if (!this.audit.recordDelivery(sequence, orderKey)) return
    this.recent.add(sequence)
    if (intendedAtMs < this.addressSinceMs) this.backlogMs = nowMs
    this.latencies[phaseAt(intendedAtMs, this.outage.fromMs, this.outage.untilMs)].record((nowMs - intendedAtMs) * 1000)
  }

  /** A message arrived that is not what was sent. */
  recordCorruption(): void {
    this.audit.recordCorruption()
  }

  /** The next message tells its address whatever it is. */
  askAddress(): void {
    this.watch.ask()
  }

  /** What arrived since the last time; null: nothing. */
  takeReport(toMs: number): NodeReport | null {
    const { audit, recent, latencies } = this
    const delivered = recent.count
    const duplicated = audit.duplicated - this.duplicatedTaken
    const reordered = audit.reordered - this.reorderedTaken
    const corrupted = audit.corrupted + audit.unexpected - this.corruptedTaken
    if (delivered + duplicated + reordered + corrupted === 0) return null
    this.duplicatedTaken += duplicated
    this.reorderedTaken += reordered
    this.corruptedTaken += corrupted
    const numbers = base64(recent.toOctets())
    recent.reset()
    const backlogMs = Number.isNaN(this.backlogMs) ? null : this.backlogMs
    this.backlogMs = Number.NaN
    return {
      kind: 'delivered',
      flow: this.flow,
      toMs,
      delivered,
      numbers,
      duplicated,
      reordered,
      corrupted,
      backlogMs,
      latencies: { before: taken(latencies.before), during: taken(latencies.during), after: taken(latencies.after) },
    }
  }
}

function taken(histogram: LatencyHistogram): string | null {
  if (histogram.count === 0) return null
  const text = base64(histogram.toBlob())
  histogram.reset()
  return text
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64')
}

/** Streams and SLS values alike. */
const MOST_ORDER_KEYS = 65_536
