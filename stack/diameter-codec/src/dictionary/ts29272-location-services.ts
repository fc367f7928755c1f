import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Who may ask where a subscriber is (LCS). TS 29.272 §7.3. */
export const TS29272_LOCATION_SERVICE_AVPS = {
  // §7.3.84
  'LCS-Info': {
    code: 1473,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ GMLC-Number ] * [ LCS-PrivacyException ] * [ MO-LR ] * [ AVP ]',
  },
  'GMLC-Number': { code: 1474, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.85
  // §7.3.86
  'LCS-PrivacyException': {
    code: 1475,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ SS-Code } { SS-Status } [ Notification-To-UE-User ] * [ External-Client ] * [ PLMN-Client ] * [ Service-Type ] * [ AVP ]',
  },
  'SS-Code': { code: 1476, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.87
  'SS-Status': { code: 1477, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.88
  // §7.3.89
  'Notification-To-UE-User': {
    code: 1478,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      NOTIFY_LOCATION_ALLOWED: 0,
      NOTIFYANDVERIFY_LOCATION_ALLOWED_IF_NO_RESPONSE: 1,
      NOTIFYANDVERIFY_LOCATION_NOT_ALLOWED_IF_NO_RESPONSE: 2,
      LOCATION_NOT_ALLOWED: 3,
    },
  },
  // §7.3.90
  'External-Client': {
    code: 1479,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Client-Identity } [ GMLC-Restriction ] [ Notification-To-UE-User ] * [ AVP ]',
  },
  'Client-Identity': { code: 1480, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.91
  // §7.3.92
  'GMLC-Restriction': {
    code: 1481,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { GMLC_LIST: 0, HOME_COUNTRY: 1 },
  },
  // §7.3.93
  'PLMN-Client': {
    code: 1482,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { BROADCAST_SERVICE: 0, O_AND_M_HPLMN: 1, O_AND_M_VPLMN: 2, ANONYMOUS_LOCATION: 3, TARGET_UE_SUBSCRIBED_SERVICE: 4 },
  },
  // §7.3.94
  'Service-Type': {
    code: 1483,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ ServiceTypeIdentity } [ GMLC-Restriction ] [ Notification-To-UE-User ] * [ AVP ]',
  },
  ServiceTypeIdentity: { code: 1484, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.95
  // §7.3.96
  'MO-LR': {
    code: 1485,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ SS-Code } { SS-Status } * [ AVP ]',
  },
} as const
