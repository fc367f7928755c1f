import { ExperimentalResultCode3gpp } from './experimental-result-3gpp.js'
import { RFC6733 } from './rfc6733.js'
import { RFC7944_AVPS } from './rfc7944.js'
import { TS29272_REGISTRATION_AVPS } from './ts29272-registration.js'
import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The S13 application between MME and EIR, 3GPP TS 29.272: is this equipment stolen? S13' between SGSN and EIR is the same. */
export const S13_APPLICATION_ID = 16777252
export const ME_IDENTITY_CHECK = 324

/** Value of Experimental-Result-Code, vendor 10415 (TS 29.272 §7.4.3). */
export const { DIAMETER_ERROR_EQUIPMENT_UNKNOWN } = ExperimentalResultCode3gpp

/** TS 29.272 §7.3. */
export const S13_AVPS = {
  ...RFC7944_AVPS,
  'Terminal-Information': TS29272_REGISTRATION_AVPS['Terminal-Information'],
  IMEI: TS29272_REGISTRATION_AVPS.IMEI,
  'Software-Version': TS29272_REGISTRATION_AVPS['Software-Version'],
  '3GPP2-MEID': TS29272_REGISTRATION_AVPS['3GPP2-MEID'],
  // §7.3.51
  'Equipment-Status': {
    code: 1445,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { WHITELISTED: 0, BLACKLISTED: 1, GREYLISTED: 2 },
  },
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
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
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
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ Equipment-Status ]
      * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const

/** The base protocol and S13. */
export const S13 = RFC6733.extend(S13_AVPS, S13_COMMANDS)
