import { readU16, writePadding, writeU16 } from '@sigbed/octets'
import { AUTH } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Authentication. RFC 4895 §5.1. All that follows it in its packet is covered by its HMAC, and so is the chunk itself, with zeroes
 * where the HMAC stands.
 *
 *      0                   1                   2                   3
 *     |  Type = 0x0F  |    Flags=0    |             Length            |
 *     |     Shared Key Identifier     |        HMAC Identifier        |
 *     /                             HMAC                              /
 *
 * Hot where data is authenticated: reused.
 */
export class AuthChunk {
  sharedKeyIdentifier = 0
  hmacIdentifier = 0
  /** Offset of the HMAC in the octets the chunk was read from. */
  hmacAt = 0
  /** octets */
  hmacLength = 0
}

/** Octets on the wire, header included, padding excluded. */
export function authChunkLength(hmacLength: number): number {
  return FIXED_LENGTH + hmacLength
}

/** Fills `into` from the chunk at `at`. How long the HMAC has to be is for whoever knows the algorithm to say. */
export function readAuthChunk(octets: Uint8Array, at: number, length: number, into: AuthChunk): DecodeFault | null {
  if (length < FIXED_LENGTH) return TRUNCATED
  into.sharedKeyIdentifier = readU16(octets, at + 4)
  into.hmacIdentifier = readU16(octets, at + 6)
  into.hmacAt = at + FIXED_LENGTH
  into.hmacLength = length - FIXED_LENGTH
  return null
}

/** Writes the chunk at `at`, its HMAC all zeroes (RFC 4895 §6.2, Figure 6), and returns the offset after it and its padding. */
export function writeAuthChunk(
  octets: Uint8Array,
  at: number,
  sharedKeyIdentifier: number,
  hmacIdentifier: number,
  hmacLength: number,
): number {
  const length = authChunkLength(hmacLength)
  writeChunkHeader(octets, at, AUTH, 0, length)
  writeU16(octets, at + 4, sharedKeyIdentifier)
  writeU16(octets, at + 6, hmacIdentifier)
  octets.fill(0, at + FIXED_LENGTH, at + length)
  return writePadding(octets, at, at + length)
}

/** Chunk header and the two identifiers. */
const FIXED_LENGTH = 8
const TRUNCATED = fault('truncated', 'AUTH')
