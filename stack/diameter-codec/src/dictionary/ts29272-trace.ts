import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * Subscriber traces and minimisation of drive tests. TS 29.272 §7.3. Where it leaves an enumeration to TS 32.422, which goes on growing,
 * any number goes.
 */
export const TS29272_TRACE_AVPS = {
  'Trace-Collection-Entity': { code: 1452, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.3.98
  // §7.3.63
  'Trace-Data': {
    code: 1458,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Trace-Reference } { Trace-Depth } { Trace-NE-Type-List } [ Trace-Interface-List ] { Trace-Event-List } [ OMC-Id ]
      { Trace-Collection-Entity } [ MDT-Configuration ] * [ AVP ]`,
  },
  'Trace-Reference': { code: 1459, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.64
  'Trace-Depth': { code: 1462, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must' }, // §7.3.67
  'Trace-NE-Type-List': { code: 1463, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.68
  'Trace-Interface-List': { code: 1464, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.69
  'Trace-Event-List': { code: 1465, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.70
  'OMC-Id': { code: 1466, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.71
  // §7.3.136
  'MDT-Configuration': {
    code: 1622,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      { Job-Type } [ Area-Scope ] [ List-Of-Measurements ] [ Reporting-Trigger ] [ Report-Interval ] [ Report-Amount ]
      [ Event-Threshold-RSRP ] [ Event-Threshold-RSRQ ] [ Logging-Interval ] [ Logging-Duration ] [ Measurement-Period-LTE ]
      [ Measurement-Period-UMTS ] [ Collection-Period-RRM-LTE ] [ Collection-Period-RRM-UMTS ] [ Positioning-Method ]
      [ Measurement-Quantity ] [ Event-Threshold-Event-1F ] [ Event-Threshold-Event-1I ] * [ MDT-Allowed-PLMN-Id ] * [ MBSFN-Area ]
      * [ AVP ]`,
  },
  'Job-Type': { code: 1623, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.137
  // §7.3.138
  'Area-Scope': {
    code: 1624,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      * [ Cell-Global-Identity ] * [ E-UTRAN-Cell-Global-Identity ] * [ Routing-Area-Identity ] * [ Location-Area-Identity ]
      * [ Tracking-Area-Identity ] * [ AVP ]`,
  },
  'List-Of-Measurements': { code: 1625, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.139
  'Reporting-Trigger': { code: 1626, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.140
  'Report-Interval': { code: 1627, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.141
  'Report-Amount': { code: 1628, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.142
  'Event-Threshold-RSRP': { code: 1629, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.143
  'Event-Threshold-RSRQ': { code: 1630, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.144
  'Logging-Interval': { code: 1631, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.145
  'Logging-Duration': { code: 1632, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.146
  'Measurement-Period-LTE': { code: 1655, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.166
  'Measurement-Period-UMTS': { code: 1656, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.167
  'Collection-Period-RRM-LTE': { code: 1657, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.168
  'Collection-Period-RRM-UMTS': { code: 1658, vendorId: VENDOR_3GPP, format: 'Enumerated', mandatory: 'must-not' }, // §7.3.169
  'Positioning-Method': { code: 1659, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.170
  'Measurement-Quantity': { code: 1660, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.171
  'Event-Threshold-Event-1F': { code: 1661, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must-not' }, // §7.3.172
  'Event-Threshold-Event-1I': { code: 1662, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must-not' }, // §7.3.173
  'MDT-Allowed-PLMN-Id': { code: 1671, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.185
  // §7.3.219
  'MBSFN-Area': {
    code: 1694,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ MBSFN-Area-ID ] [ Carrier-Frequency ] * [ AVP ]',
  },
  'MBSFN-Area-ID': { code: 1695, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.220
  'Carrier-Frequency': { code: 1696, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.221
} as const
