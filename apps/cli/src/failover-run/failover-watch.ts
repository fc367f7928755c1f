import { type FailoverMeasure, type FlowName, failoverVerdict } from '@sigbed/measurement'
import { failoverExpectation, type ProtocolParameters } from '@sigbed/sctp-core'
import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'

/** What a watch looks at: data of one flow from one node to the other, over a path that is going to be cut. */
export interface WatchedDirection {
  readonly flow: FlowName
  /** The node that sends. */
  readonly node: string
  readonly association: string
  /** The sender's address on the path that is cut. */
  readonly cutAddress: string
  readonly parameters: Partial<ProtocolParameters>
}

/**
 * Follows one direction over a cut: when the first message came over another path, when the sender found the path potentially failed,
 * inactive, and active again. Instants are of the run's clock.
 */
export class FailoverWatch {
  /** The sending side's socket. */
  sender: OneToOneSocket | null = null
  private cutAtMs = Number.NaN
  private restoredAtMs = Number.NaN
  private rtoAtCutMs = Number.NaN
  private firstOnAlternateMs: number | null = null
  private drainedMs: number | null = null
  private potentiallyFailedMs: number | null = null
  private inactiveMs: number | null = null
  private activeAgainMs: number | null = null

  constructor(readonly direction: WatchedDirection) {}

  noteCut(nowMs: number): void {
    this.cutAtMs = nowMs
    const path = this.sender?.paths().find((candidate) => candidate.localAddress === this.direction.cutAddress)
    this.rtoAtCutMs = path?.rtoMs ?? Number.NaN
  }

  noteRestored(nowMs: number): void {
    this.restoredAtMs = nowMs
  }

  /** True while noteDelivery has something to find out: the caller may spare itself the address otherwise. */
  get awaitsAlternate(): boolean {
    return this.firstOnAlternateMs === null && !Number.isNaN(this.cutAtMs)
  }

  /** A message of this direction was delivered. @param fromAddress the sender's address its packet came from */
  noteDelivery(fromAddress: string, nowMs: number): void {
    if (this.awaitsAlternate && fromAddress !== this.direction.cutAddress) this.firstOnAlternateMs = nowMs - this.cutAtMs
  }

  /** A message of this direction was delivered for the first time. @param intendedAtMs when it was meant to be sent */
  noteArrival(intendedAtMs: number, nowMs: number): void {
    if (this.firstOnAlternateMs !== null && intendedAtMs <= this.cutAtMs + this.firstOnAlternateMs) this.drainedMs = nowMs - this.cutAtMs
  }

  /** Something happened to the sender's association. */
  noteNotification(notification: Notification, nowMs: number): void {
    if (notification.kind !== 'path-change' || notification.localAddress !== this.direction.cutAddress || Number.isNaN(this.cutAtMs)) return
    const sinceCutMs = nowMs - this.cutAtMs
    if (notification.state === 'potentially-failed') this.potentiallyFailedMs ??= sinceCutMs
    else if (notification.state === 'inactive') this.inactiveMs ??= sinceCutMs
    else if (notification.state === 'active' && !Number.isNaN(this.restoredAtMs)) this.activeAgainMs ??= nowMs - this.restoredAtMs
  }

  /** Computed beside measured; null before the cut. @param endMs when the run ended */
  measure(endMs: number): FailoverMeasure | null {
    if (Number.isNaN(this.rtoAtCutMs)) return null
    const { flow, node, association, parameters } = this.direction
    const expected = failoverExpectation(parameters, this.rtoAtCutMs)
    const measured = {
      flow,
      node,
      association,
      cutAtMs: this.cutAtMs,
      firstDeliveryOnAlternateMs: this.firstOnAlternateMs,
      potentiallyFailedMs: this.potentiallyFailedMs,
      inactiveMs: this.inactiveMs,
      activeAgainMs: this.activeAgainMs,
      drainedMs: this.drainedMs,
      rtoAtCutMs: this.rtoAtCutMs,
      computedFirstDeliveryMs: expected.firstRetransmissionMs,
      computedPotentiallyFailedMs: expected.potentiallyFailedMs,
      computedInactiveMs: expected.inactiveMs,
      // T3-rtx may have been started anew by an acknowledgement up to one RTO before the cut or, with sparse traffic, run from the
      // first message after it; the rest is for timers and a busy machine.
      toleranceMs: this.rtoAtCutMs + SLACK_MS,
    }
    const outageMs = Number.isNaN(this.restoredAtMs) ? null : this.restoredAtMs - this.cutAtMs
    return { ...measured, verdict: failoverVerdict(measured, outageMs, endMs - this.cutAtMs) }
  }
}

const SLACK_MS = 50
