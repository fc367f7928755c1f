import { POLICY_AND_CHARGING_AVPS } from './policy-and-charging.js'
import { RFC6733 } from './rfc6733.js'
import { RE_AUTH } from './rfc6733-commands.js'
import { CREDIT_CONTROL } from './rfc8506-commands.js'

/** The Gx application between PCEF and PCRF. TS 29.212 §5.1. */
export const GX_APPLICATION_ID = 16777238

/** Values of Experimental-Result-Code, vendor 10415 (TS 29.212 §5.5). */
export const GxResultCode = {
  DIAMETER_PCC_BEARER_EVENT: 4141,
  DIAMETER_AN_GW_FAILED: 4143,
  DIAMETER_PENDING_TRANSACTION: 4144,
  DIAMETER_ERROR_INITIAL_PARAMETERS: 5140,
  DIAMETER_ERROR_TRIGGER_EVENT: 5141,
  DIAMETER_PCC_RULE_EVENT: 5142,
  DIAMETER_ERROR_BEARER_NOT_AUTHORIZED: 5143,
  DIAMETER_ERROR_TRAFFIC_MAPPING_INFO_REJECTED: 5144,
  DIAMETER_ERROR_CONFLICTING_REQUEST: 5147,
  DIAMETER_ADC_RULE_EVENT: 5148,
  DIAMETER_ERROR_NBIFOM_NOT_AUTHORIZED: 5149,
} as const

