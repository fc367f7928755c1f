import { describe, expect, it } from 'vitest'
import type { FaultAction } from '../scenario/fault-action.js'
import type { LinkSelector } from '../scenario/scenario.js'
import { containerNetworkOf, networkScript } from './compose-interfaces.js'
import { isLinkAction, ScenarioLinks } from './scenario-links.js'
import { fakeScenario } from './testing/fake-node.js'

const TWO_NODES = fakeScenario()
const interfaces = TWO_NODES.networks.map(({ name }, i) => ({ network: name, address: `10.132.${i + 1}.12` }))
const THREE_NODES = fakeScenario('', { nodes: [...TWO_NODES.nodes, { name: 'asp-2', interfaces, role: '', settings: null }] })
const PATH_A: LinkSelector = { network: 'path-a', from: null, to: null }

function after(scenario: typeof TWO_NODES, ...actions: readonly FaultAction[]) {
  const links = new ScenarioLinks(scenario)
  for (const action of actions) if (isLinkAction(action)) links.apply(action)
  return (node: string) => containerNetworkOf(scenario, links, node)
}

describe('the network of a container', () => {
  it('is whole at first', () => {
    expect(after(TWO_NODES)('sg')).toEqual({
      interfaces: [
        { network: 'path-a', address: '10.132.1.10', there: true, up: true },
        { network: 'path-b', address: '10.132.2.10', there: true, up: true },
      ],
      refused: [],
    })
  })

  it('has an interface set down in every container when its whole network is cut', () => {
    const network = after(THREE_NODES, { kind: 'cut', links: [PATH_A] })
    for (const { name } of THREE_NODES.nodes) {
      expect(network(name).interfaces.map(({ up }) => up)).toEqual([false, true])
      expect(network(name).refused).toEqual([])
    }
  })

  it('refuses what comes from whoever is cut off in that direction, from any of its addresses', () => {
    const network = after(THREE_NODES, { kind: 'cut', links: [{ ...PATH_A, from: 'asp-1', to: 'sg' }] })
    expect(network('sg').refused).toEqual([{ from: ['10.132.1.11', '10.132.2.11'], to: '10.132.1.10' }])
    expect(network('sg').interfaces.every(({ up }) => up)).toBe(true)
    expect(network('asp-1').refused).toEqual([])
  })

  it('has the interface set down of a node alone that is cut off from all others', () => {
    const network = after(THREE_NODES, {
      kind: 'cut',
      links: [
        { ...PATH_A, from: 'sg' },
        { ...PATH_A, to: 'sg' },
      ],
    })
    expect(network('sg').interfaces.map(({ up }) => up)).toEqual([false, true])
    expect(network('asp-1').interfaces.map(({ up }) => up)).toEqual([true, true])
    expect(network('asp-1').refused).toEqual([{ from: ['10.132.1.10', '10.132.2.10'], to: '10.132.1.11' }])
  })

  it('lacks an interface that is taken down, whether its network is cut or not', () => {
    const network = after(TWO_NODES, { kind: 'interface-down', node: 'sg', network: 'path-a' }, { kind: 'cut', links: [PATH_A] })
    expect(network('sg').interfaces[0]).toMatchObject({ there: false, up: false })
    expect(network('asp-1').interfaces[0]).toMatchObject({ there: true, up: false })
  })

  it('is told to a shell as one transaction of its filter, and interfaces by their addresses', () => {
    expect(
      networkScript({
        interfaces: [
          { network: 'path-a', address: '10.132.1.10', there: true, up: false },
          { network: 'path-b', address: 'fd00:132:2::10', there: true, up: true },
          { network: 'path-c', address: '10.132.3.10', there: false, up: true },
        ],
        refused: [{ from: ['fd00:132:2::11'], to: 'fd00:132:2::10' }],
      }),
    ).toBe(
      "printf '%s\\n' 'add table inet sigbed' 'delete table inet sigbed' 'add table inet sigbed' " +
        "'add chain inet sigbed arriving { type filter hook input priority 0; }' " +
        "'add rule inet sigbed arriving ip6 saddr { fd00:132:2::11 } ip6 daddr fd00:132:2::10 drop' | nft -f - " +
        '&& interface 10.132.1.10 down && interface fd00:132:2::10 up',
    )
  })
})
