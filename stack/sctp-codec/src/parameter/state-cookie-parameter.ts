import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { STATE_COOKIE } from './parameter-type.js'

/**
 * State Cookie, the mandatory parameter of INIT ACK. RFC 9260 §3.3.3.1.1.
 *
 *      0                   1                   2                   3
 *     |           Type = 7            |            Length             |
 *     /                            Cookie                             /
 *
 * Opaque to whoever receives it: it comes back unchanged in a COOKIE ECHO. No length is refused; what the cookie is
 * worth, its maker judges by the authentication code inside.
 */
export interface StateCookieParameter {
  readonly kind: 'state-cookie'
  readonly type: typeof STATE_COOKIE
  /** A copy. */
  readonly cookie: Uint8Array
}

/** @param cookie kept, not copied; at most 65531 octets. */
export function stateCookieParameter(cookie: Uint8Array): StateCookieParameter {
  return { kind: 'state-cookie', type: STATE_COOKIE, cookie }
}

/** Octets on the wire, padding excluded. */
export function stateCookieParameterLength(parameter: StateCookieParameter): number {
  return TLV_HEADER_LENGTH + parameter.cookie.length
}

export function readStateCookieParameter(octets: Uint8Array, at: number, length: number): StateCookieParameter {
  return stateCookieParameter(copyTlvValue(octets, at, length))
}

export function writeStateCookieParameter(octets: Uint8Array, at: number, parameter: StateCookieParameter): number {
  return writeTlv(octets, at, STATE_COOKIE, parameter.cookie)
}
