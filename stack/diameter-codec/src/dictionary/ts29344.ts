import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Proximity services: what terminals near each other may do without the network. TS 29.344 §6.3; of its AVPs those that S6a carries. */
export const TS29344_AVPS = {
  // §6.3.2
  'ProSe-Subscription-Data': {
    code: 3701,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ ProSe-Permission } * [ ProSe-Allowed-PLMN ] [ 3GPP-Charging-Characteristics ] * [ AVP ]',
  },
  'ProSe-Permission': { code: 3702, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.3
  // §6.3.4
  'ProSe-Allowed-PLMN': {
    code: 3703,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Visited-PLMN-Id ] [ Authorized-Discovery-Range ] [ ProSe-Direct-Allowed ] * [ AVP ]',
  },
  'ProSe-Direct-Allowed': { code: 3704, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.5
  'Authorized-Discovery-Range': { code: 3708, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.13
} as const
