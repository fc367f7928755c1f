import { avpValue, avpValues, CreditControlResultCode, ResultCode } from 'diameter-codec'
import { type GyAvp, type UnitType, unitsAvp, unitsOf, unitTypesOf } from '../online-charging/tariff.js'

/** Whether traffic of a service flows. */
export type ServiceAccess = 'closed' | 'open' | 'restricted'

/** What a client does at the end of the money, as the server has said it (RFC 8506 §5.6). */
export interface FinalUnitAction {
  readonly action: 'TERMINATE' | 'REDIRECT' | 'RESTRICT_ACCESS'
  readonly redirectAddress: string | null
  readonly filterRules: readonly string[]
  readonly filterIds: readonly string[]
}

/** The quota of one rating group, as the client of a credit-control session counts it down. */
export class ServiceQuota {
  access: ServiceAccess = 'closed'
  /** Set when the units granted are the last. */
  final: FinalUnitAction | null = null
  /** Until when the answer holds, in the time of the surroundings; Infinity for ever. */
  validUntilMs = Number.POSITIVE_INFINITY
  /** Not charged at all: the server does not want to hear of it (RFC 8506 §9.1, 4011). */
  free = false
  private unitType: UnitType = 'CC-Total-Octets'
  /** Units granted; null when none are held. */
  private granted: bigint | null = null
  /** Used since the last report. */
  private used = 0n

  constructor(readonly ratingGroup: number) {}

  get remaining(): bigint {
    if (this.free) return 2n ** 63n
    return this.granted === null ? 0n : this.granted > this.used ? this.granted - this.used : 0n
  }

  /** Quota was granted and nothing of it is left. */
  get isSpent(): boolean {
    return this.granted !== null && this.remaining === 0n
  }

  /** Counts units, whether or not they are there: what has flowed has flowed. */
  use(units: bigint): void {
    if (!this.free) this.used += units
  }

  /**
   * The Multiple-Services-Credit-Control that reports what was used and asks for more. Nothing is held any more then (RFC 8506 §5.3).
   *
   * @param more whether new quota is wanted. RFC 8506 §5.6.2: not with the report of the last units.
   */
  report(more: boolean): GyAvp {
    const members: GyAvp[] = [{ name: 'Rating-Group', value: this.ratingGroup }]
    // RFC 8506 §5.6.2: with no quota allotted there is nothing to report.
    if (this.granted !== null) members.push({ name: 'Used-Service-Unit', value: [unitsAvp(this.unitType, this.used, EURO)] })
    if (more) members.push({ name: 'Requested-Service-Unit', value: [] })
    this.granted = null
    this.used = 0n
    return { name: 'Multiple-Services-Credit-Control', value: members }
  }

  /**
   * Takes what the server says of this service. False when it grants what this client cannot count: another unit type, several at
   * once, or a change of tariff (RFC 8506 §8.17, §8.20).
   */
  take(members: readonly GyAvp[], nowMs: number): boolean {
    const resultCode = avpValue(members, 'Result-Code') ?? ResultCode.DIAMETER_SUCCESS
    const validityS = avpValue(members, 'Validity-Time')
    this.validUntilMs = validityS === null ? Number.POSITIVE_INFINITY : nowMs + 1000 * validityS
    this.free = resultCode === CreditControlResultCode.DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE
    if (resultCode !== ResultCode.DIAMETER_SUCCESS) {
      this.access = this.free ? 'open' : 'closed'
      return true
    }
    const final = finalUnitAction(members)
    const granted = avpValue(members, 'Granted-Service-Unit')
    if (granted === null) {
      // RFC 8506 §5.6.2: Final-Unit-Indication without units starts the action at once.
      if (final !== null) this.access = final.action === 'TERMINATE' ? 'closed' : 'restricted'
      this.final = final ?? this.final
      return true
    }
    const [unitType, ...others] = unitTypesOf(granted)
    const units = unitType === undefined ? null : unitsOf(granted, unitType)
    if (unitType === undefined || units === null || others.length > 0 || avpValue(granted, 'Tariff-Time-Change') !== null) return false
    this.unitType = unitType
    this.granted = units
    this.final = final
    this.access = 'open'
    return true
  }
}

function finalUnitAction(members: readonly GyAvp[]): FinalUnitAction | null {
  const indication = avpValue(members, 'Final-Unit-Indication') ?? avpValue(members, 'QoS-Final-Unit-Indication')
  if (indication === null) return null
  const server = avpValue(indication, 'Redirect-Server') ?? []
  const extension = avpValue(indication, 'Redirect-Server-Extension') ?? []
  return {
    action: avpValue(indication, 'Final-Unit-Action')!,
    redirectAddress: avpValue(server, 'Redirect-Server-Address') ?? avpValue(extension, 'Redirect-Address-URL'),
    filterRules: avpValues(indication, 'Restriction-Filter-Rule'),
    filterIds: avpValues(indication, 'Filter-Id'),
  }
}

/** ISO 4217. Of no account unless the quota is money. */
const EURO = 978
