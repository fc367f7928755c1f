import {
  DEFAULT_PARAMETERS,
  type ProtocolParameters,
  protocolParameters,
  STREAM_SCHEDULERS,
  type StreamSchedulerName,
  TIMER_PROFILES,
  timerProfile,
} from '@sigbed/sctp-core'
import { z } from 'zod'
import type { Report } from '../configuration/schema-issue.js'
import { duration, millisecondsOf } from '../configuration/values.js'
import { nearestWord } from '../nearest-word.js'
import { PhraseFault } from './grammar/phrase-fault.js'
import { readOctets } from './grammar/quantities.js'

/**
 * The timers of a scenario: the name of a profile, or a map that changes some of its parameters. A parameter's key is its name without
 * the unit: `rto-min` for rtoMinMs, `receive-buffer` for receiveBufferOctets.
 */

type ParameterValue = number | boolean | StreamSchedulerName

/** What a parameter takes. */
interface ParameterKind {
  readonly name: ProfileParameter
  readonly schema: z.ZodType
  /** @throws PhraseFault */
  read(given: unknown): ParameterValue
}

/** Lists, and keys that are secret, are no matter of a profile. */
type ProfileParameter = Exclude<keyof ProtocolParameters, (typeof NOT_IN_PROFILES)[number]>

const NOT_IN_PROFILES = [
  'authenticatedChunks',
  'hmacIdentifiers',
  'sharedKeys',
  'activeSharedKey',
] as const satisfies readonly (keyof ProtocolParameters)[]

const KINDS: Readonly<Record<string, ParameterKind>> = Object.fromEntries(
  (Object.keys(DEFAULT_PARAMETERS) as (keyof ProtocolParameters)[])
    .filter(isOfProfiles)
    .map((name) => [name.replace(/(?:Ms|Octets)$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), kindOf(name)]),
)

export const PROFILE_DOCUMENT = z.union([
  z.string(),
  z.strictObject({
    base: z.string().optional().describe('one of sigbed profiles; rfc9260 when left out'),
    ...Object.fromEntries(Object.entries(KINDS).map(([key, { schema }]) => [key, schema.optional()])),
  }),
])

export interface ScenarioProfile {
  readonly profile: string
  readonly parameters: Partial<ProtocolParameters>
}

/** The name and the parameters of what stands under `profile`. */
export function resolveProfile(document: z.output<typeof PROFILE_DOCUMENT>, report: Report): ScenarioProfile {
  const { base = 'rfc9260', ...changed } = typeof document === 'string' ? { base: document } : document
  const place = typeof document === 'string' ? ['profile'] : ['profile', 'base']
  const profile = timerProfile(base as string)
  if (profile === null) report(place, unknownProfile(base as string))
  const parameters: { -readonly [name in keyof ProtocolParameters]?: unknown } = { ...profile?.parameters }
  for (const [key, given] of Object.entries(changed)) {
    const kind = KINDS[key]!
    try {
      parameters[kind.name] = kind.read(given)
    } catch (error) {
      if (!(error instanceof PhraseFault)) throw error
      report(['profile', key], error.message)
    }
  }
  try {
    protocolParameters(parameters as Partial<ProtocolParameters>)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report(['profile'], `${inWords(error.message)}.`)
  }
  const changes = Object.entries(changed).map(([key, given]) => `${key} ${given}`)
  return {
    profile: changes.length === 0 ? (base as string) : `${base} with ${changes.join(', ')}`,
    parameters: parameters as Partial<ProtocolParameters>,
  }
}

function isOfProfiles(name: keyof ProtocolParameters): name is ProfileParameter {
  return !(NOT_IN_PROFILES as readonly string[]).includes(name)
}

function kindOf(name: ProfileParameter): ParameterKind {
  if (name.endsWith('Ms')) return { name, schema: duration, read: (given) => millisecondsOf(given as number | string) }
  if (name.endsWith('Octets'))
    return {
      name,
      schema: z.union([z.number(), z.string()]).describe('octets, or a text such as 64 kB'),
      read: (given) => readOctets(String(given)),
    }
  if (name === 'streamScheduler') return { name, schema: z.enum(STREAM_SCHEDULERS), read: (given) => given as StreamSchedulerName }
  if (typeof DEFAULT_PARAMETERS[name] === 'boolean') {
    // YAML 1.2 takes off for a text.
    return { name, schema: z.union([z.boolean(), z.enum(['on', 'off'])]), read: (given) => given === true || given === 'on' }
  }
  const count = z.number().int().min(0)
  if (DEFAULT_PARAMETERS[name] === Number.POSITIVE_INFINITY)
    return {
      name,
      schema: z.union([count, z.literal('off')]),
      read: (given) => (given === 'off' ? Number.POSITIVE_INFINITY : (given as number)),
    }
  return { name, schema: count, read: (given) => given as number }
}

function unknownProfile(name: string): string {
  const names = TIMER_PROFILES.map((profile) => profile.name)
  const nearest = nearestWord(name, names)
  return `there is no profile ${name}; ${nearest === null ? `there are ${names.join(', ')}.` : `did you mean ${nearest}?`}`
}

/** A parameter's name in a message, as the scenario has it. */
function inWords(message: string): string {
  return Object.entries(KINDS).reduce((text, [key, { name }]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), key), message)
}
