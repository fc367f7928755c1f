import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * What a subscriber may do, as the HSS hands it to MME and SGSN: Subscription-Data and what it holds besides access points, location
 * services and traces. TS 29.272 §7.3.
 */
export const TS29272_SUBSCRIPTION_AVPS = {
  // §7.3.2
  'Subscription-Data': {
    code: 1400,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Subscriber-Status ] [ MSISDN ] [ A-MSISDN ] [ External-Identifier ] [ STN-SR ] [ ICS-Indicator ] [ Network-Access-Mode ]
      [ Operator-Determined-Barring ] [ HPLMN-ODB ] *10 [ Regional-Subscription-Zone-Code ] [ Access-Restriction-Data ]
      [ APN-OI-Replacement ] [ LCS-Info ] [ Teleservice-List ] * [ Call-Barring-Info ] [ 3GPP-Charging-Characteristics ] [ AMBR ]
      [ APN-Configuration-Profile ] [ RAT-Frequency-Selection-Priority-ID ] [ Trace-Data ] [ GPRS-Subscription-Data ]
      * [ CSG-Subscription-Data ] [ Roaming-Restricted-Due-To-Unsupported-Feature ] [ Subscribed-Periodic-RAU-TAU-Timer ]
      [ MPS-Priority ] [ VPLMN-LIPA-Allowed ] [ Relay-Node-Indicator ] [ MDT-User-Consent ] [ Subscribed-VSRVCC ]
      [ ProSe-Subscription-Data ] [ Subscription-Data-Flags ] * [ Adjacent-Access-Restriction-Data ]
      [ DL-Buffering-Suggested-Packet-Count ] * [ IMSI-Group-Id ] [ UE-Usage-Type ] * [ AESE-Communication-Pattern ]
      * [ Monitoring-Event-Configuration ] [ Emergency-Info ] [ V2X-Subscription-Data ] * [ eDRX-Cycle-Length ]
      * [ Paging-Time-Window ] [ Active-Time ] [ Service-Gap-Time ] [ Broadcast-Location-Assistance-Data-Types ]
      [ Aerial-UE-Subscription-Information ] [ Core-Network-Restrictions ] * [ AVP ]`,
  },
  // §7.3.21
  'Network-Access-Mode': {
    code: 1417,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { PACKET_AND_CIRCUIT: 0, Reserved: 1, ONLY_PACKET: 2 },
  },
  'HPLMN-ODB': { code: 1418, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.22
  // §7.3.29
  'Subscriber-Status': {
    code: 1424,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SERVICE_GRANTED: 0, OPERATOR_DETERMINED_BARRING: 1 },
  },
  'Operator-Determined-Barring': { code: 1425, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.30
  'Access-Restriction-Data': { code: 1426, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.31
  'STN-SR': { code: 1433, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.39
  // §7.3.78
  'CSG-Subscription-Data': {
    code: 1436,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CSG-Id } [ Expiration-Date ] * [ Service-Selection ] [ Visited-PLMN-Id ] * [ AVP ]',
  },
  'CSG-Id': { code: 1437, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.79
  'Expiration-Date': { code: 1439, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.3.80
  'RAT-Frequency-Selection-Priority-ID': { code: 1440, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.3.46
  'Regional-Subscription-Zone-Code': { code: 1446, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.52
  // §7.3.81
  'Roaming-Restricted-Due-To-Unsupported-Feature': {
    code: 1457,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'Roaming-Restricted-Due-To-Unsupported-Feature': 0 },
  },
  // §7.3.99
  'Teleservice-List': {
    code: 1486,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '1* { TS-Code } * [ AVP ]',
  },
  'TS-Code': { code: 1487, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.3.100
  // §7.3.101
  'Call-Barring-Info': {
    code: 1488,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ SS-Code } { SS-Status } * [ AVP ]',
  },
  // §7.3.104
  'ICS-Indicator': {
    code: 1491,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { FALSE: 0, TRUE: 1 },
  },
  'MPS-Priority': { code: 1616, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.131
  // §7.3.132
  'VPLMN-LIPA-Allowed': {
    code: 1617,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { 'LIPA-NOTALLOWED': 0, 'LIPA-ALLOWED': 1 },
  },
  'Subscribed-Periodic-RAU-TAU-Timer': { code: 1619, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.134, seconds
  // §7.3.147
  'Relay-Node-Indicator': {
    code: 1633,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { NOT_RELAY_NODE: 0, RELAY_NODE: 1 },
  },
  // §7.3.148
  'MDT-User-Consent': {
    code: 1634,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { CONSENT_NOT_GIVEN: 0, CONSENT_GIVEN: 1 },
  },
  // §7.3.150
  'Subscribed-VSRVCC': {
    code: 1636,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: { VSRVCC_SUBSCRIBED: 0 },
  },
  // §7.3.155
  'VPLMN-CSG-Subscription-Data': {
    code: 1641,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CSG-Id } [ Expiration-Date ] * [ AVP ]',
  },
  'A-MSISDN': { code: 1643, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.157
  'Subscription-Data-Flags': { code: 1654, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.165
  // §7.3.187
  'Adjacent-Access-Restriction-Data': {
    code: 1673,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Visited-PLMN-Id } { Access-Restriction-Data } * [ AVP ]',
  },
  // §7.3.189
  'IMSI-Group-Id': {
    code: 1675,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Group-Service-Id } { Group-PLMN-Id } { Local-Group-Id } * [ AVP ]',
  },
  'Group-Service-Id': { code: 1676, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.190
  'Group-PLMN-Id': { code: 1677, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.191
  'Local-Group-Id': { code: 1678, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.192
  // §7.3.210
  'Emergency-Info': {
    code: 1687,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ MIP6-Agent-Info ] * [ AVP ]',
  },
  // §7.3.212
  'V2X-Subscription-Data': {
    code: 1688,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ V2X-Permission ] [ UE-PC5-AMBR ] * [ AVP ]',
  },
  'V2X-Permission': { code: 1689, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.213
  'UE-PC5-AMBR': { code: 1693, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.217
  'Aerial-UE-Subscription-Information': { code: 1699, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.224
  'Broadcast-Location-Assistance-Data-Types': { code: 1700, vendorId: VENDOR_3GPP, format: 'Unsigned64', mandatory: 'must-not' }, // §7.3.225
  'Core-Network-Restrictions': { code: 1704, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.230
} as const
