import { sequenceNumberOf } from './authentication-vector.js'
import { exclusiveOr, Milenage, SEQUENCE_NUMBER_LENGTH } from './milenage.js'
import { resynchronisationToken } from './resynchronisation.js'
import { SequenceNumberMemory } from './sequence-number.js'

/** What a card makes of a challenge. TS 33.102 §6.3.3. */
export type ChallengeOutcome =
  | { readonly kind: 'response'; readonly res: Uint8Array; readonly cipherKey: Uint8Array; readonly integrityKey: Uint8Array }
  /** The network does not know K. */
  | { readonly kind: 'mac failure' }
  /** It does, but the sequence number is used up; AUTS tells where the card is. */
  | { readonly kind: 'synchronisation failure'; readonly auts: Uint8Array }

/** The subscriber's side of authentication: what lets a sample MME, which has no terminals, try what its HSS gave it. */
export class Usim {
  private readonly milenage: Milenage
  private readonly sequenceNumbers = new SequenceNumberMemory()

  /** @param key K @param operatorVariant OPc, 16 octets each */
  constructor(key: Uint8Array, operatorVariant: Uint8Array) {
    this.milenage = new Milenage(key, operatorVariant)
  }

  /** @param rand 16 octets @param autn 16 octets: SQN xor AK, AMF, MAC-A */
  answer(rand: Uint8Array, autn: Uint8Array): ChallengeOutcome {
    // What is no challenge proves nothing.
    if (rand.length !== CHALLENGE_LENGTH || autn.length !== CHALLENGE_LENGTH) return { kind: 'mac failure' }
    const { res, cipherKey, integrityKey, anonymityKey } = this.milenage.respond(rand)
    const sqn = exclusiveOr(autn.subarray(0, SEQUENCE_NUMBER_LENGTH), anonymityKey)
    const { macA } = this.milenage.authenticationCodes(rand, sqn, autn.subarray(6, 8))
    // TS 33.102 §6.3.3: the network's proof comes first; a freshness failure is told only to who could have made the challenge.
    if (macA.some((octet, at) => octet !== autn[8 + at])) return { kind: 'mac failure' }
    if (this.sequenceNumbers.accept(sequenceNumberOf(sqn))) return { kind: 'response', res, cipherKey, integrityKey }
    return { kind: 'synchronisation failure', auts: resynchronisationToken(this.milenage, rand, this.sequenceNumbers.accepted) }
  }
}

const CHALLENGE_LENGTH = 16
