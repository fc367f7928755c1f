import { avpValue } from 'diameter-codec'
import { type AuthenticationVector, deriveKasme } from '../milenage/authentication-vector.js'
import { RESYNCHRONISATION_INFO_LENGTH } from '../milenage/resynchronisation.js'
import type { Subscriber } from '../subscriber/subscriber.js'
import type { AuthenticationCentre } from './authentication-centre.js'
import { networkOf } from './plmn.js'
import { accepted, refused, refusedFor, type S6aAnswer, type S6aAvp, type S6aMessage } from './s6a-application.js'

/** What one Requested-…-Authentication-Info asks for. */
interface VectorsAsked {
  readonly count: number
  /** Null unless a card complained. */
  readonly resynchronisation: Uint8Array | null
}

/** Answers an AIR about a subscriber that is known. TS 29.272 §5.2.3.1.3. */
export function answerAuthenticationInformation(request: S6aMessage, subscriber: Subscriber, centre: AuthenticationCentre): S6aAnswer {
  const servingNetwork = avpValue(request.avps, 'Visited-PLMN-Id')!
  const forEps = vectorsAsked(avpValue(request.avps, 'Requested-EUTRAN-Authentication-Info'))
  const forUmts = vectorsAsked(avpValue(request.avps, 'Requested-UTRAN-GERAN-Authentication-Info'))
  if (networkOf(servingNetwork) === null)
    return refusedFor('DIAMETER_INVALID_AVP_VALUE', { name: 'Visited-PLMN-Id', value: servingNetwork })
  if (forEps === null && forUmts === null)
    return refusedFor('DIAMETER_MISSING_AVP', { name: 'Requested-EUTRAN-Authentication-Info', value: [] })
  // TS 29.272 §5.2.3.1.3: no vectors for E-UTRAN without a subscription to it.
  if (forEps !== null && subscriber.accessPoints.length === 0) return refused('DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION')

  const complaint = forEps?.resynchronisation ?? forUmts?.resynchronisation ?? null
  if (complaint !== null && complaint.length !== RESYNCHRONISATION_INFO_LENGTH)
    return refusedFor('DIAMETER_INVALID_AVP_VALUE', { name: 'Re-Synchronization-Info', value: complaint })
  // TS 29.272 §5.2.3.1.3: AUTS is checked before new vectors are made.
  if (complaint !== null && !centre.resynchronise(subscriber, complaint)) return refused('DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE')

  const eps = forEps === null ? [] : centre.vectors(subscriber, 'E-UTRAN', forEps.count)
  const umts = forUmts === null ? [] : centre.vectors(subscriber, 'UTRAN', forUmts.count)
  if (eps.length + umts.length === 0) return refused('DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE')
  const value = [
    ...eps.map((vector, at) => epsVector(vector, servingNetwork, at, eps.length)),
    ...umts.map((vector, at) => umtsVector(vector, at, umts.length)),
  ]
  return accepted([{ name: 'Authentication-Info', value }])
}

function vectorsAsked(info: readonly S6aAvp[] | null): VectorsAsked | null {
  if (info === null) return null
  const count = avpValue(info, 'Number-Of-Requested-Vectors') ?? 1
  return { count: Math.min(Math.max(count, 1), MOST_VECTORS), resynchronisation: avpValue(info, 'Re-Synchronization-Info') }
}

function epsVector(vector: AuthenticationVector, servingNetwork: Uint8Array, at: number, count: number): S6aAvp {
  const { rand, xres, autn } = vector
  return {
    name: 'E-UTRAN-Vector',
    value: [
      ...itemNumber(at, count),
      { name: 'RAND', value: rand },
      { name: 'XRES', value: xres },
      { name: 'AUTN', value: autn },
      { name: 'KASME', value: deriveKasme(vector, servingNetwork) },
    ],
  }
}

function umtsVector({ rand, xres, autn, cipherKey, integrityKey }: AuthenticationVector, at: number, count: number): S6aAvp {
  return {
    name: 'UTRAN-Vector',
    value: [
      ...itemNumber(at, count),
      { name: 'RAND', value: rand },
      { name: 'XRES', value: xres },
      { name: 'AUTN', value: autn },
      { name: 'Confidentiality-Key', value: cipherKey },
      { name: 'Integrity-Key', value: integrityKey },
    ],
  }
}

/** TS 29.272 §7.3.23: the order in which vectors are to be used, where there are several. */
function itemNumber(at: number, count: number): readonly S6aAvp[] {
  return count === 1 ? [] : [{ name: 'Item-Number', value: at + 1 }]
}

/** The home network may give fewer than asked for (TS 29.272 §5.2.3.1.3); more than these would only grow old. */
const MOST_VECTORS = 5
