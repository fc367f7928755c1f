/** Who uses the service and with what: identities that other applications take from credit control. RFC 8506 §8.46 to §8.63. */
export const RFC8506_IDENTITY_AVPS = {
  // §8.46
  'Subscription-Id': { code: 443, format: 'Grouped', mandatory: 'must', group: '{ Subscription-Id-Type } { Subscription-Id-Data }' },
  // §8.47
  'Subscription-Id-Type': {
    code: 450,
    format: 'Enumerated',
    mandatory: 'must',
    values: { END_USER_E164: 0, END_USER_IMSI: 1, END_USER_SIP_URI: 2, END_USER_NAI: 3, END_USER_PRIVATE: 4 },
  },
  'Subscription-Id-Data': { code: 444, format: 'UTF8String', mandatory: 'must' }, // §8.48
  // §8.49
  'User-Equipment-Info': {
    code: 458,
    format: 'Grouped',
    mandatory: 'may',
    group: '{ User-Equipment-Info-Type } { User-Equipment-Info-Value }',
  },
  // §8.50
  'User-Equipment-Info-Type': {
    code: 459,
    format: 'Enumerated',
    mandatory: 'may',
    values: { IMEISV: 0, MAC: 1, EUI64: 2, MODIFIED_EUI64: 3 },
  },
  'User-Equipment-Info-Value': { code: 460, format: 'OctetString', mandatory: 'may' }, // §8.51
  // §8.52
  'User-Equipment-Info-Extension': {
    code: 653,
    format: 'Grouped',
    mandatory: 'may',
    group: `
      [ User-Equipment-Info-IMEISV ] [ User-Equipment-Info-MAC ] [ User-Equipment-Info-EUI64 ]
      [ User-Equipment-Info-ModifiedEUI64 ] [ User-Equipment-Info-IMEI ] [ AVP ]`,
  },
  'User-Equipment-Info-IMEISV': { code: 654, format: 'OctetString', mandatory: 'may' }, // §8.53
  'User-Equipment-Info-MAC': { code: 655, format: 'OctetString', mandatory: 'may' }, // §8.54
  'User-Equipment-Info-EUI64': { code: 656, format: 'OctetString', mandatory: 'may' }, // §8.55
  'User-Equipment-Info-ModifiedEUI64': { code: 657, format: 'OctetString', mandatory: 'may' }, // §8.56
  'User-Equipment-Info-IMEI': { code: 658, format: 'OctetString', mandatory: 'may' }, // §8.57
  // §8.58
  'Subscription-Id-Extension': {
    code: 659,
    format: 'Grouped',
    mandatory: 'may',
    group: `
      [ Subscription-Id-E164 ] [ Subscription-Id-IMSI ] [ Subscription-Id-SIP-URI ] [ Subscription-Id-NAI ]
      [ Subscription-Id-Private ] [ AVP ]`,
  },
  'Subscription-Id-E164': { code: 660, format: 'UTF8String', mandatory: 'may' }, // §8.59
  'Subscription-Id-IMSI': { code: 661, format: 'UTF8String', mandatory: 'may' }, // §8.60
  'Subscription-Id-SIP-URI': { code: 662, format: 'UTF8String', mandatory: 'may' }, // §8.61
  'Subscription-Id-NAI': { code: 663, format: 'UTF8String', mandatory: 'may' }, // §8.62
  'Subscription-Id-Private': { code: 664, format: 'UTF8String', mandatory: 'may' }, // §8.63
} as const
