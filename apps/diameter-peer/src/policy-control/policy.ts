import type { AvpValue, GX } from 'diameter-codec'
import type { ChargingRule, RuleQuality } from './charging-rule.js'

type GxAvps = typeof GX.avpRows

/** What the PCRF knows of a session when it decides. */
export interface SessionFacts {
  readonly accessPoint: string
  readonly ratType: AvpValue<GxAvps, 'RAT-Type'> | null
}

/** A rule of a profile, and where it holds. */
export interface ProfileRule {
  readonly rule: ChargingRule
  /** Only on these radios; on all when there is none. */
  readonly ratTypes: readonly AvpValue<GxAvps, 'RAT-Type'>[]
}

/** What sessions of one access point get. */
export interface PolicyProfile {
  /** Called-Station-Id; "*" for those without a profile of their own. */
  readonly accessPoint: string
  readonly rules: readonly ProfileRule[]
  /** What the gateway has to tell (TS 29.212 §5.3.7). */
  readonly eventTriggers: readonly AvpValue<GxAvps, 'Event-Trigger'>[]
  /** Bits per second, of all bearers to the access point together. */
  readonly aggregateBitrate: { readonly uplink: number; readonly downlink: number } | null
  readonly defaultBearer: { readonly classIdentifier: number; readonly priorityLevel: number }
}

/** What an application is given for a kind of media; absent, the kind is not authorized. */
export type MediaQuality = Readonly<
  Partial<Record<AvpValue<GxAvps, 'Media-Type'>, Pick<RuleQuality, 'classIdentifier' | 'priorityLevel'> & { readonly guaranteed: boolean }>>
>

export interface Policy {
  readonly profiles: readonly PolicyProfile[]
  readonly media: MediaQuality
}

/** The profile of an access point, or the one for all others; null when there is neither. */
export function profileOf(policy: Policy, accessPoint: string): PolicyProfile | null {
  const named = (name: string) => policy.profiles.find((profile) => profile.accessPoint === name)
  return named(accessPoint) ?? named('*') ?? null
}

/** The rules a session is to have now, besides those applications have asked for. */
export function rulesFor(profile: PolicyProfile, { ratType }: SessionFacts): readonly ChargingRule[] {
  return profile.rules
    .filter(({ ratTypes }) => ratTypes.length === 0 || (ratType !== null && ratTypes.includes(ratType)))
    .map(({ rule }) => rule)
}
