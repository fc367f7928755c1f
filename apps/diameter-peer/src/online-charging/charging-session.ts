import { CreditControlResultCode, ResultCode } from 'diameter-codec'
import type { Account } from './account.js'
import type { FinalUnitPolicy } from './final-unit.js'
import type { Micros } from './money.js'
import { type ServiceRequest, serviceKey, type TariffBook, tariffOf } from './service-request.js'
import { affordableUnits, costOf, type GyAvp, MONEY_TARIFF, type Tariff, unitsOf, unitTypesOf } from './tariff.js'

/** What one service of a request is answered with. */
export interface ServiceOutcome {
  readonly resultCode: number
  /** Null when no quota was asked for, or none is given. */
  readonly granted: { readonly tariff: Tariff; readonly units: bigint } | null
  /** These are the last units, or there are none any more. */
  readonly final: boolean
  /** How long the answer holds, seconds; null for no limit. */
  readonly validityTimeS: number | null
}

/** How far a service has come on its way to the end of the money (RFC 8506 §5.6). */
type Stage = 'paying' | 'final units granted' | 'restricted'

interface ServiceCharge {
  readonly tariff: Tariff
  usedUnits: bigint
  paid: Micros
  reserved: Micros
  stage: Stage
}

export interface ChargingPolicy {
  readonly tariffs: TariffBook
  readonly finalUnit: FinalUnitPolicy
  readonly validityTimeS: number
}

/** A credit-control session as the server keeps it: for each of its services what was used, paid and reserved. */
export class ChargingSession {
  private readonly charges = new Map<string, ServiceCharge>()

  /** @param clientHost, clientRealm where the session's client is, to be asked for re-authorization */
  constructor(
    readonly account: Account,
    readonly clientHost: string,
    readonly clientRealm: string,
    private readonly policy: ChargingPolicy,
  ) {}

  /** What the session has cost, without what is reserved (RFC 8506 §8.7). */
  get cost(): Micros {
    let sum = 0n
    for (const { paid } of this.charges.values()) sum += paid
    return sum
  }

  /** A service of this session waits for money: it is at its last units, or beyond them. */
  get waitsForMoney(): boolean {
    return [...this.charges.values()].some(({ stage }) => stage !== 'paying')
  }

  /**
   * Debits what all these services have used, and then reserves what each asks for: nothing is granted from money that has just turned
   * out to be gone.
   */
  serve(requests: readonly ServiceRequest[]): readonly ServiceOutcome[] {
    const reported = requests.map((request) => ({ request, ...this.report(request) }))
    return reported.map(({ request, charge, wasFinal }) => {
      if (charge === null) return refusal(CreditControlResultCode.DIAMETER_RATING_FAILED)
      return request.requested === null ? this.settle(charge, wasFinal) : this.reserve(charge, request.requested)
    })
  }

  /** Debits what was used at the end, and grants nothing (RFC 8506 §5.4). */
  conclude(requests: readonly ServiceRequest[]): void {
    for (const request of requests) this.report(request)
  }

  /** Gives back everything that is reserved (RFC 8506 §5.4, §5.7). The session can be forgotten then. */
  close(): void {
    for (const charge of this.charges.values()) this.release(charge)
  }

  /** Takes what one service has used. The charge is null for a service that has no price. */
  private report(request: ServiceRequest): { readonly charge: ServiceCharge | null; readonly wasFinal: boolean } {
    const charge = this.chargeOf(request)
    if (charge === null) return { charge, wasFinal: false }
    const wasFinal = charge.stage === 'final units granted'
    // RFC 8506 §5.3: once used units are reported, the client has none "in its possession before new granted units are received".
    this.release(charge)
    // RFC 8506 §5.3: "The credit-control server MUST deduct the used amount from the end user's account."
    for (const used of request.used) this.debit(charge, unitsOf(used, charge.tariff.unitType) ?? 0n)
    return { charge, wasFinal }
  }

