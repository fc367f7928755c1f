import { formatMicros, type Micros } from './money.js'

/**
 * What a subscriber has to spend. Money that is reserved still belongs to the subscriber but cannot be reserved again; what was used
 * is debited even beyond the reservation, for it has been used (RFC 8506 §8.19: the reported value may exceed the grant).
 */
export class Account {
  private reservedAmount: Micros = 0n

  /**
   * @param balance may be negative, when more was used than there was
   * @param overdraft how far below zero reservations and direct debits may go
   * @param barred the subscriber is known and gets nothing
   */
  constructor(
    private currentBalance: Micros,
    readonly overdraft: Micros = 0n,
    readonly barred = false,
  ) {
    if (overdraft < 0n) throw new RangeError(`an overdraft of ${formatMicros(overdraft)} is none`)
  }

  get balance(): Micros {
    return this.currentBalance
  }

  get reserved(): Micros {
    return this.reservedAmount
  }

  /** What can still be reserved or debited directly; never less than 0. */
  get available(): Micros {
    const available = this.currentBalance + this.overdraft - this.reservedAmount
    return available > 0n ? available : 0n
  }

  /** Sets an amount aside. False, and nothing is done, when there is less. */
  reserve(amount: Micros): boolean {
    if (amount > this.available) return false
    this.reservedAmount += amount
    return true
  }

  /** Gives a reservation back. */
  release(amount: Micros): void {
    if (amount > this.reservedAmount)
      throw new RangeError(`${formatMicros(amount)} released, ${formatMicros(this.reservedAmount)} reserved`)
    this.reservedAmount -= amount
  }

  /** Takes what was used, whether or not there is as much. */
  debit(amount: Micros): void {
    this.currentBalance -= amount
  }

  /** Adds a refund or what the subscriber has paid. */
  credit(amount: Micros): void {
    this.currentBalance += amount
  }
}
