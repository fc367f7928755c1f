import type { AvpWriter } from 'diameter-codec'
import {
  DEFAULT_VALIDITY_DURATION_SECONDS,
  LONGEST_VALIDITY_DURATION_SECONDS,
  type OverloadReport,
  type ReportType,
  SUPPORTED_FEATURES,
  writeOverloadReport,
} from './overload-report.js'

/** How much less an application wants to be asked just now, 0 to 100. */
export type LoadFunction = (applicationId: number, reportType: ReportType) => number

/** What is told to reacting nodes about one application, in one kind of report; nothing while `active` is not set. RFC 7683 §5.2.1.2. */
class ReportedOverload implements OverloadReport {
  active = false
  sequenceNumber = 0n
  reductionPercentage = 0
  validityDurationSeconds = 0
  /** When the present sequence number began to be told. */
  since = 0
  /** When the last report that was sent runs out at whoever has it. */
  expiresAt = 0

  constructor(readonly reportType: ReportType) {}
}

class ReportedApplication {
  readonly host = new ReportedOverload('HOST_REPORT')
  readonly realm = new ReportedOverload('REALM_REPORT')
}

/**
 * The reporting side of overload control: writes OC-Supported-Features and, while there is an overload, reports into the answers of
 * requests that came with OC-Supported-Features. RFC 7683 §5.1.2, §5.2.3. What the reduction is, is told by hand (`setReduction`) or by a
 * load function, which is asked again for each answer.
 */
export class ReportingNode {
  private readonly applications = new Map<number, ReportedApplication>()
  private nextSequenceNumber: bigint

  /**
   * @param startTimeSeconds Unix time of the start: sequence numbers MUST grow "over a reboot of the reporting node" (RFC 7683 §5.2.1.4)
   * @param load null leaves it to setReduction
   * @param validityDurationSeconds of the reports; a lasting overload is told anew when half of it is over
   */
  constructor(
    startTimeSeconds: number,
    private readonly load: LoadFunction | null = null,
    private readonly validityDurationSeconds = DEFAULT_VALIDITY_DURATION_SECONDS,
  ) {
    if (!(validityDurationSeconds >= 1 && validityDurationSeconds <= LONGEST_VALIDITY_DURATION_SECONDS)) {
      throw new RangeError(`a validity duration of ${validityDurationSeconds} s: 1 to ${LONGEST_VALIDITY_DURATION_SECONDS} are possible`)
    }
    this.nextSequenceNumber = BigInt(Math.trunc(startTimeSeconds)) << 20n
  }

  /** Asks everybody who reacts to send so much less; 0 ends it. @throws RangeError for what is no percentage */
  setReduction(applicationId: number, reportType: ReportType, percentage: number, now: number): void {
    if (!(percentage >= 0 && percentage <= 100)) throw new RangeError(`a reduction of ${percentage} percent`)
    const overload = this.overload(applicationId, reportType)
    const reductionPercentage = Math.round(percentage)
    if (overload.reductionPercentage === reductionPercentage) return
    overload.active = true
    overload.reductionPercentage = reductionPercentage
    // RFC 7683 §5.2.3: the end is told explicitly, by a validity of zero.
    overload.validityDurationSeconds = reductionPercentage === 0 ? 0 : this.validityDurationSeconds
    this.renew(overload, now)
  }

  /** Writes what goes into an answer to a request that had OC-Supported-Features. */
  write(applicationId: number, into: AvpWriter, now: number): void {
    into.writeAvps(SUPPORTED_FEATURES)
    const { load } = this
    if (load !== null) {
      this.setReduction(applicationId, 'HOST_REPORT', load(applicationId, 'HOST_REPORT'), now)
      this.setReduction(applicationId, 'REALM_REPORT', load(applicationId, 'REALM_REPORT'), now)
    }
    const application = this.applications.get(applicationId)
    if (application === undefined) return
    if (application.host.active) this.writeReport(application.host, into, now)
    if (application.realm.active) this.writeReport(application.realm, into, now)
  }

  private writeReport(overload: ReportedOverload, into: AvpWriter, now: number): void {
    const { validityDurationSeconds } = overload
    if (validityDurationSeconds === 0 && now >= overload.expiresAt) {
      // RFC 7683 §5.2.1.4: the end is told until every report sent before has run out.
      overload.active = false
      return
    }
    if (validityDurationSeconds > 0) {
      // A reacting node counts the duration from the first report of a number: one that lasts needs another number in time.
      if (now - overload.since >= 500 * validityDurationSeconds) this.renew(overload, now)
      overload.expiresAt = now + 1000 * validityDurationSeconds
    }
    writeOverloadReport(overload, into)
  }

  private overload(applicationId: number, reportType: ReportType): ReportedOverload {
    let application = this.applications.get(applicationId)
    if (application === undefined) {
      application = new ReportedApplication()
      this.applications.set(applicationId, application)
    }
    return reportType === 'HOST_REPORT' ? application.host : application.realm
  }

  /** RFC 7683 §5.2.1.4: the number MUST be incremented "anytime the contents of the OCS entry are changed". */
  private renew(overload: ReportedOverload, now: number): void {
    overload.sequenceNumber = this.nextSequenceNumber++
    overload.since = now
  }
}