  private reserve(charge: ServiceCharge, requested: readonly GyAvp[]): ServiceOutcome {
    const types = unitTypesOf(requested)
    const wanted = types.length === 0 ? charge.tariff.quota : unitsOf(requested, charge.tariff.unitType)
    // RFC 8506 §8.18: a server "must treat unknown or unsupported unit types as invalid AVPs".
    if (wanted === null) return refusal(CreditControlResultCode.DIAMETER_RATING_FAILED)
    return this.grant(charge, wanted === 0n ? charge.tariff.quota : wanted)
  }

  /** RFC 8506 §8.16: without Requested-Service-Unit "the server MUST debit the used amount … but MUST NOT return a new quota". */
  private settle(charge: ServiceCharge, wasFinal: boolean): ServiceOutcome {
    const { finalUnit } = this.policy
    if (!wasFinal || finalUnit.action === 'TERMINATE') return { ...SETTLED }
    // RFC 8506 §5.6.2: the answer to the report of the last units "MUST include the Validity-Time AVP".
    charge.stage = 'restricted'
    return { ...SETTLED, validityTimeS: finalUnit.graceTimeS }
  }

  private grant(charge: ServiceCharge, wanted: bigint): ServiceOutcome {
    const { account } = this
    const { tariff } = charge
    if (tariff.price === 0n) return refusal(CreditControlResultCode.DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE)
    const affordable = affordableUnits(tariff, account.available, charge.usedUnits)
    const most = wanted < tariff.quota ? wanted : tariff.quota
    const units = most < affordable ? most : affordable
    if (units === 0n) return this.turnAway(charge)
    charge.reserved = costOf(tariff, charge.usedUnits + units) - charge.paid
    account.reserve(charge.reserved)
    const final = affordableUnits(tariff, account.available, charge.usedUnits + units) === 0n
    charge.stage = final ? 'final units granted' : 'paying'
    return { resultCode: ResultCode.DIAMETER_SUCCESS, granted: { tariff, units }, final, validityTimeS: this.policy.validityTimeS }
  }

  /** The account is empty. */
  private turnAway(charge: ServiceCharge): ServiceOutcome {
    const { finalUnit } = this.policy
    const restrictedAlready = charge.stage === 'restricted'
    // RFC 8506 §8.34: "If the home service provider policy is to terminate the service … the server SHOULD return the appropriate
    // transient failure"; §5.6.2: so it does when the time to pay has gone by unused.
    if (finalUnit.action === 'TERMINATE' || restrictedAlready) return refusal(CreditControlResultCode.DIAMETER_CREDIT_LIMIT_REACHED)
    // RFC 8506 §5.6.2: Final-Unit-Indication and Validity-Time without Granted-Service-Unit start the action at once.
    charge.stage = 'restricted'
    return { resultCode: ResultCode.DIAMETER_SUCCESS, granted: null, final: true, validityTimeS: finalUnit.graceTimeS }
  }

  private chargeOf(request: ServiceRequest): ServiceCharge | null {
    const key = serviceKey(request)
    const known = this.charges.get(key)
    if (known !== undefined) return known
    const asksForMoney = request.requested !== null && unitTypesOf(request.requested).includes('CC-Money')
    const tariff = asksForMoney ? MONEY_TARIFF : tariffOf(this.policy.tariffs, request)
    if (tariff === null || this.charges.size === MOST_SERVICES) return null
    const charge: ServiceCharge = { tariff, usedUnits: 0n, paid: 0n, reserved: 0n, stage: 'paying' }
    this.charges.set(key, charge)
    return charge
  }

  private debit(charge: ServiceCharge, units: bigint): void {
    charge.usedUnits += units
    const cost = costOf(charge.tariff, charge.usedUnits) - charge.paid
    charge.paid += cost
    this.account.debit(cost)
  }

  private release(charge: ServiceCharge): void {
    this.account.release(charge.reserved)
    charge.reserved = 0n
  }
}

function refusal(resultCode: number): ServiceOutcome {
  return { resultCode, granted: null, final: false, validityTimeS: null }
}

const SETTLED: ServiceOutcome = { resultCode: ResultCode.DIAMETER_SUCCESS, granted: null, final: false, validityTimeS: null }
/** Services one session may have, so that no client can fill the memory with invented ones. */
const MOST_SERVICES = 256
