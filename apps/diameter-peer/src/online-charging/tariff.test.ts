import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { affordableUnits, costOf, type GyAvp, MONEY_TARIFF, type Tariff, UNIT_TYPES, unitsAvp, unitsOf, unitTypesOf } from './tariff.js'

const TEN_CENTS_A_MEGABYTE: Tariff = { unitType: 'CC-Total-Octets', unitSize: 1_000_000n, price: 100_000n, quota: 10_000_000n }

describe('a tariff', () => {
  it('charges pro rata and rounds up to a millionth', () => {
    expect([0n, 1n, 999_999n, 1_000_000n, 1_000_001n].map((octets) => costOf(TEN_CENTS_A_MEGABYTE, octets))).toEqual([
      0n,
      1n,
      100_000n,
      100_000n,
      100_001n,
    ])
  })

  it('never lets an amount buy more than it pays for, nor one unit less', () => {
    const tariffs = fc.record({
      unitType: fc.constant('CC-Total-Octets' as const),
      unitSize: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      price: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      quota: fc.constant(1n),
    })
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(
        tariffs,
        amounts.filter((amount) => amount > 0n),
        amounts,
        (tariff, amount, used) => {
          const units = affordableUnits(tariff, amount, used)
          expect(units >= 0n).toBe(true)
          expect(costOf(tariff, used + units) - costOf(tariff, used) <= amount).toBe(true)
          expect(costOf(tariff, used + units + 1n) - costOf(tariff, used) > amount).toBe(true)
        },
      ),
    )
    expect(affordableUnits(TEN_CENTS_A_MEGABYTE, -1n, 0n)).toBe(0n)
    expect(affordableUnits(TEN_CENTS_A_MEGABYTE, 0n, 1n)).toBe(0n)
  })

  it('says and reads units of every type', () => {
    for (const unitType of UNIT_TYPES) {
      const avps: readonly GyAvp[] = [unitsAvp(unitType, 12_500_000n, 978)]
      expect(unitsOf(avps, unitType)).toBe(12_500_000n)
      expect(unitTypesOf(avps)).toEqual([unitType])
      for (const other of UNIT_TYPES) if (other !== unitType) expect(unitsOf(avps, other)).toBeNull()
    }
    expect(unitsAvp('CC-Time', 2n ** 40n, 978)).toEqual({ name: 'CC-Time', value: 0xffff_ffff })
    expect(costOf(MONEY_TARIFF, 12n)).toBe(12n)
  })
})