/** The messages between PCEF and PCRF. TS 29.212 V15, §5.6. */
export const GX_COMMANDS = {
  // §5.6.2
  'CC-Request': {
    abbreviation: 'CCR',
    code: CREDIT_CONTROL,
    request: true,
    proxiable: true,
    applicationId: GX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } { Destination-Realm }
      { CC-Request-Type } { CC-Request-Number } [ Credit-Management-Status ] [ Destination-Host ] [ Origin-State-Id ]
      * [ Subscription-Id ] [ OC-Supported-Features ] * [ Supported-Features ] [ TDF-Information ] [ Network-Request-Support ]
      * [ Packet-Filter-Information ] [ Packet-Filter-Operation ] [ Bearer-Identifier ] [ Bearer-Operation ]
      [ Dynamic-Address-Flag ] [ Dynamic-Address-Flag-Extension ] [ PDN-Connection-Charging-ID ] [ Framed-IP-Address ]
      [ Framed-IPv6-Prefix ] [ IP-CAN-Type ] [ 3GPP-RAT-Type ] [ AN-Trusted ] [ RAT-Type ] [ Termination-Cause ]
      [ User-Equipment-Info ] [ User-Equipment-Info-Extension ] [ QoS-Information ] [ QoS-Negotiation ] [ QoS-Upgrade ]
      [ Default-EPS-Bearer-QoS ] [ Default-QoS-Information ] 0*2 [ AN-GW-Address ] [ AN-GW-Status ] [ 3GPP-SGSN-MCC-MNC ]
      [ 3GPP-SGSN-Address ] [ 3GPP-SGSN-Ipv6-Address ] [ 3GPP-GGSN-Address ] [ 3GPP-GGSN-Ipv6-Address ] [ 3GPP-Selection-Mode ]
      [ RAI ] [ 3GPP-User-Location-Info ] [ Fixed-User-Location-Info ] [ User-Location-Info-Time ] [ User-CSG-Information ]
      [ TWAN-Identifier ] [ 3GPP-MS-TimeZone ] * [ RAN-NAS-Release-Cause ] [ 3GPP-Charging-Characteristics ]
      [ Called-Station-Id ] [ PDN-Connection-ID ] [ Bearer-Usage ] [ Online ] [ Offline ] * [ TFT-Packet-Filter-Information ]
      * [ Charging-Rule-Report ] * [ Application-Detection-Information ] * [ Event-Trigger ] [ Event-Report-Indication ]
      [ Access-Network-Charging-Address ] * [ Access-Network-Charging-Identifier-Gx ] * [ CoA-Information ]
      * [ Usage-Monitoring-Information ] [ NBIFOM-Support ] [ NBIFOM-Mode ] [ Default-Access ] [ Origination-Time-Stamp ]
      [ Maximum-Wait-Time ] [ Access-Availability-Change-Reason ] [ Routing-Rule-Install ] [ Routing-Rule-Remove ]
      [ HeNB-Local-IP-Address ] [ UE-Local-IP-Address ] [ UDP-Source-Port ] [ TCP-Source-Port ]
      * [ Presence-Reporting-Area-Information ] [ Logical-Access-ID ] [ Physical-Access-ID ] * [ Proxy-Info ]
      * [ Route-Record ] [ 3GPP-PS-Data-Off-Status ] * [ AVP ]`,
  },
  // §5.6.3
  'CC-Answer': {
    abbreviation: 'CCA',
    code: CREDIT_CONTROL,
    request: false,
    proxiable: true,
    applicationId: GX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ]
      { CC-Request-Type } { CC-Request-Number } [ OC-Supported-Features ] [ OC-OLR ] * [ Supported-Features ]
      [ Bearer-Control-Mode ] * [ Event-Trigger ] [ Event-Report-Indication ] [ Origin-State-Id ] * [ Redirect-Host ]
      [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ] * [ Charging-Rule-Remove ] * [ Charging-Rule-Install ]
      [ Charging-Information ] [ Online ] [ Offline ] * [ QoS-Information ] [ Revalidation-Time ] [ Default-EPS-Bearer-QoS ]
      [ Default-QoS-Information ] [ Bearer-Usage ] * [ Usage-Monitoring-Information ] * [ CSG-Information-Reporting ]
      [ User-CSG-Information ] [ PRA-Install ] [ PRA-Remove ] [ Presence-Reporting-Area-Information ] [ Session-Release-Cause ]
      [ NBIFOM-Support ] [ NBIFOM-Mode ] [ Default-Access ] [ RAN-Rule-Support ] * [ Routing-Rule-Report ]
      0*4 [ Conditional-Policy-Information ] [ Removal-Of-Access ] [ IP-CAN-Type ] [ Error-Message ] [ Error-Reporting-Host ]
      [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ] * [ Load ] * [ AVP ]`,
  },
  // §5.6.4
  'Re-Auth-Request': {
    abbreviation: 'RAR',
    code: RE_AUTH,
    request: true,
    proxiable: true,
    applicationId: GX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Auth-Application-Id } { Origin-Host } { Origin-Realm } { Destination-Realm }
      { Destination-Host } { Re-Auth-Request-Type } [ Session-Release-Cause ] [ Origin-State-Id ] [ OC-Supported-Features ]
      * [ Event-Trigger ] [ Event-Report-Indication ] * [ Charging-Rule-Remove ] * [ Charging-Rule-Install ]
      [ Default-EPS-Bearer-QoS ] * [ QoS-Information ] [ Default-QoS-Information ] [ Revalidation-Time ]
      * [ Usage-Monitoring-Information ] [ PCSCF-Restoration-Indication ] 0*4 [ Conditional-Policy-Information ]
      [ Removal-Of-Access ] [ IP-CAN-Type ] [ PRA-Install ] [ PRA-Remove ] * [ CSG-Information-Reporting ] * [ Proxy-Info ]
      * [ Route-Record ] * [ AVP ]`,
  },
  // §5.6.5
  'Re-Auth-Answer': {
    abbreviation: 'RAA',
    code: RE_AUTH,
    request: false,
    proxiable: true,
    applicationId: GX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Origin-Host } { Origin-Realm } [ Result-Code ] [ Experimental-Result ] [ Origin-State-Id ]
      [ OC-Supported-Features ] [ OC-OLR ] [ IP-CAN-Type ] [ RAT-Type ] [ AN-Trusted ] 0*2 [ AN-GW-Address ]
      [ 3GPP-SGSN-MCC-MNC ] [ 3GPP-SGSN-Address ] [ 3GPP-SGSN-Ipv6-Address ] [ RAI ] [ 3GPP-User-Location-Info ]
      [ User-Location-Info-Time ] [ NetLoc-Access-Support ] [ User-CSG-Information ] [ 3GPP-MS-TimeZone ]
      [ Default-QoS-Information ] * [ Charging-Rule-Report ] [ Error-Message ] [ Error-Reporting-Host ] [ Failed-AVP ]
      * [ Proxy-Info ] * [ AVP ]`,
  },
} as const

/** The base protocol and Gx. */
export const GX = RFC6733.extend(POLICY_AND_CHARGING_AVPS, GX_COMMANDS)
