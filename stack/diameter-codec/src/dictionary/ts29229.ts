import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The AVPs of Cx and Dx besides Supported-Features, which many applications share. TS 29.229 §6.3, sections beside. */
export const TS29229_AVPS = {
  'Visited-Network-Identifier': { code: 600, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.1
  'Public-Identity': { code: 601, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §6.3.2
  'Server-Name': { code: 602, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §6.3.3
  // §6.3.4
  'Server-Capabilities': {
    code: 603,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ Mandatory-Capability ] * [ Optional-Capability ] * [ Server-Name ] * [ AVP ]',
  },
  'Mandatory-Capability': { code: 604, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.5
  'Optional-Capability': { code: 605, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.6
  'User-Data': { code: 606, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.7
  'SIP-Number-Auth-Items': { code: 607, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.8
  'SIP-Authentication-Scheme': { code: 608, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §6.3.9
  'SIP-Authenticate': { code: 609, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.10
  'SIP-Authorization': { code: 610, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.11
  'SIP-Authentication-Context': { code: 611, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.12
  // §6.3.13
  'SIP-Auth-Data-Item': {
    code: 612,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SIP-Item-Number ] [ SIP-Authentication-Scheme ] [ SIP-Authenticate ] [ SIP-Authorization ] [ SIP-Authentication-Context ]
      [ Confidentiality-Key ] [ Integrity-Key ] [ SIP-Digest-Authenticate ] [ Framed-IP-Address ] [ Framed-IPv6-Prefix ]
      [ Framed-Interface-Id ] * [ Line-Identifier ] * [ AVP ]`,
  },
  'SIP-Item-Number': { code: 613, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §6.3.14
  // §6.3.15
  'Server-Assignment-Type': {
    code: 614,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      NO_ASSIGNMENT: 0,
      REGISTRATION: 1,
      RE_REGISTRATION: 2,
      UNREGISTERED_USER: 3,
      TIMEOUT_DEREGISTRATION: 4,
      USER_DEREGISTRATION: 5,
      TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME: 6,
      USER_DEREGISTRATION_STORE_SERVER_NAME: 7,
      ADMINISTRATIVE_DEREGISTRATION: 8,
      AUTHENTICATION_FAILURE: 9,
      AUTHENTICATION_TIMEOUT: 10,
      DEREGISTRATION_TOO_MUCH_DATA: 11,
      AAA_USER_DATA_REQUEST: 12,
      PGW_UPDATE: 13,
      RESTORATION: 14,
    },
  },
  // §6.3.16
  'Deregistration-Reason': {
    code: 615,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Reason-Code } [ Reason-Info ] * [ AVP ]',
  },
  // §6.3.17
  'Reason-Code': {
    code: 616,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { PERMANENT_TERMINATION: 0, NEW_SERVER_ASSIGNED: 1, SERVER_CHANGE: 2, 'REMOVE_S-CSCF': 3 },
  },
  'Reason-Info': { code: 617, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §6.3.18
  // §6.3.19
  'Charging-Information': {
    code: 618,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Primary-Event-Charging-Function-Name ] [ Secondary-Event-Charging-Function-Name ]
      [ Primary-Charging-Collection-Function-Name ] [ Secondary-Charging-Collection-Function-Name ] * [ AVP ]`,
  },
  'Primary-Event-Charging-Function-Name': { code: 619, vendorId: VENDOR_3GPP, format: 'DiameterURI', mandatory: 'must' }, // §6.3.20
  'Secondary-Event-Charging-Function-Name': { code: 620, vendorId: VENDOR_3GPP, format: 'DiameterURI', mandatory: 'must' }, // §6.3.21
  'Primary-Charging-Collection-Function-Name': { code: 621, vendorId: VENDOR_3GPP, format: 'DiameterURI', mandatory: 'must' }, // §6.3.22
  'Secondary-Charging-Collection-Function-Name': { code: 622, vendorId: VENDOR_3GPP, format: 'DiameterURI', mandatory: 'must' }, // §6.3.23
  // §6.3.24
  'User-Authorization-Type': {
    code: 623,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { REGISTRATION: 0, DE_REGISTRATION: 1, REGISTRATION_AND_CAPABILITIES: 2 },
  },
  // §6.3.26
  'User-Data-Already-Available': {
    code: 624,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { USER_DATA_NOT_AVAILABLE: 0, USER_DATA_ALREADY_AVAILABLE: 1 },
  },
  'Confidentiality-Key': { code: 625, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.27
  'Integrity-Key': { code: 626, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.28
  // §6.3.32
  'Supported-Applications': {
    code: 631,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Auth-Application-Id ] * [ Acct-Application-Id ] * [ Vendor-Specific-Application-Id ] * [ AVP ]',
  },
  // §6.3.33
  'Associated-Identities': {
    code: 632,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ User-Name ] * [ AVP ]',
  },
  // §6.3.34
  'Originating-Request': {
    code: 633,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ORIGINATING: 0 },
  },
  'Wildcarded-Public-Identity': { code: 634, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.35
  // §6.3.36
  'SIP-Digest-Authenticate': {
    code: 635,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      { Digest-Realm } [ Digest-Algorithm ] { Digest-QoP } { Digest-HA1 } [ Alternate-Digest-Algorithm ] [ Alternate-Digest-HA1 ]
      * [ AVP ]`,
  },
  'Wildcarded-IMPU': { code: 636, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.43
  'UAR-Flags': { code: 637, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.44
  // §6.3.45
  'Loose-Route-Indication': {
    code: 638,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { LOOSE_ROUTE_NOT_REQUIRED: 0, LOOSE_ROUTE_REQUIRED: 1 },
  },
  // §6.3.46
  'SCSCF-Restoration-Info': {
    code: 639,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ User-Name } 1* { Restoration-Info } [ Registration-Time-Out ] [ SIP-Authentication-Scheme ] * [ AVP ]',
  },
  Path: { code: 640, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.47
  Contact: { code: 641, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.48
  // §6.3.49
  'Subscription-Info': {
    code: 642,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Call-ID-SIP-Header } { From-SIP-Header } { To-SIP-Header } { Record-Route } { Contact } * [ AVP ]',
  },
  'Call-ID-SIP-Header': { code: 643, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.49.1
  'From-SIP-Header': { code: 644, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.49.2
  'To-SIP-Header': { code: 645, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.49.3
  'Record-Route': { code: 646, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.49.4
  // §6.3.50
  'Associated-Registered-Identities': {
    code: 647,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ User-Name ] * [ AVP ]',
  },
  // §6.3.51
  'Multiple-Registration-Indication': {
    code: 648,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NOT_MULTIPLE_REGISTRATION: 0, MULTIPLE_REGISTRATION: 1 },
  },
  // §6.3.52
  'Restoration-Info': {
    code: 649,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      { Path } { Contact } [ Initial-CSeq-Sequence-Number ] [ Call-ID-SIP-Header ] [ Subscription-Info ]
      [ P-CSCF-Subscription-Info ] * [ AVP ]`,
  },
  // §6.3.56
  'Session-Priority': {
    code: 650,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'PRIORITY-0': 0, 'PRIORITY-1': 1, 'PRIORITY-2': 2, 'PRIORITY-3': 3, 'PRIORITY-4': 4 },
  },
  // §6.3.57
  'Identity-with-Emergency-Registration': {
    code: 651,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ User-Name } { Public-Identity } * [ AVP ]',
  },
  // §6.3.58
  'Priviledged-Sender-Indication': {
    code: 652,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NOT_PRIVILEDGED_SENDER: 0, PRIVILEDGED_SENDER: 1 },
  },
  'LIA-Flags': { code: 653, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.59
  'Initial-CSeq-Sequence-Number': { code: 654, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.62
  'SAR-Flags': { code: 655, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.63
  // §6.3.64
  'Allowed-WAF-WWSF-Identities': {
    code: 656,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ WebRTC-Authentication-Function-Name ] * [ WebRTC-Web-Server-Function-Name ] * [ AVP ]',
  },
  'WebRTC-Authentication-Function-Name': { code: 657, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.65
  'WebRTC-Web-Server-Function-Name': { code: 658, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.66
  'RTR-Flags': { code: 659, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.69
  // §6.3.70
  'P-CSCF-Subscription-Info': {
    code: 660,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Call-ID-SIP-Header } { From-SIP-Header } { To-SIP-Header } { Contact } * [ AVP ]',
  },
  'Registration-Time-Out': { code: 661, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §6.3.71
  'Alternate-Digest-Algorithm': { code: 662, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.72
  'Alternate-Digest-HA1': { code: 663, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §6.3.73
  // §6.3.74
  'Failed-PCSCF': {
    code: 664,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ PCSCF-FQDN ] * [ PCSCF-IP-Address ] * [ AVP ]',
  },
  'PCSCF-FQDN': { code: 665, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // §6.3.75
  'PCSCF-IP-Address': { code: 666, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §6.3.76
} as const
