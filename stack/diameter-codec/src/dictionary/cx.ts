import { CX_COMMANDS } from './cx-commands.js'
import { RFC4740_DIGEST_AVPS } from './rfc4740-digest.js'
import { RFC6733 } from './rfc6733.js'
import { RFC7155_AVPS } from './rfc7155.js'
import { RFC7683_AVPS } from './rfc7683.js'
import { RFC7944_AVPS } from './rfc7944.js'
import { RFC8583_AVPS } from './rfc8583.js'
import { TS29229_AVPS } from './ts29229.js'
import { SUPPORTED_FEATURES_AVPS } from './vendor-3gpp.js'
import { ETSI_ACCESS_AVPS } from './vendor-etsi.js'

/** All AVPs of Cx and Dx besides those of the base protocol. */
export const CX_AVPS = {
  ...TS29229_AVPS,
  ...SUPPORTED_FEATURES_AVPS,
  ...RFC4740_DIGEST_AVPS,
  ...RFC7683_AVPS,
  ...RFC7944_AVPS,
  ...RFC8583_AVPS,
  'Framed-IP-Address': RFC7155_AVPS['Framed-IP-Address'],
  'Framed-IPv6-Prefix': RFC7155_AVPS['Framed-IPv6-Prefix'],
  'Framed-Interface-Id': RFC7155_AVPS['Framed-Interface-Id'],
  'Line-Identifier': ETSI_ACCESS_AVPS['Line-Identifier'],
} as const

/** The base protocol, Cx and Dx. */
export const CX = RFC6733.extend(CX_AVPS, CX_COMMANDS)
