import { avpValue } from 'diameter-codec'
import { BARRABLE_RADIO, type BarrableRadio, type Subscriber } from '../subscriber/subscriber.js'
import {
  ULA_SEPARATION_INDICATION,
  ULR_INITIAL_ATTACH,
  ULR_S6A_INDICATOR,
  ULR_SINGLE_REGISTRATION,
  ULR_SKIP_SUBSCRIBER_DATA,
} from './flags.js'
import type { LocationRegister, ServingNode, ServingNodeKind } from './location-register.js'
import { networkOf } from './plmn.js'
import { accepted, refused, refusedFor, type S6aAnswer, type S6aMessage } from './s6a-application.js'
import { subscriptionData } from './subscription-data.js'

/** Why a node is told that it serves a subscriber no more: values of Cancellation-Type (TS 29.272 §7.3.24). */
export type CancellationType =
  | 'MME_UPDATE_PROCEDURE'
  | 'SGSN_UPDATE_PROCEDURE'
  | 'SUBSCRIPTION_WITHDRAWAL'
  | 'UPDATE_PROCEDURE_IWF'
  | 'INITIAL_ATTACH_PROCEDURE'

export interface Cancellation {
  readonly node: ServingNode
  readonly type: CancellationType
}

export interface LocationUpdate {
  readonly answer: S6aAnswer
  /** Null when the update was refused. */
  readonly registeredAs: ServingNodeKind | null
  /** Nodes that have to be told by CLR. */
  readonly cancellations: readonly Cancellation[]
}

/** Answers a ULR about a subscriber that is known, and registers the node that sent it. TS 29.272 §5.2.1.1.3. */
export function updateLocation(request: S6aMessage, subscriber: Subscriber, register: LocationRegister): LocationUpdate {
  const visited = avpValue(request.avps, 'Visited-PLMN-Id')!
  const network = networkOf(visited)
  const flags = avpValue(request.avps, 'ULR-Flags')!
  if (network === null) return refusal(refusedFor('DIAMETER_INVALID_AVP_VALUE', { name: 'Visited-PLMN-Id', value: visited }))
  // TS 29.272 §5.2.1.1.3, in its order: subscription to EPS, the radio, roaming.
  if (subscriber.accessPoints.length === 0) return refusal(refused('DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION'))
  if (isBarred(subscriber, avpValue(request.avps, 'RAT-Type')!)) return refusal(refused('DIAMETER_ERROR_RAT_NOT_ALLOWED'))
  if (subscriber.networks !== null && !subscriber.networks.includes(network)) return refusal(refused('DIAMETER_ERROR_ROAMING_NOT_ALLOWED'))

  const kind = (flags & ULR_S6A_INDICATOR) !== 0 ? 'MME' : 'SGSN'
  const host = avpValue(request.avps, 'Origin-Host')!
  const realm = avpValue(request.avps, 'Origin-Realm')!
  const cancellations: Cancellation[] = []
  // TS 29.272 §5.2.1.1.3: the node of the same kind that served him until now gets a CLR.
  const previous = register.register(subscriber.imsi, kind, { host, realm, network })
  if (previous !== null) cancellations.push({ node: previous, type: kind === 'MME' ? 'MME_UPDATE_PROCEDURE' : 'SGSN_UPDATE_PROCEDURE' })
  const other = kind === 'MME' && (flags & ULR_SINGLE_REGISTRATION) !== 0 ? register.deregister(subscriber.imsi, 'SGSN') : null
  // TS 29.272 §5.2.1.1.3: with Single-Registration-Indication the SGSN, too; the type says whether he attached afresh.
  if (other !== null)
    cancellations.push({ node: other, type: (flags & ULR_INITIAL_ATTACH) !== 0 ? 'INITIAL_ATTACH_PROCEDURE' : 'SGSN_UPDATE_PROCEDURE' })

  const answerFlags = { name: 'ULA-Flags', value: ULA_SEPARATION_INDICATION } as const
  // TS 29.272 §7.3.7: the node has the subscription already and does not want it again.
  const skip = (flags & ULR_SKIP_SUBSCRIBER_DATA) !== 0
  const answer = accepted(skip ? [answerFlags] : [answerFlags, subscriptionData(subscriber)])
  return { answer, registeredAs: kind, cancellations }
}

function refusal(answer: S6aAnswer): LocationUpdate {
  return { answer, registeredAs: null, cancellations: [] }
}

function isBarred({ barredRadio }: Subscriber, radio: string): boolean {
  return radio in BARRABLE_RADIO && barredRadio.includes(radio as BarrableRadio)
}
