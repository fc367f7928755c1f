import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Access to EPS from other than 3GPP's radio: of the AVPs of TS 29.273 those that SWx and S6a carry, sections beside. */
export const TS29273_AVPS = {
  '3GPP-AAA-Server-Name': { code: 318, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must' }, // §8.2.3.24
  // §8.2.3.1
  'Non-3GPP-User-Data': {
    code: 1500,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Subscription-Id ] [ Non-3GPP-IP-Access ] [ Non-3GPP-IP-Access-APN ] * [ RAT-Type ] [ Session-Timeout ]
      [ MIP6-Feature-Vector ] [ AMBR ] [ 3GPP-Charging-Characteristics ] [ Context-Identifier ] [ APN-OI-Replacement ]
      * [ APN-Configuration ] [ Trace-Info ] [ TWAN-Default-APN-Context-Id ] * [ TWAN-Access-Info ] [ UE-Usage-Type ]
      [ Emergency-Info ] [ ERP-Authorization ] [ Core-Network-Restrictions ] * [ AVP ]`,
  },
  // §8.2.3.3
  'Non-3GPP-IP-Access': {
    code: 1501,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NON_3GPP_SUBSCRIPTION_ALLOWED: 0, NON_3GPP_SUBSCRIPTION_BARRED: 1 },
  },
  // §8.2.3.4
  'Non-3GPP-IP-Access-APN': {
    code: 1502,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NON_3GPP_APNS_ENABLE: 0, NON_3GPP_APNS_DISABLE: 1 },
  },
  // §5.2.3.9
  'AN-Trusted': {
    code: 1503,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { TRUSTED: 0, UNTRUSTED: 1 },
  },
  ANID: { code: 1504, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §5.2.3.7
  // §8.2.3.13
  'Trace-Info': {
    code: 1505,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ Trace-Data ] [ Trace-Reference ] * [ AVP ]',
  },
  'PPR-Flags': { code: 1508, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.2.3.17
  // §5.2.3.18
  'WLAN-Identifier': {
    code: 1509,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ SSID ] [ HESSID ] * [ AVP ]',
  },
  // §8.2.3.19
  'TWAN-Access-Info': {
    code: 1510,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ Access-Authorization-Flags ] [ WLAN-Identifier ] * [ AVP ]',
  },
  'Access-Authorization-Flags': { code: 1511, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.2.3.20
  'TWAN-Default-APN-Context-Id': { code: 1512, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.2.3.18
  'AAA-Failure-Indication': { code: 1518, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.2.3.21
  SSID: { code: 1524, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §5.2.3.22
  HESSID: { code: 1525, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §5.2.3.23
  // §5.2.3.24
  'Access-Network-Info': {
    code: 1526,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ SSID ] [ BSSID ] [ Location-Information ] [ Location-Data ] [ Operator-Name ] [ Logical-Access-ID ] * [ AVP ]',
  },
  'Emergency-Services': { code: 1538, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.2.3.4
  'ERP-Authorization': { code: 1541, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.2.3.27
} as const
