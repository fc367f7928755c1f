import { readU32, writeU32 } from '@sigbed/octets'
import { ASCONF_ACK } from '../chunk-type.js'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import {
  type ConfigurationResponse,
  configurationResponsesLength,
  readConfigurationResponses,
  writeConfigurationResponses,
} from '../parameter/configuration-response.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Address Configuration Acknowledgment. RFC 5061 §4.1.2. A request it says nothing of was done.
 *
 *      0                   1                   2                   3
 *     |  Type = 0x80  |  Chunk Flags  |         Chunk Length          |
 *     |                        Sequence Number                        |
 *     /             ASCONF Parameter Responses #1 to #N               /
 */
export interface AsconfAckChunk {
  /** Of the ASCONF that is acknowledged. */
  readonly sequenceNumber: number
  readonly responses: readonly ConfigurationResponse[]
}

/** Octets on the wire, header included, the padding of the last response excluded. */
export function asconfAckChunkLength(chunk: AsconfAckChunk): number {
  return FIXED_LENGTH + configurationResponsesLength(chunk.responses)
}

/** Nothing of the result points into `octets`. */
export function readAsconfAckChunk(octets: Uint8Array, at: number, length: number): AsconfAckChunk | DecodeFault {
  if (length < FIXED_LENGTH) return TRUNCATED
  const responses = readConfigurationResponses(octets, at + FIXED_LENGTH, at + length)
  return isFault(responses) ? responses : { sequenceNumber: readU32(octets, at + 4), responses }
}

/** Writes the chunk and its padding at `at` and returns the offset after both. */
export function writeAsconfAckChunk(octets: Uint8Array, at: number, chunk: AsconfAckChunk): number {
  writeChunkHeader(octets, at, ASCONF_ACK, 0, asconfAckChunkLength(chunk))
  writeU32(octets, at + 4, chunk.sequenceNumber)
  return writeConfigurationResponses(octets, at + FIXED_LENGTH, chunk.responses)
}

/** Chunk header and Sequence Number. */
const FIXED_LENGTH = 8
const TRUNCATED = fault('truncated', 'ASCONF-ACK')
