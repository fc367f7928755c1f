/** Application-IDs of the base protocol (RFC 6733 §2.4). */
export const BASE_APPLICATION_ID = 0
export const ACCOUNTING_APPLICATION_ID = 3
export const RELAY_APPLICATION_ID = 0xffff_ffff

/** Command Codes of the base protocol (RFC 6733 §3.1). */
export const CAPABILITIES_EXCHANGE = 257
export const RE_AUTH = 258
export const ACCOUNTING = 271
export const ABORT_SESSION = 274
export const SESSION_TERMINATION = 275
export const DEVICE_WATCHDOG = 280
export const DISCONNECT_PEER = 282

/**
 * An answer whose E bit is set follows this grammar, whatever its command's own is. RFC 6733 §7.2.
 */
export const ANSWER_MESSAGE_GRAMMAR = `
  0*1< Session-Id >
  { Origin-Host } { Origin-Realm } { Result-Code }
  [ Origin-State-Id ] [ Error-Message ] [ Error-Reporting-Host ] [ Failed-AVP ] [ Experimental-Result ]
  * [ Proxy-Info ] * [ AVP ]`

/** The commands of the base protocol with their message formats. RFC 6733, sections beside each pair. */
export const RFC6733_COMMANDS = {
  // §5.3.1, §5.3.2
  'Capabilities-Exchange-Request': {
    abbreviation: 'CER',
    code: CAPABILITIES_EXCHANGE,
    request: true,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: `
      { Origin-Host } { Origin-Realm } 1* { Host-IP-Address } { Vendor-Id } { Product-Name }
      [ Origin-State-Id ] * [ Supported-Vendor-Id ] * [ Auth-Application-Id ] * [ Inband-Security-Id ]
      * [ Acct-Application-Id ] * [ Vendor-Specific-Application-Id ] [ Firmware-Revision ] * [ AVP ]`,
  },
  'Capabilities-Exchange-Answer': {
    abbreviation: 'CEA',
    code: CAPABILITIES_EXCHANGE,
    request: false,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: `
      { Result-Code } { Origin-Host } { Origin-Realm } 1* { Host-IP-Address } { Vendor-Id } { Product-Name }
      [ Origin-State-Id ] [ Error-Message ] [ Failed-AVP ] * [ Supported-Vendor-Id ] * [ Auth-Application-Id ]
      * [ Inband-Security-Id ] * [ Acct-Application-Id ] * [ Vendor-Specific-Application-Id ] [ Firmware-Revision ] * [ AVP ]`,
  },
  // §8.3.1, §8.3.2
  'Re-Auth-Request': {
    abbreviation: 'RAR',
    code: RE_AUTH,
    request: true,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host } { Auth-Application-Id }
      { Re-Auth-Request-Type } [ User-Name ] [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  'Re-Auth-Answer': {
    abbreviation: 'RAA',
    code: RE_AUTH,
    request: false,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] [ Origin-State-Id ] [ Error-Message ]
      [ Error-Reporting-Host ] [ Failed-AVP ] * [ Redirect-Host ] [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ]
      * [ Proxy-Info ] * [ AVP ]`,
  },
  // §9.7.1, §9.7.2
  'Accounting-Request': {
    abbreviation: 'ACR',
    code: ACCOUNTING,
    request: true,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Accounting-Record-Type }
      { Accounting-Record-Number } [ Acct-Application-Id ] [ Vendor-Specific-Application-Id ] [ User-Name ]
      [ Destination-Host ] [ Accounting-Sub-Session-Id ] [ Acct-Session-Id ] [ Acct-Multi-Session-Id ]
      [ Acct-Interim-Interval ] [ Accounting-Realtime-Required ] [ Origin-State-Id ] [ Event-Timestamp ]
      * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  'Accounting-Answer': {
    abbreviation: 'ACA',
    code: ACCOUNTING,
    request: false,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } { Accounting-Record-Type }
      { Accounting-Record-Number } [ Acct-Application-Id ] [ Vendor-Specific-Application-Id ] [ User-Name ]
      [ Accounting-Sub-Session-Id ] [ Acct-Session-Id ] [ Acct-Multi-Session-Id ] [ Error-Message ]
      [ Error-Reporting-Host ] [ Failed-AVP ] [ Acct-Interim-Interval ] [ Accounting-Realtime-Required ]
      [ Origin-State-Id ] [ Event-Timestamp ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §8.5.1, §8.5.2
  'Abort-Session-Request': {
    abbreviation: 'ASR',
    code: ABORT_SESSION,
    request: true,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host } { Auth-Application-Id }
      [ User-Name ] [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  'Abort-Session-Answer': {
    abbreviation: 'ASA',
    code: ABORT_SESSION,
    request: false,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] [ Origin-State-Id ] [ Error-Message ]
      [ Error-Reporting-Host ] [ Failed-AVP ] * [ Redirect-Host ] [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ]
      * [ Proxy-Info ] * [ AVP ]`,
  },
  // §8.4.1, §8.4.2
  'Session-Termination-Request': {
    abbreviation: 'STR',
    code: SESSION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Application-Id } { Termination-Cause }
      [ User-Name ] [ Destination-Host ] * [ Class ] [ Origin-State-Id ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  'Session-Termination-Answer': {
    abbreviation: 'STA',
    code: SESSION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: 'any',
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] * [ Class ] [ Error-Message ]
      [ Error-Reporting-Host ] [ Failed-AVP ] [ Origin-State-Id ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §5.5.1, §5.5.2
  'Device-Watchdog-Request': {
    abbreviation: 'DWR',
    code: DEVICE_WATCHDOG,
    request: true,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: '{ Origin-Host } { Origin-Realm } [ Origin-State-Id ] * [ AVP ]',
  },
  'Device-Watchdog-Answer': {
    abbreviation: 'DWA',
    code: DEVICE_WATCHDOG,
    request: false,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: '{ Result-Code } { Origin-Host } { Origin-Realm } [ Error-Message ] [ Failed-AVP ] [ Origin-State-Id ] * [ AVP ]',
  },
  // §5.4.1, §5.4.2
  'Disconnect-Peer-Request': {
    abbreviation: 'DPR',
    code: DISCONNECT_PEER,
    request: true,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: '{ Origin-Host } { Origin-Realm } { Disconnect-Cause } * [ AVP ]',
  },
  'Disconnect-Peer-Answer': {
    abbreviation: 'DPA',
    code: DISCONNECT_PEER,
    request: false,
    proxiable: false,
    applicationId: BASE_APPLICATION_ID,
    grammar: '{ Result-Code } { Origin-Host } { Origin-Realm } [ Error-Message ] [ Failed-AVP ] * [ AVP ]',
  },
} as const
