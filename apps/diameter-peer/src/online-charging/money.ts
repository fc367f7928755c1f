import { type AvpOf, avpValue, type GY } from 'diameter-codec'

type GyAvp = AvpOf<typeof GY.avpRows>

/** An amount in millionths of the currency unit: exact sums, and no float ever. May be negative. */
export type Micros = bigint

export const MICROS_PER_UNIT = 1_000_000n

/**
 * The members of a Unit-Value AVP: the fewest digits and a power of ten (RFC 8506 §8.8: digits times ten to the exponent). Of an amount
 * with more digits than Value-Digits has room for, the last ones are dropped.
 */
export function unitValue(amount: Micros): readonly GyAvp[] {
  let digits = amount
  let exponent = -6
  while (exponent < 0 && digits % 10n === 0n) {
    digits /= 10n
    exponent++
  }
  while (BigInt.asIntN(64, digits) !== digits) {
    digits /= 10n
    exponent++
  }
  const value: GyAvp = { name: 'Value-Digits', value: digits }
  // RFC 8506 §8.8: "The absence of the exponent part MUST be interpreted as an exponent equal to zero."
  return exponent === 0 ? [value] : [value, { name: 'Exponent', value: exponent }]
}

/** The amount of a Unit-Value AVP, or null when millionths cannot say it: smaller parts, or more than any account holds. */
export function microsOf(unitValueMembers: readonly GyAvp[]): Micros | null {
  const digits = avpValue(unitValueMembers, 'Value-Digits') ?? 0n
  const exponent = (avpValue(unitValueMembers, 'Exponent') ?? 0) + 6
  if (digits === 0n) return 0n
  // A peer may name any exponent; a power of ten of that size must not be built.
  if (exponent > MOST_DIGITS || exponent < -MOST_DIGITS) return null
  if (exponent >= 0) return digits * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return digits % divisor === 0n ? digits / divisor : null
}

/** Reads an amount as people write it, "12.50". Null for what is no amount or has more than six decimals. */
export function parseMicros(text: string): Micros | null {
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
  if (found === null) return null
  const amount = BigInt(found[2]!) * MICROS_PER_UNIT + BigInt((found[3] ?? '').padEnd(6, '0'))
  return found[1] === '-' ? -amount : amount
}

/** An amount as people write it, with as many decimals as it has and at least two. */
export function formatMicros(amount: Micros): string {
  const absolute = amount < 0n ? -amount : amount
  const decimals = String(absolute % MICROS_PER_UNIT)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '')
  return `${amount < 0n ? '-' : ''}${absolute / MICROS_PER_UNIT}.${decimals}`
}

/** The digits of 2^63 in millionths, and some. */
const MOST_DIGITS = 24
