import { avpValue } from 'diameter-codec'
import type { AuthenticationVector } from '../milenage/authentication-vector.js'
import { RESYNCHRONISATION_INFO_LENGTH } from '../milenage/resynchronisation.js'
import type { AuthenticationCentre } from '../s6a/authentication-centre.js'
import type { Subscriber } from '../subscriber/subscriber.js'
import { accepted, answered, type CxAnswer, type CxAvp, type CxMessage, refusedByBase, refusedFor } from './cx-application.js'

/** IMS AKA, TS 29.229 §6.3.9. */
const AKA_SCHEME = 'Digest-AKAv1-MD5'
/** "Unknown" leaves the choice to the home network. */
const SCHEMES: readonly string[] = [AKA_SCHEME, 'Unknown']

/** Answers a MAR about a subscriber that is known, by IMS AKA. TS 29.228 §6.3.1. */
export function answerMultimediaAuth(request: CxMessage, subscriber: Subscriber, centre: AuthenticationCentre): CxAnswer {
  const asked = avpValue(request.avps, 'SIP-Auth-Data-Item')!
  if (!SCHEMES.includes(avpValue(asked, 'SIP-Authentication-Scheme') ?? 'Unknown'))
    return answered('DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED')
  // TS 29.228 §6.3.1: after a synchronisation failure SIP-Authorization has RAND and AUTS.
  const complaint = avpValue(asked, 'SIP-Authorization')
  if (complaint !== null && complaint.length !== RESYNCHRONISATION_INFO_LENGTH)
    return refusedFor('DIAMETER_INVALID_AVP_VALUE', { name: 'SIP-Authorization', value: complaint })
  if (complaint !== null && !centre.resynchronise(subscriber, complaint)) return refusedByBase('DIAMETER_UNABLE_TO_COMPLY')
  const count = Math.min(Math.max(avpValue(request.avps, 'SIP-Number-Auth-Items')!, 1), MOST_ITEMS)
  const vectors = centre.vectors(subscriber, 'UTRAN', count)
  if (vectors.length === 0) return refusedByBase('DIAMETER_UNABLE_TO_COMPLY')
  return accepted([
    { name: 'User-Name', value: avpValue(request.avps, 'User-Name')! },
    { name: 'Public-Identity', value: avpValue(request.avps, 'Public-Identity')! },
    { name: 'SIP-Number-Auth-Items', value: vectors.length },
    ...vectors.map(authDataItem),
  ])
}

/** TS 29.228 §6.3.1, table 6.3.4: the challenge in SIP-Authenticate, the response in SIP-Authorization. */
function authDataItem({ rand, autn, xres, cipherKey, integrityKey }: AuthenticationVector, at: number): CxAvp {
  return {
    name: 'SIP-Auth-Data-Item',
    value: [
      { name: 'SIP-Item-Number', value: at + 1 },
      { name: 'SIP-Authentication-Scheme', value: AKA_SCHEME },
      { name: 'SIP-Authenticate', value: Uint8Array.of(...rand, ...autn) },
      { name: 'SIP-Authorization', value: xres },
      { name: 'Confidentiality-Key', value: cipherKey },
      { name: 'Integrity-Key', value: integrityKey },
    ],
  }
}

const MOST_ITEMS = 5
