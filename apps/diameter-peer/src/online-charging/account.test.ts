import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Account } from './account.js'

describe('an account', () => {
  it('lends its overdraft to reservations', () => {
    const account = new Account(100n, 50n)
    expect(account.reserve(151n)).toBe(false)
    expect(account.reserve(150n)).toBe(true)
    expect([account.available, account.reserved, account.balance]).toEqual([0n, 150n, 100n])
    account.release(150n)
    account.debit(170n)
    expect([account.available, account.reserved, account.balance]).toEqual([0n, 0n, -70n])
    expect(() => account.release(1n)).toThrow(RangeError)
    expect(() => new Account(0n, -1n)).toThrow(RangeError)
  })

  it('never reserves more than there is, and loses nothing, whatever is done to it', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('reserve', 'release', 'debit', 'credit'), fc.bigInt({ min: 0n, max: 1000n })))
    fc.assert(
      fc.property(steps, (all) => {
        const account = new Account(500n, 100n)
        let balance = 500n
        const held: bigint[] = []
        for (const [step, amount] of all) {
          if (step === 'reserve') {
            const room = account.available
            expect(account.reserve(amount)).toBe(amount <= room)
            if (amount <= room) held.push(amount)
          } else if (step === 'release') {
            const last = held.pop()
            if (last !== undefined) account.release(last)
          } else {
            balance += step === 'debit' ? -amount : amount
            if (step === 'debit') account.debit(amount)
            else account.credit(amount)
          }
          expect(account.balance).toBe(balance)
          expect(account.reserved).toBe(held.reduce((sum, one) => sum + one, 0n))
          expect(account.available >= 0n).toBe(true)
        }
      }),
    )
  })
})
