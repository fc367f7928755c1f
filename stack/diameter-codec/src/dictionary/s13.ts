import { RFC6733 } from './rfc6733.js'
import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The S13 application between MME and EIR, 3GPP TS 29.272: is this equipment stolen? */
export const S13_APPLICATION_ID = 16777252
export const ME_IDENTITY_CHECK = 324

/** Value of Experimental-Result-Code, vendor 10415 (TS 29.272 §7.4.3). */
export const DIAMETER_ERROR_EQUIPMENT_UNKNOWN = 5422

/** TS 29.272 §7.3. */
export const S13_AVPS = {
  'Terminal-Information': {
    code: 1401,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ IMEI ] [ 3GPP2-MEID ] [ Software-Version ] * [ AVP ]',
  },
  IMEI: { code: 1402, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' },
  'Software-Version': { code: 1403, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' },
  'Equipment-Status': {
    code: 1445,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { WHITELISTED: 0, BLACKLISTED: 1, GREYLISTED: 2 },
  },
  '3GPP2-MEID': { code: 1471, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' },
} as const

/** TS 29.272 §7.2.19, §7.2.20. */
export const S13_COMMANDS = {
  'ME-Identity-Check-Request': {
    abbreviation: 'ECR',
    code: ME_IDENTITY_CHECK,
    request: true,
    proxiable: true,
    applicationId: S13_APPLICATION_ID,
    grammar: `
      < Session-Id > [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { Terminal-Information } [ User-Name ]
      * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'ME-Identity-Check-Answer': {
    abbreviation: 'ECA',
    code: ME_IDENTITY_CHECK,
    request: false,
    proxiable: true,
    applicationId: S13_APPLICATION_ID,
    grammar: `
      < Session-Id > [ Vendor-Specific-Application-Id ] [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ Equipment-Status ]
      * [ AVP ] * [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const

/** The base protocol and S13. */
export const S13 = RFC6733.extend(S13_AVPS, S13_COMMANDS)
