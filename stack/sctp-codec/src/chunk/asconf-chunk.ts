import { readU32, writeU32 } from '@sigbed/octets'
import { ASCONF } from '../chunk-type.js'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import {
  type AddressParameter,
  addressParameterLength,
  type ConfigurationRequest,
  configurationRequestsLength,
  readAddressParameter,
  readConfigurationRequests,
  writeAddressParameter,
  writeConfigurationRequests,
} from '../parameter/configuration-request.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Address Configuration Change. RFC 5061 §4.1.1. Behind an AUTH chunk only.
 *
 *      0                   1                   2                   3
 *     |  Type = 0xC1  |  Chunk Flags  |         Chunk Length          |
 *     |                        Sequence Number                        |
 *     /                       Address Parameter                       /
 *     /                  ASCONF Parameters #1 to #N                   /
 */
export interface AsconfChunk {
  readonly sequenceNumber: number
  /** An address the receiver knows the sender by; all zeroes: look at something else. */
  readonly lookupAddress: AddressParameter
  readonly requests: readonly ConfigurationRequest[]
}

/** Octets on the wire, header included. */
export function asconfChunkLength(chunk: AsconfChunk): number {
  return FIXED_LENGTH + addressParameterLength(chunk.lookupAddress) + configurationRequestsLength(chunk.requests)
}

/** Nothing of the result points into `octets`. */
export function readAsconfChunk(octets: Uint8Array, at: number, length: number): AsconfChunk | DecodeFault {
  const lookupAddress = readAsconfLookupAddress(octets, at, length)
  if (isFault(lookupAddress)) return lookupAddress
  const requests = readConfigurationRequests(octets, at + FIXED_LENGTH + addressParameterLength(lookupAddress), at + length)
  if (isFault(requests)) return requests
  return { sequenceNumber: readU32(octets, at + 4), lookupAddress, requests }
}

/** The Address Parameter alone: by it a packet from an unknown source finds its association (RFC 5061 §5.2 D2). */
export function readAsconfLookupAddress(octets: Uint8Array, at: number, length: number): AddressParameter | DecodeFault {
  return length < FIXED_LENGTH ? TRUNCATED : readAddressParameter(octets, at + FIXED_LENGTH, at + length)
}

/** Writes the chunk and its padding at `at` and returns the offset after both. */
export function writeAsconfChunk(octets: Uint8Array, at: number, chunk: AsconfChunk): number {
  writeChunkHeader(octets, at, ASCONF, 0, asconfChunkLength(chunk))
  writeU32(octets, at + 4, chunk.sequenceNumber)
  return writeConfigurationRequests(octets, writeAddressParameter(octets, at + FIXED_LENGTH, chunk.lookupAddress), chunk.requests)
}

/** Chunk header and Sequence Number. */
const FIXED_LENGTH = 8
const TRUNCATED = fault('truncated', 'ASCONF')
