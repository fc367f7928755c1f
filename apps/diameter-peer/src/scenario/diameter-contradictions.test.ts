import { type RehearsalOptions, scenarioOf } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { DIAMETER_CLIENT } from './diameter-client.js'
import { serversOf } from './diameter-contradictions.js'
import { DIAMETER_RELAY } from './diameter-relay.js'
import { DIAMETER_SERVER } from './diameter-server.js'

const roleKinds = [DIAMETER_SERVER, DIAMETER_CLIENT, DIAMETER_RELAY]
const EIR = ['diameter-server', {}] as const
const client = (...servers: string[]) => ['diameter-client', { servers }] as const
const relay = (...servers: string[]) => ['diameter-relay', { servers }] as const

/** As `node place: message`, for every node. */
function contradictionsOf(nodes: RehearsalOptions['nodes'], ...traffic: NonNullable<RehearsalOptions['traffic']>): string[] {
  const scenario = scenarioOf({ roleKinds, nodes, traffic })
  return scenario.nodes.flatMap((node) =>
    roleKinds.find(({ word }) => word === node.role)!.contradictions!(scenario, node).map(
      ({ place, message }) => `${node.name} ${place.join('.')}: ${message}`,
    ),
  )
}

describe('Diameter nodes of a scenario', () => {
  it('contradict nothing when requests come to a server, be it by way of relays', () => {
    const nodes = { mme: client('dra-1', 'dra-2'), 'dra-1': relay('eir'), 'dra-2': relay('dra-1', 'eir'), eir: EIR }
    expect(contradictionsOf(nodes, { from: 'mme', to: ['eir'] })).toEqual([])
    expect(contradictionsOf(nodes, { from: 'mme', to: ['dra-1', 'dra-2'] })).toEqual([])
    expect(serversOf(scenarioOf({ roleKinds, nodes }), 'mme')).toEqual(['eir'])
  })

  it.each([
    [{ mme: client('mme'), eir: EIR }, 'mme servers.0: mme is no diameter-server and no diameter-relay'],
    [{ mme: client('eir', 'eir'), eir: EIR }, 'mme servers.1: eir is named twice'],
    [{ dra: relay('dra'), eir: EIR }, 'dra servers.0: requests to dra come back to dra'],
    [{ 'dra-1': relay('dra-2'), 'dra-2': relay('dra-1', 'eir'), eir: EIR }, 'dra-1 servers.0: requests to dra-2 come back to dra-1'],
  ] as const)('contradict one another, and are told where: %j', (nodes, wanted) => {
    expect(contradictionsOf(nodes)[0]).toContain(wanted)
  })

  it.each([
    [{ from: 'mme', to: ['eir-1'] }, 'mme : flow flow0 goes to eir-1, and mme asks eir-1, eir-2: name those'],
    [{ from: 'eir-1', to: ['mme'] }, 'eir-1 : flow flow0 begins at eir-1, and requests do at a diameter-client'],
  ])('cannot have a flow %j', (flow, wanted) => {
    const nodes = { mme: client('eir-1', 'eir-2'), 'eir-1': EIR, 'eir-2': EIR }
    expect(contradictionsOf(nodes, flow)).toEqual([expect.stringContaining(wanted)])
  })

  it('have a watchdog of six seconds or more', () => {
    const checked = DIAMETER_SERVER.schema.safeParse({ timers: { watchdog: '2s' } })
    expect(checked.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'timers.watchdog: a time of 6 s or more (RFC 3539 §3.4.1)',
    ])
  })
})
