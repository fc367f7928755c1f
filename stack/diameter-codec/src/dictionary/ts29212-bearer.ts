import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Bearers and the quality of service they get. TS 29.212 V15, §5.3. */
export const TS29212_BEARER_AVPS = {
  // §5.3.27
  'IP-CAN-Type': {
    code: 1027,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      '3GPP-GPRS': 0,
      DOCSIS: 1,
      xDSL: 2,
      WiMAX: 3,
      '3GPP2': 4,
      '3GPP-EPS': 5,
      'Non-3GPP-EPS': 6,
      FBA: 7,
      '3GPP-5GS': 8,
      'Non-3GPP-5GS': 9,
    },
  },
  // §5.3.1
  'Bearer-Usage': {
    code: 1000,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { GENERAL: 0, IMS_SIGNALLING: 1 },
  },
  'Bearer-Identifier': { code: 1020, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.20
  // §5.3.21
  'Bearer-Operation': {
    code: 1021,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TERMINATION: 0, ESTABLISHMENT: 1, MODIFICATION: 2 },
  },
  // §5.3.23
  'Bearer-Control-Mode': {
    code: 1023,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UE_ONLY: 0, RESERVED: 1, UE_NW: 2 },
  },
  // §5.3.24
  'Network-Request-Support': {
    code: 1024,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'NETWORK_REQUEST NOT SUPPORTED': 0, 'NETWORK_REQUEST SUPPORTED': 1 },
  },
  'PDN-Connection-ID': { code: 1065, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.58
  // §5.3.16
  'QoS-Information': {
    code: 1016,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ QoS-Class-Identifier ] [ Max-Requested-Bandwidth-UL ] [ Max-Requested-Bandwidth-DL ] [ Extended-Max-Requested-BW-UL ]
      [ Extended-Max-Requested-BW-DL ] [ Guaranteed-Bitrate-UL ] [ Guaranteed-Bitrate-DL ] [ Extended-GBR-UL ]
      [ Extended-GBR-DL ] [ Bearer-Identifier ] [ Allocation-Retention-Priority ] [ APN-Aggregate-Max-Bitrate-UL ]
      [ APN-Aggregate-Max-Bitrate-DL ] [ Extended-APN-AMBR-UL ] [ Extended-APN-AMBR-DL ]
      * [ Conditional-APN-Aggregate-Max-Bitrate ] * [ AVP ]`,
  },
  // §5.3.28
  'QoS-Negotiation': {
    code: 1029,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NO_QoS_NEGOTIATION: 0, QoS_NEGOTIATION_SUPPORTED: 1 },
  },
  // §5.3.29
  'QoS-Upgrade': {
    code: 1030,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { QoS_UPGRADE_NOT_SUPPORTED: 0, QoS_UPGRADE_SUPPORTED: 1 },
  },
  'Guaranteed-Bitrate-DL': { code: 1025, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.25
  'Guaranteed-Bitrate-UL': { code: 1026, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.26
  'Extended-GBR-DL': { code: 2850, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.136
  'Extended-GBR-UL': { code: 2851, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.137
  'APN-Aggregate-Max-Bitrate-DL': { code: 1040, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.39
  'APN-Aggregate-Max-Bitrate-UL': { code: 1041, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.40
  'Extended-APN-AMBR-DL': { code: 2848, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.134
  'Extended-APN-AMBR-UL': { code: 2849, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.135
  // §5.3.105
  'Conditional-APN-Aggregate-Max-Bitrate': {
    code: 2818,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ APN-Aggregate-Max-Bitrate-UL ] [ APN-Aggregate-Max-Bitrate-DL ] [ Extended-APN-AMBR-UL ] [ Extended-APN-AMBR-DL ]
      * [ IP-CAN-Type ] * [ RAT-Type ] * [ AVP ]`,
  },
  // §5.3.48
  'Default-EPS-Bearer-QoS': {
    code: 1049,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ QoS-Class-Identifier ] [ Allocation-Retention-Priority ] * [ AVP ]',
  },
  // §5.3.103
  'Default-QoS-Information': {
    code: 2816,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ QoS-Class-Identifier ] [ Max-Requested-Bandwidth-UL ] [ Max-Requested-Bandwidth-DL ] [ Default-QoS-Name ] * [ AVP ]',
  },
  'Default-QoS-Name': { code: 2817, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §5.3.104
  'Max-PLR-DL': { code: 2852, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.138
  'Max-PLR-UL': { code: 2853, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.139
  // §5.3.22
  'Access-Network-Charging-Identifier-Gx': {
    code: 1022,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Access-Network-Charging-Identifier-Value } * [ Charging-Rule-Base-Name ] * [ Charging-Rule-Name ]
      [ IP-CAN-Session-Charging-Scope ] * [ AVP ]`,
  },
  // §5.3.114
  'IP-CAN-Session-Charging-Scope': {
    code: 2827,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'IP-CAN_SESSION_SCOPE': 0 },
  },
  // §5.3.37
  'CoA-Information': {
    code: 1039,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Tunnel-Information } { CoA-IP-Address } * [ AVP ]',
  },
  'CoA-IP-Address': { code: 1035, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.33
  // §5.3.36
  'Tunnel-Information': {
    code: 1038,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ Tunnel-Header-Length ] 0*2 [ Tunnel-Header-Filter ] * [ AVP ]',
  },
  'Tunnel-Header-Filter': { code: 1036, vendorId: VENDOR_3GPP, format: 'IPFilterRule', mandatory: 'must-not' }, // §5.3.34
  'Tunnel-Header-Length': { code: 1037, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.35
  'AN-GW-Address': { code: 1050, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.49
  // §5.3.100
  'AN-GW-Status': {
    code: 2811,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { AN_GW_FAILED: 0 },
  },
  // §5.3.120
  'Default-Access': {
    code: 2829,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: {
      '3GPP-GPRS': 0,
      DOCSIS: 1,
      xDSL: 2,
      WiMAX: 3,
      '3GPP2': 4,
      '3GPP-EPS': 5,
      'Non-3GPP-EPS': 6,
      FBA: 7,
      '3GPP-5GS': 8,
      'Non-3GPP-5GS': 9,
    },
  },
  // §5.3.117
  'NBIFOM-Mode': {
    code: 2830,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { UE_INITIATED: 0, NETWORK_INITIATED: 1 },
  },
  // §5.3.116
  'NBIFOM-Support': {
    code: 2831,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NBIFOM_NOT_SUPPORTED: 0, NBIFOM_SUPPORTED: 1 },
  },
  // §5.3.126
  'Removal-Of-Access': {
    code: 2842,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { REMOVAL_OF_ACCESS: 0 },
  },
  'Access-Availability-Change-Reason': { code: 2833, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.121
} as const
