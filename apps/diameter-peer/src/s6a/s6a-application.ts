import {
  type AvpOf,
  avpValue,
  type DiameterMessage,
  ExperimentalResultCode3gpp,
  ResultCode,
  S6A,
  S6A_APPLICATION_ID,
  VENDOR_3GPP,
} from 'diameter-codec'
import type { AdvertisedApplication, RequestOutcome, RequestSender, TypedAnswer } from '../application.js'

export const S6A_ADVERTISED: AdvertisedApplication = { applicationId: S6A_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' }

type Avps = typeof S6A.avpRows
type Commands = typeof S6A.commandRows

export type S6aAvp = AvpOf<Avps>
export type S6aMessage = DiameterMessage<Avps, Commands>
export type S6aAnswer = TypedAnswer<Avps>
export type S6aOutcome = RequestOutcome<Avps, Commands>

/** What every message of S6a has besides Session-Id, origin and result: whose application it is, and that no session is kept. TS 29.272 §7.1.4. */
const S6A_SESSION: readonly S6aAvp[] = [
  {
    name: 'Vendor-Specific-Application-Id',
    value: [
      { name: 'Vendor-Id', value: VENDOR_3GPP },
      { name: 'Auth-Application-Id', value: S6A_APPLICATION_ID },
    ],
  },
  { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
]

export function accepted(avps: readonly S6aAvp[] = []): S6aAnswer {
  return { result: ResultCode.DIAMETER_SUCCESS, avps: [...S6A_SESSION, ...avps] }
}

/** An answer that refuses in the words of 3GPP. */
export function refused(reason: keyof typeof ExperimentalResultCode3gpp, avps: readonly S6aAvp[] = []): S6aAnswer {
  const result = { vendorId: VENDOR_3GPP, experimentalResultCode: ExperimentalResultCode3gpp[reason] }
  return { result, avps: [...S6A_SESSION, ...avps] }
}

/** An answer that refuses in the words of RFC 6733. */
export function refusedByBase(reason: keyof typeof ResultCode): S6aAnswer {
  return { result: ResultCode[reason], avps: S6A_SESSION }
}

/** An answer that refuses an AVP, and shows it: as it came, or an example of one that is missing. */
export function refusedFor(reason: 'DIAMETER_INVALID_AVP_VALUE' | 'DIAMETER_MISSING_AVP', avp: S6aAvp): S6aAnswer {
  // RFC 6733 §7.1.5: with 5004 the offending AVP "MUST" be in a Failed-AVP; §7.5: with 5005 one that could have been sent.
  return { result: ResultCode[reason], avps: [...S6A_SESSION, { name: 'Failed-AVP', value: [avp] }] }
}

/** Sends a request of S6a. @param host null lets any server of the realm answer */
export function sendS6a(
  sender: RequestSender,
  command: S6aMessage['command'],
  destination: { readonly host: string | null; readonly realm: string },
  avps: readonly S6aAvp[],
  onOutcome: (outcome: S6aOutcome) => void,
): void {
  const request = {
    command,
    applicationId: S6A_APPLICATION_ID,
    avps: [{ name: 'Session-Id', value: sender.nextSessionId() } as const, ...S6A_SESSION, ...avps],
    destinationHost: destination.host,
    destinationRealm: destination.realm,
  }
  sender.request(S6A, request, onOutcome)
}

/** The result an outcome comes to: a Result-Code, an Experimental-Result-Code, or 0 where there is no answer that can be read. */
export function resultOf(outcome: S6aOutcome): number {
  if (outcome.kind !== 'answer') return 0
  const experimental = avpValue(outcome.message.avps, 'Experimental-Result')
  if (experimental !== null) return avpValue(experimental, 'Experimental-Result-Code') ?? 0
  return avpValue(outcome.message.avps, 'Result-Code') ?? 0
}

/** In a few words, for logs. */
export function describeOutcome(outcome: S6aOutcome): string {
  switch (outcome.kind) {
    case 'answer':
      return String(resultOf(outcome))
    case 'unreadable':
      return `an answer that cannot be read: ${outcome.resultCode}, ${outcome.where}`
    case 'failed':
      return outcome.failure
  }
}
