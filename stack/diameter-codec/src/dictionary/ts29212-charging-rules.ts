import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Charging rules: what traffic they pick out, what it costs, what became of them. TS 29.212 V15, §5.3. */
export const TS29212_CHARGING_RULE_AVPS = {
  // §5.3.2
  'Charging-Rule-Install': {
    code: 1001,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      * [ Charging-Rule-Definition ] * [ Charging-Rule-Name ] * [ Charging-Rule-Base-Name ] [ Bearer-Identifier ]
      [ Monitoring-Flags ] [ Rule-Activation-Time ] [ Rule-Deactivation-Time ] [ Resource-Allocation-Notification ]
      [ Charging-Correlation-Indicator ] [ IP-CAN-Type ] * [ AVP ]`,
  },
  // §5.3.3
  'Charging-Rule-Remove': {
    code: 1002,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      * [ Charging-Rule-Name ] * [ Charging-Rule-Base-Name ] * [ Required-Access-Info ] [ Resource-Release-Notification ]
      * [ AVP ]`,
  },
  // §5.3.4
  'Charging-Rule-Definition': {
    code: 1003,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Charging-Rule-Name } [ Service-Identifier ] [ Rating-Group ] * [ Flow-Information ] [ Default-Bearer-Indication ]
      [ TDF-Application-Identifier ] [ Flow-Status ] [ QoS-Information ] [ PS-to-CS-Session-Continuity ] [ Reporting-Level ]
      [ Online ] [ Offline ] [ Max-PLR-DL ] [ Max-PLR-UL ] [ Metering-Method ] [ Precedence ] [ AF-Charging-Identifier ]
      * [ Flows ] [ Monitoring-Key ] 0*2 [ Redirect-Information ] [ Mute-Notification ] [ AF-Signalling-Protocol ]
      [ Sponsor-Identity ] [ Application-Service-Provider-Identity ] * [ Required-Access-Info ] [ Sharing-Key-DL ]
      [ Sharing-Key-UL ] [ Traffic-Steering-Policy-Identifier-DL ] [ Traffic-Steering-Policy-Identifier-UL ]
      [ Content-Version ] * [ Calling-Party-Address ] * [ AVP ]`,
  },
  'Charging-Rule-Base-Name': { code: 1004, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §5.3.5
  'Charging-Rule-Name': { code: 1005, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.6
  // §5.3.18
  'Charging-Rule-Report': {
    code: 1018,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      * [ Charging-Rule-Name ] * [ Charging-Rule-Base-Name ] [ Bearer-Identifier ] [ PCC-Rule-Status ] [ Rule-Failure-Code ]
      [ Final-Unit-Indication ] * [ RAN-NAS-Release-Cause ] * [ Content-Version ] * [ AVP ]`,
  },
  // §5.3.19
  'PCC-Rule-Status': {
    code: 1019,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ACTIVE: 0, INACTIVE: 1, 'TEMPORARILY INACTIVE': 2 },
  },
  // §5.3.38
  'Rule-Failure-Code': {
    code: 1031,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      UNKNOWN_RULE_NAME: 1,
      RATING_GROUP_ERROR: 2,
      SERVICE_IDENTIFIER_ERROR: 3,
      'GW/PCEF_MALFUNCTION': 4,
      RESOURCES_LIMITATION: 5,
      MAX_NR_BEARERS_REACHED: 6,
      UNKNOWN_BEARER_ID: 7,
      MISSING_BEARER_ID: 8,
      MISSING_FLOW_INFORMATION: 9,
      RESOURCE_ALLOCATION_FAILURE: 10,
      UNSUCCESSFUL_QOS_VALIDATION: 11,
      INCORRECT_FLOW_INFORMATION: 12,
      PS_TO_CS_HANDOVER: 13,
      TDF_APPLICATION_IDENTIFIER_ERROR: 14,
      NO_BEARER_BOUND: 15,
      FILTER_RESTRICTIONS: 16,
      AN_GW_FAILED: 17,
      MISSING_REDIRECT_SERVER_ADDRESS: 18,
      CM_END_USER_SERVICE_DENIED: 19,
      CM_CREDIT_CONTROL_NOT_APPLICABLE: 20,
      CM_AUTHORIZATION_REJECTED: 21,
      CM_USER_UNKNOWN: 22,
      CM_RATING_FAILED: 23,
      ROUTING_RULE_REJECTION: 24,
      UNKNOWN_ROUTING_ACCESS_INFORMATION: 25,
      NO_NBIFOM_SUPPORT: 26,
      UE_STATE_SUSPEND: 27,
      TRAFFIC_STEERING_ERROR: 28,
      SAME_TIME_ERROR: 29,
    },
  },
  'Rule-Activation-Time': { code: 1043, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §5.3.42
  'Rule-Deactivation-Time': { code: 1044, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §5.3.43
  // §5.3.50
  'Resource-Allocation-Notification': {
    code: 1063,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ENABLE_NOTIFICATION: 0 },
  },
  // §5.3.125
  'Resource-Release-Notification': {
    code: 2841,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { ENABLE_NOTIFICATION: 0 },
  },
  // §5.3.67
  'Charging-Correlation-Indicator': {
    code: 1073,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { CHARGING_IDENTIFIER_REQUIRED: 0 },
  },
  'Monitoring-Flags': { code: 2828, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.115
  // §5.3.8
  'Metering-Method': {
    code: 1007,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DURATION: 0, VOLUME: 1, DURATION_VOLUME: 2, EVENT: 3 },
  },
  // §5.3.9
  Offline: {
    code: 1008,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DISABLE_OFFLINE: 0, ENABLE_OFFLINE: 1 },
  },
  // §5.3.10
  Online: {
    code: 1009,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DISABLE_ONLINE: 0, ENABLE_ONLINE: 1 },
  },
  Precedence: { code: 1010, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.11
  // §5.3.12
  'Reporting-Level': {
    code: 1011,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SERVICE_IDENTIFIER_LEVEL: 0, RATING_GROUP_LEVEL: 1, SPONSORED_CONNECTIVITY_LEVEL: 2 },
  },
  // §5.3.98
  'Mute-Notification': {
    code: 2809,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { MUTE_REQUIRED: 0 },
  },
  // §5.3.82
  'Redirect-Information': {
    code: 1085,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ Redirect-Support ] [ Redirect-Address-Type ] [ Redirect-Server-Address ] * [ AVP ]',
  },
  // §5.3.83
  'Redirect-Support': {
    code: 1086,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { REDIRECTION_DISABLED: 0, REDIRECTION_ENABLED: 1 },
  },
  // §5.3.84
  'PS-to-CS-Session-Continuity': {
    code: 1099,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { VIDEO_PS2CS_CONT_CANDIDATE: 0 },
  },
  // §5.3.132
  'Default-Bearer-Indication': {
    code: 2844,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { BIND_TO_DEF_BEARER: 0, BIND_TO_APPLICABLE_BEARER: 1 },
  },
  // §5.3.53
  'Flow-Information': {
    code: 1058,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Flow-Description ] [ Packet-Filter-Identifier ] [ Packet-Filter-Usage ] [ ToS-Traffic-Class ]
      [ Security-Parameter-Index ] [ Flow-Label ] [ Flow-Direction ] [ Routing-Rule-Identifier ] * [ AVP ]`,
  },
  // §5.3.65
  'Flow-Direction': {
    code: 1080,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { UNSPECIFIED: 0, DOWNLINK: 1, UPLINK: 2, BIDIRECTIONAL: 3 },
  },
  'Flow-Label': { code: 1057, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.52
  'ToS-Traffic-Class': { code: 1014, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.15
  'Security-Parameter-Index': { code: 1056, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.51
  'Packet-Filter-Content': { code: 1059, vendorId: VENDOR_3GPP, format: 'IPFilterRule', mandatory: 'must-not' }, // §5.3.54
  'Packet-Filter-Identifier': { code: 1060, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.55
  // §5.3.56
  'Packet-Filter-Information': {
    code: 1061,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Packet-Filter-Identifier ] [ Precedence ] [ Packet-Filter-Content ] [ ToS-Traffic-Class ] [ Security-Parameter-Index ]
      [ Flow-Label ] [ Flow-Direction ] * [ AVP ]`,
  },
  // §5.3.57
  'Packet-Filter-Operation': {
    code: 1062,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { DELETION: 0, ADDITION: 1, MODIFICATION: 2 },
  },
  // §5.3.66
  'Packet-Filter-Usage': {
    code: 1072,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { SEND_TO_UE: 1 },
  },
  'TFT-Filter': { code: 1012, vendorId: VENDOR_3GPP, format: 'IPFilterRule', mandatory: 'must' }, // §5.3.13
  // §5.3.14
  'TFT-Packet-Filter-Information': {
    code: 1013,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Precedence ] [ TFT-Filter ] [ ToS-Traffic-Class ] [ Security-Parameter-Index ] [ Flow-Label ] [ Flow-Direction ]
      * [ AVP ]`,
  },
  // §5.3.68
  'Routing-Rule-Install': {
    code: 1081,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Routing-Rule-Definition ] * [ AVP ]',
  },
  // §5.3.69
  'Routing-Rule-Remove': {
    code: 1075,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Routing-Rule-Identifier ] * [ AVP ]',
  },
  // §5.3.70
  'Routing-Rule-Definition': {
    code: 1076,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Routing-Rule-Identifier } * [ Routing-Filter ] [ Precedence ] [ Routing-IP-Address ] [ IP-CAN-Type ] * [ AVP ]',
  },
  'Routing-Rule-Identifier': { code: 1077, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.71
  // §5.3.72
  'Routing-Filter': {
    code: 1078,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Flow-Description } { Flow-Direction } [ ToS-Traffic-Class ] [ Security-Parameter-Index ] [ Flow-Label ] * [ AVP ]',
  },
  'Routing-IP-Address': { code: 1079, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §5.3.73
  // §5.3.118
  'Routing-Rule-Report': {
    code: 2835,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '* [ Routing-Rule-Identifier ] [ PCC-Rule-Status ] [ Routing-Rule-Failure-Code ] * [ AVP ]',
  },
  'Routing-Rule-Failure-Code': { code: 2834, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.119
  'TDF-Application-Identifier': { code: 1088, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.77
  'TDF-Application-Instance-Identifier': { code: 2802, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.92
  // §5.3.91
  'Application-Detection-Information': {
    code: 1098,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ TDF-Application-Identifier } [ TDF-Application-Instance-Identifier ] * [ Flow-Information ] * [ AVP ]',
  },
  'Traffic-Steering-Policy-Identifier-DL': { code: 2836, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.123
  'Traffic-Steering-Policy-Identifier-UL': { code: 2837, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §5.3.124
} as const
