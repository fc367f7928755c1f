import { type RehearsalOptions, scenarioOf } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { standsBy } from './application-server-members.js'
import { APPLICATION_SERVER_PROCESS } from './application-server-process.js'
import type { ApplicationServerProcessSettings } from './m3ua-settings.js'
import { SIGNALLING_GATEWAY } from './signalling-gateway.js'

type NodePlan = RehearsalOptions['nodes'][string]

const roleKinds = [SIGNALLING_GATEWAY, APPLICATION_SERVER_PROCESS]
const gateway = (...servers: object[]): NodePlan => ['signalling-gateway', servers.length === 0 ? {} : { 'application-servers': servers }]
const asp = (settings: object = {}): NodePlan => ['application-server-process', { gateways: ['sg'], ...settings }]

/** As `node place: message`, for every node. */
function contradictionsOf(nodes: RehearsalOptions['nodes'], ...traffic: NonNullable<RehearsalOptions['traffic']>): string[] {
  const scenario = scenarioOf({ roleKinds, nodes, traffic })
  return scenario.nodes.flatMap((node) =>
    roleKinds.find(({ word }) => word === node.role)!.contradictions!(scenario, node).map(
      ({ place, message }) => `${node.name} ${place.join('.')}: ${message}`,
    ),
  )
}

/** The names of those that stand by. */
function standbysOf(nodes: RehearsalOptions['nodes']): string[] {
  const scenario = scenarioOf({ roleKinds, nodes })
  return scenario.nodes
    .filter(({ role }) => role === 'application-server-process')
    .filter(({ name, settings }) => standsBy(scenario, name, settings as ApplicationServerProcessSettings))
    .map(({ name }) => name)
}

describe('gateways and ASPs of a scenario', () => {
  it('contradict nothing when each says what the other does', () => {
    expect(contradictionsOf({ sg: gateway(), 'asp-1': asp() }, { from: 'asp-1', to: ['sg'] }, { from: 'sg', to: ['asp-1'] })).toEqual([])
    const shared = { 'traffic-mode': 'loadshare' }
    expect(contradictionsOf({ sg: gateway(shared), 'asp-1': asp(shared), 'asp-2': asp() })).toEqual([])
  })

  it('have the first of an override AS active, and in loadshare all that are not told to stand by', () => {
    const asps = { 'asp-1': asp(), 'asp-2': asp(), 'asp-3': asp() }
    expect(standbysOf({ sg: gateway(), ...asps })).toEqual(['asp-2', 'asp-3'])
    expect(standbysOf({ sg: gateway(), ...asps, 'asp-1': asp({ standby: true }) })).toEqual(['asp-1', 'asp-3'])
    expect(standbysOf({ sg: gateway({ 'traffic-mode': 'loadshare' }), ...asps, 'asp-3': asp({ standby: true }) })).toEqual(['asp-3'])
  })

  it.each([
    [{ sg: gateway(), 'asp-1': asp({ gateways: ['sg', 'asp-1'] }) }, 'asp-1 gateways.1: asp-1 is no signalling-gateway'],
    [{ sg: gateway(), 'asp-1': asp({ gateways: ['sg', 'sg'] }) }, 'asp-1 gateways.1: sg is named twice'],
    [
      { sg: gateway(), 'asp-1': asp(), 'asp-2': asp({ 'routing-context': 7 }) },
      'asp-2 gateways.0: sg has no Application Server with routing-context 7: it has 100',
    ],
    [{ sg: gateway(), 'asp-1': asp({ 'traffic-mode': 'broadcast' }) }, 'asp-1 gateways.0: sg has AS 100 in override, not broadcast'],
    [{ sg: gateway({}, {}), 'asp-1': asp() }, 'sg application-servers.1.routing-context: 100 has another Application Server'],
    [{ sg: gateway({}, { name: 'hlr', 'routing-context': 7 }), 'asp-1': asp() }, 'sg application-servers.1: no node serves hlr'],
    [
      { sg: gateway({ 'traffic-mode': 'loadshare', 'active-asps': 2 }), 'asp-1': asp() },
      'sg application-servers.0.active-asps: AS 100 needs 2 active ASPs, and 1',
    ],
    [{ sg: gateway(), 'asp-1': asp({ standby: true }) }, 'sg application-servers.0.active-asps: AS 100 needs 1 active ASPs, and 0'],
    [
      { sg: gateway(), 'asp-1': asp(), 'asp-2': asp({ standby: false }) },
      'sg application-servers.0.traffic-mode: in override one ASP is active at a time: let asp-2 stand by',
    ],
  ] as const)('contradict one another, and are told where: %j', (nodes, wanted) => {
    const [first] = contradictionsOf(nodes)
    expect(first).toContain(wanted)
  })

  it.each([
    [{ from: 'sg', to: ['asp-1'] }, 'sg : flow flow0 goes to an Application Server that asp-2 serves, too'],
    [{ from: 'sg', to: ['asp-1', 'sg-2'] }, 'sg : flow flow0 goes to sg-2, which is no application-server-process of sg'],
    [{ from: 'asp-3', to: ['sg'] }, 'asp-3 : flow flow0 goes through sg-2, too, since asp-3 shares its traffic'],
    [{ from: 'asp-1', to: ['sg-2'] }, 'asp-1 : flow flow0 goes to sg-2, which asp-1 has no association with'],
    [{ from: 'asp-1', to: ['sg'], octets: 10 }, 'asp-1 : flow flow0 has messages of 10 octets: give them a size of 24 to 65519'],
    [{ from: 'sg-2', to: ['asp-3', 'asp-4'] }, 'sg-2 : flow flow0 goes to ASPs of several Application Servers'],
  ])('cannot have a flow %j', (flow, wanted) => {
    const eight = { name: 'msc', 'routing-context': 8 }
    const nodes = {
      sg: gateway({}, eight),
      'sg-2': gateway(eight, { 'routing-context': 9 }),
      'asp-1': asp(),
      'asp-2': asp(),
      'asp-3': asp({ gateways: ['sg', 'sg-2'], 'routing-context': 8 }),
      'asp-4': asp({ gateways: ['sg-2'], 'routing-context': 9 }),
    }
    expect(contradictionsOf(nodes, flow)).toEqual([expect.stringContaining(wanted)])
  })
})
