/**
 * Credit control, in the order of the document's sections. RFC 8506 §8; the section of each stands beside it. Money is a number of
 * digits and a power of ten, never a float (§8.8).
 */
export const RFC8506_AVPS = {
  'CC-Correlation-Id': { code: 411, format: 'OctetString', mandatory: 'may' }, // §8.1
  'CC-Request-Number': { code: 415, format: 'Unsigned32', mandatory: 'must' }, // §8.2
  // §8.3
  'CC-Request-Type': {
    code: 416,
    format: 'Enumerated',
    mandatory: 'must',
    values: { INITIAL_REQUEST: 1, UPDATE_REQUEST: 2, TERMINATION_REQUEST: 3, EVENT_REQUEST: 4 },
  },
  // §8.4
  'CC-Session-Failover': {
    code: 418,
    format: 'Enumerated',
    mandatory: 'must',
    values: { FAILOVER_NOT_SUPPORTED: 0, FAILOVER_SUPPORTED: 1 },
  },
  'CC-Sub-Session-Id': { code: 419, format: 'Unsigned64', mandatory: 'must' }, // §8.5
  // §8.6
  'Check-Balance-Result': { code: 422, format: 'Enumerated', mandatory: 'must', values: { ENOUGH_CREDIT: 0, NO_CREDIT: 1 } },
  // §8.7
  'Cost-Information': { code: 423, format: 'Grouped', mandatory: 'must', group: '{ Unit-Value } { Currency-Code } [ Cost-Unit ]' },
  'Unit-Value': { code: 445, format: 'Grouped', mandatory: 'must', group: '{ Value-Digits } [ Exponent ]' }, // §8.8
  Exponent: { code: 429, format: 'Integer32', mandatory: 'must' }, // §8.9
  'Value-Digits': { code: 447, format: 'Integer64', mandatory: 'must' }, // §8.10
  'Currency-Code': { code: 425, format: 'Unsigned32', mandatory: 'must' }, // §8.11, ISO 4217
  'Cost-Unit': { code: 424, format: 'UTF8String', mandatory: 'must' }, // §8.12
  // §8.13
  'Credit-Control': {
    code: 426,
    format: 'Enumerated',
    mandatory: 'must',
    values: { CREDIT_AUTHORIZATION: 0, RE_AUTHORIZATION: 1 },
  },
  // §8.14
  'Credit-Control-Failure-Handling': {
    code: 427,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TERMINATE: 0, CONTINUE: 1, RETRY_AND_TERMINATE: 2 },
  },
  // §8.15
  'Direct-Debiting-Failure-Handling': {
    code: 428,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TERMINATE_OR_BUFFER: 0, CONTINUE: 1 },
  },
  // §8.16
  'Multiple-Services-Credit-Control': {
    code: 456,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Granted-Service-Unit ] [ Requested-Service-Unit ] * [ Used-Service-Unit ] [ Tariff-Change-Usage ] * [ Service-Identifier ]
      [ Rating-Group ] * [ G-S-U-Pool-Reference ] [ Validity-Time ] [ Result-Code ] [ Final-Unit-Indication ]
      [ QoS-Final-Unit-Indication ] * [ AVP ]`,
  },
  // §8.17
  'Granted-Service-Unit': {
    code: 431,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Tariff-Time-Change ] [ CC-Time ] [ CC-Money ] [ CC-Total-Octets ] [ CC-Input-Octets ] [ CC-Output-Octets ]
      [ CC-Service-Specific-Units ] * [ AVP ]`,
  },
  // §8.18
  'Requested-Service-Unit': {
    code: 437,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ CC-Time ] [ CC-Money ] [ CC-Total-Octets ] [ CC-Input-Octets ] [ CC-Output-Octets ] [ CC-Service-Specific-Units ]
      * [ AVP ]`,
  },
  // §8.19
  'Used-Service-Unit': {
    code: 446,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Tariff-Change-Usage ] [ CC-Time ] [ CC-Money ] [ CC-Total-Octets ] [ CC-Input-Octets ] [ CC-Output-Octets ]
      [ CC-Service-Specific-Units ] * [ AVP ]`,
  },
  'Tariff-Time-Change': { code: 451, format: 'Time', mandatory: 'must' }, // §8.20
  'CC-Time': { code: 420, format: 'Unsigned32', mandatory: 'must' }, // §8.21, seconds
  'CC-Money': { code: 413, format: 'Grouped', mandatory: 'must', group: '{ Unit-Value } [ Currency-Code ]' }, // §8.22
  'CC-Total-Octets': { code: 421, format: 'Unsigned64', mandatory: 'must' }, // §8.23
  'CC-Input-Octets': { code: 412, format: 'Unsigned64', mandatory: 'must' }, // §8.24
  'CC-Output-Octets': { code: 414, format: 'Unsigned64', mandatory: 'must' }, // §8.25
  'CC-Service-Specific-Units': { code: 417, format: 'Unsigned64', mandatory: 'must' }, // §8.26
  // §8.27
  'Tariff-Change-Usage': {
    code: 452,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UNIT_BEFORE_TARIFF_CHANGE: 0, UNIT_AFTER_TARIFF_CHANGE: 1, UNIT_INDETERMINATE: 2 },
  },
  'Service-Identifier': { code: 439, format: 'Unsigned32', mandatory: 'must' }, // §8.28
  'Rating-Group': { code: 432, format: 'Unsigned32', mandatory: 'must' }, // §8.29
  // §8.30
  'G-S-U-Pool-Reference': {
    code: 457,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ G-S-U-Pool-Identifier } { CC-Unit-Type } { Unit-Value }',
  },
  'G-S-U-Pool-Identifier': { code: 453, format: 'Unsigned32', mandatory: 'must' }, // §8.31
  // §8.32
  'CC-Unit-Type': {
    code: 454,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TIME: 0, MONEY: 1, 'TOTAL-OCTETS': 2, 'INPUT-OCTETS': 3, 'OUTPUT-OCTETS': 4, 'SERVICE-SPECIFIC-UNITS': 5 },
  },
  'Validity-Time': { code: 448, format: 'Unsigned32', mandatory: 'must' }, // §8.33, seconds
  // §8.34
  'Final-Unit-Indication': {
    code: 430,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Final-Unit-Action } * [ Restriction-Filter-Rule ] * [ Filter-Id ] [ Redirect-Server ]',
  },
  // §8.35
  'Final-Unit-Action': { code: 449, format: 'Enumerated', mandatory: 'must', values: { TERMINATE: 0, REDIRECT: 1, RESTRICT_ACCESS: 2 } },
  'Restriction-Filter-Rule': { code: 438, format: 'IPFilterRule', mandatory: 'must' }, // §8.36
  // §8.37
  'Redirect-Server': { code: 434, format: 'Grouped', mandatory: 'must', group: '{ Redirect-Address-Type } { Redirect-Server-Address }' },
  // §8.38
  'Redirect-Address-Type': {
    code: 433,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'IPv4 Address': 0, 'IPv6 Address': 1, URL: 2, 'SIP URI': 3 },
  },
  'Redirect-Server-Address': { code: 435, format: 'UTF8String', mandatory: 'must' }, // §8.39
  // §8.40
  'Multiple-Services-Indicator': {
    code: 455,
    format: 'Enumerated',
    mandatory: 'must',
    values: { MULTIPLE_SERVICES_NOT_SUPPORTED: 0, MULTIPLE_SERVICES_SUPPORTED: 1 },
  },
  // §8.41
  'Requested-Action': {
    code: 436,
    format: 'Enumerated',
    mandatory: 'must',
    values: { DIRECT_DEBITING: 0, REFUND_ACCOUNT: 1, CHECK_BALANCE: 2, PRICE_ENQUIRY: 3 },
  },
  'Service-Context-Id': { code: 461, format: 'UTF8String', mandatory: 'must' }, // §8.42
  // §8.43
  'Service-Parameter-Info': {
    code: 440,
    format: 'Grouped',
    mandatory: 'may',
    group: '{ Service-Parameter-Type } { Service-Parameter-Value }',
  },
  'Service-Parameter-Type': { code: 441, format: 'Unsigned32', mandatory: 'may' }, // §8.44
  'Service-Parameter-Value': { code: 442, format: 'OctetString', mandatory: 'may' }, // §8.45
  // §8.64: one of the three, and a fourth kind may be invented.
  'Redirect-Server-Extension': {
    code: 665,
    format: 'Grouped',
    mandatory: 'may',
    group: '[ Redirect-Address-IPAddress ] [ Redirect-Address-URL ] [ Redirect-Address-SIP-URI ] [ AVP ]',
  },
  'Redirect-Address-IPAddress': { code: 666, format: 'Address', mandatory: 'may' }, // §8.65
  'Redirect-Address-URL': { code: 667, format: 'UTF8String', mandatory: 'may' }, // §8.66
  'Redirect-Address-SIP-URI': { code: 668, format: 'UTF8String', mandatory: 'may' }, // §8.67
  // §8.68
  'QoS-Final-Unit-Indication': {
    code: 669,
    format: 'Grouped',
    mandatory: 'may',
    group: '{ Final-Unit-Action } * [ Filter-Rule ] * [ Filter-Id ] [ Redirect-Server-Extension ] * [ AVP ]',
  },
} as const
