import { readU16, readU32, writeU16, writeU32 } from '@sigbed/octets'
import type { INIT, INIT_ACK } from '../chunk-type.js'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import { type Parameter, parametersLength, readParameters, writeParameters } from '../parameter/parameter.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Initiation and Initiation Acknowledgement, which share one format. RFC 9260 §3.3.2, §3.3.3.
 *
 *      0                   1                   2                   3
 *     |  Type = 1, 2  |  Chunk Flags  |         Chunk Length          |
 *     |                         Initiate Tag                          |
 *     |          Advertised Receiver Window Credit (a_rwnd)           |
 *     |  Number of Outbound Streams   |   Number of Inbound Streams   |
 *     |                          Initial TSN                          |
 *     /              Optional/Variable-Length Parameters              /
 *
 * Values are not judged here: a zero tag, a small window or no streams at all call for answers that depend on the
 * state of the association (RFC 9260 §3.3.2, §3.3.3).
 */
export interface InitChunk {
  readonly initiateTag: number
  /** octets */
  readonly advertisedReceiverWindow: number
  readonly outboundStreams: number
  readonly inboundStreams: number
  readonly initialTsn: number
  readonly parameters: readonly Parameter[]
}

/** Octets on the wire, header included, the padding of the last parameter excluded. */
export function initChunkLength(chunk: InitChunk): number {
  return FIXED_LENGTH + parametersLength(chunk.parameters)
}

/** Reads the chunk at `at`, whose type says whether it is INIT or INIT ACK. Nothing of the result points into `octets`. */
export function readInitChunk(octets: Uint8Array, at: number, length: number): InitChunk | DecodeFault {
  if (length < FIXED_LENGTH) return TRUNCATED
  const parameters = readParameters(octets, at + FIXED_LENGTH, at + length)
  if (isFault(parameters)) return parameters
  return {
    initiateTag: readU32(octets, at + 4),
    advertisedReceiverWindow: readU32(octets, at + 8),
    outboundStreams: readU16(octets, at + 12),
    inboundStreams: readU16(octets, at + 14),
    initialTsn: readU32(octets, at + 16),
    parameters,
  }
}

/** Writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room with initChunkLength. */
export function writeInitChunk(octets: Uint8Array, at: number, type: typeof INIT | typeof INIT_ACK, chunk: InitChunk): number {
  writeChunkHeader(octets, at, type, 0, initChunkLength(chunk))
  writeU32(octets, at + 4, chunk.initiateTag)
  writeU32(octets, at + 8, chunk.advertisedReceiverWindow)
  writeU16(octets, at + 12, chunk.outboundStreams)
  writeU16(octets, at + 14, chunk.inboundStreams)
  writeU32(octets, at + 16, chunk.initialTsn)
  return writeParameters(octets, at + FIXED_LENGTH, chunk.parameters)
}

/** Header, Initiate Tag, a_rwnd, the two numbers of streams and Initial TSN. */
const FIXED_LENGTH = 20
const TRUNCATED = fault('truncated', 'INIT')
