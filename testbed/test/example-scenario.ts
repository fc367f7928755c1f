import { z } from 'zod'
import { ConfigurationError } from '../src/configuration/configuration-error.js'
import { duration, millisecondsOf } from '../src/configuration/values.js'
import { readScenario, type ScenarioChanges } from '../src/scenario/read-scenario.js'
import type { RoleKind } from '../src/scenario/role-kind.js'
import type { Scenario } from '../src/scenario/scenario.js'

const nobody = () => {
  throw new Error('only read')
}

/** Roles of no protocol at all: what the reader needs of them, and nothing to run. */
const GATEWAY: RoleKind<{ places: number }> = {
  word: 'gateway',
  summary: 'waits',
  protocol: 'm3ua',
  schema: z.strictObject({ places: z.number().int().min(1).default(4) }),
  events: { 'gate-open': 'somebody came' },
  nodesNamed: () => [],
  open: nobody,
}
const GUEST: RoleKind<{ gateways: string[]; patience: number }> = {
  word: 'guest',
  summary: 'comes',
  protocol: 'm3ua',
  schema: z.strictObject({
    gateways: z.array(z.string()).min(1, 'name one gateway'),
    patience: duration.transform(millisecondsOf).default(1000),
  }),
  nodesNamed: ({ gateways }) => gateways.map((node, i) => ({ place: ['gateways', i], node })),
  contradictions: (scenario, node) =>
    scenario.traffic
      .filter(({ from, octets }) => from === node.name && octets > 1000)
      .map(({ flow }) => ({ place: [], message: `flow ${flow} is too heavy: make it lighter.` })),
  open: nobody,
}
const HOTEL: RoleKind = { ...GATEWAY, word: 'hotel', protocol: 'diameter', events: {} }
export const KINDS = [GATEWAY, GUEST, HOTEL] as readonly RoleKind[]

export const SOUND = `scenario: example
title: A guest comes through the gateway
profile: telecom
duration: 11s
networks:
  path-a: { delay: 1ms }
  path-b: { subnet: 'fd00:132:2::/64', loss: 1%, reorder: 5% by 20ms, rate: 1 Mbit/s, mtu: 800 }
nodes:
  gate: { interfaces: [path-a, path-b], gateway: }
  one: { interfaces: [path-b, path-a], guest: { gateways: [gate], patience: 2s } }
  two: { interfaces: { path-a: 10.132.1.99 }, guest: { gateways: [gate] } }
links:
  - loss 0.1% on path-b from one to gate
traffic:
  - { flow: visits, from: one, to: gate, rate: 500 }
  - { flow: calls, from: gate, to: [one, two], rate: 10, size: 200, arrivals: poisson }
timetable:
  - at 3s: cut path-a
  - at 5s: [restore, pause two]
  - at 5.5s: resume two
  - at 6s: flap path-b every 1s for 2s
expect:
  - lost = 0
  - visits p99 during < 300 ms
  - event gate-open on gate
`

export function read(text: string, changes: ScenarioChanges = {}): Scenario {
  return readScenario({ file: 'example.yaml', text, changes }, KINDS)
}

/** What is said of a scenario, a line for each problem. */
export function problemsOf(text: string): string[] {
  try {
    read(text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n')
    throw error
  }
  return []
}

/** The sound scenario with one thing replaced, which must be there. */
export function planted(from: string, to: string): string {
  if (!SOUND.includes(from)) throw new Error(`the scenario has no "${from}"`)
  return SOUND.replace(from, to)
}
