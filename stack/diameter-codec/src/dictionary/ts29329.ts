import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The AVPs of Sh. TS 29.329 §6.3, sections beside. */
export const TS29329_AVPS = {
  // §6.3.1
  'User-Identity': {
    code: 700,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Public-Identity ] [ MSISDN ] [ External-Identifier ] * [ AVP ]',
  },
  MSISDN: { code: 701, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.2
  'User-Data': { code: 702, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.3
  // §6.3.4
  'Data-Reference': {
    code: 703,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      RepositoryData: 0,
      IMSPublicIdentity: 10,
      IMSUserState: 11,
      'S-CSCFName': 12,
      InitialFilterCriteria: 13,
      LocationInformation: 14,
      UserState: 15,
      ChargingInformation: 16,
      MSISDN: 17,
      PSIActivation: 18,
      DSAI: 19,
      ServiceLevelTraceInfo: 21,
      IPAddressSecureBindingInformation: 22,
      ServicePriorityLevel: 23,
      SMSRegistrationInfo: 24,
      UEReachabilityForIP: 25,
      TADSinformation: 26,
      'STN-SR': 27,
      'UE-SRVCC-Capability': 28,
      ExtendedPriority: 29,
      CSRN: 30,
      ReferenceLocationInformation: 31,
      IMSI: 32,
      IMSPrivateUserIdentity: 33,
      IMEISV: 34,
      'UE-5G-SRVCC-Capability': 35,
    },
  },
  'Service-Indication': { code: 704, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.5
  // §6.3.6
  'Subs-Req-Type': {
    code: 705,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Subscribe: 0, Unsubscribe: 1 },
  },
  // §6.3.7
  'Requested-Domain': {
    code: 706,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'CS-Domain': 0, 'PS-Domain': 1 },
  },
  // §6.3.8
  'Current-Location': {
    code: 707,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DoNotNeedInitiateActiveLocationRetrieval: 0, InitiateActiveLocationRetrieval: 1 },
  },
  // §6.3.10
  'Identity-Set': {
    code: 708,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ALL_IDENTITIES: 0, REGISTERED_IDENTITIES: 1, IMPLICIT_IDENTITIES: 2, ALIAS_IDENTITIES: 3 },
  },
  'Expiry-Time': { code: 709, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §6.3.16
  // §6.3.17
  'Send-Data-Indication': {
    code: 710,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { USER_DATA_NOT_REQUESTED: 0, USER_DATA_REQUESTED: 1 },
  },
  'DSAI-Tag': { code: 711, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §6.3.18
  // §6.3.22
  'One-Time-Notification': {
    code: 712,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ONE_TIME_NOTIFICATION_REQUESTED: 0 },
  },
  'Requested-Nodes': { code: 713, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.7A
  // §6.3.23
  'Serving-Node-Indication': {
    code: 714,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ONLY_SERVING_NODES_REQUIRED: 0 },
  },
  // §6.3.24
  'Repository-Data-ID': {
    code: 715,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Service-Indication } { Sequence-Number } * [ AVP ]',
  },
  'Sequence-Number': { code: 716, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.25
  // §6.3.26
  'Pre-paging-Supported': {
    code: 717,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { PREPAGING_NOT_SUPPORTED: 0, PREPAGING_SUPPORTED: 1 },
  },
  // §6.3.27
  'Local-Time-Zone-Indication': {
    code: 718,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ONLY_LOCAL_TIME_ZONE_REQUESTED: 0, LOCAL_TIME_ZONE_WITH_LOCATION_INFO_REQUESTED: 1 },
  },
  'UDR-Flags': { code: 719, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §6.3.28
  // §6.3.29
  'Call-Reference-Info': {
    code: 720,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Call-Reference-Number } { AS-Number } * [ AVP ]',
  },
  'Call-Reference-Number': { code: 721, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.30
  'AS-Number': { code: 722, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §6.3.31
} as const
