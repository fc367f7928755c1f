import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Events of machines that an application server watches, and how they communicate; S6a carries them on from S6t. TS 29.336 §8.4. */
export const TS29336_MONITORING_AVPS = {
  'External-Identifier': { code: 3111, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §6.4.11
  // §8.4.25
  'AESE-Communication-Pattern': {
    code: 3113,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SCEF-Reference-ID ] { SCEF-ID } * [ SCEF-Reference-ID-for-Deletion ] * [ Communication-Pattern-Set ] [ MTC-Provider-Info ]
      * [ AVP ]`,
  },
  // §8.4.26
  'Communication-Pattern-Set': {
    code: 3114,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Periodic-Communication-Indicator ] [ Communication-Duration-Time ] [ Periodic-Time ] * [ Scheduled-Communication-Time ]
      [ Stationary-Indication ] [ Reference-ID-Validity-Time ] [ Traffic-Profile ] * [ AVP ]`,
  },
  'Periodic-Communication-Indicator': { code: 3115, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.27
  'Communication-Duration-Time': { code: 3116, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.28, seconds
  'Periodic-Time': { code: 3117, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.29, seconds
  // §8.4.30
  'Scheduled-Communication-Time': {
    code: 3118,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Day-Of-Week-Mask ] [ Time-Of-Day-Start ] [ Time-Of-Day-End ] * [ AVP ]',
  },
  'Stationary-Indication': { code: 3119, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.31
  // §8.4.2
  'Monitoring-Event-Configuration': {
    code: 3122,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SCEF-Reference-ID ] { SCEF-ID } { Monitoring-Type } * [ SCEF-Reference-ID-for-Deletion ] [ Maximum-Number-of-Reports ]
      [ Monitoring-Duration ] [ Charged-Party ] [ Maximum-Detection-Time ] [ UE-Reachability-Configuration ]
      [ Location-Information-Configuration ] [ Association-Type ] [ DL-Buffering-Suggested-Packet-Count ] [ PLMN-ID-Requested ]
      [ MTC-Provider-Info ] * [ AVP ]`,
  },
  // §8.4.3
  'Monitoring-Event-Report': {
    code: 3123,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { SCEF-Reference-ID } [ SCEF-ID ] * [ SCEF-Reference-ID-for-Deletion ] [ Visited-PLMN-Id ] [ Roaming-Information ]
      [ IMEI-Change ] [ Terminal-Information ] [ Reachability-Information ] [ Maximum-UE-Availability-Time ]
      [ EPS-Location-Information ] [ Monitoring-Type ] [ Event-Handling ] * [ Service-Report ] [ Loss-Of-Connectivity-Reason ]
      * [ AVP ]`,
  },
  'SCEF-Reference-ID': { code: 3124, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.4
  'SCEF-ID': { code: 3125, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must' }, // §8.4.5
  'SCEF-Reference-ID-for-Deletion': { code: 3126, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.6
  'Monitoring-Type': { code: 3127, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.7
  'Maximum-Number-of-Reports': { code: 3128, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.8
  // §8.4.9
  'UE-Reachability-Configuration': {
    code: 3129,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Reachability-Type ] [ Maximum-Latency ] [ Maximum-Response-Time ] [ DL-Buffering-Suggested-Packet-Count ] * [ AVP ]',
  },
  'Monitoring-Duration': { code: 3130, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §8.4.10
  'Maximum-Detection-Time': { code: 3131, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.11, seconds
  'Reachability-Type': { code: 3132, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.12
  'Maximum-Latency': { code: 3133, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.13, seconds
  'Maximum-Response-Time': { code: 3134, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.14, seconds
  // §8.4.15
  'Location-Information-Configuration': {
    code: 3135,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ MONTE-Location-Type ] [ Accuracy ] [ Periodic-Time ] * [ AVP ]',
  },
  'MONTE-Location-Type': { code: 3136, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.16
  Accuracy: { code: 3137, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.17
  'Association-Type': { code: 3138, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.18
  'Roaming-Information': { code: 3139, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.19
  'Reachability-Information': { code: 3140, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.20
  'IMEI-Change': { code: 3141, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.22
  // §8.4.24
  'Monitoring-Event-Config-Status': {
    code: 3142,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ Service-Report ] { SCEF-Reference-ID } [ SCEF-ID ] * [ AVP ]',
  },
  // §8.4.40
  'Supported-Services': {
    code: 3143,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Supported-Monitoring-Events ] * [ AVP ]',
  },
  'Supported-Monitoring-Events': { code: 3144, vendorId: VENDOR_3GPP, format: 'Unsigned64', mandatory: 'must' }, // §8.4.41
  // §8.4.37
  'Service-Result': {
    code: 3146,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Vendor-Id ] [ Service-Result-Code ] * [ AVP ]',
  },
  'Service-Result-Code': { code: 3147, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.38
  'Reference-ID-Validity-Time': { code: 3148, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §8.4.42
  'Event-Handling': { code: 3149, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.43
  // §8.4.47
  'Service-Report': {
    code: 3152,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Service-Result ] [ Node-Type ] * [ AVP ]',
  },
  'Node-Type': { code: 3153, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §8.4.48
  'Loss-Of-Connectivity-Reason': { code: 3162, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.4.58
  // §8.4.68
  'PLMN-ID-Requested': {
    code: 3172,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { TRUE: 0, FALSE: 1 },
  },
  // §8.4.74
  'MTC-Provider-Info': {
    code: 3178,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ MTC-Provider-ID ] * [ AVP ]',
  },
  'MTC-Provider-ID': { code: 3179, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §8.4.75
  'Traffic-Profile': { code: 3183, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §8.4.79
} as const
