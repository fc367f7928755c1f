import { Dictionary } from './dictionary.js'
import { RFC6733_COMMANDS } from './rfc6733-commands.js'

/** The AVPs of the base protocol in the order of their codes. RFC 6733 §4.5; the section of each stands beside it. */
export const RFC6733_AVPS = {
  'User-Name': { code: 1, format: 'UTF8String', mandatory: 'must' }, // §8.14
  Class: { code: 25, format: 'OctetString', mandatory: 'must' }, // §8.20
  'Session-Timeout': { code: 27, format: 'Unsigned32', mandatory: 'must' }, // §8.13
  'Proxy-State': { code: 33, format: 'OctetString', mandatory: 'must' }, // §6.7.4
  'Acct-Session-Id': { code: 44, format: 'OctetString', mandatory: 'must' }, // §9.8.4
  'Acct-Multi-Session-Id': { code: 50, format: 'UTF8String', mandatory: 'must' }, // §9.8.5
  'Event-Timestamp': { code: 55, format: 'Time', mandatory: 'must' }, // §8.21
  'Acct-Interim-Interval': { code: 85, format: 'Unsigned32', mandatory: 'must' }, // §9.8.2
  'Host-IP-Address': { code: 257, format: 'Address', mandatory: 'must' }, // §5.3.5
  'Auth-Application-Id': { code: 258, format: 'Unsigned32', mandatory: 'must' }, // §6.8
  'Acct-Application-Id': { code: 259, format: 'Unsigned32', mandatory: 'must' }, // §6.9
  // §6.11
  'Vendor-Specific-Application-Id': {
    code: 260,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Vendor-Id } [ Auth-Application-Id ] [ Acct-Application-Id ]',
  },
  // §6.13
  'Redirect-Host-Usage': {
    code: 261,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      DONT_CACHE: 0,
      ALL_SESSION: 1,
      ALL_REALM: 2,
      REALM_AND_APPLICATION: 3,
      ALL_APPLICATION: 4,
      ALL_HOST: 5,
      ALL_USER: 6,
    },
  },
  'Redirect-Max-Cache-Time': { code: 262, format: 'Unsigned32', mandatory: 'must' }, // §6.14
  'Session-Id': { code: 263, format: 'UTF8String', mandatory: 'must' }, // §8.8
  'Origin-Host': { code: 264, format: 'DiameterIdentity', mandatory: 'must' }, // §6.3
  'Supported-Vendor-Id': { code: 265, format: 'Unsigned32', mandatory: 'must' }, // §5.3.6
  'Vendor-Id': { code: 266, format: 'Unsigned32', mandatory: 'must' }, // §5.3.3
  'Firmware-Revision': { code: 267, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.4
  'Result-Code': { code: 268, format: 'Unsigned32', mandatory: 'must' }, // §7.1
  'Product-Name': { code: 269, format: 'UTF8String', mandatory: 'must-not' }, // §5.3.7
  'Session-Binding': { code: 270, format: 'Unsigned32', mandatory: 'must' }, // §8.17
  // §8.18
  'Session-Server-Failover': {
    code: 271,
    format: 'Enumerated',
    mandatory: 'must',
    values: { REFUSE_SERVICE: 0, TRY_AGAIN: 1, ALLOW_SERVICE: 2, TRY_AGAIN_ALLOW_SERVICE: 3 },
  },
  'Multi-Round-Time-Out': { code: 272, format: 'Unsigned32', mandatory: 'must' }, // §8.19
  // §5.4.3
  'Disconnect-Cause': {
    code: 273,
    format: 'Enumerated',
    mandatory: 'must',
    values: { REBOOTING: 0, BUSY: 1, DO_NOT_WANT_TO_TALK_TO_YOU: 2 },
  },
  // §8.7
  'Auth-Request-Type': {
    code: 274,
    format: 'Enumerated',
    mandatory: 'must',
    values: { AUTHENTICATE_ONLY: 1, AUTHORIZE_ONLY: 2, AUTHORIZE_AUTHENTICATE: 3 },
  },
  'Auth-Grace-Period': { code: 276, format: 'Unsigned32', mandatory: 'must' }, // §8.10
  // §8.11
  'Auth-Session-State': {
    code: 277,
    format: 'Enumerated',
    mandatory: 'must',
    values: { STATE_MAINTAINED: 0, NO_STATE_MAINTAINED: 1 },
  },
  'Origin-State-Id': { code: 278, format: 'Unsigned32', mandatory: 'must' }, // §8.16
  // §7.5 has 1* { AVP }. Not held to it: the group carries what is broken, and an empty one is no reason to lose an answer.
  'Failed-AVP': { code: 279, format: 'Grouped', mandatory: 'must', group: '* [ AVP ]' },
  'Proxy-Host': { code: 280, format: 'DiameterIdentity', mandatory: 'must' }, // §6.7.3
  'Error-Message': { code: 281, format: 'UTF8String', mandatory: 'must-not' }, // §7.3
  'Route-Record': { code: 282, format: 'DiameterIdentity', mandatory: 'must' }, // §6.7.1
  'Destination-Realm': { code: 283, format: 'DiameterIdentity', mandatory: 'must' }, // §6.6
  'Proxy-Info': { code: 284, format: 'Grouped', mandatory: 'must', group: '{ Proxy-Host } { Proxy-State } * [ AVP ]' }, // §6.7.2
  // §8.12
  'Re-Auth-Request-Type': {
    code: 285,
    format: 'Enumerated',
    mandatory: 'must',
    values: { AUTHORIZE_ONLY: 0, AUTHORIZE_AUTHENTICATE: 1 },
  },
  'Accounting-Sub-Session-Id': { code: 287, format: 'Unsigned64', mandatory: 'must' }, // §9.8.6
  'Authorization-Lifetime': { code: 291, format: 'Unsigned32', mandatory: 'must' }, // §8.9
  'Redirect-Host': { code: 292, format: 'DiameterURI', mandatory: 'must' }, // §6.12
  'Destination-Host': { code: 293, format: 'DiameterIdentity', mandatory: 'must' }, // §6.5
  'Error-Reporting-Host': { code: 294, format: 'DiameterIdentity', mandatory: 'must-not' }, // §7.4
  // §8.15 leaves the list to an open registry of IANA's, so any number goes.
  'Termination-Cause': { code: 295, format: 'Enumerated', mandatory: 'must' },
  'Origin-Realm': { code: 296, format: 'DiameterIdentity', mandatory: 'must' }, // §6.4
  // §7.6
  'Experimental-Result': {
    code: 297,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Vendor-Id } { Experimental-Result-Code }',
  },
  'Experimental-Result-Code': { code: 298, format: 'Unsigned32', mandatory: 'must' }, // §7.7
  'Inband-Security-Id': { code: 299, format: 'Unsigned32', mandatory: 'must' }, // §6.10
  // §9.8.1
  'Accounting-Record-Type': {
    code: 480,
    format: 'Enumerated',
    mandatory: 'must',
    values: { EVENT_RECORD: 1, START_RECORD: 2, INTERIM_RECORD: 3, STOP_RECORD: 4 },
  },
  // §9.8.7
  'Accounting-Realtime-Required': {
    code: 483,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DELIVER_AND_GRANT: 1, GRANT_AND_STORE: 2, GRANT_AND_LOSE: 3 },
  },
  'Accounting-Record-Number': { code: 485, format: 'Unsigned32', mandatory: 'must' }, // §9.8.3
} as const

/** The base protocol. */
export const RFC6733 = new Dictionary(RFC6733_AVPS, RFC6733_COMMANDS)
