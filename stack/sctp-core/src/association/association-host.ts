import type { TransportAddressTable } from '../endpoint/transport-address-table.js'
import type { Environment } from '../environment.js'
import type { Association } from './association.js'
import type { AssociationEvent } from './association-event.js'
import type { StateCookieMint } from './state-cookie.js'

/** What an association needs of the endpoint it belongs to. */
export interface AssociationHost {
  readonly environment: Environment
  readonly addresses: TransportAddressTable
  readonly localAddresses: readonly number[]
  readonly mint: StateCookieMint
  /** Overwrite memory that was given back (tests): a borrow kept too long then shows. */
  readonly poison: boolean
  /** The address is another association's on the same ports. */
  isTaken(association: Association, remoteAddress: number): boolean
  emit(association: Association, event: AssociationEvent): void
  /** The association has something to transmit, to deliver, or a new deadline. */
  touch(association: Association): void
  /** The association reached CLOSED: packets for it are out of the blue from now on. */
  forget(association: Association, gracefully: boolean): void
  /** An association came up. @param actively because this side asked for it */
  established(actively: boolean): void
  /** After the peer's tag or addresses changed. */
  reindex(association: Association): void
}
