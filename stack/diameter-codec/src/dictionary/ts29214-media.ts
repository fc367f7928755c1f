import { VENDOR_3GPP } from './vendor-3gpp.js'

/** The media an application function asks bearers for. TS 29.214 V15, §5.3. */
export const TS29214_MEDIA_AVPS = {
  // §5.3.16
  'Media-Component-Description': {
    code: 517,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Media-Component-Number } * [ Media-Sub-Component ] [ AF-Application-Identifier ] [ Media-Type ]
      [ Max-Requested-Bandwidth-UL ] [ Max-Requested-Bandwidth-DL ] [ Flow-Status ] [ RS-Bandwidth ] [ RR-Bandwidth ]`,
  },
  'Media-Component-Number': { code: 518, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.17
  'Media-Component-Status': { code: 549, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.48
  // §5.3.18
  'Media-Sub-Component': {
    code: 519,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Flow-Number } 0*2 [ Flow-Description ] [ Flow-Status ] [ Flow-Usage ] [ Max-Requested-Bandwidth-UL ]
      [ Max-Requested-Bandwidth-DL ]`,
  },
  // §5.3.19
  'Media-Type': {
    code: 520,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { AUDIO: 0, VIDEO: 1, DATA: 2, APPLICATION: 3, CONTROL: 4, TEXT: 5, MESSAGE: 6 },
  },
  'Codec-Data': { code: 524, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §5.3.7
  'Flow-Description': { code: 507, vendorId: VENDOR_3GPP, format: 'IPFilterRule', mandatory: 'must' }, // §5.3.8
  'Flow-Number': { code: 509, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.9
  // §5.3.10
  Flows: {
    code: 510,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Media-Component-Number } * [ Flow-Number ]',
  },
  // §5.3.11
  'Flow-Status': {
    code: 511,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'ENABLED-UPLINK': 0, 'ENABLED-DOWNLINK': 1, ENABLED: 2, DISABLED: 3, REMOVED: 4 },
  },
  // §5.3.12
  'Flow-Usage': {
    code: 512,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NO_INFORMATION: 0, RTCP: 1, AF_SIGNALLING: 2 },
  },
  'RR-Bandwidth': { code: 521, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.20
  'RS-Bandwidth': { code: 522, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §5.3.21
  'Max-Supported-Bandwidth-DL': { code: 543, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.41
  'Max-Supported-Bandwidth-UL': { code: 544, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.42
  'Min-Desired-Bandwidth-DL': { code: 545, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.43
  'Min-Desired-Bandwidth-UL': { code: 546, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.44
  'Min-Requested-Bandwidth-DL': { code: 534, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.32
  'Min-Requested-Bandwidth-UL': { code: 535, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.33
  'Extended-Max-Supported-BW-DL': { code: 556, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.54
  'Extended-Max-Supported-BW-UL': { code: 557, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.55
  'Extended-Min-Desired-BW-DL': { code: 558, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.56
  'Extended-Min-Desired-BW-UL': { code: 559, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.57
  'Extended-Min-Requested-BW-DL': { code: 560, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.58
  'Extended-Min-Requested-BW-UL': { code: 561, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.59
  // §5.3.47
  'Priority-Sharing-Indicator': {
    code: 550,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { PRIORITY_SHARING_ENABLED: 0, PRIORITY_SHARING_DISABLED: 1 },
  },
  'Pre-emption-Control-Info': { code: 553, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.51
  'Sharing-Key-DL': { code: 539, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.37
  'Sharing-Key-UL': { code: 540, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.38
  'Content-Version': { code: 552, vendorId: VENDOR_3GPP, format: 'Unsigned64', mandatory: 'must-not' }, // §5.3.49
} as const
