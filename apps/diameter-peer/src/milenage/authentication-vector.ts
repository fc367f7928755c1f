import { createHmac } from 'node:crypto'
import { exclusiveOr, type Milenage, SEQUENCE_NUMBER_LENGTH } from './milenage.js'

/** One challenge with everything the network needs to put it: the quintet of TS 33.102 §6.3.2, and the token's hidden sequence number. */
export interface AuthenticationVector {
  readonly rand: Uint8Array
  readonly xres: Uint8Array
  readonly autn: Uint8Array
  readonly cipherKey: Uint8Array
  readonly integrityKey: Uint8Array
  /** SQN xor AK, as AUTN begins. */
  readonly hiddenSequenceNumber: Uint8Array
}

/**
 * The vector of a challenge. TS 33.102 §6.3.2.
 *
 * @param rand 16 octets, unpredictable
 * @param sequenceNumber SQN, below 2^48
 * @param managementField AMF, 2 octets; its first bit must be set for E-UTRAN and clear for UTRAN (TS 33.401 §6.1.1)
 */
export function authenticationVector(
  milenage: Milenage,
  rand: Uint8Array,
  sequenceNumber: number,
  managementField: Uint8Array,
): AuthenticationVector {
  const sqn = sequenceNumberOctets(sequenceNumber)
  const { macA } = milenage.authenticationCodes(rand, sqn, managementField)
  const { res, cipherKey, integrityKey, anonymityKey } = milenage.respond(rand)
  const hiddenSequenceNumber = exclusiveOr(sqn, anonymityKey)
  return {
    rand,
    xres: res,
    autn: Uint8Array.of(...hiddenSequenceNumber, ...managementField, ...macA),
    cipherKey,
    integrityKey,
    hiddenSequenceNumber,
  }
}

/**
 * KASME, 32 octets: the key that MME and terminal share after authentication, bound to the network that serves. TS 33.401 Annex A.2.
 *
 * @param servingNetwork SN id, the three octets of Visited-PLMN-Id
 */
export function deriveKasme(vector: AuthenticationVector, servingNetwork: Uint8Array): Uint8Array {
  if (servingNetwork.length !== 3) throw new RangeError(`a serving network's identity has 3 octets, not ${servingNetwork.length}`)
  // TS 33.220 Annex B.2: FC, then every parameter with its length behind it, in two octets.
  const hmac = createHmac('sha256', Uint8Array.of(...vector.cipherKey, ...vector.integrityKey))
  hmac.update(Uint8Array.of(FC_KASME, ...servingNetwork, 0, 3, ...vector.hiddenSequenceNumber, 0, SEQUENCE_NUMBER_LENGTH))
  return new Uint8Array(hmac.digest())
}

/** The management field as it must be for E-UTRAN or for UTRAN: the separation bit set or clear. TS 33.102 Annex H. */
export function withSeparationBit(managementField: Uint8Array, set: boolean): Uint8Array {
  return Uint8Array.of(set ? managementField[0]! | SEPARATION_BIT : managementField[0]! & ~SEPARATION_BIT, managementField[1]!)
}

/** SQN on the wire: 6 octets, most significant first. */
export function sequenceNumberOctets(sequenceNumber: number): Uint8Array {
  return Uint8Array.from(
    { length: SEQUENCE_NUMBER_LENGTH },
    (_, at) => Math.floor(sequenceNumber / 256 ** (SEQUENCE_NUMBER_LENGTH - 1 - at)) % 256,
  )
}

/** The number six octets say. */
export function sequenceNumberOf(octets: Uint8Array): number {
  return octets.reduce((number, octet) => number * 256 + octet, 0)
}

const FC_KASME = 0x10
const SEPARATION_BIT = 0x80
