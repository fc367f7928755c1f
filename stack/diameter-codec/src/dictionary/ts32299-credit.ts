import { VENDOR_3GPP } from './vendor-3gpp.js'

/** What charging adds to credit control: quotas, triggers, tariffs, announcements. TS 32.299 V15, §7.2. */
export const TS32299_CREDIT_AVPS = {
  'Quota-Holding-Time': { code: 871, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.160
  'Quota-Consumption-Time': { code: 881, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.159
  'Time-Quota-Threshold': { code: 868, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.229
  'Volume-Quota-Threshold': { code: 869, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.243
  'Unit-Quota-Threshold': { code: 1226, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.240
  // §7.2.228
  'Time-Quota-Mechanism': {
    code: 1270,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Time-Quota-Type } { Base-Time-Interval }',
  },
  // §7.2.230
  'Time-Quota-Type': {
    code: 1271,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DISCRETE_TIME_PERIOD: 0, CONTINUOUS_TIME_PERIOD: 1 },
  },
  'Base-Time-Interval': { code: 1265, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.29
  'Unused-Quota-Timer': { code: 4407, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.240a
  Trigger: { code: 1264, vendorId: VENDOR_3GPP, format: 'Grouped', mandatory: 'must', group: '* [ Trigger-Type ]' }, // §7.2.235
  // §7.2.236
  'Trigger-Type': {
    code: 870,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      CHANGE_IN_SGSN_IP_ADDRESS: 1,
      CHANGE_IN_QOS: 2,
      CHANGE_IN_LOCATION: 3,
      CHANGE_IN_RAT: 4,
      CHANGE_IN_UE_TIMEZONE: 5,
      CHANGEINQOS_TRAFFIC_CLASS: 10,
      CHANGEINQOS_RELIABILITY_CLASS: 11,
      CHANGEINQOS_DELAY_CLASS: 12,
      CHANGEINQOS_PEAK_THROUGHPUT: 13,
      CHANGEINQOS_PRECEDENCE_CLASS: 14,
      CHANGEINQOS_MEAN_THROUGHPUT: 15,
      CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_UPLINK: 16,
      CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_DOWNLINK: 17,
      CHANGEINQOS_RESIDUAL_BER: 18,
      CHANGEINQOS_SDU_ERROR_RATIO: 19,
      CHANGEINQOS_TRANSFER_DELAY: 20,
      CHANGEINQOS_TRAFFIC_HANDLING_PRIORITY: 21,
      CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_UPLINK: 22,
      CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_DOWNLINK: 23,
      CHANGEINQOS_APN_AGGREGATE_MAXIMUM_BIT_RATE: 24,
      CHANGEINLOCATION_MCC: 30,
      CHANGEINLOCATION_MNC: 31,
      CHANGEINLOCATION_RAC: 32,
      CHANGEINLOCATION_LAC: 33,
      CHANGEINLOCATION_CellId: 34,
      CHANGEINLOCATION_TAC: 35,
      CHANGEINLOCATION_ECGI: 36,
      CHANGE_IN_MEDIA_COMPOSITION: 40,
      CHANGE_IN_PARTICIPANTS_NMB: 50,
      THRSHLD_OF_PARTICIPANTS_NMB: 51,
      CHANGE_IN_USER_PARTICIPATING_TYPE: 52,
      CHANGE_IN_SERVICE_CONDITION: 60,
      CHANGE_IN_SERVING_NODE: 61,
      CHANGE_IN_ACCESS_FOR_A_SERVICE_DATA_FLOW: 62,
      CHANGE_IN_USER_CSG_INFORMATION: 70,
      CHANGE_IN_HYBRID_SUBSCRIBED_USER_CSG_INFORMATION: 71,
      CHANGE_IN_HYBRID_UNSUBSCRIBED_USER_CSG_INFORMATION: 72,
      CHANGE_OF_UE_PRESENCE_IN_PRESENCE_REPORTING_AREA: 73,
      CHANGE_IN_SERVING_PLMN_RATE_CONTROL: 74,
      CHANGE_IN_APN_RATE_CONTROL: 75,
      CHANGE_IN_3GPP_PS_DATA_OFF: 76,
    },
  },
  // §7.2.171Ab
  'Related-Trigger': {
    code: 3926,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ Trigger-Type ]',
  },
  // §7.2.175
  'Reporting-Reason': {
    code: 872,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      THRESHOLD: 0,
      QHT: 1,
      FINAL: 2,
      QUOTA_EXHAUSTED: 3,
      VALIDITY_TIME: 4,
      OTHER_QUOTA_TYPE: 5,
      RATING_CONDITION_CHANGE: 6,
      FORCED_REAUTHORISATION: 7,
      POOL_EXHAUSTED: 8,
      UNUSED_QUOTA_TIMER: 9,
    },
  },
  // §7.2.59
  Envelope: {
    code: 1266,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Envelope-Start-Time } [ Envelope-End-Time ] [ CC-Total-Octets ] [ CC-Input-Octets ] [ CC-Output-Octets ]
      [ CC-Service-Specific-Units ]`,
  },
  'Envelope-Start-Time': { code: 1269, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.62
  'Envelope-End-Time': { code: 1267, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.60
  // §7.2.61
  'Envelope-Reporting': {
    code: 1268,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      DO_NOT_REPORT_ENVELOPES: 0,
      REPORT_ENVELOPES: 1,
      REPORT_ENVELOPES_WITH_VOLUME: 2,
      REPORT_ENVELOPES_WITH_EVENTS: 3,
      REPORT_ENVELOPES_WITH_VOLUME_AND_EVENTS: 4,
    },
  },
  'Event-Charging-TimeStamp': { code: 1258, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.64
  'Refund-Information': { code: 2022, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.171
  // §7.2.172
  'Remaining-Balance': {
    code: 2021,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Unit-Value } { Currency-Code }',
  },
  // §7.2.97
  'Low-Balance-Indication': {
    code: 2020,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'NOT-APPLICABLE': 0, YES: 1 },
  },
  // §7.2.157
  'PS-Furnish-Charging-Information': {
    code: 865,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ 3GPP-Charging-Id } { PS-Free-Format-Data } [ PS-Append-Free-Format-Data ]',
  },
  'PS-Free-Format-Data': { code: 866, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.156
  // §7.2.155
  'PS-Append-Free-Format-Data': {
    code: 867,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { APPEND: 0, OVERWRITE: 1 },
  },
  // §7.2.12aB
  'Announcement-Information': {
    code: 3904,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Announcement-Identifier } * [ Variable-Part ] [ Time-Indicator ] [ Quota-Indicator ] [ Announcement-Order ]
      [ Play-Alternative ] [ Privacy-Indicator ] [ Language ]`,
  },
  'Announcement-Identifier': { code: 3905, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.12aA
  'Announcement-Order': { code: 3906, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.12aC
  // §7.2.242aA
  'Variable-Part': {
    code: 3907,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Variable-Part-Order ] { Variable-Part-Type } { Variable-Part-Value }',
  },
  'Variable-Part-Order': { code: 3908, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.242aB
  'Variable-Part-Type': { code: 3909, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.242aC
  'Variable-Part-Value': { code: 3910, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.242aD
  'Time-Indicator': { code: 3911, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.226A
  // §7.2.160aA
  'Quota-Indicator': {
    code: 3912,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { QUOTA_IS_NOT_USED_DURING_PLAYBACK: 0, QUOTA_IS_USED_DURING_PLAYBACK: 1 },
  },
  // §7.2.138A
  'Play-Alternative': {
    code: 3913,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SERVED: 0, REMOTE: 1 },
  },
  // §7.2.154aA
  'Privacy-Indicator': {
    code: 3915,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_PRIVATE: 0, PRIVATE: 1 },
  },
  Language: { code: 3914, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.80Fa
  // §7.2.16
  'AoC-Request-Type': {
    code: 2055,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { AoC_NOT_REQUESTED: 0, AoC_FULL: 1, AoC_COST_ONLY: 2, AoC_TARIFF_ONLY: 3 },
  },
  // §7.2.15
  'AoC-Information': {
    code: 2054,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ AoC-Cost-Information ] [ Tariff-Information ] [ AoC-Subscription-Information ]',
  },
  // §7.2.13
  'AoC-Cost-Information': {
    code: 2053,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Accumulated-Cost ] * [ Incremental-Cost ] [ Currency-Code ]',
  },
  // §7.2.3
  'Accumulated-Cost': {
    code: 2052,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Value-Digits } [ Exponent ]',
  },
  // §7.2.70
  'Incremental-Cost': {
    code: 2062,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Value-Digits } [ Exponent ]',
  },
  // §7.2.223
  'Tariff-Information': {
    code: 2060,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Current-Tariff } [ Tariff-Time-Change ] [ Next-Tariff ]',
  },
  // §7.2.47
  'Current-Tariff': {
    code: 2056,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Currency-Code ] [ Scale-Factor ] * [ Rate-Element ]',
  },
  // §7.2.112
  'Next-Tariff': {
    code: 2057,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Currency-Code ] [ Scale-Factor ] * [ Rate-Element ]',
  },
  // §7.2.161
  'Rate-Element': {
    code: 2058,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CC-Unit-Type } [ Charge-Reason-Code ] [ Unit-Value ] [ Unit-Cost ] [ Unit-Quota-Threshold ]',
  },
  // §7.2.239
  'Unit-Cost': {
    code: 2061,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Value-Digits } [ Exponent ]',
  },
  // §7.2.178
  'Scale-Factor': {
    code: 2059,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Value-Digits } [ Exponent ]',
  },
  // §7.2.38A
  'Charge-Reason-Code': {
    code: 2118,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UNKNOWN: 0, USAGE: 1, 'COMMUNICATION-ATTEMPT-CHARGE': 2, 'SETUP-CHARGE': 3, 'ADD-ON-CHARGE': 4 },
  },
  // §7.2.20
  'AoC-Subscription-Information': {
    code: 2314,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ AoC-Service ] [ AoC-Format ] [ Preferred-AoC-Currency ]',
  },
  // §7.2.17
  'AoC-Service': {
    code: 2311,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ AoC-Service-Obligatory-Type ] [ AoC-Service-Type ]',
  },
  // §7.2.18
  'AoC-Service-Obligatory-Type': {
    code: 2312,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NON_BINDING: 0, BINDING: 1 },
  },
  // §7.2.19
  'AoC-Service-Type': {
    code: 2313,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NONE: 0, 'AOC-S': 1, 'AOC-D': 2, 'AOC-E': 3 },
  },
  // §7.2.14
  'AoC-Format': {
    code: 2310,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { MONETARY: 0, NON_MONETARY: 1, CAI: 2 },
  },
  'Preferred-AoC-Currency': { code: 2315, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.153
} as const
