import type { Association } from '../association/association.js'
import type { SharedKeyRefusal } from './shared-keys.js'

// What the user may do with the keys of an association while it lasts (RFC 6458 §8.1.18, §8.3.3 to §8.3.5). Null: done.

/** Sets a key or replaces it. @param identifier 0 to 65535 @param octets copied; none for the null key */
export function setSharedKey(association: Association, identifier: number, octets: Uint8Array): void {
  association.sharedKeys.set(identifier, octets)
}

/** What leaves from now on, also what is sent again, is authenticated with this key. */
export function activateSharedKey(association: Association, identifier: number): SharedKeyRefusal | null {
  return association.sharedKeys.activate(identifier)
}

/**
 * A message is authenticated when it leaves, with the key that is active then: a key that is not active is used for nothing any more,
 * so SCTP_AUTH_FREE_KEY (RFC 6458 §6.1.8) comes at once.
 */
export function deactivateSharedKey(association: Association, identifier: number): SharedKeyRefusal | null {
  const refusal = association.sharedKeys.deactivate(identifier)
  if (refusal === null) {
    association.emit({ kind: 'authentication-key', indication: 'free-key', keyIdentifier: identifier })
    association.host.touch(association)
  }
  return refusal
}

/** What arrives under a deleted key is discarded. */
export function deleteSharedKey(association: Association, identifier: number): SharedKeyRefusal | null {
  return association.sharedKeys.delete(identifier)
}
