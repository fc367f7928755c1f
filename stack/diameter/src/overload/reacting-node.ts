import { type AvpCursor, RFC6733 } from 'diameter-codec'
import { IdentityTable } from '../routing/identity-table.js'
import { OverloadControlState } from './overload-control-state.js'
import { isOverloadReport, type OverloadReport, type ReportType, readOverloadReport } from './overload-report.js'

/** Hosts and realms that are overloaded in one application. */
class OverloadedDestinations {
  readonly HOST_REPORT = new IdentityTable<OverloadControlState>()
  readonly REALM_REPORT = new IdentityTable<OverloadControlState>()
}

/**
 * The reacting side of overload control: takes reports out of answers, and draws lots for each request to a host or realm that has asked
 * for less. RFC 7683 §5.2.2, §6.3. While nobody has, it costs one comparison per request.
 */
export class ReactingNode {
  /** Reports that began or changed something, and those that were none, or one too many. */
  reportsTaken = 0
  reportsIgnored = 0
  private readonly byApplication = new Map<number, OverloadedDestinations>()
  private size = 0

  /**
   * @param recoveryMs how long it takes to return to full traffic after the end of an overload
   * @param maximumStates hosts and realms kept at a time; reports about more are ignored
   */
  constructor(
    private readonly randomUint32: () => number,
    private readonly recoveryMs: number,
    private readonly maximumStates: number,
  ) {}

  /** Nobody is overloaded. */
  isIdle(): boolean {
    return this.size === 0
  }

  /** Takes the reports out of an answer that was awaited, from somebody trusted (RFC 7683 §10.1, §10.2). */
  handleAnswer(applicationId: number, avps: AvpCursor, now: number): void {
    avps.rewind()
    let found = false
    while (avps.next() && !found) found = isOverloadReport(avps)
    if (!found) return
    const reports: OverloadReport[] = []
    avps.rewind()
    while (avps.next()) {
      if (!isOverloadReport(avps)) continue
      const report = readOverloadReport(avps)
      if (report === null) this.reportsIgnored++
      else reports.push(report)
    }
    // RFC 7683 §7.3: whom a report concerns "is determined from the Origin-Host AVP and/or Origin-Realm AVP" of the message.
    for (const report of reports) {
      if (avps.find(report.reportType === 'HOST_REPORT' ? ORIGIN_HOST : ORIGIN_REALM)) this.take(applicationId, report, avps, now)
    }
  }

  /** Whether a request for the host or realm that stands there is one of those not to be sent (RFC 7683 §6.1, by lot). */
  abates(kind: ReportType, applicationId: number, octets: Uint8Array, at: number, length: number, now: number): boolean {
    const state = this.byApplication.get(applicationId)?.[kind].find(octets, at, length) ?? null
    if (state === null) return false
    if (state.isOver(now)) {
      this.forgetOver(now)
      return false
    }
    const drawn = 100 * (this.randomUint32() / 2 ** 32)
    return drawn < state.percentage(now)
  }

  /** The reduction a host or realm has asked for, as it is applied now; 0 for none. */
  percentage(kind: ReportType, applicationId: number, identity: string, now: number): number {
    return this.byApplication.get(applicationId)?.[kind].get(identity)?.percentage(now) ?? 0
  }

  /** The cursor stands on the Origin-Host or Origin-Realm. */
  private take(applicationId: number, report: OverloadReport, avps: AvpCursor, now: number): void {
    const { octets, valueAt, valueLength } = avps
    const destinations = this.byApplication.get(applicationId) ?? new OverloadedDestinations()
    const table = destinations[report.reportType]
    const known = table.find(octets, valueAt, valueLength)
    if (known !== null && !known.isOver(now)) {
      if (known.update(report, now)) this.reportsTaken++
      return
    }
    // The end of an overload that is not known.
    if (report.validityDurationSeconds === 0) return
    this.forgetOver(now)
    if (this.size >= this.maximumStates) {
      this.reportsIgnored++
      return
    }
    this.byApplication.set(applicationId, destinations)
    table.set(identityAt(octets, valueAt, valueLength), new OverloadControlState(report, now, this.recoveryMs))
    this.size++
    this.reportsTaken++
  }

  private forgetOver(now: number): void {
    for (const [applicationId, destinations] of this.byApplication) {
      for (const kind of KINDS) this.size -= destinations[kind].deleteWhere((state) => state.isOver(now))
      if (KINDS.every((kind) => destinations[kind].isEmpty())) this.byApplication.delete(applicationId)
    }
  }
}

function identityAt(octets: Uint8Array, at: number, length: number): string {
  let identity = ''
  for (let i = at; i < at + length; i++) identity += String.fromCharCode(octets[i]!)
  return identity
}

const KINDS: readonly ReportType[] = ['HOST_REPORT', 'REALM_REPORT']
const ORIGIN_HOST = RFC6733.avp('Origin-Host').code
const ORIGIN_REALM = RFC6733.avp('Origin-Realm').code
