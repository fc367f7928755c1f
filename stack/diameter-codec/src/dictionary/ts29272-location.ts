import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Where a subscriber is and how he can be reached, as MME and SGSN report it. TS 29.272 §7.3. */
export const TS29272_LOCATION_AVPS = {
  'Last-UE-Activity-Time': { code: 1494, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // §7.3.108
  // §7.3.110
  'EPS-User-State': {
    code: 1495,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ MME-User-State ] [ SGSN-User-State ] * [ AVP ]',
  },
  // §7.3.111
  'EPS-Location-Information': {
    code: 1496,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ MME-Location-Information ] [ SGSN-Location-Information ] * [ AVP ]',
  },
  // §7.3.112
  'MME-User-State': {
    code: 1497,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ User-State ] * [ AVP ]',
  },
  // §7.3.113
  'SGSN-User-State': {
    code: 1498,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ User-State ] * [ AVP ]',
  },
  // §7.3.114
  'User-State': {
    code: 1499,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: {
      DETACHED: 0,
      ATTACHED_NOT_REACHABLE_FOR_PAGING: 1,
      ATTACHED_REACHABLE_FOR_PAGING: 2,
      CONNECTED_NOT_REACHABLE_FOR_PAGING: 3,
      CONNECTED_REACHABLE_FOR_PAGING: 4,
      RESERVED: 5,
    },
  },
  // §7.3.115
  'MME-Location-Information': {
    code: 1600,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ E-UTRAN-Cell-Global-Identity ] [ Tracking-Area-Identity ] [ Geographical-Information ] [ Geodetic-Information ]
      [ Current-Location-Retrieved ] [ Age-Of-Location-Information ] [ User-CSG-Information ] [ eNodeB-ID ] [ Extended-eNodeB-ID ]
      * [ AVP ]`,
  },
  // §7.3.116
  'SGSN-Location-Information': {
    code: 1601,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Cell-Global-Identity ] [ Location-Area-Identity ] [ Service-Area-Identity ] [ Routing-Area-Identity ]
      [ Geographical-Information ] [ Geodetic-Information ] [ Current-Location-Retrieved ] [ Age-Of-Location-Information ]
      [ User-CSG-Information ] * [ AVP ]`,
  },
  'E-UTRAN-Cell-Global-Identity': { code: 1602, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.117
  'Tracking-Area-Identity': { code: 1603, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.118
  'Cell-Global-Identity': { code: 1604, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.119
  'Routing-Area-Identity': { code: 1605, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.120
  'Location-Area-Identity': { code: 1606, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.121
  'Service-Area-Identity': { code: 1607, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.122
  'Geographical-Information': { code: 1608, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.123
  'Geodetic-Information': { code: 1609, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.124
  // §7.3.125
  'Current-Location-Retrieved': {
    code: 1610,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'ACTIVE-LOCATION-RETRIEVAL': 0 },
  },
  'Age-Of-Location-Information': { code: 1611, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.126, minutes
  'Time-Zone': { code: 1642, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.3.163
  // §7.3.156
  'Local-Time-Zone': {
    code: 1649,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Time-Zone } { Daylight-Saving-Time } * [ AVP ]',
  },
  // §7.3.164
  'Daylight-Saving-Time': {
    code: 1650,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NO_ADJUSTMENT: 0, PLUS_ONE_HOUR_ADJUSTMENT: 1, PLUS_TWO_HOURS_ADJUSTMENT: 2 },
  },
} as const
