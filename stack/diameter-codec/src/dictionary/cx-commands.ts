/** The Cx and Dx applications between CSCFs and HSS or SLF. TS 29.229 §5.6. */
export const CX_APPLICATION_ID = 16777216

/** Command Codes. TS 29.229 §6.1; SWx takes four of them. */
export const USER_AUTHORIZATION = 300
export const SERVER_ASSIGNMENT = 301
export const LOCATION_INFO = 302
export const MULTIMEDIA_AUTH = 303
export const REGISTRATION_TERMINATION = 304
export const PUSH_PROFILE = 305

/** The commands of Cx and Dx with their message formats. TS 29.229 §6.1, sections beside each pair. */
export const CX_COMMANDS = {
  // §6.1.1, §6.1.2
  'User-Authorization-Request': {
    abbreviation: 'UAR',
    code: USER_AUTHORIZATION,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] * [ Supported-Features ]
      { Public-Identity } { Visited-Network-Identifier } [ User-Authorization-Type ] [ UAR-Flags ] * [ AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  'User-Authorization-Answer': {
    abbreviation: 'UAA',
    code: USER_AUTHORIZATION,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ] [ Server-Name ]
      [ Server-Capabilities ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §6.1.3, §6.1.4
  'Server-Assignment-Request': {
    abbreviation: 'SAR',
    code: SERVER_ASSIGNMENT,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } [ User-Name ] [ OC-Supported-Features ] * [ Supported-Features ]
      * [ Public-Identity ] [ Wildcarded-Public-Identity ] { Server-Name } { Server-Assignment-Type }
      { User-Data-Already-Available } [ SCSCF-Restoration-Info ] [ Multiple-Registration-Indication ] [ Session-Priority ]
      [ SAR-Flags ] [ Failed-PCSCF ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Server-Assignment-Answer': {
    abbreviation: 'SAA',
    code: SERVER_ASSIGNMENT,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ User-Name ] [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ]
      [ User-Data ] [ Charging-Information ] [ Associated-Identities ] [ Loose-Route-Indication ] * [ SCSCF-Restoration-Info ]
      [ Associated-Registered-Identities ] [ Server-Name ] [ Wildcarded-Public-Identity ] [ Priviledged-Sender-Indication ]
      [ Allowed-WAF-WWSF-Identities ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §6.1.5, §6.1.6
  'Location-Info-Request': {
    abbreviation: 'LIR',
    code: LOCATION_INFO,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } [ Originating-Request ] [ OC-Supported-Features ] * [ Supported-Features ]
      { Public-Identity } [ User-Authorization-Type ] [ Session-Priority ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Location-Info-Answer': {
    abbreviation: 'LIA',
    code: LOCATION_INFO,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ] [ Server-Name ]
      [ Server-Capabilities ] [ Wildcarded-Public-Identity ] [ LIA-Flags ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §6.1.7, §6.1.8
  'Multimedia-Auth-Request': {
    abbreviation: 'MAR',
    code: MULTIMEDIA_AUTH,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] * [ Supported-Features ]
      { Public-Identity } { SIP-Auth-Data-Item } { SIP-Number-Auth-Items } { Server-Name } * [ AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  'Multimedia-Auth-Answer': {
    abbreviation: 'MAA',
    code: MULTIMEDIA_AUTH,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ User-Name ] [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ]
      [ Public-Identity ] [ SIP-Number-Auth-Items ] * [ SIP-Auth-Data-Item ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §6.1.9, §6.1.10
  'Registration-Termination-Request': {
    abbreviation: 'RTR',
    code: REGISTRATION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } [ Associated-Identities ] * [ Supported-Features ]
      * [ Public-Identity ] { Deregistration-Reason } [ RTR-Flags ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Registration-Termination-Answer': {
    abbreviation: 'RTA',
    code: REGISTRATION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ Associated-Identities ] * [ Supported-Features ] * [ Identity-with-Emergency-Registration ]
      * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §6.1.11, §6.1.12
  'Push-Profile-Request': {
    abbreviation: 'PPR',
    code: PUSH_PROFILE,
    request: true,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } * [ Supported-Features ] [ User-Data ] [ Charging-Information ]
      [ SIP-Auth-Data-Item ] [ Allowed-WAF-WWSF-Identities ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Push-Profile-Answer': {
    abbreviation: 'PPA',
    code: PUSH_PROFILE,
    request: false,
    proxiable: true,
    applicationId: CX_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } * [ Supported-Features ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const
