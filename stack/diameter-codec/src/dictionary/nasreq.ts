import { RFC6733 } from './rfc6733.js'
import { ABORT_SESSION, ACCOUNTING, RE_AUTH, SESSION_TERMINATION } from './rfc6733-commands.js'
import { RFC7155_AVPS } from './rfc7155.js'
import { RFC7155_ACCOUNTING_AVPS } from './rfc7155-accounting.js'

/** The network access server application. RFC 7155 §2. */
export const NASREQ_APPLICATION_ID = 1
export const AA_REQUEST = 265

/**
 * The messages of network access in the order of the document. RFC 7155 §3. Where it slips and writes Redirected-Host or
 * Connection-Info, which no document defines, the names of the AVPs it means stand here.
 */
export const NASREQ_COMMANDS = {
  // §3.1
  'AA-Request': {
    abbreviation: 'AAR',
    code: AA_REQUEST,
    request: true,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Auth-Application-Id } { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Request-Type }
      [ Destination-Host ] [ NAS-Identifier ] [ NAS-IP-Address ] [ NAS-IPv6-Address ] [ NAS-Port ] [ NAS-Port-Id ]
      [ NAS-Port-Type ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] [ Port-Limit ] [ User-Name ] [ User-Password ]
      [ Service-Type ] [ State ] [ Authorization-Lifetime ] [ Auth-Grace-Period ] [ Auth-Session-State ] [ Callback-Number ]
      [ Called-Station-Id ] [ Calling-Station-Id ] [ Originating-Line-Info ] [ Connect-Info ] [ CHAP-Auth ] [ CHAP-Challenge ]
      * [ Framed-Compression ] [ Framed-Interface-Id ] [ Framed-IP-Address ] * [ Framed-IPv6-Prefix ] [ Framed-IP-Netmask ]
      [ Framed-MTU ] [ Framed-Protocol ] [ ARAP-Password ] [ ARAP-Security ] * [ ARAP-Security-Data ] * [ Login-IP-Host ]
      * [ Login-IPv6-Host ] [ Login-LAT-Group ] [ Login-LAT-Node ] [ Login-LAT-Port ] [ Login-LAT-Service ] * [ Tunneling ]
      * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §3.2
  'AA-Answer': {
    abbreviation: 'AAA',
    code: AA_REQUEST,
    request: false,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Auth-Application-Id } { Auth-Request-Type } { Result-Code } { Origin-Host } { Origin-Realm }
      [ User-Name ] [ Service-Type ] * [ Class ] * [ Configuration-Token ] [ Acct-Interim-Interval ] [ Error-Message ]
      [ Error-Reporting-Host ] * [ Failed-AVP ] [ Idle-Timeout ] [ Authorization-Lifetime ] [ Auth-Grace-Period ]
      [ Auth-Session-State ] [ Re-Auth-Request-Type ] [ Multi-Round-Time-Out ] [ Session-Timeout ] [ State ]
      * [ Reply-Message ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] * [ Filter-Id ] [ Password-Retry ] [ Port-Limit ]
      [ Prompt ] [ ARAP-Challenge-Response ] [ ARAP-Features ] [ ARAP-Security ] * [ ARAP-Security-Data ] [ ARAP-Zone-Access ]
      [ Callback-Id ] [ Callback-Number ] [ Framed-Appletalk-Link ] * [ Framed-Appletalk-Network ] [ Framed-Appletalk-Zone ]
      * [ Framed-Compression ] [ Framed-Interface-Id ] [ Framed-IP-Address ] * [ Framed-IPv6-Prefix ] [ Framed-IPv6-Pool ]
      * [ Framed-IPv6-Route ] [ Framed-IP-Netmask ] * [ Framed-Route ] [ Framed-Pool ] [ Framed-IPX-Network ] [ Framed-MTU ]
      [ Framed-Protocol ] [ Framed-Routing ] * [ Login-IP-Host ] * [ Login-IPv6-Host ] [ Login-LAT-Group ] [ Login-LAT-Node ]
      [ Login-LAT-Port ] [ Login-LAT-Service ] [ Login-Service ] [ Login-TCP-Port ] * [ NAS-Filter-Rule ] * [ QoS-Filter-Rule ]
      * [ Tunneling ] * [ Redirect-Host ] [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §3.3
  'Re-Auth-Request': {
    abbreviation: 'RAR',
    code: RE_AUTH,
    request: true,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host } { Auth-Application-Id }
      { Re-Auth-Request-Type } [ User-Name ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] [ NAS-Identifier ] [ NAS-IP-Address ]
      [ NAS-IPv6-Address ] [ NAS-Port ] [ NAS-Port-Id ] [ NAS-Port-Type ] [ Service-Type ] [ Framed-IP-Address ]
      [ Framed-IPv6-Prefix ] [ Framed-Interface-Id ] [ Called-Station-Id ] [ Calling-Station-Id ] [ Originating-Line-Info ]
      [ Acct-Session-Id ] [ Acct-Multi-Session-Id ] [ State ] * [ Class ] [ Reply-Message ] * [ Proxy-Info ] * [ Route-Record ]
      * [ AVP ]`,
  },
  // §3.4
  'Re-Auth-Answer': {
    abbreviation: 'RAA',
    code: RE_AUTH,
    request: false,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] [ Origin-AAA-Protocol ] [ Origin-State-Id ]
      [ Error-Message ] [ Error-Reporting-Host ] * [ Failed-AVP ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] [ Service-Type ] * [ Configuration-Token ] [ Idle-Timeout ] [ Authorization-Lifetime ]
      [ Auth-Grace-Period ] [ Re-Auth-Request-Type ] [ State ] * [ Class ] * [ Reply-Message ] [ Prompt ] * [ Proxy-Info ]
      * [ AVP ]`,
  },
  // §3.5
  'Session-Termination-Request': {
    abbreviation: 'STR',
    code: SESSION_TERMINATION,
    request: true,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Application-Id } { Termination-Cause }
      [ User-Name ] [ Destination-Host ] * [ Class ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] * [ Proxy-Info ]
      * [ Route-Record ] * [ AVP ]`,
  },
  // §3.6
  'Session-Termination-Answer': {
    abbreviation: 'STA',
    code: SESSION_TERMINATION,
    request: false,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] * [ Class ] [ Error-Message ]
      [ Error-Reporting-Host ] * [ Failed-AVP ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] * [ Redirect-Host ]
      [ Redirect-Host-Usage ] [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §3.7
  'Abort-Session-Request': {
    abbreviation: 'ASR',
    code: ABORT_SESSION,
    request: true,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Destination-Host } { Auth-Application-Id }
      [ User-Name ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] [ NAS-Identifier ] [ NAS-IP-Address ] [ NAS-IPv6-Address ]
      [ NAS-Port ] [ NAS-Port-Id ] [ NAS-Port-Type ] [ Service-Type ] [ Framed-IP-Address ] [ Framed-IPv6-Prefix ]
      [ Framed-Interface-Id ] [ Called-Station-Id ] [ Calling-Station-Id ] [ Originating-Line-Info ] [ Acct-Session-Id ]
      [ Acct-Multi-Session-Id ] [ State ] * [ Class ] * [ Reply-Message ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §3.8
  'Abort-Session-Answer': {
    abbreviation: 'ASA',
    code: ABORT_SESSION,
    request: false,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } [ User-Name ] [ Origin-AAA-Protocol ] [ Origin-State-Id ]
      [ State ] [ Error-Message ] [ Error-Reporting-Host ] * [ Failed-AVP ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ AVP ]`,
  },
  // §3.9
  'Accounting-Request': {
    abbreviation: 'ACR',
    code: ACCOUNTING,
    request: true,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Accounting-Record-Type }
      { Accounting-Record-Number } { Acct-Application-Id } [ User-Name ] [ Accounting-Sub-Session-Id ] [ Acct-Session-Id ]
      [ Acct-Multi-Session-Id ] [ Origin-AAA-Protocol ] [ Origin-State-Id ] [ Destination-Host ] [ Event-Timestamp ]
      [ Acct-Delay-Time ] [ NAS-Identifier ] [ NAS-IP-Address ] [ NAS-IPv6-Address ] [ NAS-Port ] [ NAS-Port-Id ]
      [ NAS-Port-Type ] * [ Class ] [ Service-Type ] [ Termination-Cause ] [ Accounting-Input-Octets ]
      [ Accounting-Input-Packets ] [ Accounting-Output-Octets ] [ Accounting-Output-Packets ] [ Acct-Authentic ]
      [ Accounting-Auth-Method ] [ Acct-Link-Count ] [ Acct-Session-Time ] [ Acct-Tunnel-Connection ]
      [ Acct-Tunnel-Packets-Lost ] [ Callback-Id ] [ Callback-Number ] [ Called-Station-Id ] [ Calling-Station-Id ]
      * [ Connect-Info ] [ Originating-Line-Info ] [ Authorization-Lifetime ] [ Session-Timeout ] [ Idle-Timeout ]
      [ Port-Limit ] [ Accounting-Realtime-Required ] [ Acct-Interim-Interval ] * [ Filter-Id ] * [ NAS-Filter-Rule ]
      * [ QoS-Filter-Rule ] [ Framed-Appletalk-Link ] [ Framed-Appletalk-Network ] [ Framed-Appletalk-Zone ]
      [ Framed-Compression ] [ Framed-Interface-Id ] [ Framed-IP-Address ] [ Framed-IP-Netmask ] * [ Framed-IPv6-Prefix ]
      [ Framed-IPv6-Pool ] * [ Framed-IPv6-Route ] [ Framed-IPX-Network ] [ Framed-MTU ] [ Framed-Pool ] [ Framed-Protocol ]
      * [ Framed-Route ] [ Framed-Routing ] * [ Login-IP-Host ] * [ Login-IPv6-Host ] [ Login-LAT-Group ] [ Login-LAT-Node ]
      [ Login-LAT-Port ] [ Login-LAT-Service ] [ Login-Service ] [ Login-TCP-Port ] * [ Tunneling ] * [ Proxy-Info ]
      * [ Route-Record ] * [ AVP ]`,
  },
  // §3.10
  'Accounting-Answer': {
    abbreviation: 'ACA',
    code: ACCOUNTING,
    request: false,
    proxiable: true,
    applicationId: NASREQ_APPLICATION_ID,
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } { Accounting-Record-Type } { Accounting-Record-Number }
      { Acct-Application-Id } [ User-Name ] [ Accounting-Sub-Session-Id ] [ Acct-Session-Id ] [ Acct-Multi-Session-Id ]
      [ Event-Timestamp ] [ Error-Message ] [ Error-Reporting-Host ] * [ Failed-AVP ] [ Origin-AAA-Protocol ]
      [ Origin-State-Id ] [ NAS-Identifier ] [ NAS-IP-Address ] [ NAS-IPv6-Address ] [ NAS-Port ] [ NAS-Port-Id ]
      [ NAS-Port-Type ] [ Service-Type ] [ Termination-Cause ] [ Accounting-Realtime-Required ] [ Acct-Interim-Interval ]
      * [ Class ] * [ Proxy-Info ] * [ AVP ]`,
  },
} as const

/** The base protocol and network access. */
export const NASREQ = RFC6733.extend({ ...RFC7155_AVPS, ...RFC7155_ACCOUNTING_AVPS }, NASREQ_COMMANDS)
