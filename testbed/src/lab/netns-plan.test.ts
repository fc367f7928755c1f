import { describe, expect, it } from 'vitest'
import type { Scenario } from '../scenario/scenario.js'
import { NetnsPlan } from './netns-plan.js'
import { ScenarioLinks } from './scenario-links.js'
import { fakeScenario } from './testing/fake-node.js'

const LAB = '4711-88093-5f01c2'

function plan(scenario: Scenario = fakeScenario()): NetnsPlan {
  return new NetnsPlan(scenario, LAB)
}

/** What is broken, without the place it is broken in. */
function broken(scenario: Scenario, change: (links: ScenarioLinks) => void): string[] {
  const links = new ScenarioLinks(scenario)
  change(links)
  return plan(scenario)
    .disturbances(links)
    .map(({ namespace, begin }) => `${namespace.slice(`sigbed-${LAB}`.length)} ${begin}`)
}

describe('a scenario as network namespaces', () => {
  it('has one for each node and one for the switches, with cables between them', () => {
    expect(plan().namespaces).toEqual([`sigbed-${LAB}`, `sigbed-${LAB}-sg`, `sigbed-${LAB}-asp-1`])
    expect(plan().switchLines()).toEqual([
      'link add switch1 type bridge stp_state 0 forward_delay 0 mcast_snooping 0',
      'link set switch1 up',
      'link add switch2 type bridge stp_state 0 forward_delay 0 mcast_snooping 0',
      'link set switch2 up',
      `link add port1-1 type veth peer name path-a address 02:00:00:01:00:01 netns sigbed-${LAB}-sg`,
      'link set port1-1 master switch1 up',
      `link add port2-1 type veth peer name path-b address 02:00:00:02:00:01 netns sigbed-${LAB}-sg`,
      'link set port2-1 master switch2 up',
      `link add port1-2 type veth peer name path-a address 02:00:00:01:00:02 netns sigbed-${LAB}-asp-1`,
      'link set port1-2 master switch1 up',
      `link add port2-2 type veth peer name path-b address 02:00:00:02:00:02 netns sigbed-${LAB}-asp-1`,
      'link set port2-2 master switch2 up',
    ])
  })

  it('gives a node its addresses and whom it can reach on each network', () => {
    expect(plan().nodeLines('asp-1')).toEqual([
      'link set lo up',
      'address add 10.132.1.11/24 dev path-a',
      'address add 10.132.2.11/24 dev path-b',
      'link set path-a up',
      'neighbour replace 10.132.1.10 lladdr 02:00:00:01:00:01 dev path-a nud permanent',
      'link set path-b up',
      'neighbour replace 10.132.2.10 lladdr 02:00:00:02:00:01 dev path-b nud permanent',
    ])
    expect(plan().families).toEqual([4])
  })

  it('uses IPv6 addresses at once, and again when their interface has been down', () => {
    const networks = [{ ...fakeScenario().networks[0]!, subnet: 'fd00:132:1::/64' }]
    const nodes = ['10', '11'].map((host) => {
      return { name: `n${host}`, interfaces: [{ network: 'path-a', address: `fd00:132:1::${host}` }], role: '', settings: null }
    })
    const scenario = fakeScenario('', { networks, nodes })
    const up = [
      'link set path-a up',
      'address replace fd00:132:1::10/64 dev path-a nodad',
      'neighbour replace fd00:132:1::11 lladdr 02:00:00:01:00:02 dev path-a nud permanent',
    ]
    expect(plan(scenario).nodeLines('n10')).toEqual(['link set lo up', ...up])
    expect(plan(scenario).families).toEqual([6])
    const links = new ScenarioLinks(scenario)
    links.apply({ kind: 'interface-down', node: 'n10', network: 'path-a' })
    expect(plan(scenario).disturbances(links)).toMatchObject([{ begin: 'link set path-a down', end: up }])
  })

  it('calls interfaces and namespaces otherwise where the system does not take the name', () => {
    const [first, second] = fakeScenario().nodes
    const networks = ['lo', 'the-long-way-round'].map((name) => ({ ...fakeScenario().networks[0]!, name }))
    const node = { ...first!, name: 'SG/1', interfaces: networks.map(({ name }, i) => ({ network: name, address: `10.132.${i}.1` })) }
    const odd = plan(fakeScenario('', { networks, nodes: [{ ...second!, interfaces: [] }, node] }))
    expect(odd.namespaceOf('SG/1')).toBe(`sigbed-${LAB}-node.2`)
    expect(odd.switchLines().join('\n')).toMatch(/name network\.1 (?:.*\n)+.* name network\.2 /)
  })

  it('cuts at the switch whoever is cut off from all, and at the receiver what else is cut', () => {
    const [sg, asp] = fakeScenario().nodes
    const hlr = { ...asp!, name: 'hlr', interfaces: [{ network: 'path-a', address: '10.132.1.12' }] }
    const three = fakeScenario('', { nodes: [sg!, asp!, hlr] })
    const on = (network: string, from: string | null = null, to: string | null = null) => ({ network, from, to })
    const cut =
      (...links: ReturnType<typeof on>[]) =>
      (state: ScenarioLinks) =>
        void state.apply({ kind: 'cut', links })
    expect(broken(three, cut(on('path-b')))).toEqual([' link set port2-1 down', ' link set port2-2 down'])
    expect(broken(three, cut(on('path-a', 'hlr'), on('path-a', null, 'hlr')))).toEqual([' link set port1-3 down'])
    expect(broken(three, cut(on('path-a', 'asp-1', 'sg')))).toEqual([
      '-sg rule add pref 10 iif path-a from 10.132.1.11 blackhole',
      '-sg rule add pref 10 iif path-a from 10.132.2.11 blackhole',
    ])
    expect(broken(three, cut(on('path-b', 'asp-1'), on('path-a', null, 'hlr')))).toEqual([
      '-hlr rule add pref 10 iif path-a from 10.132.1.10 blackhole',
      '-hlr rule add pref 10 iif path-a from 10.132.2.10 blackhole',
      '-hlr rule add pref 10 iif path-a from 10.132.1.11 blackhole',
      '-hlr rule add pref 10 iif path-a from 10.132.2.11 blackhole',
      '-sg rule add pref 10 iif path-b from 10.132.1.11 blackhole',
      '-sg rule add pref 10 iif path-b from 10.132.2.11 blackhole',
    ])
  })

  it('lets a dead node hear nothing', () => {
    const scenario = fakeScenario()
    const begun = plan(scenario).disturbances(new ScenarioLinks(scenario), new Set(['sg']))
    expect(begun.map(({ namespace, begin }) => `${namespace.slice(-2)} ${begin}`)).toEqual([
      'sg rule add pref 10 iif path-a blackhole',
      'sg rule add pref 10 iif path-b blackhole',
    ])
  })
})
