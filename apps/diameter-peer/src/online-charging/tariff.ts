import { type AvpOf, avpValue, type GY } from 'diameter-codec'
import { type Micros, microsOf, unitValue } from './money.js'

export type GyAvp = AvpOf<typeof GY.avpRows>

/** What a service is measured in: the members of Granted-, Requested- and Used-Service-Unit (RFC 8506 §8.17 to §8.19). */
export const UNIT_TYPES = [
  'CC-Time',
  'CC-Money',
  'CC-Total-Octets',
  'CC-Input-Octets',
  'CC-Output-Octets',
  'CC-Service-Specific-Units',
] as const
export type UnitType = (typeof UNIT_TYPES)[number]

/** What a service costs: `price` for `unitSize` units and pro rata for less, rounded up to the next millionth. */
export interface Tariff {
  readonly unitType: UnitType
  readonly unitSize: bigint
  /** 0 for a service that is free of charge. */
  readonly price: Micros
  /** Units granted at a time, when the client names no number; also the most that is granted. */
  readonly quota: bigint
}

/** Money itself: a request that names an amount needs no rating (RFC 8506 §5.2, §6.3). */
export const MONEY_TARIFF: Tariff = { unitType: 'CC-Money', unitSize: 1n, price: 1n, quota: 10n ** 15n }

/** The cost of a number of units. Rounded up once for all of them, so that many small reports cost no more than one large. */
export function costOf(tariff: Tariff, units: bigint): Micros {
  return ceilingOfQuotient(units * tariff.price, tariff.unitSize)
}

/**
 * How many more units an amount buys on top of what is paid for already. No amount buys nothing, though the rounding of what was paid
 * may have left a unit over.
 *
 * @param used units that are used and paid
 */
export function affordableUnits(tariff: Tariff, amount: Micros, used: bigint): bigint {
  if (amount <= 0n) return 0n
  if (tariff.price === 0n) return tariff.quota
  return ((costOf(tariff, used) + amount) * tariff.unitSize) / tariff.price - used
}

/** The units of this type in a service unit AVP; null when it has none, or an amount of money below zero or finer than millionths. */
export function unitsOf(serviceUnit: readonly GyAvp[], unitType: UnitType): bigint | null {
  if (unitType === 'CC-Money') {
    const money = avpValue(serviceUnit, 'CC-Money')
    const amount = money === null ? null : microsOf(avpValue(money, 'Unit-Value') ?? [])
    return amount === null || amount < 0n ? null : amount
  }
  const units = avpValue(serviceUnit, unitType)
  return units === null ? null : BigInt(units)
}

/** The types a service unit AVP has units of. */
export function unitTypesOf(serviceUnit: readonly GyAvp[]): readonly UnitType[] {
  return UNIT_TYPES.filter((unitType) => serviceUnit.some(({ name }) => name === unitType))
}

/** The AVP that says a number of units, to stand in a service unit AVP. */
export function unitsAvp(unitType: UnitType, units: bigint, currencyCode: number): GyAvp {
  switch (unitType) {
    case 'CC-Time':
      return { name: 'CC-Time', value: Number(units > LONGEST_TIME ? LONGEST_TIME : units) }
    case 'CC-Money':
      return {
        name: 'CC-Money',
        value: [
          { name: 'Unit-Value', value: unitValue(units) },
          { name: 'Currency-Code', value: currencyCode },
        ],
      }
    default:
      return { name: unitType, value: units }
  }
}

function ceilingOfQuotient(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

const LONGEST_TIME = 0xffff_ffffn
