import { avpValue, avpValues } from 'diameter-codec'
import { DSR_COMPLETE_APN_PROFILE_WITHDRAWAL, DSR_PDN_CONTEXTS_WITHDRAWAL } from './flags.js'
import type { S6aAvp, S6aMessage } from './s6a-application.js'

/** What a serving node keeps of a subscription: the members of Subscription-Data as they came. */
export type SubscriptionCopy = readonly S6aAvp[]

/**
 * The copy after an IDR: what it brings goes in the place of what was there, and access points of a profile that names only changed ones
 * in the place of those with the same context. TS 29.272 §5.2.2.1.2.
 */
export function withInserted(copy: SubscriptionCopy, inserted: readonly S6aAvp[]): SubscriptionCopy {
  const names = new Set(inserted.map(({ name }) => name))
  const profile = avpValue(inserted, 'APN-Configuration-Profile')
  const merged = profile === null ? inserted : [...without(inserted, 'APN-Configuration-Profile'), mergedProfile(copy, profile)]
  return [...copy.filter(({ name }) => !names.has(name)), ...merged]
}

/** The copy after a DSR, of which the sample understands what is said of access points. TS 29.272 §5.2.2.2.2. */
export function withDeleted(copy: SubscriptionCopy, request: S6aMessage): SubscriptionCopy {
  const flags = avpValue(request.avps, 'DSR-Flags')!
  if ((flags & DSR_COMPLETE_APN_PROFILE_WITHDRAWAL) !== 0) return without(copy, 'APN-Configuration-Profile')
  const profile = avpValue(copy, 'APN-Configuration-Profile')
  if ((flags & DSR_PDN_CONTEXTS_WITHDRAWAL) === 0 || profile === null) return copy
  const gone = avpValues(request.avps, 'Context-Identifier')
  const value = profile.filter((avp) => avp.name !== 'APN-Configuration' || !gone.includes(contextOf(avp.value)))
  return [...without(copy, 'APN-Configuration-Profile'), { name: 'APN-Configuration-Profile', value }]
}

/** Names of the access points a copy holds, by context. */
export function accessPointNames(copy: SubscriptionCopy): string[] {
  const profile = avpValue(copy, 'APN-Configuration-Profile') ?? []
  return avpValues(profile, 'APN-Configuration').map((configuration) => avpValue(configuration, 'Service-Selection') ?? '')
}

function mergedProfile(copy: SubscriptionCopy, profile: readonly S6aAvp[]): S6aAvp {
  const before = avpValue(copy, 'APN-Configuration-Profile')
  // TS 29.272 §7.3.33: with All_APN_CONFIGURATIONS_INCLUDED nothing else is left.
  if (before === null || avpValue(profile, 'All-APN-Configurations-Included-Indicator') === 'All_APN_CONFIGURATIONS_INCLUDED')
    return { name: 'APN-Configuration-Profile', value: profile }
  const changed = avpValues(profile, 'APN-Configuration').map(contextOf)
  const kept = before.filter((avp) => avp.name === 'APN-Configuration' && !changed.includes(contextOf(avp.value)))
  return { name: 'APN-Configuration-Profile', value: [...profile, ...kept] }
}

function contextOf(configuration: readonly S6aAvp[]): number {
  return avpValue(configuration, 'Context-Identifier') ?? 0
}

function without(avps: readonly S6aAvp[], name: S6aAvp['name']): readonly S6aAvp[] {
  return avps.filter((avp) => avp.name !== name)
}
