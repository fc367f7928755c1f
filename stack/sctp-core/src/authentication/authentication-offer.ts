import { padded, writeU32 } from '@sigbed/octets'
import {
  ASCONF,
  ASCONF_ACK,
  AUTH,
  chunkListParameter,
  INIT,
  INIT_ACK,
  type Parameter,
  parametersLength,
  randomParameter,
  requestedHmacAlgorithmParameter,
  SHUTDOWN_COMPLETE,
  writeParameters,
} from '@sigbed/sctp-codec'
import type { ProtocolParameters } from '../association/protocol-parameters.js'
import type { Environment } from '../environment.js'
import { SUPPORTED_HMAC_IDENTIFIERS } from './hmac-algorithm.js'

/** What one side said about authentication in its INIT or INIT ACK: RANDOM, CHUNKS and HMAC-ALGO (RFC 4895 §3). */
export interface AuthenticationOffer {
  readonly random: Uint8Array
  /** The chunk types it takes only behind an AUTH chunk, as listed; null when there was no such parameter. */
  readonly chunkTypes: readonly number[] | null
  /** The algorithms it can verify, most wanted first. */
  readonly hmacIdentifiers: readonly number[]
}

/** The peer's offer, or null when it makes none that could be used: no number, or no algorithm that is known here. */
export function authenticationOffer(said: readonly Parameter[]): AuthenticationOffer | null {
  let random: Uint8Array | null = null
  let chunkTypes: readonly number[] | null = null
  let hmacIdentifiers: readonly number[] | null = null
  // §3: each of them stands there once; of repetitions the first counts.
  for (const parameter of said) {
    if (parameter.kind === 'random') random ??= parameter.octets
    else if (parameter.kind === 'chunk-list') chunkTypes ??= parameter.chunkTypes
    else if (parameter.kind === 'requested-hmac-algorithm') hmacIdentifiers ??= parameter.hmacIdentifiers
  }
  if (random === null || hmacIdentifiers === null || !hmacIdentifiers.some((each) => SUPPORTED_HMAC_IDENTIFIERS.includes(each))) return null
  return { random, chunkTypes, hmacIdentifiers }
}

/** Why an INIT or INIT ACK must not be accepted by a side that authenticates, for people; null when it is fine. */
export function authenticationOfferFault(said: readonly Parameter[]): string | null {
  for (const parameter of said) {
    // RFC 4895 §6.1: if the Random Number is not 32 octets, the association MUST be aborted.
    if (parameter.kind === 'random' && parameter.octets.length !== RANDOM_OCTETS) return 'a Random Number that is not 32 octets long'
    // §3.2: the longest CHUNKS parameter has 260 octets. It travels in the State Cookie, as does the other list.
    if (parameter.kind === 'chunk-list' && parameter.chunkTypes.length > MOST_CHUNK_TYPES) return 'a Chunk List of more than 256 types'
    if (parameter.kind === 'requested-hmac-algorithm' && parameter.hmacIdentifiers.length > MOST_HMAC_IDENTIFIERS)
      return `more than ${MOST_HMAC_IDENTIFIERS} HMAC Identifiers`
  }
  return null
}

/** What this side says, with its Random Number of the association. */
export function ownAuthenticationOffer(parameters: ProtocolParameters, random: Uint8Array): AuthenticationOffer {
  const chunkTypes = new Set(parameters.authenticatedChunks)
  // RFC 5061 §4.1.1, §4.1.2: ASCONF and ASCONF-ACK MUST be sent in an authenticated way.
  if (parameters.dynamicAddresses) chunkTypes.add(ASCONF).add(ASCONF_ACK)
  // RFC 4895 §6.1: the list MAY be omitted if it is empty.
  return { random, chunkTypes: chunkTypes.size === 0 ? null : [...chunkTypes], hmacIdentifiers: parameters.hmacIdentifiers }
}

export function authenticationParameters({ random, chunkTypes, hmacIdentifiers }: AuthenticationOffer): Parameter[] {
  const listed = chunkTypes === null ? [] : [chunkListParameter(chunkTypes)]
  return [randomParameter(random), ...listed, requestedHmacAlgorithmParameter(hmacIdentifiers)]
}

/** RFC 4895 §6.1: the parameters one after the other, without any padding. */
export function keyVector(offer: AuthenticationOffer): Uint8Array {
  const octets = authenticationParameters(offer).map((parameter) => {
    const length = parametersLength([parameter])
    const written = new Uint8Array(padded(length))
    writeParameters(written, 0, [parameter])
    return written.subarray(0, length)
  })
  return concatenated(octets)
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** §6.1: 32 octets. */
export function newRandomNumber(environment: Environment): Uint8Array {
  const random = new Uint8Array(RANDOM_OCTETS)
  for (let at = 0; at < RANDOM_OCTETS; at += 4) writeU32(random, at, environment.randomUint32())
  return random
}

/** RFC 4895 §3.2: these MUST NOT be listed, and are ignored where they are. */
export function mayBeListed(chunkType: number): boolean {
  return !NEVER_LISTED.includes(chunkType)
}

const NEVER_LISTED: readonly number[] = [INIT, INIT_ACK, SHUTDOWN_COMPLETE, AUTH]
export const RANDOM_OCTETS = 32
export const MOST_CHUNK_TYPES = 256
export const MOST_HMAC_IDENTIFIERS = 16
