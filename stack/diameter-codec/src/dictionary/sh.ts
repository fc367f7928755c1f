import { RFC6733 } from './rfc6733.js'
import { RFC7683_AVPS } from './rfc7683.js'
import { RFC7944_AVPS } from './rfc7944.js'
import { RFC8583_AVPS } from './rfc8583.js'
import { SH_COMMANDS } from './sh-commands.js'
import { TS29229_AVPS } from './ts29229.js'
import { TS29329_AVPS } from './ts29329.js'
import { TS29336_MONITORING_AVPS } from './ts29336-monitoring.js'
import { SUPPORTED_FEATURES_AVPS } from './vendor-3gpp.js'

/** All AVPs of Sh besides those of the base protocol. User-Data is that of Sh and not that of Cx, which bears the same name. */
export const SH_AVPS = {
  ...TS29329_AVPS,
  ...SUPPORTED_FEATURES_AVPS,
  ...RFC7683_AVPS,
  ...RFC7944_AVPS,
  ...RFC8583_AVPS,
  'Public-Identity': TS29229_AVPS['Public-Identity'],
  'Server-Name': TS29229_AVPS['Server-Name'],
  'Wildcarded-Public-Identity': TS29229_AVPS['Wildcarded-Public-Identity'],
  'Wildcarded-IMPU': TS29229_AVPS['Wildcarded-IMPU'],
  'Session-Priority': TS29229_AVPS['Session-Priority'],
  'External-Identifier': TS29336_MONITORING_AVPS['External-Identifier'],
} as const

/** The base protocol and Sh. */
export const SH = RFC6733.extend(SH_AVPS, SH_COMMANDS)
