import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMicros, microsOf, parseMicros, unitValue } from './money.js'

/** Up to the twelve digits before the point that people may write. */
const anyAmount = fc.bigInt({ min: 1n - 10n ** 18n, max: 10n ** 18n - 1n })

describe('money', () => {
  it('writes the fewest digits, as RFC 8506 §8.8 and §8.10 write 2,3 and $0.05', () => {
    expect(unitValue(2_300_000n)).toEqual([
      { name: 'Value-Digits', value: 23n },
      { name: 'Exponent', value: -1 },
    ])
    expect(unitValue(50_000n)).toEqual([
      { name: 'Value-Digits', value: 5n },
      { name: 'Exponent', value: -2 },
    ])
    expect(unitValue(7_000_000n)).toEqual([{ name: 'Value-Digits', value: 7n }])
    expect(unitValue(0n)).toEqual([{ name: 'Value-Digits', value: 0n }])
  })

  it('reads what it writes, whatever the amount', () => {
    fc.assert(fc.property(anyAmount, (amount) => void expect(microsOf(unitValue(amount))).toBe(amount)))
    fc.assert(fc.property(anyAmount, (amount) => void expect(parseMicros(formatMicros(amount))).toBe(amount)))
  })

  it('reads other ways to write an amount, and refuses parts of a millionth and absurd powers', () => {
    const read = (digits: bigint, exponent: number) =>
      microsOf([
        { name: 'Value-Digits', value: digits },
        { name: 'Exponent', value: exponent },
      ])
    expect(read(2300n, -3)).toBe(2_300_000n)
    expect(read(10n, -7)).toBe(1n)
    expect(read(1n, -7)).toBeNull()
    expect(read(1n, 2_147_483_647)).toBeNull()
    expect(read(1n, -2_147_483_648)).toBeNull()
    expect(read(0n, 2_147_483_647)).toBe(0n)
  })

  it('drops the last digits of what has too many for an Integer64', () => {
    expect(unitValue(123_456_789_012_345_678_901_234_567n)).toEqual([
      { name: 'Value-Digits', value: 1_234_567_890_123_456_789n },
      { name: 'Exponent', value: 2 },
    ])
  })

  it('reads amounts of people', () => {
    expect(parseMicros('12.50')).toBe(12_500_000n)
    expect(parseMicros('-1')).toBe(-1_000_000n)
    expect(formatMicros(12_500_000n)).toBe('12.50')
    expect(formatMicros(-1n)).toBe('-0.000001')
    for (const wrong of ['', '1.', '.5', '1.2345678', '1e3', '0x1']) expect(parseMicros(wrong), wrong).toBeNull()
  })
})
