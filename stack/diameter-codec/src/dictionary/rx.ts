import { AA_REQUEST } from './nasreq.js'
import { POLICY_AND_CHARGING_AVPS } from './policy-and-charging.js'
import { RFC6733 } from './rfc6733.js'
import { ABORT_SESSION, RE_AUTH, SESSION_TERMINATION } from './rfc6733-commands.js'

/** The Rx application between application function and PCRF. TS 29.214 §5.1. */
export const RX_APPLICATION_ID = 16777236

/** Values of Experimental-Result-Code, vendor 10415 (TS 29.214 §5.5). */
export const RxResultCode = {
  INVALID_SERVICE_INFORMATION: 5061,
  FILTER_RESTRICTIONS: 5062,
  REQUESTED_SERVICE_NOT_AUTHORIZED: 5063,
  DUPLICATED_AF_SESSION: 5064,
  'IP-CAN_SESSION_NOT_AVAILABLE': 5065,
  UNAUTHORIZED_NON_EMERGENCY_SESSION: 5066,
  UNAUTHORIZED_SPONSORED_DATA_CONNECTIVITY: 5067,
  TEMPORARY_NETWORK_FAILURE: 5068,
  REQUESTED_SERVICE_TEMPORARILY_NOT_AUTHORIZED: 4261,
} as const

/** The messages between application function and PCRF. TS 29.214 V15, §5.6. */
export const RX_COMMANDS = {
  // §5.6.1
  'AA-Request': {
    abbreviation: 'AAR',
    code: AA_REQUEST,
    request: true,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } { Destination-Realm }
      [ Destination-Host ] [ IP-Domain-Id ] [ Auth-Session-State ] [ AF-Application-Identifier ]
      * [ Media-Component-Description ] [ Service-Info-Status ] [ AF-Charging-Identifier ] [ SIP-Forking-Indication ]
      * [ Specific-Action ] * [ Subscription-Id ] [ OC-Supported-Features ] * [ Supported-Features ] [ Reservation-Priority ]
      [ Framed-IP-Address ] [ Framed-IPv6-Prefix ] [ Called-Station-Id ] [ Service-URN ] [ Sponsored-Connectivity-Data ]
      [ MPS-Identifier ] [ GCS-Identifier ] [ MCPTT-Identifier ] [ MCVideo-Identifier ] [ IMS-Content-Identifier ]
      [ IMS-Content-Type ] * [ Calling-Party-Address ] [ Rx-Request-Type ] * [ Required-Access-Info ] [ AF-Requested-Data ]
      [ Pre-emption-Control-Info ] [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.2
  'AA-Answer': {
    abbreviation: 'AAA',
    code: AA_REQUEST,
    request: false,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ]
      [ Auth-Session-State ] * [ Access-Network-Charging-Identifier ] [ Access-Network-Charging-Address ]
      [ Acceptable-Service-Info ] 0*2 [ AN-GW-Address ] [ AN-Trusted ] [ Service-Authorization-Info ] [ IP-CAN-Type ]
      [ NetLoc-Access-Support ] [ RAT-Type ] * [ Flows ] [ OC-Supported-Features ] [ OC-OLR ] * [ Supported-Features ]
      * [ Subscription-Id ] [ User-Equipment-Info ] [ User-Equipment-Info-Extension ] [ 3GPP-SGSN-MCC-MNC ] * [ Class ]
      [ Error-Message ] [ Error-Reporting-Host ] [ Failed-AVP ] [ Retry-Interval ] [ Origin-State-Id ] * [ Redirect-Host ]
      [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ Load ] * [ AVP ]`,
  },
  // §5.6.3
  'Re-Auth-Request': {
    abbreviation: 'RAR',
    code: RE_AUTH,
    request: true,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host }
      { Auth-Application-Id } * { Specific-Action } [ OC-Supported-Features ] * [ Access-Network-Charging-Identifier ]
      [ Access-Network-Charging-Address ] 0*2 [ AN-GW-Address ] [ AN-Trusted ] * [ Flows ] * [ Subscription-Id ]
      [ Abort-Cause ] [ IP-CAN-Type ] [ NetLoc-Access-Support ] [ RAT-Type ] [ Sponsored-Connectivity-Data ]
      [ 3GPP-User-Location-Info ] [ User-Location-Info-Time ] [ 3GPP-MS-TimeZone ] * [ RAN-NAS-Release-Cause ]
      [ 3GPP-SGSN-MCC-MNC ] [ TWAN-Identifier ] [ TCP-Source-Port ] [ UDP-Source-Port ] [ UE-Local-IP-Address ]
      [ Origin-State-Id ] * [ Class ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.4
  'Re-Auth-Answer': {
    abbreviation: 'RAA',
    code: RE_AUTH,
    request: false,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ]
      [ OC-Supported-Features ] [ OC-OLR ] * [ Media-Component-Description ] [ Service-URN ] [ Origin-State-Id ] * [ Class ]
      [ Error-Message ] [ Error-Reporting-Host ] * [ Redirect-Host ] [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ]
      [ Failed-AVP ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §5.6.5
  'Session-Termination-Request': {
    abbreviation: 'STR',
    code: SESSION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Application-Id }
      { Termination-Cause } [ Destination-Host ] [ OC-Supported-Features ] * [ Required-Access-Info ] * [ Class ]
      [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.6
  'Session-Termination-Answer': {
    abbreviation: 'STA',
    code: SESSION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ Error-Message ] [ Error-Reporting-Host ]
      [ OC-Supported-Features ] [ OC-OLR ] [ Failed-AVP ] [ Sponsored-Connectivity-Data ] [ Origin-State-Id ]
      [ 3GPP-User-Location-Info ] [ User-Location-Info-Time ] [ 3GPP-MS-TimeZone ] * [ RAN-NAS-Release-Cause ]
      [ 3GPP-SGSN-MCC-MNC ] [ TWAN-Identifier ] [ TCP-Source-Port ] [ UDP-Source-Port ] [ UE-Local-IP-Address ]
      [ NetLoc-Access-Support ] * [ Class ] * [ Redirect-Host ] [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ]
      * [ Proxy-Info ] * [ Load ] * [ AVP ]`,
  },
  // §5.6.7
  'Abort-Session-Request': {
    abbreviation: 'ASR',
    code: ABORT_SESSION,
    request: true,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host }
      { Auth-Application-Id } [ OC-Supported-Features ] { Abort-Cause } [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ]
      * [ AVP ]`,
  },
  // §5.6.8
  'Abort-Session-Answer': {
    abbreviation: 'ASA',
    code: ABORT_SESSION,
    request: false,
    proxiable: true,
    applicationId: RX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ OC-Supported-Features ] [ OC-OLR ]
      [ Origin-State-Id ] [ Error-Message ] [ Error-Reporting-Host ] [ Failed-AVP ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ AVP ]`,
  },
} as const

/** The base protocol and Rx. */
export const RX = RFC6733.extend(POLICY_AND_CHARGING_AVPS, RX_COMMANDS)
