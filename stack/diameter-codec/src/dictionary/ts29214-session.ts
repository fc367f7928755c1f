import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The session between an application function and the PCRF. TS 29.214 V15, §5.3. */
export const TS29214_SESSION_AVPS = {
  // §5.3.1
  'Abort-Cause': {
    code: 500,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      BEARER_RELEASED: 0,
      INSUFFICIENT_SERVER_RESOURCES: 1,
      INSUFFICIENT_BEARER_RESOURCES: 2,
      PS_TO_CS_HANDOVER: 3,
      SPONSORED_DATA_CONNECTIVITY_DISALLOWED: 4,
    },
  },
  'Access-Network-Charging-Address': { code: 501, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §5.3.2
  // §5.3.3
  'Access-Network-Charging-Identifier': {
    code: 502,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Access-Network-Charging-Identifier-Value } * [ Flows ]',
  },
  'Access-Network-Charging-Identifier-Value': { code: 503, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.4
  // §5.3.24
  'Acceptable-Service-Info': {
    code: 526,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      * [ Media-Component-Description ] [ Max-Requested-Bandwidth-DL ] [ Max-Requested-Bandwidth-UL ]
      [ Extended-Max-Requested-BW-DL ] [ Extended-Max-Requested-BW-UL ] * [ AVP ]`,
  },
  'AF-Application-Identifier': { code: 504, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.5
  'AF-Charging-Identifier': { code: 505, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.6
  'AF-Requested-Data': { code: 551, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.50
  // §5.3.26
  'AF-Signalling-Protocol': {
    code: 529,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NO_INFORMATION: 0, SIP: 1 },
  },
  'Application-Service-Provider-Identity': { code: 532, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §5.3.29
  'GCS-Identifier': { code: 538, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.36
  'IMS-Content-Identifier': { code: 563, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.60
  // §5.3.61
  'IMS-Content-Type': {
    code: 564,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NO_CONTENT_DETAIL: 0, CAT: 1, CONFERENCE: 2 },
  },
  'IP-Domain-Id': { code: 537, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.35
  'MCPTT-Identifier': { code: 547, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.45
  'MCVideo-Identifier': { code: 562, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.45a
  'MPS-Identifier': { code: 528, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.30
  // §5.3.34
  'Required-Access-Info': {
    code: 536,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { USER_LOCATION: 0, MS_TIME_ZONE: 1 },
  },
  'Retry-Interval': { code: 541, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.39
  // §5.3.31
  'Rx-Request-Type': {
    code: 533,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { INITIAL_REQUEST: 0, UPDATE_REQUEST: 1, PCSCF_RESTORATION: 2 },
  },
  'Service-Authorization-Info': { code: 548, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.46
  'Service-URN': { code: 525, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.23
  // §5.3.25
  'Service-Info-Status': {
    code: 527,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'FINAL SERVICE INFORMATION': 0, 'PRELIMINARY SERVICE INFORMATION': 1 },
  },
  // §5.3.13
  'Specific-Action': {
    code: 513,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      CHARGING_CORRELATION_EXCHANGE: 1,
      INDICATION_OF_LOSS_OF_BEARER: 2,
      INDICATION_OF_RECOVERY_OF_BEARER: 3,
      INDICATION_OF_RELEASE_OF_BEARER: 4,
      'IP-CAN_CHANGE': 6,
      INDICATION_OF_OUT_OF_CREDIT: 7,
      INDICATION_OF_SUCCESSFUL_RESOURCES_ALLOCATION: 8,
      INDICATION_OF_FAILED_RESOURCES_ALLOCATION: 9,
      INDICATION_OF_LIMITED_PCC_DEPLOYMENT: 10,
      USAGE_REPORT: 11,
      ACCESS_NETWORK_INFO_REPORT: 12,
      INDICATION_OF_RECOVERY_FROM_LIMITED_PCC_DEPLOYMENT: 13,
      INDICATION_OF_ACCESS_NETWORK_INFO_REPORTING_FAILURE: 14,
      INDICATION_OF_TRANSFER_POLICY_EXPIRED: 15,
      PLMN_CHANGE: 16,
      EPS_FALLBACK: 17,
      INDICATION_OF_REALLOCATION_OF_CREDIT: 18,
      SUCCESSFUL_QOS_UPDATE: 19,
      FAILED_QOS_UPDATE: 20,
    },
  },
  // §5.3.22
  'SIP-Forking-Indication': {
    code: 523,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SINGLE_DIALOGUE: 0, SEVERAL_DIALOGUES: 1 },
  },
  'Sponsor-Identity': { code: 531, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §5.3.28
  // §5.3.27
  'Sponsored-Connectivity-Data': {
    code: 530,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Sponsor-Identity ] [ Application-Service-Provider-Identity ] [ Granted-Service-Unit ] [ Used-Service-Unit ]
      [ Sponsoring-Action ] * [ AVP ]`,
  },
  // §5.3.40
  'Sponsoring-Action': {
    code: 542,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { DISABLE_SPONSORING: 0, ENABLE_SPONSORING: 1 },
  },
} as const
