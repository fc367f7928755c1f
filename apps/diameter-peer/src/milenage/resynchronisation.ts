import { sequenceNumberOctets, sequenceNumberOf } from './authentication-vector.js'
import { exclusiveOr, type Milenage, SEQUENCE_NUMBER_LENGTH } from './milenage.js'
import type { SequenceNumberGenerator } from './sequence-number.js'

/** AUTS: the card's hidden SQN_MS, and MAC-S that proves it. TS 33.102 §6.3.3. */
export const AUTS_LENGTH = 14
/** Re-Synchronization-Info: RAND before AUTS. TS 29.272 §7.3.15. */
export const RESYNCHRONISATION_INFO_LENGTH = 16 + AUTS_LENGTH

export type ResynchronisationOutcome = 'in range' | 'reset' | 'forged'

/**
 * What the home network does when a card found a sequence number wrong (TS 33.102 §6.3.5, steps 1 to 5).
 *
 * @param info Re-Synchronization-Info, of RESYNCHRONISATION_INFO_LENGTH octets
 * @returns 'forged' when MAC-S does not prove the card; nothing has changed then
 */
export function resynchronise(milenage: Milenage, generator: SequenceNumberGenerator, info: Uint8Array): ResynchronisationOutcome {
  const rand = info.subarray(0, 16)
  const macS = info.subarray(RESYNCHRONISATION_INFO_LENGTH - 8)
  const { resynchronisationAnonymityKey } = milenage.respond(rand)
  const sqn = exclusiveOr(info.subarray(16, 16 + SEQUENCE_NUMBER_LENGTH), resynchronisationAnonymityKey)
  const accepted = sequenceNumberOf(sqn)
  // TS 33.102 §6.3.5 steps 2 and 3: what would be accepted anyway needs no reset, and no proof.
  if (generator.isAcceptableTo(accepted)) return 'in range'
  const expected = milenage.authenticationCodes(rand, sqn, RESYNCHRONISATION_MANAGEMENT_FIELD).macS
  if (expected.some((octet, at) => octet !== macS[at])) return 'forged'
  generator.reset(accepted)
  return 'reset'
}

/** The card's side: AUTS for a challenge. */
export function resynchronisationToken(milenage: Milenage, rand: Uint8Array, accepted: number): Uint8Array {
  const sqn = sequenceNumberOctets(accepted)
  const hidden = exclusiveOr(sqn, milenage.respond(rand).resynchronisationAnonymityKey)
  return Uint8Array.of(...hidden, ...milenage.authenticationCodes(rand, sqn, RESYNCHRONISATION_MANAGEMENT_FIELD).macS)
}

/** AMF* of TS 33.102 §6.3.3: a dummy value of all zeros, so that AUTS need not carry it. */
const RESYNCHRONISATION_MANAGEMENT_FIELD = Uint8Array.of(0, 0)
