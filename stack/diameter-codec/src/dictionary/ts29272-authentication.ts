import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Authentication vectors, asked for and given. TS 29.272 §7.3; the contents of the vectors are those of TS 33.102 and TS 33.401. */
export const TS29272_AUTHENTICATION_AVPS = {
  // §7.3.11
  'Requested-EUTRAN-Authentication-Info': {
    code: 1408,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Number-Of-Requested-Vectors ] [ Immediate-Response-Preferred ] [ Re-Synchronization-Info ] * [ AVP ]',
  },
  // §7.3.12
  'Requested-UTRAN-GERAN-Authentication-Info': {
    code: 1409,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Number-Of-Requested-Vectors ] [ Immediate-Response-Preferred ] [ Re-Synchronization-Info ] * [ AVP ]',
  },
  'Number-Of-Requested-Vectors': { code: 1410, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.14
  'Re-Synchronization-Info': { code: 1411, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.15
  'Immediate-Response-Preferred': { code: 1412, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.16
  // §7.3.17
  'Authentication-Info': {
    code: 1413,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ E-UTRAN-Vector ] * [ UTRAN-Vector ] * [ GERAN-Vector ] * [ AVP ]',
  },
  // §7.3.18
  'E-UTRAN-Vector': {
    code: 1414,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Item-Number ] { RAND } { XRES } { AUTN } { KASME } * [ AVP ]',
  },
  // §7.3.19
  'UTRAN-Vector': {
    code: 1415,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Item-Number ] { RAND } { XRES } { AUTN } { Confidentiality-Key } { Integrity-Key } * [ AVP ]',
  },
  // §7.3.20
  'GERAN-Vector': {
    code: 1416,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Item-Number ] { RAND } { SRES } { Kc } * [ AVP ]',
  },
  'Item-Number': { code: 1419, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.23
  RAND: { code: 1447, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.53
  XRES: { code: 1448, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.54
  AUTN: { code: 1449, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.55
  KASME: { code: 1450, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.56
  Kc: { code: 1453, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.59
  SRES: { code: 1454, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.60
  'AIR-Flags': { code: 1679, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.201
  'UE-Usage-Type': { code: 1680, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.202
} as const
