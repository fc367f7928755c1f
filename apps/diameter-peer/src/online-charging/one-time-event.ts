import { avpValue, CreditControlResultCode, ResultCode } from 'diameter-codec'
import type { Account } from './account.js'
import { type Micros, unitValue } from './money.js'
import { type ServiceRequest, type TariffBook, tariffOf } from './service-request.js'
import { costOf, type GyAvp, MONEY_TARIFF, type Tariff, unitsAvp, unitsOf, unitTypesOf } from './tariff.js'

/** What a one-time event is answered with, and the AVPs that say more. */
export interface EventOutcome {
  readonly resultCode: number
  readonly avps: readonly GyAvp[]
}

export type RequestedAction = NonNullable<ReturnType<typeof requestedActionOf>>

/** RFC 8506 §8.3: with EVENT_REQUEST it "MUST be included". */
export function requestedActionOf(avps: readonly GyAvp[]) {
  return avpValue(avps, 'Requested-Action')
}

/**
 * Serves a one-time event: nothing is reserved and nothing kept. RFC 8506 §6.
 *
 * @param account null when the subscriber is not known, which only an enquiry of the price gets by with
 */
export function serveEvent(
  action: RequestedAction,
  service: ServiceRequest,
  account: Account | null,
  tariffs: TariffBook,
  currencyCode: number,
): EventOutcome {
  const rating = rate(service, tariffs)
  if (rating === null) return { resultCode: CreditControlResultCode.DIAMETER_RATING_FAILED, avps: [] }
  const { cost, tariff, units } = rating
  const costInformation = costInformationOf(cost, currencyCode)
  // RFC 8506 §6.1: the price needs no look at the account.
  if (action === 'PRICE_ENQUIRY') return { resultCode: ResultCode.DIAMETER_SUCCESS, avps: [costInformation] }
  if (account === null) return { resultCode: CreditControlResultCode.DIAMETER_USER_UNKNOWN, avps: [] }
  if (account.barred) return { resultCode: CreditControlResultCode.DIAMETER_END_USER_SERVICE_DENIED, avps: [] }
  const granted: GyAvp = { name: 'Granted-Service-Unit', value: [unitsAvp(tariff.unitType, units, currencyCode)] }
  switch (action) {
    case 'CHECK_BALANCE':
      // RFC 8506 §6.2: "it does not make any credit reservations".
      return {
        resultCode: ResultCode.DIAMETER_SUCCESS,
        avps: [{ name: 'Check-Balance-Result', value: cost <= account.available ? 'ENOUGH_CREDIT' : 'NO_CREDIT' }],
      }
    case 'REFUND_ACCOUNT':
      // RFC 8506 §8.41: the account is increased, and Granted-Service-Unit "contains the refunded units".
      account.credit(cost)
      return { resultCode: ResultCode.DIAMETER_SUCCESS, avps: [granted, costInformation] }
    case 'DIRECT_DEBITING':
      if (cost === 0n) return { resultCode: CreditControlResultCode.DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE, avps: [] }
      // RFC 8506 §9.1: 4012 when the "account could not cover the requested service"; nothing is debited in part.
      if (cost > account.available) return { resultCode: CreditControlResultCode.DIAMETER_CREDIT_LIMIT_REACHED, avps: [] }
      account.debit(cost)
      return { resultCode: ResultCode.DIAMETER_SUCCESS, avps: [granted, costInformation] }
    default:
      return action satisfies never
  }
}

/** RFC 8506 §8.7: what something costs, or has cost. */
export function costInformationOf(cost: Micros, currencyCode: number): GyAvp {
  return {
    name: 'Cost-Information',
    value: [
      { name: 'Unit-Value', value: unitValue(cost) },
      { name: 'Currency-Code', value: currencyCode },
    ],
  }
}

/** The cost of what is asked for; null when it cannot be rated. Without a number of units it is one pricing unit. */
function rate(service: ServiceRequest, tariffs: TariffBook): { cost: Micros; tariff: Tariff; units: bigint } | null {
  const requested = service.requested ?? []
  const types = unitTypesOf(requested)
  const tariff = types.includes('CC-Money') ? MONEY_TARIFF : tariffOf(tariffs, service)
  if (tariff === null) return null
  const units = types.length === 0 ? tariff.unitSize : unitsOf(requested, tariff.unitType)
  return units === null ? null : { cost: costOf(tariff, units), tariff, units }
}
