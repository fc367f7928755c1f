import {
  type AvpOf,
  type CX,
  CX_APPLICATION_ID,
  type DiameterMessage,
  ExperimentalResultCode3gpp,
  ResultCode,
  VENDOR_3GPP,
} from 'diameter-codec'
import type { AdvertisedApplication, TypedAnswer } from '../application.js'

export const CX_ADVERTISED: AdvertisedApplication = { applicationId: CX_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' }

export type CxAvp = AvpOf<typeof CX.avpRows>
export type CxMessage = DiameterMessage<typeof CX.avpRows, typeof CX.commandRows>
export type CxAnswer = TypedAnswer<typeof CX.avpRows>

/** What every message of Cx has besides Session-Id, origin and result. TS 29.229 §5.5, §5.6. */
export const CX_SESSION: readonly CxAvp[] = [
  {
    name: 'Vendor-Specific-Application-Id',
    value: [
      { name: 'Vendor-Id', value: VENDOR_3GPP },
      { name: 'Auth-Application-Id', value: CX_APPLICATION_ID },
    ],
  },
  { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
]

export function accepted(avps: readonly CxAvp[] = []): CxAnswer {
  return { result: ResultCode.DIAMETER_SUCCESS, avps: [...CX_SESSION, ...avps] }
}

/** An answer in the words of 3GPP, whose 2xxx are successes, too. */
export function answered(result: keyof typeof ExperimentalResultCode3gpp, avps: readonly CxAvp[] = []): CxAnswer {
  return { result: { vendorId: VENDOR_3GPP, experimentalResultCode: ExperimentalResultCode3gpp[result] }, avps: [...CX_SESSION, ...avps] }
}

/** An answer that refuses in the words of RFC 6733. */
export function refusedByBase(reason: keyof typeof ResultCode): CxAnswer {
  return { result: ResultCode[reason], avps: CX_SESSION }
}

/** An answer that refuses an AVP, and shows it: as it came, or an example of one that is missing. */
export function refusedFor(reason: 'DIAMETER_INVALID_AVP_VALUE' | 'DIAMETER_MISSING_AVP', avp: CxAvp): CxAnswer {
  // RFC 6733 §7.1.5: with 5004 the offending AVP "MUST" be in a Failed-AVP; §7.5: with 5005 one that could have been sent.
  return { result: ResultCode[reason], avps: [...CX_SESSION, { name: 'Failed-AVP', value: [avp] }] }
}
