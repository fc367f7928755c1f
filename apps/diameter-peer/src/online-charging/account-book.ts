import type { Account } from './account.js'
import type { SubscriptionId } from './subscription.js'

/** The accounts of all subscribers, each under every identity it has. */
export class AccountBook {
  private readonly accounts = new Map<SubscriptionId, Account>()

  enter(subscriptionIds: readonly SubscriptionId[], account: Account): void {
    for (const id of subscriptionIds) this.accounts.set(id, account)
  }

  /** The account of the first identity that has one. */
  find(subscriptionIds: readonly SubscriptionId[]): Account | null {
    for (const id of subscriptionIds) {
      const account = this.accounts.get(id)
      if (account !== undefined) return account
    }
    return null
  }
}
