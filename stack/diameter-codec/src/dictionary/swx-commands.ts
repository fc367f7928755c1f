import { MULTIMEDIA_AUTH, PUSH_PROFILE, REGISTRATION_TERMINATION, SERVER_ASSIGNMENT } from './cx-commands.js'

/** The SWx application between 3GPP AAA server and HSS. TS 29.273 §8.2.1. */
export const SWX_APPLICATION_ID = 16777265

/** The commands of SWx with their message formats: the codes and names of Cx, other contents. TS 29.273 §8.2.2, sections beside each pair. */
export const SWX_COMMANDS = {
  // §8.2.2.1
  'Multimedia-Auth-Request': {
    abbreviation: 'MAR',
    code: MULTIMEDIA_AUTH,
    request: true,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ RAT-Type ] { SIP-Auth-Data-Item } { SIP-Number-Auth-Items }
      [ ANID ] [ AN-Trusted ] [ Visited-Network-Identifier ] [ Terminal-Information ] [ OC-Supported-Features ]
      [ AAA-Failure-Indication ] * [ Supported-Features ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Multimedia-Auth-Answer': {
    abbreviation: 'MAA',
    code: MULTIMEDIA_AUTH,
    request: false,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } { User-Name } [ SIP-Number-Auth-Items ] * [ SIP-Auth-Data-Item ] [ 3GPP-AAA-Server-Name ]
      [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §8.2.2.4
  'Push-Profile-Request': {
    abbreviation: 'PPR',
    code: PUSH_PROFILE,
    request: true,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } [ Non-3GPP-User-Data ] [ PPR-Flags ] * [ Supported-Features ]
      * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Push-Profile-Answer': {
    abbreviation: 'PPA',
    code: PUSH_PROFILE,
    request: false,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ Access-Network-Info ] [ Local-Time-Zone ] * [ Supported-Features ] * [ AVP ] [ Failed-AVP ]
      * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §8.2.2.3
  'Server-Assignment-Request': {
    abbreviation: 'SAR',
    code: SERVER_ASSIGNMENT,
    request: true,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } [ Service-Selection ] [ Context-Identifier ] [ MIP6-Agent-Info ]
      [ Visited-Network-Identifier ] { User-Name } { Server-Assignment-Type } * [ Active-APN ] [ OC-Supported-Features ]
      [ Terminal-Information ] [ Emergency-Services ] * [ Supported-Features ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Server-Assignment-Answer': {
    abbreviation: 'SAA',
    code: SERVER_ASSIGNMENT,
    request: false,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } { User-Name } [ Non-3GPP-User-Data ] [ 3GPP-AAA-Server-Name ] [ OC-Supported-Features ]
      [ OC-OLR ] * [ Load ] * [ Supported-Features ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §8.2.2.2
  'Registration-Termination-Request': {
    abbreviation: 'RTR',
    code: REGISTRATION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } { Deregistration-Reason } * [ Supported-Features ] * [ AVP ]
      * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Registration-Termination-Answer': {
    abbreviation: 'RTA',
    code: REGISTRATION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: SWX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } * [ Supported-Features ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const
