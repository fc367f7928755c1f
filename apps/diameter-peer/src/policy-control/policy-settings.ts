import { GX } from 'diameter-codec'
import { z } from 'zod'
import type { ChargingRule } from './charging-rule.js'
import type { MediaQuality, Policy, PolicyProfile, ProfileRule } from './policy.js'

type GxAvps = typeof GX.avpRows

/** The names of an enumeration of the dictionary, so that settings say what the specification says. */
function namesOf<N extends 'RAT-Type' | 'Event-Trigger' | 'Media-Type' | 'Flow-Direction'>(name: N) {
  return z.enum(Object.keys(GX.avpRows[name].values) as (keyof GxAvps[N]['values'] & string)[])
}

const bitrate = z.int().min(1).max(0xffff_ffff)
const QUALITY = z.strictObject({
  classIdentifier: z.int().min(1).max(255),
  priorityLevel: z.int().min(1).max(15),
})

const RULE = z
  .strictObject({
    name: z.string().min(1),
    precedence: z.int().min(0).default(100),
    flows: z
      .array(
        z.strictObject({
          description: z.string().regex(/^permit (?:in|out) /, 'begins with "permit in" or "permit out"'),
          direction: namesOf('Flow-Direction'),
        }),
      )
      .default([]),
    ratingGroup: z.int().min(0).max(0xffff_ffff).optional(),
    online: z.boolean().default(false),
    offline: z.boolean().default(false),
    quality: QUALITY.extend({ maxBitrateUplink: bitrate.optional(), maxBitrateDownlink: bitrate.optional() }).optional(),
    radio: z.array(namesOf('RAT-Type')).default([]).describe('only on these radios'),
  })
  .transform(({ radio, ratingGroup, quality, ...given }): ProfileRule => {
    const rule: ChargingRule = {
      ...given,
      flowStatus: 'ENABLED',
      ratingGroup: ratingGroup ?? null,
      quality: quality ?? null,
      applicationChargingId: null,
    }
    return { rule, ratTypes: radio }
  })

const PROFILE = z
  .strictObject({
    accessPoint: z.string().min(1).describe('Called-Station-Id; * for those without a profile of their own'),
    rules: z.array(RULE).refine((rules) => new Set(rules.map(({ rule }) => rule.name)).size === rules.length, 'each rule name once'),
    eventTriggers: z.array(namesOf('Event-Trigger')).default([]),
    aggregateBitrate: z.strictObject({ uplink: bitrate, downlink: bitrate }).optional(),
    defaultBearer: QUALITY.default({ classIdentifier: 9, priorityLevel: 8 }),
  })
  .transform(({ aggregateBitrate, ...given }): PolicyProfile => ({ ...given, aggregateBitrate: aggregateBitrate ?? null }))

const MEDIA = z.partialRecord(namesOf('Media-Type'), QUALITY.extend({ guaranteed: z.boolean().default(false) }))

/** What every access point gets when nothing is configured: one rule for everything. */
const EVERYTHING: PolicyProfile = {
  accessPoint: '*',
  rules: [
    {
      rule: {
        name: 'everything',
        precedence: 1000,
        flows: [
          { description: 'permit out ip from any to assigned', direction: 'DOWNLINK' },
          { description: 'permit in ip from assigned to any', direction: 'UPLINK' },
        ],
        flowStatus: 'ENABLED',
        ratingGroup: 10,
        online: true,
        offline: false,
        quality: { classIdentifier: 9, priorityLevel: 8 },
        applicationChargingId: null,
      },
      ratTypes: [],
    },
  ],
  eventTriggers: ['RAT_CHANGE', 'USER_LOCATION_CHANGE'],
  aggregateBitrate: { uplink: 50_000_000, downlink: 100_000_000 },
  defaultBearer: { classIdentifier: 9, priorityLevel: 8 },
}
const VOICE_AND_VIDEO: MediaQuality = {
  AUDIO: { classIdentifier: 1, priorityLevel: 2, guaranteed: true },
  VIDEO: { classIdentifier: 2, priorityLevel: 4, guaranteed: true },
}

/** The policy of a PCRF as a configuration says it. Without any, every session gets one rule, and voice and video get bearers. */
export const POLICY_SETTINGS = z.strictObject({
  profiles: z.array(PROFILE).optional().describe('by access point; one rule for everything when left out'),
  media: MEDIA.default(VOICE_AND_VIDEO),
  sessions: z.int().min(1).max(1_000_000).default(100_000).describe('sessions at a time, at most'),
  sessionLifetimeS: z.int().min(1).max(604_800).default(86_400).describe('how long a session stays of which nothing is heard'),
})

/** Of checked settings, the policy. */
export function policyOf({ profiles = [EVERYTHING], media }: z.output<typeof POLICY_SETTINGS>): Policy {
  return { profiles, media: media as MediaQuality }
}
