import { readU16, writePadding, writeU16 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { HOST_NAME_ADDRESS, SUPPORTED_ADDRESS_TYPES } from './parameter-type.js'

/**
 * Supported Address Types, in an INIT: the address parameters its sender can make use of. RFC 9260 §3.3.2.1.5.
 * Without this parameter the sender supports any.
 *
 *      0                   1                   2                   3
 *     |           Type = 12           |            Length             |
 *     |        Address Type #1        |        Address Type #2        |
 *     |                            ......                             |
 */
export interface SupportedAddressTypesParameter {
  readonly kind: 'supported-address-types'
  readonly type: typeof SUPPORTED_ADDRESS_TYPES
  /** Parameter types: 5 for IPv4, 6 for IPv6. Never 11. */
  readonly addressTypes: readonly number[]
}

export function supportedAddressTypesParameter(addressTypes: readonly number[]): SupportedAddressTypesParameter {
  return {
    kind: 'supported-address-types',
    type: SUPPORTED_ADDRESS_TYPES,
    // RFC 9260 §3.3.2.1.5: the value of the Host Name Address MUST NOT be sent and MUST be ignored when received.
    addressTypes: addressTypes.filter((type) => type !== HOST_NAME_ADDRESS),
  }
}

/** Octets on the wire, padding excluded. */
export function supportedAddressTypesParameterLength(parameter: SupportedAddressTypesParameter): number {
  return TLV_HEADER_LENGTH + 2 * parameter.addressTypes.length
}

export function readSupportedAddressTypesParameter(
  octets: Uint8Array,
  at: number,
  length: number,
): SupportedAddressTypesParameter | DecodeFault {
  if (length % 2 !== 0) return LENGTH_MISMATCH
  const addressTypes: number[] = []
  for (let from = at + TLV_HEADER_LENGTH; from < at + length; from += 2) addressTypes.push(readU16(octets, from))
  return supportedAddressTypesParameter(addressTypes)
}

export function writeSupportedAddressTypesParameter(octets: Uint8Array, at: number, parameter: SupportedAddressTypesParameter): number {
  let to = writeTlvHeader(octets, at, SUPPORTED_ADDRESS_TYPES, supportedAddressTypesParameterLength(parameter))
  for (const type of parameter.addressTypes) {
    writeU16(octets, to, type)
    to += 2
  }
  return writePadding(octets, at, to)
}

const LENGTH_MISMATCH = fault('length-mismatch', 'Supported Address Types')
