import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { HOST_NAME_ADDRESS } from './parameter-type.js'

/**
 * Host Name Address. RFC 9260 §3.3.2.1.4. Deprecated: no INIT or INIT ACK may carry it, and one that does MUST be
 * answered with an ABORT, optionally with the cause Unresolvable Address.
 *
 *      0                   1                   2                   3
 *     |           Type = 11           |            Length             |
 *     /                           Host Name                           /
 *
 * It is read for the sake of that answer only, hence nothing in it is refused, not even a name without its null
 * terminator: a fault here would turn the ABORT into silence. It is written so that the answer can be tested.
 */
export interface HostNameAddressParameter {
  readonly kind: 'host-name-address'
  readonly type: typeof HOST_NAME_ADDRESS
  /** As it stood there, null terminator included; a copy. */
  readonly hostName: Uint8Array
}

/** @param hostName kept, not copied. */
export function hostNameAddressParameter(hostName: Uint8Array): HostNameAddressParameter {
  return { kind: 'host-name-address', type: HOST_NAME_ADDRESS, hostName }
}

/** Octets on the wire, padding excluded. */
export function hostNameAddressParameterLength(parameter: HostNameAddressParameter): number {
  return TLV_HEADER_LENGTH + parameter.hostName.length
}

export function readHostNameAddressParameter(octets: Uint8Array, at: number, length: number): HostNameAddressParameter {
  return hostNameAddressParameter(copyTlvValue(octets, at, length))
}

export function writeHostNameAddressParameter(octets: Uint8Array, at: number, parameter: HostNameAddressParameter): number {
  return writeTlv(octets, at, HOST_NAME_ADDRESS, parameter.hostName)
}
