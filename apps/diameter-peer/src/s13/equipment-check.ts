import { type AvpOf, avpValue, ExperimentalResultCode3gpp, ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import {
  type AdvertisedApplication,
  type RequestOutcome,
  type RequestSender,
  type ServedApplication,
  servedApplication,
  type TypedAnswer,
} from '../application.js'
import { BLACKLISTED, type EquipmentIdentityRegister, GREYLISTED, UNKNOWN_EQUIPMENT, WHITELISTED } from '../equipment-identity-register.js'

export const S13_ADVERTISED: AdvertisedApplication = { applicationId: S13_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' }

/** What a register says of an equipment, or why it says nothing: the result of its answer, 0 when there is none. */
export type EquipmentVerdict =
  | { readonly kind: 'known'; readonly status: EquipmentStatus }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no answer'; readonly result: number; readonly why: string }

export type EquipmentStatus = 'WHITELISTED' | 'BLACKLISTED' | 'GREYLISTED'

/** A register as an application of a node, beside others. TS 29.272 §6.2.1. Traffic that is measured has EquipmentIdentityRegisterRole. */
export function equipmentIdentityRegisterApplication(
  register: EquipmentIdentityRegister,
  onCheck: (imei: string, status: number) => void,
): ServedApplication {
  return servedApplication('S13 EIR', S13_ADVERTISED, S13, (request): S13Answer => {
    const imei = avpValue(avpValue(request.avps, 'Terminal-Information') ?? [], 'IMEI')
    // TS 29.272 §6.2.1.1: the identity of the equipment is what the request is about.
    if (imei === null) return { result: ResultCode.DIAMETER_MISSING_AVP, avps: [...S13_SESSION, MISSING_IMEI] }
    const status = register.lookUp(imei)
    onCheck(imei, status)
    if (status === UNKNOWN_EQUIPMENT) return { result: EQUIPMENT_UNKNOWN, avps: S13_SESSION }
    return { result: ResultCode.DIAMETER_SUCCESS, avps: [...S13_SESSION, { name: 'Equipment-Status', value: STATUS_NAMES[status]! }] }
  })
}

/** Asks a register of the realm about an equipment. @param imei 14 or 15 digits */
export function checkEquipment(sender: RequestSender, realm: string, imei: string, onVerdict: (verdict: EquipmentVerdict) => void): void {
  const avps: S13Avp[] = [
    { name: 'Session-Id', value: sender.nextSessionId() },
    ...S13_SESSION,
    { name: 'Terminal-Information', value: [{ name: 'IMEI', value: imei }] },
  ]
  const request = {
    command: 'ME-Identity-Check-Request',
    applicationId: S13_APPLICATION_ID,
    avps,
    destinationHost: null,
    destinationRealm: realm,
  } as const
  sender.request(S13, request, (outcome) => onVerdict(verdictOf(outcome)))
}

function verdictOf(outcome: RequestOutcome<typeof S13.avpRows, typeof S13.commandRows>): EquipmentVerdict {
  if (outcome.kind === 'failed') return { kind: 'no answer', result: 0, why: outcome.failure }
  if (outcome.kind === 'unreadable') return { kind: 'no answer', result: 0, why: `an answer that cannot be read: ${outcome.where}` }
  const { avps } = outcome.message
  const experimental = avpValue(avpValue(avps, 'Experimental-Result') ?? [], 'Experimental-Result-Code')
  if (experimental === EQUIPMENT_UNKNOWN.experimentalResultCode) return { kind: 'unknown' }
  const result = experimental ?? avpValue(avps, 'Result-Code') ?? 0
  const status = avpValue(avps, 'Equipment-Status')
  if (result === ResultCode.DIAMETER_SUCCESS && status !== null) return { kind: 'known', status }
  return { kind: 'no answer', result, why: `result ${result}` }
}

type S13Avp = AvpOf<typeof S13.avpRows>
type S13Answer = TypedAnswer<typeof S13.avpRows>

const S13_SESSION: readonly S13Avp[] = [
  {
    name: 'Vendor-Specific-Application-Id',
    value: [
      { name: 'Vendor-Id', value: VENDOR_3GPP },
      { name: 'Auth-Application-Id', value: S13_APPLICATION_ID },
    ],
  },
  { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
]

/** RFC 6733 §7.5: an example of what is missing, inside its group. */
const MISSING_IMEI: S13Avp = {
  name: 'Failed-AVP',
  value: [{ name: 'Terminal-Information', value: [{ name: 'IMEI', value: '00000000000000' }] }],
}

export const EQUIPMENT_UNKNOWN = {
  vendorId: VENDOR_3GPP,
  experimentalResultCode: ExperimentalResultCode3gpp.DIAMETER_ERROR_EQUIPMENT_UNKNOWN,
}

const STATUS_NAMES: Readonly<Record<number, EquipmentStatus>> = {
  [WHITELISTED]: 'WHITELISTED',
  [BLACKLISTED]: 'BLACKLISTED',
  [GREYLISTED]: 'GREYLISTED',
}
