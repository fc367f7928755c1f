import { copyOctets, readU32, writePadding, writeU16, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { PARAMETER_HEADER_LENGTH, PARAMETER_TAG, parameterLength } from './parameter.js'

/**
 * The routing label, service information and user data of one MTP3 message. RFC 4666 §3.3.1. A hot type: reused, read in place.
 *
 * |                   Originating Point Code                      |
 * |                   Destination Point Code                      |
 * |       SI      |       NI      |      MP       |      SLS      |
 * |                      User Protocol Data                       |
 *
 * The user data are the `userDataLength` octets of `octets` from `userDataAt`. After a read they are borrowed: they are good until
 * the next call into whoever delivered them. Before a write they are the caller's, and are copied.
 */
export class ProtocolData {
  originatingPointCode = 0
  destinationPointCode = 0
  serviceIndicator = 0
  networkIndicator = 0
  messagePriority = 0
  signallingLinkSelection = 0
  userDataAt = 0
  userDataLength = 0
  octets: Uint8Array = NO_OCTETS
}

/** More than this does not fit a Parameter Length of 16 bits. */
export const LONGEST_USER_DATA = 65_535 - 16

/** Fills `into` from the value of a Protocol Data parameter. */
export function readProtocolData(octets: Uint8Array, at: number, length: number, into: ProtocolData): DecodeFault | null {
  if (length < FIXED_LENGTH) return TOO_SHORT
  into.originatingPointCode = readU32(octets, at)
  into.destinationPointCode = readU32(octets, at + 4)
  into.serviceIndicator = octets[at + 8]!
  into.networkIndicator = octets[at + 9]!
  into.messagePriority = octets[at + 10]!
  into.signallingLinkSelection = octets[at + 11]!
  into.userDataAt = at + FIXED_LENGTH
  into.userDataLength = length - FIXED_LENGTH
  into.octets = octets
  return null
}

/** Octets of the whole parameter, padding included. */
export function protocolDataLength(protocolData: ProtocolData): number {
  return parameterLength(FIXED_LENGTH + protocolData.userDataLength)
}

/** Writes the whole parameter at `at` and returns the padded offset after it. */
export function writeProtocolData(octets: Uint8Array, at: number, protocolData: ProtocolData): number {
  const { userDataAt, userDataLength } = protocolData
  writeU16(octets, at, PARAMETER_TAG.PROTOCOL_DATA)
  writeU16(octets, at + 2, PARAMETER_HEADER_LENGTH + FIXED_LENGTH + userDataLength)
  writeU32(octets, at + 4, protocolData.originatingPointCode)
  writeU32(octets, at + 8, protocolData.destinationPointCode)
  octets[at + 12] = protocolData.serviceIndicator
  octets[at + 13] = protocolData.networkIndicator
  octets[at + 14] = protocolData.messagePriority
  octets[at + 15] = protocolData.signallingLinkSelection
  const userDataTo = at + PARAMETER_HEADER_LENGTH + FIXED_LENGTH
  copyOctets(protocolData.octets, userDataAt, userDataLength, octets, userDataTo)
  return writePadding(octets, at, userDataTo + userDataLength)
}

const FIXED_LENGTH = 12
const NO_OCTETS = new Uint8Array(0)
const TOO_SHORT = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'Protocol Data, length')
