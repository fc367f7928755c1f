import { POLICY_AND_CHARGING_AVPS } from './policy-and-charging.js'
import { RFC6733 } from './rfc6733.js'
import { SESSION_TERMINATION } from './rfc6733-commands.js'

/** The Sy application between PCRF and OCS: has a subscriber spent what was agreed? TS 29.219 §5.1. */
export const SY_APPLICATION_ID = 16777302
export const SPENDING_LIMIT = 8388635
export const SPENDING_STATUS_NOTIFICATION = 8388636

/** Values of Experimental-Result-Code, vendor 10415 (TS 29.219 §5.5). */
export const SyResultCode = {
  DIAMETER_USER_UNKNOWN: 5030,
  DIAMETER_ERROR_UNKNOWN_POLICY_COUNTERS: 5570,
  DIAMETER_ERROR_NO_AVAILABLE_POLICY_COUNTERS: 4241,
} as const

/** The messages between PCRF and OCS. TS 29.219 V15, §5.6. */
export const SY_COMMANDS = {
  // §5.6.2
  'Spending-Limit-Request': {
    abbreviation: 'SLR',
    code: SPENDING_LIMIT,
    request: true,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } { Destination-Realm }
      [ Destination-Host ] [ Origin-State-Id ] [ OC-Supported-Features ] * [ Supported-Features ] { SL-Request-Type }
      * [ Subscription-Id ] * [ Policy-Counter-Identifier ] [ Logical-Access-ID ] [ Physical-Access-ID ] * [ Proxy-Info ]
      * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.3
  'Spending-Limit-Answer': {
    abbreviation: 'SLA',
    code: SPENDING_LIMIT,
    request: false,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ]
      [ OC-Supported-Features ] [ OC-OLR ] * [ Supported-Features ] * [ Policy-Counter-Status-Report ] [ Error-Message ]
      [ Error-Reporting-Host ] [ Failed-AVP ] [ Origin-State-Id ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ Load ] * [ AVP ]`,
  },
  // §5.6.4
  'Spending-Status-Notification-Request': {
    abbreviation: 'SNR',
    code: SPENDING_STATUS_NOTIFICATION,
    request: true,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host }
      { Auth-Application-Id } [ Origin-State-Id ] [ OC-Supported-Features ] * [ Policy-Counter-Status-Report ]
      [ SN-Request-Type ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.5
  'Spending-Status-Notification-Answer': {
    abbreviation: 'SNA',
    code: SPENDING_STATUS_NOTIFICATION,
    request: false,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ] [ Origin-State-Id ]
      [ OC-Supported-Features ] [ OC-OLR ] [ Error-Message ] [ Error-Reporting-Host ] * [ Redirect-Host ]
      [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ] [ Failed-AVP ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §5.6.6
  'Session-Termination-Request': {
    abbreviation: 'STR',
    code: SESSION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Application-Id }
      { Termination-Cause } [ Destination-Host ] [ OC-Supported-Features ] [ Origin-State-Id ] * [ Proxy-Info ]
      * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.7
  'Session-Termination-Answer': {
    abbreviation: 'STA',
    code: SESSION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: SY_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ Error-Message ] [ Error-Reporting-Host ]
      [ Failed-AVP ] [ Origin-State-Id ] [ OC-Supported-Features ] [ OC-OLR ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ Load ] * [ AVP ]`,
  },
} as const

/** The base protocol and Sy. */
export const SY = RFC6733.extend(POLICY_AND_CHARGING_AVPS, SY_COMMANDS)
