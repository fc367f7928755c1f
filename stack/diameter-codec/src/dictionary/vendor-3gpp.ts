/** The Vendor-Id of 3GPP, under which every AVP of its specifications stands. */
export const VENDOR_3GPP = 10415

/**
 * AVPs that several 3GPP applications take from one another. Each stands here once, under the specification that defines it, and
 * a dictionary spreads the groups it needs into its own table.
 */

/** What features both sides support, negotiated with the first messages of a session. TS 29.229 §6.3.29 to §6.3.31. */
export const SUPPORTED_FEATURES_AVPS = {
  'Supported-Features': {
    code: 628,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'may',
    group: '{ Vendor-Id } { Feature-List-ID } { Feature-List } * [ AVP ]',
  },
  'Feature-List-ID': { code: 629, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'may' },
  'Feature-List': { code: 630, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'may' },
} as const

/** Bits per second, up to 2^32-1; what is faster goes into the Extended- AVPs, in kilobits. TS 29.214 §5.3.14, §5.3.15, §5.3.52, §5.3.53. */
export const BANDWIDTH_AVPS = {
  'Max-Requested-Bandwidth-DL': { code: 515, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' },
  'Max-Requested-Bandwidth-UL': { code: 516, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' },
  'Extended-Max-Requested-BW-DL': { code: 554, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' },
  'Extended-Max-Requested-BW-UL': { code: 555, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' },
} as const

/**
 * QoS class and priority of a bearer. TS 29.212 §5.3.17, §5.3.32, §5.3.45 to §5.3.47. The M bit of the priority is clear on Gx and set
 * on S6a (TS 29.272 §7.3.1), so either is read.
 */
export const BEARER_PRIORITY_AVPS = {
  // The list of TS 23.203 has gaps an operator fills (128 to 254), so any number goes.
  'QoS-Class-Identifier': { code: 1028, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must' },
  'Allocation-Retention-Priority': {
    code: 1034,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'may',
    group: '{ Priority-Level } [ Pre-emption-Capability ] [ Pre-emption-Vulnerability ]',
  },
  'Priority-Level': { code: 1046, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'may' },
  'Pre-emption-Capability': {
    code: 1047,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'may',
    values: { 'PRE-EMPTION_CAPABILITY_ENABLED': 0, 'PRE-EMPTION_CAPABILITY_DISABLED': 1 },
  },
  'Pre-emption-Vulnerability': {
    code: 1048,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'may',
    values: { 'PRE-EMPTION_VULNERABILITY_ENABLED': 0, 'PRE-EMPTION_VULNERABILITY_DISABLED': 1 },
  },
} as const

/** The radio a subscriber is on. TS 29.212 §5.3.31. */
export const RAT_TYPE_AVPS = {
  'RAT-Type': {
    code: 1032,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: {
      WLAN: 0,
      VIRTUAL: 1,
      'TRUSTED-N3GA': 2,
      WIRELINE: 3,
      'WIRELINE-CABLE': 4,
      'WIRELINE-BBF': 5,
      UTRAN: 1000,
      GERAN: 1001,
      GAN: 1002,
      HSPA_EVOLUTION: 1003,
      EUTRAN: 1004,
      'EUTRAN-NB-IoT': 1005,
      NR: 1006,
      'LTE-M': 1007,
      'NR-U': 1008,
      CDMA2000_1X: 2000,
      HRPD: 2001,
      UMB: 2002,
      EHRPD: 2003,
    },
  },
} as const
