import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Policy counters of the Sy reference point. TS 29.219 V15, §5.3. */
export const TS29219_AVPS = {
  'Policy-Counter-Identifier': { code: 2901, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §5.3.1
  'Policy-Counter-Status': { code: 2902, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §5.3.2
  // §5.3.3
  'Policy-Counter-Status-Report': {
    code: 2903,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Policy-Counter-Identifier } { Policy-Counter-Status } * [ Pending-Policy-Counter-Information ] * [ AVP ]',
  },
  // §5.3.4
  'SL-Request-Type': {
    code: 2904,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { INITIAL_REQUEST: 0, INTERMEDIATE_REQUEST: 1 },
  },
  // §5.3.5
  'Pending-Policy-Counter-Information': {
    code: 2905,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Policy-Counter-Status } { Pending-Policy-Counter-Change-Time } * [ AVP ]',
  },
  'Pending-Policy-Counter-Change-Time': { code: 2906, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §5.3.6
  'SN-Request-Type': { code: 2907, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §5.3.7
} as const
