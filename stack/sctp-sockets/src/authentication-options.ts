import {
  type Association,
  activateSharedKey,
  deactivateSharedKey,
  deleteSharedKey,
  type SharedKey,
  type SharedKeyRefusal,
  setSharedKey,
} from '@sigbed/sctp-core'
import { SocketOptionError } from './sctp-error.js'

/** SCTP_AUTH_KEY (RFC 6458 §8.3.3). @throws SocketOptionError SCTP_OPTION_INVALID */
export function setKey(association: Association, key: SharedKey): void {
  demandKey(key)
  setSharedKey(association, key.identifier, key.octets)
}

/** SCTP_AUTH_ACTIVE_KEY, SCTP_AUTH_DEACTIVATE_KEY, SCTP_AUTH_DELETE_KEY (RFC 6458 §8.1.18, §8.3.4, §8.3.5). @throws SocketOptionError SCTP_OPTION_INVALID */
export function changeKey(association: Association, option: keyof typeof KEY_CHANGES, identifier: number): void {
  const refusal = KEY_CHANGES[option](association, identifier)
  if (refusal !== null) throw new SocketOptionError('SCTP_OPTION_INVALID', option, identifier, REFUSALS[refusal])
}

/** @throws SocketOptionError SCTP_OPTION_INVALID */
export function demandKey({ identifier, octets }: SharedKey): void {
  if (!Number.isInteger(identifier) || identifier < 0 || identifier > 0xffff)
    throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_AUTH_KEY.identifier', identifier, 'a whole number from 0 to 65535')
  // The key itself is not shown to anybody.
  if (!(octets instanceof Uint8Array))
    throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_AUTH_KEY.octets', undefined, 'a Uint8Array; an empty one for the null key')
}

/** SCTP_PEER_AUTH_CHUNKS and SCTP_LOCAL_AUTH_CHUNKS (RFC 6458 §8.2.3, §8.2.4): the types one side takes only behind AUTH. */
export function authenticatedChunks({ authentication }: Association, side: 'peer' | 'local'): readonly number[] {
  if (authentication === null) return []
  const types = Array.from({ length: 256 }, (_, type) => type)
  return types.filter((type) => (side === 'peer' ? authentication.isDemanded(type) : authentication.isRequired(type)))
}

const KEY_CHANGES = {
  SCTP_AUTH_ACTIVE_KEY: activateSharedKey,
  SCTP_AUTH_DEACTIVATE_KEY: deactivateSharedKey,
  SCTP_AUTH_DELETE_KEY: deleteSharedKey,
}

const REFUSALS: Readonly<Record<SharedKeyRefusal, string>> = {
  'no-such-key': 'set it with SCTP_AUTH_KEY first',
  'key-is-active': 'it is the active one: make another the active one first',
  'key-is-deactivated': 'it has been deactivated: set it anew with SCTP_AUTH_KEY',
  'key-is-not-deactivated': 'deactivate it first',
}
