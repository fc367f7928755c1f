import { MOBILE_IPV6_AVPS } from './mobile-ipv6.js'
import { RFC5777_TIME_OF_DAY_AVPS } from './rfc5777-time-of-day.js'
import { RFC6733 } from './rfc6733.js'
import { RFC7683_AVPS } from './rfc7683.js'
import { RFC7944_AVPS } from './rfc7944.js'
import { RFC8583_AVPS } from './rfc8583.js'
import { S6A_COMMANDS } from './s6a-commands.js'
import { TS29061_AVPS } from './ts29061.js'
import { TS29229_AVPS } from './ts29229.js'
import { TS29272_ACCESS_POINT_AVPS } from './ts29272-access-points.js'
import { TS29272_AUTHENTICATION_AVPS } from './ts29272-authentication.js'
import { TS29272_LOCATION_AVPS } from './ts29272-location.js'
import { TS29272_LOCATION_SERVICE_AVPS } from './ts29272-location-services.js'
import { TS29272_POWER_SAVING_AVPS } from './ts29272-power-saving.js'
import { TS29272_REGISTRATION_AVPS } from './ts29272-registration.js'
import { TS29272_REUSED_AVPS } from './ts29272-reused.js'
import { TS29272_SUBSCRIPTION_AVPS } from './ts29272-subscription.js'
import { TS29272_TRACE_AVPS } from './ts29272-trace.js'
import { TS29273_AVPS } from './ts29273.js'
import { TS29329_AVPS } from './ts29329.js'
import { TS29336_MONITORING_AVPS } from './ts29336-monitoring.js'
import { TS29344_AVPS } from './ts29344.js'
import { BANDWIDTH_AVPS, BEARER_PRIORITY_AVPS, RAT_TYPE_AVPS, SUPPORTED_FEATURES_AVPS } from './vendor-3gpp.js'

/** What a subscriber is and may do, in the words of TS 29.272 and of what it takes from others: the parts S6a and SWx have in common. */
export const SUBSCRIPTION_AVPS = {
  ...TS29272_SUBSCRIPTION_AVPS,
  ...TS29272_ACCESS_POINT_AVPS,
  ...TS29272_LOCATION_SERVICE_AVPS,
  ...TS29272_LOCATION_AVPS,
  ...TS29272_TRACE_AVPS,
  ...TS29272_POWER_SAVING_AVPS,
  ...TS29272_REGISTRATION_AVPS,
  ...TS29272_REUSED_AVPS,
  ...TS29336_MONITORING_AVPS,
  ...TS29344_AVPS,
  ...MOBILE_IPV6_AVPS,
  ...RFC5777_TIME_OF_DAY_AVPS,
  ...RFC7683_AVPS,
  ...RFC7944_AVPS,
  ...RFC8583_AVPS,
  ...SUPPORTED_FEATURES_AVPS,
  ...BANDWIDTH_AVPS,
  ...BEARER_PRIORITY_AVPS,
  // TS 29.272 §7.3.1, table 7.3.1/2: here the M bit of a reused AVP goes before that of the specification it comes from.
  'RAT-Type': { ...RAT_TYPE_AVPS['RAT-Type'], mandatory: 'must' },
  '3GPP-Charging-Characteristics': { ...TS29061_AVPS['3GPP-Charging-Characteristics'], mandatory: 'must' },
  'Visited-Network-Identifier': TS29229_AVPS['Visited-Network-Identifier'],
  'Confidentiality-Key': TS29229_AVPS['Confidentiality-Key'],
  'Integrity-Key': TS29229_AVPS['Integrity-Key'],
  MSISDN: TS29329_AVPS.MSISDN,
  'Emergency-Services': TS29273_AVPS['Emergency-Services'],
  'UE-Usage-Type': TS29272_AUTHENTICATION_AVPS['UE-Usage-Type'],
} as const

/** All AVPs of S6a and S6d besides those of the base protocol. */
export const S6A_AVPS = { ...SUBSCRIPTION_AVPS, ...TS29272_AUTHENTICATION_AVPS } as const

/** The base protocol, S6a and S6d. */
export const S6A = RFC6733.extend(S6A_AVPS, S6A_COMMANDS)
