import { CX_AVPS } from './cx.js'
import { RFC5580_AVPS } from './rfc5580.js'
import { RFC6733 } from './rfc6733.js'
import { RFC8506_IDENTITY_AVPS } from './rfc8506-identities.js'
import { SUBSCRIPTION_AVPS } from './s6a.js'
import { SWX_COMMANDS } from './swx-commands.js'
import { TS29273_AVPS } from './ts29273.js'
import { TS32299_PS_AVPS } from './ts32299-ps.js'
import { ETSI_ACCESS_AVPS } from './vendor-etsi.js'

/** All AVPs of SWx besides those of the base protocol: the subscription of S6a, and authentication in the words of Cx. */
export const SWX_AVPS = {
  ...CX_AVPS,
  ...SUBSCRIPTION_AVPS,
  ...TS29273_AVPS,
  ...RFC5580_AVPS,
  'Subscription-Id': RFC8506_IDENTITY_AVPS['Subscription-Id'],
  'Subscription-Id-Type': RFC8506_IDENTITY_AVPS['Subscription-Id-Type'],
  'Subscription-Id-Data': RFC8506_IDENTITY_AVPS['Subscription-Id-Data'],
  'Logical-Access-ID': ETSI_ACCESS_AVPS['Logical-Access-ID'],
  BSSID: TS32299_PS_AVPS.BSSID,
} as const

/** The base protocol and SWx. */
export const SWX = RFC6733.extend(SWX_AVPS, SWX_COMMANDS)
