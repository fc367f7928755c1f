import { type Cipher, createCipheriv } from 'node:crypto'

/**
 * What f1 and f1* compute over one challenge: how the network (MAC-A) and the card (MAC-S) prove that they know K. 8 octets each.
 */
export interface MessageAuthenticationCodes {
  readonly macA: Uint8Array
  readonly macS: Uint8Array
}

/** What f2 to f5* derive from one challenge. */
export interface ChallengeResponse {
  /** f2, 8 octets. */
  readonly res: Uint8Array
  /** f3, 16 octets. */
  readonly cipherKey: Uint8Array
  /** f4, 16 octets. */
  readonly integrityKey: Uint8Array
  /** f5, 6 octets: hides the sequence number on its way to the card. */
  readonly anonymityKey: Uint8Array
  /** f5*, 6 octets: hides it on its way back. */
  readonly resynchronisationAnonymityKey: Uint8Array
}

/**
 * The MILENAGE algorithm set of one subscriber: AES-128 under K, made the operator's own by OPc. 3GPP TS 35.206 §4.
 * All values are octets; results are the caller's to keep.
 */
export class Milenage {
  private readonly cipher: Cipher

  /** @param key K, 16 octets @param operatorVariant OPc, 16 octets */
  constructor(
    key: Uint8Array,
    private readonly operatorVariant: Uint8Array,
  ) {
    checkLength('K', key, BLOCK)
    checkLength('OPc', operatorVariant, BLOCK)
    this.cipher = blockCipher(key)
  }

  /** f1 and f1*. @param sequenceNumber SQN, 6 octets @param managementField AMF, 2 octets */
  authenticationCodes(challenge: Uint8Array, sequenceNumber: Uint8Array, managementField: Uint8Array): MessageAuthenticationCodes {
    checkLength('SQN', sequenceNumber, SEQUENCE_NUMBER_LENGTH)
    checkLength('AMF', managementField, MANAGEMENT_FIELD_LENGTH)
    // TS 35.206 §4.1: IN1 is SQN and AMF, twice over.
    const input = new Uint8Array(BLOCK)
    for (const half of [0, BLOCK / 2]) {
      input.set(sequenceNumber, half)
      input.set(managementField, half + SEQUENCE_NUMBER_LENGTH)
    }
    const mixed = exclusiveOr(this.temp(challenge), rotated(exclusiveOr(input, this.operatorVariant), 8))
    const output = exclusiveOr(encrypted(this.cipher, mixed), this.operatorVariant)
    return { macA: output.slice(0, 8), macS: output.slice(8) }
  }

  /** f2, f3, f4, f5 and f5*. @param challenge RAND, 16 octets */
  respond(challenge: Uint8Array): ChallengeResponse {
    const temp = this.temp(challenge)
    // TS 35.206 §4.1: the constants r2 to r5 in octets, and the only bit set in c2 to c5.
    const second = this.output(temp, 0, 1)
    return {
      res: second.slice(8),
      anonymityKey: second.slice(0, SEQUENCE_NUMBER_LENGTH),
      cipherKey: this.output(temp, 4, 2),
      integrityKey: this.output(temp, 8, 4),
      resynchronisationAnonymityKey: this.output(temp, 12, 8).slice(0, SEQUENCE_NUMBER_LENGTH),
    }
  }

  private temp(challenge: Uint8Array): Uint8Array {
    checkLength('RAND', challenge, BLOCK)
    return encrypted(this.cipher, exclusiveOr(challenge, this.operatorVariant))
  }

  private output(temp: Uint8Array, rotation: number, constant: number): Uint8Array {
    const input = rotated(exclusiveOr(temp, this.operatorVariant), rotation)
    input[BLOCK - 1]! ^= constant
    return exclusiveOr(encrypted(this.cipher, input), this.operatorVariant)
  }
}

/** OPc, which a card and its HSS keep instead of OP. TS 35.206 §4.1. */
export function operatorVariantOf(key: Uint8Array, operatorField: Uint8Array): Uint8Array {
  checkLength('K', key, BLOCK)
  checkLength('OP', operatorField, BLOCK)
  return exclusiveOr(encrypted(blockCipher(key), operatorField), operatorField)
}

/** Of two values of one length. */
export function exclusiveOr(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((octet, at) => octet ^ other[at]!)
}

/** AES-128 of single blocks. One serves any number of them: ECB has no memory. */
function blockCipher(key: Uint8Array): Cipher {
  const cipher = createCipheriv('aes-128-ecb', key, null)
  cipher.setAutoPadding(false)
  return cipher
}

function encrypted(cipher: Cipher, block: Uint8Array): Uint8Array {
  return new Uint8Array(cipher.update(block))
}

/** Rotated towards the most significant octet. */
function rotated(block: Uint8Array, octets: number): Uint8Array {
  return block.map((_, at) => block[(at + octets) % BLOCK]!)
}

function checkLength(name: string, value: Uint8Array, length: number): void {
  if (value.length !== length) throw new RangeError(`${name} has ${length} octets, not ${value.length}`)
}

const BLOCK = 16
export const SEQUENCE_NUMBER_LENGTH = 6
const MANAGEMENT_FIELD_LENGTH = 2
