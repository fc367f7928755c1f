import { z } from 'zod'
import { configurationSchema } from '../configuration/read-configuration.js'
import { timeWithUnit } from '../configuration/values.js'
import { EXPECTATION_PHRASES } from './grammar/expectation-phrases.js'
import { IMPAIRMENTS } from './grammar/impairments.js'
import { LINK_PHRASES, TIMETABLE_PHRASES } from './grammar/timetable-phrases.js'
import { PROFILE_DOCUMENT } from './profile-document.js'
import type { RoleKind } from './role-kind.js'

/**
 * A scenario as people write it: the shape of the YAML file and of its JSON Schema. What is written in words (timetable, links,
 * expectations) is read by the grammar; what hangs together is looked at by the files that resolve each section.
 */

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'up to 24 lower-case letters, digits and dashes, a letter first')
  .describe('lower-case letters, digits and dashes')

const network = z.strictObject({
  subnet: z.string().optional().describe('10.132.1.0/24 or fd00:132:1::/64; by position 10.132.N.0/24 when left out'),
  ...Object.fromEntries(
    IMPAIRMENTS.map(({ word, takes, summary }) => [word, z.union([z.string(), z.number()]).optional().describe(`${takes}: ${summary}`)]),
  ),
})

const flow = z.strictObject({
  flow: name.describe('its name'),
  from: z.string().describe('the node that sends'),
  to: z.union([z.string(), z.array(z.string()).min(1, 'name one node at least')]).describe('the node that receives, or a list of them'),
  rate: z.number().min(0.01).max(100_000).describe('messages per second'),
  size: z.number().int().min(1).max(65_000).optional().describe('octets of user data of an M3UA message; 100 when left out'),
  arrivals: z.enum(['constant', 'poisson']).optional().describe('constant when left out'),
})

/** With the schemas of the role kinds there are, each under its word. */
export function scenarioDocument(roleKinds: readonly RoleKind[]) {
  const node = z.strictObject({
    interfaces: z
      .union([z.array(z.string()).min(1, 'name one network at least'), z.record(z.string(), z.string())])
      .describe('networks, the primary path first; addresses are given out, or stand beside the networks in a map'),
    ...Object.fromEntries(roleKinds.map(({ word, schema, summary }) => [word, schema.nullable().optional().describe(summary)])),
  })
  return z.strictObject({
    scenario: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'up to 40 lower-case letters, digits and dashes, a letter first')
      .describe('its name'),
    title: z.string().describe('one line, for lists'),
    teaches: z.string().optional().describe('what it shows, a paragraph'),
    profile: PROFILE_DOCUMENT.optional().describe('one of sigbed profiles, or a map that changes one; rfc9260 when left out'),
    duration: timeWithUnit.describe('length of the traffic, as 10s'),
    seed: z.number().int().min(0).max(0xffff_ffff).optional().describe('of chance; 1 when left out'),
    repetitions: z.number().int().min(1).max(1000).optional().describe('1 when left out'),
    networks: z.record(name, network.nullable()),
    nodes: z.record(name, node),
    links: z
      .array(z.string().describe('in the words of the timetable, as loss 5% on path-b'))
      .optional()
      .describe(`how links differ from the start on: ${LINK_PHRASES[0]!.form}`),
    traffic: z.array(flow).min(1, 'one flow at least'),
    timetable: z
      .array(z.record(z.string(), z.union([z.string(), z.array(z.string())])))
      .optional()
      .describe(`at <time>: ${TIMETABLE_PHRASES.map(({ form }) => form).join('; ')}`),
    expect: z
      .array(z.string().describe('such as lost = 0'))
      .optional()
      .describe(EXPECTATION_PHRASES.map(({ form }) => form).join('; ')),
  })
}

export type ScenarioDocument = z.output<ReturnType<typeof scenarioDocument>>

/** For editors that complete and check scenarios by it. */
export function scenarioJsonSchema(roleKinds: readonly RoleKind[]): object {
  return configurationSchema('sigbed scenario', scenarioDocument(roleKinds))
}
