import { RFC7155_AVPS } from './rfc7155.js'
import { RFC7155_ACCOUNTING_AVPS } from './rfc7155-accounting.js'
import { RFC7683_AVPS } from './rfc7683.js'
import { RFC7944_AVPS } from './rfc7944.js'
import { RFC8506_AVPS } from './rfc8506.js'
import { RFC8506_IDENTITY_AVPS } from './rfc8506-identities.js'
import { RFC8583_AVPS } from './rfc8583.js'
import { S13_AVPS } from './s13.js'
import { TS29061_AVPS } from './ts29061.js'
import { TS29212_BEARER_AVPS } from './ts29212-bearer.js'
import { TS29212_CHARGING_RULE_AVPS } from './ts29212-charging-rules.js'
import { TS29212_SESSION_AVPS } from './ts29212-session.js'
import { TS29214_MEDIA_AVPS } from './ts29214-media.js'
import { TS29214_SESSION_AVPS } from './ts29214-session.js'
import { TS29219_AVPS } from './ts29219.js'
import { TS29229_AVPS } from './ts29229.js'
import { TS29272_REGISTRATION_AVPS } from './ts29272-registration.js'
import { TS29272_SUBSCRIPTION_AVPS } from './ts29272-subscription.js'
import { TS29273_AVPS } from './ts29273.js'
import { TS29336_MONITORING_AVPS } from './ts29336-monitoring.js'
import { TS32299_CREDIT_AVPS } from './ts32299-credit.js'
import { TS32299_IMS_AVPS } from './ts32299-ims.js'
import { TS32299_PS_AVPS } from './ts32299-ps.js'
import { TS32299_SMS_AVPS } from './ts32299-sms.js'
import { BANDWIDTH_AVPS, BEARER_PRIORITY_AVPS, RAT_TYPE_AVPS, SUPPORTED_FEATURES_AVPS, VENDOR_3GPP } from './vendor-3gpp.js'
import { ETSI_ACCESS_AVPS } from './vendor-etsi.js'

const VENDOR_3GPP2 = 5535

/** Single AVPs of specifications that have no table here; each says where it comes from. */
const BORROWED_AVPS = {
  'Reservation-Priority': ETSI_ACCESS_AVPS['Reservation-Priority'],
  'Logical-Access-ID': ETSI_ACCESS_AVPS['Logical-Access-ID'],
  'Physical-Access-ID': ETSI_ACCESS_AVPS['Physical-Access-ID'],
  '3GPP2-BSID': { code: 9010, vendorId: VENDOR_3GPP2, format: 'UTF8String', mandatory: 'must' }, // 3GPP2 X.S0057
  // RFC 5777 §4.1. Its classifiers and treatments are carried, not read.
  'Filter-Rule': { code: 509, format: 'Grouped', mandatory: 'may', group: '* [ AVP ]' },
  RAI: { code: 909, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // TS 29.061 §17.7.12
  'MME-Name': { code: 2402, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must' }, // TS 29.173 §6.4.4
  'MME-Realm': { code: 2408, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // TS 29.173 §6.4.12
  'Downlink-Rate-Limit': { code: 4312, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // TS 29.128 §6.4.22
  'Uplink-Rate-Limit': { code: 4311, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // TS 29.128 §6.4.23
  'Origination-Time-Stamp': { code: 1536, vendorId: VENDOR_3GPP, format: 'Unsigned64', mandatory: 'must-not' }, // TS 29.273 §9.2.3.2.6
  'Maximum-Wait-Time': { code: 1537, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // TS 29.273 §9.2.3.2.7
  'AN-Trusted': TS29273_AVPS['AN-Trusted'],
  SSID: TS29273_AVPS.SSID,
  'CSG-Id': TS29272_SUBSCRIPTION_AVPS['CSG-Id'],
  'MME-Number-for-MT-SMS': TS29272_REGISTRATION_AVPS['MME-Number-for-MT-SMS'],
  'External-Identifier': TS29336_MONITORING_AVPS['External-Identifier'],
  'Session-Priority': TS29229_AVPS['Session-Priority'],
  'Charging-Information': TS29229_AVPS['Charging-Information'],
  'Primary-Event-Charging-Function-Name': TS29229_AVPS['Primary-Event-Charging-Function-Name'],
  'Secondary-Event-Charging-Function-Name': TS29229_AVPS['Secondary-Event-Charging-Function-Name'],
  'Primary-Charging-Collection-Function-Name': TS29229_AVPS['Primary-Charging-Collection-Function-Name'],
  'Secondary-Charging-Collection-Function-Name': TS29229_AVPS['Secondary-Charging-Collection-Function-Name'],
} as const

/**
 * The vocabulary that policy and charging share. Gx, Rx, Gy and Sy take most of their AVPs from one another (a charging rule holds
 * media of Rx and rating groups of Gy), so each of the four has all of them, and differs in its messages.
 */
export const POLICY_AND_CHARGING_AVPS = {
  ...RFC7155_AVPS,
  ...RFC7155_ACCOUNTING_AVPS,
  ...RFC8506_AVPS,
  ...RFC8506_IDENTITY_AVPS,
  ...RFC7683_AVPS,
  ...RFC7944_AVPS,
  ...RFC8583_AVPS,
  ...TS29061_AVPS,
  ...S13_AVPS,
  ...SUPPORTED_FEATURES_AVPS,
  ...BANDWIDTH_AVPS,
  ...BEARER_PRIORITY_AVPS,
  ...RAT_TYPE_AVPS,
  ...TS29212_CHARGING_RULE_AVPS,
  ...TS29212_BEARER_AVPS,
  ...TS29212_SESSION_AVPS,
  ...TS29214_MEDIA_AVPS,
  ...TS29214_SESSION_AVPS,
  ...TS29219_AVPS,
  ...TS32299_CREDIT_AVPS,
  ...TS32299_PS_AVPS,
  ...TS32299_IMS_AVPS,
  ...TS32299_SMS_AVPS,
  ...BORROWED_AVPS,
} as const
