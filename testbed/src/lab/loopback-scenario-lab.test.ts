import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Scenario } from '../scenario/scenario.js'
import { freeLoopbackPort, LoopbackScenarioLab } from './loopback-scenario-lab.js'
import { readNodeCommand } from './node-line.js'
import { FAKE_NODE, fakeScenario, RecordingListener } from './testing/fake-node.js'

let lab: LoopbackScenarioLab

async function opened(scenario: Scenario): Promise<RecordingListener> {
  const listener = new RecordingListener()
  lab = new LoopbackScenarioLab({ scenario, nodeCommand: FAKE_NODE })
  await lab.open(listener)
  return listener
}

/** What a node was told about what it sends: `local remote up` of each link command. */
function links(listener: RecordingListener, node: string): string[] {
  return listener.told(node, 'heard').flatMap((line) => {
    const command = readNodeCommand(line)
    return command.kind === 'link' ? [`${command.local} ${command.remote} ${command.state.up ? 'up' : 'down'}`] : []
  })
}

function remotePort(listener: RecordingListener, node: string): number | null {
  const command = readNodeCommand(listener.told(node, 'heard')[0]!)
  return command.kind === 'link' ? command.remotePort : null
}

const interfaces = (...addresses: string[]) =>
  addresses.map((address) => ({ network: address.includes(':') ? 'path-b' : 'path-a', address }))

afterEach(() => lab?.close())

describe('a lab on loopback', () => {
  it('has the addresses of the scenario on loopback, all of IPv6 at ::1, and a UDP port for each node', async () => {
    const nodes = [
      { name: 'sg', interfaces: interfaces('10.132.1.10', 'fd00:132:2::10'), role: '', settings: null },
      { name: 'asp-1', interfaces: interfaces('10.132.1.11', 'fd00:132:2::11'), role: '', settings: null },
    ]
    const listener = await opened(fakeScenario('', { nodes }))
    const addresses = listener.reports.flatMap(({ node, report }) => (report.kind === 'opened' ? [[node, ...report.addresses]] : []))
    expect(addresses.sort()).toEqual([
      ['asp-1', '127.132.1.11', '::1'],
      ['sg', '127.132.1.10', '::1'],
    ])
    await vi.waitFor(() => expect([...links(listener, 'sg'), ...links(listener, 'asp-1')]).toHaveLength(4))
    expect(links(listener, 'sg')).toEqual(['127.132.1.10 127.132.1.11 up', '::1 ::1 up'])
    expect(new Set(['sg', 'asp-1'].map((node) => remotePort(listener, node))).size).toBe(2)
  })

  it('has senders throw away what would go over a cut link, or to or from an interface that is down', async () => {
    const listener = await opened(fakeScenario())
    await lab.carryOut({ kind: 'interface-down', node: 'asp-1', network: 'path-a' })
    await lab.carryOut({ kind: 'interface-up', node: 'asp-1', network: 'path-a' })
    await lab.carryOut({ kind: 'cut', links: [{ network: 'path-b', from: 'sg', to: 'asp-1' }] })
    await vi.waitFor(() => expect(links(listener, 'sg')).toHaveLength(4 + 3 * 2))
    await vi.waitFor(() => expect(links(listener, 'asp-1')).toHaveLength(4 + 2 * 2))
    expect(links(listener, 'sg').slice(4)).toEqual([
      '127.132.1.10 127.132.1.11 down',
      '127.132.2.10 127.132.1.11 down',
      '127.132.1.10 127.132.1.11 up',
      '127.132.2.10 127.132.1.11 up',
      '127.132.1.10 127.132.2.11 down',
      '127.132.2.10 127.132.2.11 down',
    ])
  })

  it('sends nothing to an address on a network the sender is not on', async () => {
    const nodes = [
      { name: 'sg', interfaces: fakeScenario().nodes[0]!.interfaces, role: '', settings: null },
      { name: 'asp-1', interfaces: interfaces('10.132.1.11'), role: '', settings: null },
    ]
    const listener = await opened(fakeScenario('', { nodes }))
    await vi.waitFor(() => expect(links(listener, 'asp-1')).toHaveLength(2))
    expect(links(listener, 'asp-1')).toEqual(['127.132.1.11 127.132.1.10 up', '127.132.1.11 127.132.2.10 down'])
  })

  it('refuses a node with two addresses that become one, and says what to do', async () => {
    const nodes = [{ name: 'sg', interfaces: interfaces('fd00:132:1::10', 'fd00:132:2::10'), role: '', settings: null }]
    const opening = opened(fakeScenario('', { nodes }))
    await expect(opening).rejects.toMatchObject({ code: 'SIGBED_LAB_SCENARIO' })
    await expect(opening).rejects.toThrow(
      'on loopback fd00:132:1::10 and fd00:132:2::10 of node sg would both be ::1: run it with --network simulated or netns',
    )
  })

  it.each([
    ['linux', 'does not have all the loopback addresses 192.0.2.1: run it with --network simulated'],
    ['darwin', 'run it with --network simulated, or add them: sudo ifconfig lo0 alias 192.0.2.1'],
  ] as const)('says what to do on a machine without its addresses: %s', async (platform, message) => {
    const search = freeLoopbackPort(['192.0.2.1'], 20_000, platform)
    await expect(search).rejects.toMatchObject({ code: 'SIGBED_LAB_UNAVAILABLE' })
    await expect(search).rejects.toThrow(message)
  })
})
