import { Address } from './address.js'
import { DiameterIdentity } from './diameter-identity.js'
import { DiameterURI } from './diameter-uri.js'
import { Enumerated } from './enumerated.js'
import { Float32 } from './float32.js'
import { Float64 } from './float64.js'
import { Integer32 } from './integer32.js'
import { Integer64 } from './integer64.js'
import { IPFilterRule } from './ip-filter-rule.js'
import { OctetString } from './octet-string.js'
import { Time } from './time.js'
import { Unsigned32 } from './unsigned32.js'
import { Unsigned64 } from './unsigned64.js'
import { UTF8String } from './utf8-string.js'

/** Every format but Grouped, whose values are AVPs again and belong to the message codec. */
export const DATA_FORMATS = {
  OctetString,
  Integer32,
  Integer64,
  Unsigned32,
  Unsigned64,
  Float32,
  Float64,
  Address,
  Time,
  UTF8String,
  DiameterIdentity,
  DiameterURI,
  Enumerated,
  IPFilterRule,
}

export type DataFormatName = keyof typeof DATA_FORMATS | 'Grouped'

/** The TypeScript type of a format's values. */
export type ValueOfFormat<F extends keyof typeof DATA_FORMATS> = NonNullable<ReturnType<(typeof DATA_FORMATS)[F]['read']>>
