import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * The access points a subscriber may use, for EPS (APN-Configuration) and for GPRS (PDP-Context), with their qualities of service. TS
 * 29.272 §7.3.
 */
export const TS29272_ACCESS_POINT_AVPS = {
  'QoS-Subscribed': { code: 1404, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.77
  'Context-Identifier': { code: 1423, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.27
  'APN-OI-Replacement': { code: 1427, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.3.32
  // §7.3.33
  'All-APN-Configurations-Included-Indicator': {
    code: 1428,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { All_APN_CONFIGURATIONS_INCLUDED: 0, MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED: 1 },
  },
  // §7.3.34
  'APN-Configuration-Profile': {
    code: 1429,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Context-Identifier } [ Additional-Context-Identifier ] { All-APN-Configurations-Included-Indicator }
      1* { APN-Configuration } * [ AVP ]`,
  },
  // §7.3.35
  'APN-Configuration': {
    code: 1430,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Context-Identifier } *2 [ Served-Party-IP-Address ] { PDN-Type } { Service-Selection } [ EPS-Subscribed-QoS-Profile ]
      [ VPLMN-Dynamic-Address-Allowed ] [ MIP6-Agent-Info ] [ Visited-Network-Identifier ] [ PDN-GW-Allocation-Type ]
      [ 3GPP-Charging-Characteristics ] [ AMBR ] * [ Specific-APN-Info ] [ APN-OI-Replacement ] [ SIPTO-Permission ]
      [ LIPA-Permission ] [ Restoration-Priority ] [ SIPTO-Local-Network-Permission ] [ WLAN-offloadability ]
      [ Non-IP-PDN-Type-Indicator ] [ Non-IP-Data-Delivery-Mechanism ] [ SCEF-ID ] [ SCEF-Realm ] [ Preferred-Data-Mode ]
      [ PDN-Connection-Continuity ] [ RDS-Indicator ] [ Interworking-5GS-Indicator ] * [ AVP ]`,
  },
  // §7.3.37
  'EPS-Subscribed-QoS-Profile': {
    code: 1431,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ QoS-Class-Identifier } { Allocation-Retention-Priority } * [ AVP ]',
  },
  // §7.3.38
  'VPLMN-Dynamic-Address-Allowed': {
    code: 1432,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOTALLOWED: 0, ALLOWED: 1 },
  },
  // §7.3.41
  AMBR: {
    code: 1435,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Max-Requested-Bandwidth-UL } { Max-Requested-Bandwidth-DL } [ Extended-Max-Requested-BW-UL ]
      [ Extended-Max-Requested-BW-DL ] * [ AVP ]`,
  },
  // §7.3.44
  'PDN-GW-Allocation-Type': {
    code: 1438,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { STATIC: 0, DYNAMIC: 1 },
  },
  // §7.3.62
  'PDN-Type': {
    code: 1456,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { IPv4: 0, IPv6: 1, IPv4v6: 2, IPv4_OR_IPv6: 3 },
  },
  // §7.3.72
  'GPRS-Subscription-Data': {
    code: 1467,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Complete-Data-List-Included-Indicator } 1*50 { PDP-Context } * [ AVP ]',
  },
  // §7.3.73
  'Complete-Data-List-Included-Indicator': {
    code: 1468,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { All_PDP_CONTEXTS_INCLUDED: 0, MODIFIED_ADDED_PDP_CONTEXTS_INCLUDED: 1 },
  },
  // §7.3.74
  'PDP-Context': {
    code: 1469,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Context-Identifier } { PDP-Type } [ PDP-Address ] { QoS-Subscribed } [ VPLMN-Dynamic-Address-Allowed ] { Service-Selection }
      [ 3GPP-Charging-Characteristics ] [ Ext-PDP-Type ] [ Ext-PDP-Address ] [ AMBR ] [ APN-OI-Replacement ] [ SIPTO-Permission ]
      [ LIPA-Permission ] [ Restoration-Priority ] [ SIPTO-Local-Network-Permission ] [ Non-IP-Data-Delivery-Mechanism ] [ SCEF-ID ]
      * [ AVP ]`,
  },
  'PDP-Type': { code: 1470, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.75
  // §7.3.82
  'Specific-APN-Info': {
    code: 1472,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Service-Selection } { MIP6-Agent-Info } [ Visited-Network-Identifier ] * [ AVP ]',
  },
  // §7.3.127
  'Active-APN': {
    code: 1612,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      { Context-Identifier } [ Service-Selection ] [ MIP6-Agent-Info ] [ Visited-Network-Identifier ] * [ Specific-APN-Info ]
      * [ AVP ]`,
  },
  // §7.3.135
  'SIPTO-Permission': {
    code: 1613,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { SIPTO_above_RAN_ALLOWED: 0, SIPTO_above_RAN_NOTALLOWED: 1 },
  },
  // §7.3.133
  'LIPA-Permission': {
    code: 1618,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'LIPA-PROHIBITED': 0, 'LIPA-ONLY': 1, 'LIPA-CONDITIONAL': 2 },
  },
  'Ext-PDP-Type': { code: 1620, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.75A
  'Ext-PDP-Address': { code: 1621, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must-not' }, // §7.3.129
  'Restoration-Priority': { code: 1663, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.174
  'SIPTO-Local-Network-Permission': { code: 1665, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.176
  // §7.3.181
  'WLAN-offloadability': {
    code: 1667,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ WLAN-offloadability-EUTRAN ] [ WLAN-offloadability-UTRAN ] * [ AVP ]',
  },
  'WLAN-offloadability-EUTRAN': { code: 1668, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.182
  'WLAN-offloadability-UTRAN': { code: 1669, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.183
  // §7.3.204
  'Non-IP-PDN-Type-Indicator': {
    code: 1681,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { FALSE: 0, TRUE: 1 },
  },
  'Non-IP-Data-Delivery-Mechanism': { code: 1682, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.205
  'Additional-Context-Identifier': { code: 1683, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.206
  'SCEF-Realm': { code: 1684, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must-not' }, // §7.3.207
  'Preferred-Data-Mode': { code: 1686, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.209
  'PDN-Connection-Continuity': { code: 1690, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.214
  // §7.3.222
  'RDS-Indicator': {
    code: 1697,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { DISABLED: 0, ENABLED: 1 },
  },
  // §7.3.231
  'Interworking-5GS-Indicator': {
    code: 1706,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'NOT-SUBSCRIBED': 0, SUBSCRIBED: 1 },
  },
} as const
