import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import type {
  ILLEGAL_ASCONF_ACK,
  REQUEST_REFUSED_NO_AUTHORIZATION,
  REQUEST_TO_DELETE_LAST_ADDRESS,
  REQUEST_TO_DELETE_SOURCE_ADDRESS,
  RESOURCE_SHORTAGE,
} from './error-cause-code.js'

/**
 * The five causes of RFC 5061 §4.3: four refuse a request of an ASCONF and show it; Association Aborted Due to Illegal ASCONF-ACK
 * (§4.3.4) stands in an ABORT.
 *
 *      0                   1                   2                   3
 *     |  Cause Code = 0xA0 to 0xA4    |         Cause Length          |
 *     /                     TLV-Copied-From-ASCONF                    /
 *
 * What they show is not taken apart again, so no length is refused.
 */
export interface AddressConfigurationCause {
  readonly kind: 'address-configuration'
  readonly code: AddressConfigurationCauseCode
  /** The request as it came; none in an ABORT. */
  readonly request: Uint8Array
}

export type AddressConfigurationCauseCode =
  | typeof REQUEST_TO_DELETE_LAST_ADDRESS
  | typeof RESOURCE_SHORTAGE
  | typeof REQUEST_TO_DELETE_SOURCE_ADDRESS
  | typeof ILLEGAL_ASCONF_ACK
  | typeof REQUEST_REFUSED_NO_AUTHORIZATION

/** @param request kept, not copied. */
export function addressConfigurationCause(code: AddressConfigurationCauseCode, request: Uint8Array): AddressConfigurationCause {
  return { kind: 'address-configuration', code, request }
}

/** Octets on the wire, padding excluded. */
export function addressConfigurationCauseLength(cause: AddressConfigurationCause): number {
  return TLV_HEADER_LENGTH + cause.request.length
}

export function readAddressConfigurationCause(
  code: AddressConfigurationCauseCode,
  octets: Uint8Array,
  at: number,
  length: number,
): AddressConfigurationCause {
  return addressConfigurationCause(code, copyTlvValue(octets, at, length))
}

export function writeAddressConfigurationCause(octets: Uint8Array, at: number, cause: AddressConfigurationCause): number {
  return writeTlv(octets, at, cause.code, cause.request)
}
