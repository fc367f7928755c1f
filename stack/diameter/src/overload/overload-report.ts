import { readU32, readU64 } from '@sigbed/octets'
import { AvpCursor, AvpWriter, OLR_DEFAULT_ALGO, RFC7683 } from 'diameter-codec'

const OLR = RFC7683.avp('OC-OLR')
const SEQUENCE_NUMBER = RFC7683.avp('OC-Sequence-Number')
const REPORT_TYPE = RFC7683.avp('OC-Report-Type')
const REDUCTION_PERCENTAGE = RFC7683.avp('OC-Reduction-Percentage')
const VALIDITY_DURATION = RFC7683.avp('OC-Validity-Duration')
const SUPPORTED_FEATURES_AVP = RFC7683.avp('OC-Supported-Features')
/** By their values. */
const REPORT_TYPES: readonly ReportType[] = ['HOST_REPORT', 'REALM_REPORT']

/** Whom an overload report is about: the host or the realm the answer that carries it comes from. RFC 7683 §7.6. */
export type ReportType = 'HOST_REPORT' | 'REALM_REPORT'

/** An overload report with the loss algorithm's input. RFC 7683 §7.3. */
export interface OverloadReport {
  readonly sequenceNumber: bigint
  readonly reportType: ReportType
  /** 0 to 100: how much less is to be sent than otherwise would be. */
  readonly reductionPercentage: number
  /** 0 ends the overload. */
  readonly validityDurationSeconds: number
}

/** RFC 7683 §7.5: without the AVP, and for a value above the greatest. */
export const DEFAULT_VALIDITY_DURATION_SECONDS = 30
export const LONGEST_VALIDITY_DURATION_SECONDS = 86_400

/** Reads the OC-OLR a cursor stands on; null for one that cannot be acted upon: of an unknown type, without a number or a percentage. */
export function readOverloadReport(avps: AvpCursor): OverloadReport | null {
  const members = new AvpCursor()
  members.enterGroup(avps)
  let sequenceNumber: bigint | null = null
  let reportType: ReportType | null = null
  let reductionPercentage = -1
  let validityDurationSeconds = DEFAULT_VALIDITY_DURATION_SECONDS
  while (members.next()) {
    if (members.vendorId !== 0) continue
    switch (members.code) {
      case SEQUENCE_NUMBER.code:
        sequenceNumber = members.valueLength === 8 ? readU64(members.octets, members.valueAt) : null
        break
      case REPORT_TYPE.code:
        reportType = REPORT_TYPES[unsigned32(members)] ?? null
        break
      case REDUCTION_PERCENTAGE.code:
        reductionPercentage = unsigned32(members)
        break
      case VALIDITY_DURATION.code:
        validityDurationSeconds = validityOf(unsigned32(members))
        break
    }
  }
  if (sequenceNumber === null || reportType === null || members.faultCode !== 0) return null
  // RFC 7683 §7.3: the percentage is optional in the grammar; the end of an overload needs none.
  if (validityDurationSeconds === 0) return { sequenceNumber, reportType, reductionPercentage: 0, validityDurationSeconds }
  // RFC 7683 §7.7: "Values greater than 100 are ignored."
  if (reductionPercentage < 0 || reductionPercentage > 100) return null
  return { sequenceNumber, reportType, reductionPercentage, validityDurationSeconds }
}

export function writeOverloadReport(report: OverloadReport, into: AvpWriter): void {
  into.beginGroup(OLR)
  into.writeUnsigned64(SEQUENCE_NUMBER, report.sequenceNumber)
  into.writeUnsigned32(REPORT_TYPE, REPORT_TYPES.indexOf(report.reportType))
  into.writeUnsigned32(REDUCTION_PERCENTAGE, report.reductionPercentage)
  into.writeUnsigned32(VALIDITY_DURATION, report.validityDurationSeconds)
  into.endGroup()
}

/**
 * OC-Supported-Features of this node, ready to be copied: the loss algorithm, and nothing else. RFC 7683 §7.1, §7.2. The same in
 * requests, where it says that this node reacts, and in answers, where it selects the algorithm (§5.1.2).
 */
export const SUPPORTED_FEATURES: Uint8Array = supportedFeatures()

/** Copies the AVPs of a message without those of overload control. */
export function writeWithoutOverloadControl(avps: AvpCursor, into: AvpWriter): void {
  avps.rewind()
  while (avps.next()) {
    if (!isOverloadControl(avps)) into.writeAvps(avps.octets, avps.headerAt, avps.paddedLength())
  }
}

/** Whether there is an AVP of overload control in a message. */
export function hasOverloadControl(avps: AvpCursor): boolean {
  avps.rewind()
  while (avps.next()) if (isOverloadControl(avps)) return true
  return false
}

/** Whether the cursor stands on an overload report. */
export function isOverloadReport(avps: AvpCursor): boolean {
  return avps.code === OLR.code && avps.vendorId === 0
}

function isOverloadControl(avps: AvpCursor): boolean {
  return avps.vendorId === 0 && (avps.code === OLR.code || avps.code === SUPPORTED_FEATURES_AVP.code)
}

function validityOf(seconds: number): number {
  return seconds < 0 || seconds > LONGEST_VALIDITY_DURATION_SECONDS ? DEFAULT_VALIDITY_DURATION_SECONDS : seconds
}

/** -1 for a value of another length. */
function unsigned32(avps: AvpCursor): number {
  return avps.valueLength === 4 ? readU32(avps.octets, avps.valueAt) : -1
}

function supportedFeatures(): Uint8Array {
  const writer = new AvpWriter()
  writer.beginAvps()
  writer.beginGroup(SUPPORTED_FEATURES_AVP)
  writer.writeUnsigned64(RFC7683.avp('OC-Feature-Vector'), OLR_DEFAULT_ALGO)
  writer.endGroup()
  return writer.copy()
}
