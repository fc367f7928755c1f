import { VENDOR_3GPP } from './vendor-3gpp.js'

/** IMS: what a call server reports of a session. TS 32.299 V15, §7.2. */
export const TS32299_IMS_AVPS = {
  // §7.2.77. Without Server-Capabilities, which belongs to Cx.
  'IMS-Information': {
    code: 876,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Event-Type ] [ Role-Of-Node ] { Node-Functionality } [ User-Session-Id ] [ Outgoing-Session-Id ] [ Session-Priority ]
      * [ Calling-Party-Address ] [ Called-Party-Address ] * [ Called-Asserted-Identity ] [ Called-Identity-Change ]
      [ Number-Portability-Routing-Information ] [ Carrier-Select-Routing-Information ] [ Alternate-Charged-Party-Address ]
      * [ Requested-Party-Address ] * [ Associated-URI ] [ Time-Stamps ] * [ Application-Server-Information ]
      * [ Inter-Operator-Identifier ] * [ Transit-IOI-List ] [ IMS-Charging-Identifier ] * [ SDP-Session-Description ]
      * [ SDP-Media-Component ] [ Served-Party-IP-Address ] [ Trunk-Group-Id ] [ Bearer-Service ] [ Service-Id ]
      * [ Service-Specific-Info ] * [ Message-Body ] [ Cause-Code ] * [ Reason-Header ] * [ Access-Network-Information ]
      [ Cellular-Network-Information ] * [ Early-Media-Description ] [ IMS-Communication-Service-Identifier ]
      [ IMS-Application-Reference-Identifier ] [ Online-Charging-Flag ] [ Real-Time-Tariff-Information ] [ Account-Expiration ]
      [ Initial-IMS-Charging-Identifier ] * [ NNI-Information ] [ From-Address ] [ IMS-Emergency-Indicator ]
      [ IMS-Visited-Network-Identifier ] * [ Access-Network-Info-Change ] * [ Access-Transfer-Information ]
      [ Related-IMS-Charging-Identifier ] [ Related-IMS-Charging-Identifier-Node ] [ Route-Header-Received ]
      [ Route-Header-Transmitted ] [ Instance-Id ] [ TAD-Identifier ] [ FE-Identifier-List ]`,
  },
  // §7.2.65
  'Event-Type': {
    code: 823,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ SIP-Method ] [ Event ] [ Expires ]',
  },
  'SIP-Method': { code: 824, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.201
  Event: { code: 825, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.63
  Expires: { code: 888, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.66
  // §7.2.177
  'Role-Of-Node': {
    code: 829,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ORIGINATING_ROLE: 0, TERMINATING_ROLE: 1, FORWARDING_ROLE: 2 },
  },
  // §7.2.113
  'Node-Functionality': {
    code: 862,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      'S-CSCF': 0,
      'P-CSCF': 1,
      'I-CSCF': 2,
      MRFC: 3,
      MGCF: 4,
      BGCF: 5,
      AS: 6,
      IBCF: 7,
      'S-GW': 8,
      'P-GW': 9,
      HSGW: 10,
      'E-CSCF': 11,
      MME: 12,
      TRF: 13,
      TF: 14,
      ATCF: 15,
      PROXY: 16,
      ePDG: 17,
      TDF: 18,
      TWAG: 19,
      SCEF: 20,
      'IWK-SCEF': 21,
    },
  },
  'User-Session-Id': { code: 830, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.242
  'Outgoing-Session-Id': { code: 2320, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.128A
  'Calling-Party-Address': { code: 831, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.33
  'Called-Party-Address': { code: 832, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.32
  'Called-Asserted-Identity': { code: 1250, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.31
  // §7.2.31B
  'Called-Identity-Change': {
    code: 3917,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Called-Identity ] [ Change-Time ]',
  },
  'Called-Identity': { code: 3916, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.31A
  'Requested-Party-Address': { code: 1251, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.176
  'Associated-URI': { code: 856, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.26
  'Alternate-Charged-Party-Address': { code: 1280, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.12
  'Number-Portability-Routing-Information': { code: 2024, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.120
  'Carrier-Select-Routing-Information': { code: 2023, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.34
  // §7.2.231
  'Time-Stamps': {
    code: 833,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SIP-Request-Timestamp ] [ SIP-Response-Timestamp ] [ SIP-Request-Timestamp-Fraction ]
      [ SIP-Response-Timestamp-Fraction ]`,
  },
  'SIP-Request-Timestamp': { code: 834, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.202
  'SIP-Response-Timestamp': { code: 835, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.204
  'SIP-Request-Timestamp-Fraction': { code: 2301, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.203
  'SIP-Response-Timestamp-Fraction': { code: 2302, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.205
  // §7.2.24
  'Application-Server-Information': {
    code: 850,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Application-Server ] * [ Application-Provided-Called-Party-Address ] [ Status-AS-Code ]',
  },
  'Application-Server': { code: 836, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.23
  'Application-Provided-Called-Party-Address': { code: 837, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.22
  // §7.2.215A
  'Status-AS-Code': {
    code: 2702,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { '4xx': 0, '5xx': 1, Timeout: 2 },
  },
  // §7.2.80
  'Inter-Operator-Identifier': {
    code: 838,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Originating-IOI ] [ Terminating-IOI ]',
  },
  'Originating-IOI': { code: 839, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.123
  'Terminating-IOI': { code: 840, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.225
  'Transit-IOI-List': { code: 2701, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.233B
  'IMS-Charging-Identifier': { code: 841, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.75
  'SDP-Session-Description': { code: 842, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.184
  // §7.2.180
  'SDP-Media-Component': {
    code: 843,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SDP-Media-Name ] * [ SDP-Media-Description ] [ Local-GW-Inserted-Indication ] [ IP-Realm-Default-Indication ]
      [ Transcoder-Inserted-Indication ] [ Media-Initiator-Flag ] [ Media-Initiator-Party ] [ 3GPP-Charging-Id ]
      [ Access-Network-Charging-Identifier-Value ] [ SDP-Type ]`,
  },
  'SDP-Media-Name': { code: 844, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.182
  'SDP-Media-Description': { code: 845, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.181
  // §7.2.186
  'SDP-Type': {
    code: 2036,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { OFFER: 0, ANSWER: 1 },
  },
  // §7.2.185
  'SDP-TimeStamps': {
    code: 1273,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ SDP-Offer-Timestamp ] [ SDP-Answer-Timestamp ]',
  },
  'SDP-Offer-Timestamp': { code: 1274, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.183
  'SDP-Answer-Timestamp': { code: 1275, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.179
  // §7.2.101
  'Media-Initiator-Flag': {
    code: 882,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { CALLED_PARTY: 0, CALLING_PARTY: 1, UNKNOWN: 2 },
  },
  'Media-Initiator-Party': { code: 1288, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.102
  // §7.2.92A
  'Local-GW-Inserted-Indication': {
    code: 2604,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_INSERTED: 0, INSERTED: 1 },
  },
  // §7.2.80A
  'IP-Realm-Default-Indication': {
    code: 2603,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_USED: 0, USED: 1 },
  },
  // §7.2.233A
  'Transcoder-Inserted-Indication': {
    code: 2605,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_INSERTED: 0, INSERTED: 1 },
  },
  'Served-Party-IP-Address': { code: 848, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.187
  // §7.2.237
  'Trunk-Group-Id': {
    code: 851,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Incoming-Trunk-Group-Id ] [ Outgoing-Trunk-Group-Id ]',
  },
  'Incoming-Trunk-Group-Id': { code: 852, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.84
  'Outgoing-Trunk-Group-Id': { code: 853, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' },
  'Bearer-Service': { code: 854, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.30
  'Service-Id': { code: 855, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' },
  // §7.2.103
  'Message-Body': {
    code: 889,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Content-Type } { Content-Length } [ Content-Disposition ] [ Originator ]',
  },
  'Content-Type': { code: 826, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.46
  'Content-Length': { code: 827, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.44
  'Content-Disposition': { code: 828, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.43
  // §7.2.124
  Originator: {
    code: 864,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { CALLING_PARTY: 0, CALLED_PARTY: 1 },
  },
  'Cause-Code': { code: 861, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must' }, // §7.2.35
  'Reason-Header': { code: 3401, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.164A
  'Access-Network-Information': { code: 1263, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.1
  'Cellular-Network-Information': { code: 3924, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.35A
  // §7.2.0A
  'Access-Network-Info-Change': {
    code: 4401,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ Access-Network-Information ] [ Cellular-Network-Information ] [ Change-Time ]',
  },
  // §7.2.58
  'Early-Media-Description': {
    code: 1272,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ SDP-TimeStamps ] * [ SDP-Media-Component ] * [ SDP-Session-Description ]',
  },
  'IMS-Communication-Service-Identifier': { code: 1281, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.76
  'IMS-Application-Reference-Identifier': { code: 2601, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.74A
  // §7.2.122
  'Online-Charging-Flag': {
    code: 2303,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ECF_ADDRESS_NOT_PROVIDED: 0, ECF_ADDRESS_PROVIDED: 1 },
  },
  // §7.2.164
  'Real-Time-Tariff-Information': {
    code: 2305,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Tariff-Information ] [ Tariff-XML ]',
  },
  'Tariff-XML': { code: 2306, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.224
  'Account-Expiration': { code: 2309, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.2
  'Initial-IMS-Charging-Identifier': { code: 2321, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.79A
  // §7.2.112A
  'NNI-Information': {
    code: 2703,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Session-Direction ] [ NNI-Type ] [ Relationship-Mode ] [ Neighbour-Node-Address ]',
  },
  // §7.2.186A
  'Session-Direction': {
    code: 2707,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { INBOUND: 0, OUTBOUND: 1 },
  },
  // §7.2.112B
  'NNI-Type': {
    code: 2704,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NON_ROAMING: 0, ROAMING_WITHOUT_LOOPBACK: 1, ROAMING_WITH_LOOPBACK: 2 },
  },
  // §7.2.171A
  'Relationship-Mode': {
    code: 2706,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TRUSTED: 0, NON_TRUSTED: 1 },
  },
  'Neighbour-Node-Address': { code: 2705, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.111D
  'From-Address': { code: 2708, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.67A
  // §7.2.76A
  'IMS-Emergency-Indicator': {
    code: 2322,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NON_EMERGENCY: 0, EMERGENCY: 1 },
  },
  'IMS-Visited-Network-Identifier': { code: 2713, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.77A
  // §7.2.1A
  'Access-Transfer-Information': {
    code: 2709,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Access-Transfer-Type ] * [ Access-Network-Information ] [ Cellular-Network-Information ] [ Inter-UE-Transfer ]
      [ User-Equipment-Info ] [ Instance-Id ] [ Related-IMS-Charging-Identifier ] [ Related-IMS-Charging-Identifier-Node ]
      [ Change-Time ]`,
  },
  // §7.2.1B
  'Access-Transfer-Type': {
    code: 2710,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { PS_TO_CS: 0, CS_TO_PS: 1, PS_TO_PS: 2, CS_TO_CS: 3 },
  },
  // §7.2.74aA
  'Inter-UE-Transfer': {
    code: 3902,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { INTRA: 0, INTER: 1 },
  },
  'Related-IMS-Charging-Identifier': { code: 2711, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.171B
  'Related-IMS-Charging-Identifier-Node': { code: 2712, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.171C
  'Route-Header-Received': { code: 3403, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.177A
  'Route-Header-Transmitted': { code: 3404, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.177B
  'Instance-Id': { code: 3402, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.70A
  // §7.2.219A
  'TAD-Identifier': {
    code: 2717,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { CS: 0, PS: 1 },
  },
  'FE-Identifier-List': { code: 4413, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.66A
  // §7.2.80B
  'ISUP-Cause': {
    code: 3416,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ ISUP-Cause-Location ] [ ISUP-Cause-Value ] [ ISUP-Cause-Diagnostics ]',
  },
  'ISUP-Cause-Location': { code: 3423, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.80D
  'ISUP-Cause-Value': { code: 3424, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.80E
  'ISUP-Cause-Diagnostics': { code: 3422, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.80C
} as const
