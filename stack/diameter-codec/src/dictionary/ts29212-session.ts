import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The IP-CAN session: what happened to it, where the user is, how much was used. TS 29.212 V15, §5.3. */
export const TS29212_SESSION_AVPS = {
  // §5.3.7
  'Event-Trigger': {
    code: 1006,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      SGSN_CHANGE: 0,
      QOS_CHANGE: 1,
      RAT_CHANGE: 2,
      TFT_CHANGE: 3,
      PLMN_CHANGE: 4,
      LOSS_OF_BEARER: 5,
      RECOVERY_OF_BEARER: 6,
      'IP-CAN_CHANGE': 7,
      QOS_CHANGE_EXCEEDING_AUTHORIZATION: 11,
      RAI_CHANGE: 12,
      USER_LOCATION_CHANGE: 13,
      NO_EVENT_TRIGGERS: 14,
      OUT_OF_CREDIT: 15,
      REALLOCATION_OF_CREDIT: 16,
      REVALIDATION_TIMEOUT: 17,
      UE_IP_ADDRESS_ALLOCATE: 18,
      UE_IP_ADDRESS_RELEASE: 19,
      DEFAULT_EPS_BEARER_QOS_CHANGE: 20,
      AN_GW_CHANGE: 21,
      SUCCESSFUL_RESOURCE_ALLOCATION: 22,
      RESOURCE_MODIFICATION_REQUEST: 23,
      PGW_TRACE_CONTROL: 24,
      UE_TIME_ZONE_CHANGE: 25,
      TAI_CHANGE: 26,
      ECGI_CHANGE: 27,
      CHARGING_CORRELATION_EXCHANGE: 28,
      'APN-AMBR_MODIFICATION_FAILURE': 29,
      USER_CSG_INFORMATION_CHANGE: 30,
      USAGE_REPORT: 33,
      'DEFAULT-EPS-BEARER-QOS_MODIFICATION_FAILURE': 34,
      USER_CSG_HYBRID_SUBSCRIBED_INFORMATION_CHANGE: 35,
      USER_CSG_HYBRID_UNSUBSCRIBED_INFORMATION_CHANGE: 36,
      ROUTING_RULE_CHANGE: 37,
      APPLICATION_START: 39,
      APPLICATION_STOP: 40,
      CS_TO_PS_HANDOVER: 42,
      UE_LOCAL_IP_ADDRESS_CHANGE: 43,
      'H(E)NB_LOCAL_IP_ADDRESS_CHANGE': 44,
      ACCESS_NETWORK_INFO_REPORT: 45,
      CREDIT_MANAGEMENT_SESSION_FAILURE: 46,
      DEFAULT_QOS_CHANGE: 47,
      CHANGE_OF_UE_PRESENCE_IN_PRESENCE_REPORTING_AREA_REPORT: 48,
      ADDITION_OF_ACCESS: 49,
      REMOVAL_OF_ACCESS: 50,
      UNAVAILABLITY_OF_ACCESS: 51,
      AVAILABLITY_OF_ACCESS: 52,
      RESOURCE_RELEASE: 53,
      ENODEB_CHANGE: 54,
      '3GPP_PS_DATA_OFF_CHANGE': 55,
      UE_STATUS_RESUME: 56,
      SUCCESSFUL_QOS_UPDATE: 57,
    },
  },
  // §5.3.30. Without Trace-Data and Trace-Reference, which belong to S6a.
  'Event-Report-Indication': {
    code: 1033,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ AN-Trusted ] * [ Event-Trigger ] [ User-CSG-Information ] [ IP-CAN-Type ] 0*2 [ AN-GW-Address ] [ 3GPP-SGSN-Address ]
      [ 3GPP-SGSN-Ipv6-Address ] [ 3GPP-SGSN-MCC-MNC ] [ Framed-IP-Address ] [ RAT-Type ] [ RAI ] [ 3GPP-User-Location-Info ]
      [ 3GPP2-BSID ] [ 3GPP-MS-TimeZone ] [ Routing-IP-Address ] [ UE-Local-IP-Address ] [ HeNB-Local-IP-Address ]
      [ UDP-Source-Port ] [ Presence-Reporting-Area-Information ] * [ AVP ]`,
  },
  'Revalidation-Time': { code: 1042, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §5.3.41
  // §5.3.44
  'Session-Release-Cause': {
    code: 1045,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      UNSPECIFIED_REASON: 0,
      UE_SUBSCRIPTION_REASON: 1,
      INSUFFICIENT_SERVER_RESOURCES: 2,
      IP_CAN_SESSION_TERMINATION: 3,
      UE_IP_ADDRESS_RELEASE: 4,
    },
  },
  'Credit-Management-Status': { code: 1082, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.102
  // §5.3.128
  'Conditional-Policy-Information': {
    code: 2840,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Execution-Time ] [ Default-EPS-Bearer-QoS ] [ APN-Aggregate-Max-Bitrate-UL ] [ APN-Aggregate-Max-Bitrate-DL ]
      [ Extended-APN-AMBR-UL ] [ Extended-APN-AMBR-DL ] * [ Conditional-APN-Aggregate-Max-Bitrate ] * [ AVP ]`,
  },
  'Execution-Time': { code: 2839, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §5.3.127
  // §5.3.60
  'Usage-Monitoring-Information': {
    code: 1067,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Monitoring-Key ] 0*2 [ Granted-Service-Unit ] 0*2 [ Used-Service-Unit ] [ Quota-Consumption-Time ]
      [ Usage-Monitoring-Level ] [ Usage-Monitoring-Report ] [ Usage-Monitoring-Support ] * [ AVP ]`,
  },
  // §5.3.61
  'Usage-Monitoring-Level': {
    code: 1068,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { SESSION_LEVEL: 0, PCC_RULE_LEVEL: 1, ADC_RULE_LEVEL: 2 },
  },
  // §5.3.62
  'Usage-Monitoring-Report': {
    code: 1069,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { USAGE_MONITORING_REPORT_REQUIRED: 0 },
  },
  // §5.3.63
  'Usage-Monitoring-Support': {
    code: 1070,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { USAGE_MONITORING_DISABLED: 0 },
  },
  'Monitoring-Key': { code: 1066, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.59
  'Monitoring-Time': { code: 2810, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §5.3.99
  // §5.3.64
  'CSG-Information-Reporting': {
    code: 1071,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { CHANGE_CSG_CELL: 0, CHANGE_CSG_SUBSCRIBED_HYBRID_CELL: 1, CHANGE_CSG_UNSUBSCRIBED_HYBRID_CELL: 2 },
  },
  // §5.3.130
  'PRA-Install': {
    code: 2845,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Presence-Reporting-Area-Information ] * [ AVP ]',
  },
  // §5.3.131
  'PRA-Remove': {
    code: 2846,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Presence-Reporting-Area-Identifier ] * [ AVP ]',
  },
  // §5.3.109
  'Presence-Reporting-Area-Information': {
    code: 2822,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Presence-Reporting-Area-Identifier ] [ Presence-Reporting-Area-Status ] [ Presence-Reporting-Area-Elements-List ]
      [ Presence-Reporting-Area-Node ] * [ AVP ]`,
  },
  'Presence-Reporting-Area-Identifier': { code: 2821, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.108
  'Presence-Reporting-Area-Elements-List': { code: 2820, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.107
  'Presence-Reporting-Area-Node': { code: 2855, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.141
  'Presence-Reporting-Area-Status': { code: 2823, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.110
  'User-Location-Info-Time': { code: 2812, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §5.3.101
  'NetLoc-Access-Support': { code: 2824, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.111
  // §5.3.112
  'Fixed-User-Location-Info': {
    code: 2825,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ SSID ] [ BSSID ] [ Logical-Access-ID ] [ Physical-Access-ID ] * [ AVP ]',
  },
  'RAN-NAS-Release-Cause': { code: 2819, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.106
  'RAN-Rule-Support': { code: 2832, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.122
  'PCSCF-Restoration-Indication': { code: 2826, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.113
  'UE-Status': { code: 2854, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.140
  // §5.3.133
  '3GPP-PS-Data-Off-Status': {
    code: 2847,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ACTIVE: 0, INACTIVE: 1 },
  },
  'UE-Local-IP-Address': { code: 2805, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.96
  'HeNB-Local-IP-Address': { code: 2804, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.95
  'UDP-Source-Port': { code: 2806, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.97
  'TCP-Source-Port': { code: 2843, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.129
  // §5.3.78
  'TDF-Information': {
    code: 1087,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ TDF-Destination-Realm ] [ TDF-Destination-Host ] [ TDF-IP-Address ]',
  },
  'TDF-Destination-Host': { code: 1089, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // §5.3.80
  'TDF-Destination-Realm': { code: 1090, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // §5.3.79
  'TDF-IP-Address': { code: 1091, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.81
  'ADC-Rule-Base-Name': { code: 1095, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §5b.3.4
} as const
