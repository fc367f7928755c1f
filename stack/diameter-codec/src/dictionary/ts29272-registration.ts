import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Where a subscriber is registered, and what the nodes tell each other about it: flags, reasons, terminals. TS 29.272 §7.3. */
export const TS29272_REGISTRATION_AVPS = {
  // §7.3.3
  'Terminal-Information': {
    code: 1401,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ IMEI ] [ 3GPP2-MEID ] [ Software-Version ] * [ AVP ]',
  },
  IMEI: { code: 1402, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.3.4
  'Software-Version': { code: 1403, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.3.5
  'ULR-Flags': { code: 1405, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.7
  'ULA-Flags': { code: 1406, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.8
  'Visited-PLMN-Id': { code: 1407, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.9
  // §7.3.24
  'Cancellation-Type': {
    code: 1420,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      MME_UPDATE_PROCEDURE: 0,
      SGSN_UPDATE_PROCEDURE: 1,
      SUBSCRIPTION_WITHDRAWAL: 2,
      UPDATE_PROCEDURE_IWF: 3,
      INITIAL_ATTACH_PROCEDURE: 4,
    },
  },
  'DSR-Flags': { code: 1421, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.25
  'DSA-Flags': { code: 1422, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.26
  // §7.3.83
  'Alert-Reason': {
    code: 1434,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UE_PRESENT: 0, UE_MEMORY_AVAILABLE: 1 },
  },
  'IDA-Flags': { code: 1441, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.47
  'PUA-Flags': { code: 1442, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.48
  'NOR-Flags': { code: 1443, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.49
  'User-Id': { code: 1444, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.3.50
  '3GPP2-MEID': { code: 1471, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.6
  'SGSN-Number': { code: 1489, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.102
  'IDR-Flags': { code: 1490, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.103
  // §7.3.106
  'IMS-Voice-Over-PS-Sessions-Supported': {
    code: 1492,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NOT_SUPPORTED: 0, SUPPORTED: 1 },
  },
  // §7.3.107
  'Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions': {
    code: 1493,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NOT_SUPPORTED: 0, SUPPORTED: 1 },
  },
  // §7.3.128
  'Error-Diagnostic': {
    code: 1614,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { GPRS_DATA_SUBSCRIBED: 0, NO_GPRS_DATA_SUBSCRIBED: 1, ODB_ALL_APN: 2, ODB_HPLMN_APN: 3, ODB_VPLMN_APN: 4 },
  },
  // §7.3.130
  'UE-SRVCC-Capability': {
    code: 1615,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'UE-SRVCC-NOT-SUPPORTED': 0, 'UE-SRVCC-SUPPORTED': 1 },
  },
  'PUR-Flags': { code: 1635, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.149
  // §7.3.151
  'Equivalent-PLMN-List': {
    code: 1637,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '1* { Visited-PLMN-Id } * [ AVP ]',
  },
  'CLR-Flags': { code: 1638, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.152
  'MME-Number-for-MT-SMS': { code: 1645, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.159
  // §7.3.162
  'SMS-Register-Request': {
    code: 1648,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { SMS_REGISTRATION_REQUIRED: 0, SMS_REGISTRATION_NOT_PREFERRED: 1, NO_PREFERENCE: 2 },
  },
  'SGs-MME-Identity': { code: 1664, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.3.175
  'Coupled-Node-Diameter-ID': { code: 1666, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // §7.3.177
  'Reset-ID': { code: 1670, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.184
  // §7.3.186
  'Adjacent-PLMNs': {
    code: 1672,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '1* { Visited-PLMN-Id } * [ AVP ]',
  },
  // §7.3.208
  'Subscription-Data-Deletion': {
    code: 1685,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ DSR-Flags } [ SCEF-ID ] * [ Context-Identifier ] [ Trace-Reference ] * [ TS-Code ] * [ SS-Code ] * [ AVP ]',
  },
} as const
