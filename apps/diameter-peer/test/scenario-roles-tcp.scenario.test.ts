import { LoopbackLab, type RoleObserver, RoleRehearsal, type ScenarioRole, scenarioOf, waitUntil } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { DIAMETER_CLIENT, DIAMETER_SERVER } from '../src/index.js'

const roleKinds = [DIAMETER_SERVER, DIAMETER_CLIENT]
const nodes = { mme: ['diameter-client', { servers: ['eir'], transport: 'tcp' }], eir: ['diameter-server', {}] } as const
const traffic = [{ flow: 'checks', from: 'mme', to: ['eir'] }]

describe('Diameter on TCP in a scenario', () => {
  it('is refused where time is virtual, with what to do instead', async () => {
    await expect(RoleRehearsal.open({ roleKinds, nodes, traffic })).rejects.toThrow(
      'Diameter on TCP needs real time: run it on loopback, netns or compose, or take transport: sctp',
    )
  })

  it('carries requests in real time, waits while the server does not read, and loses none', async () => {
    const scenario = scenarioOf({ roleKinds, nodes, traffic })
    // The port is Diameter's own: whoever else runs this test has another address.
    const network = `127.61.${process.pid & 0xff}`
    const addresses: Readonly<Record<string, string>> = { mme: `${network}.1`, eir: `${network}.2` }
    const topology = { networks: ['path-a'], nodes: Object.entries(addresses).map(([name, address]) => ({ name, addresses: [address] })) }
    const lab = await LoopbackLab.open({ topology, encapsulationPort: 0, captureFile: null })
    const answered: number[] = []
    const from = new Set<string>()
    const observer: RoleObserver = {
      onSocket: () => {},
      onNotification: () => {},
      onEvent: () => {},
      onWritable: () => {},
      onUserData: () => {},
      onRequest: () => {},
      onAnswer: (_, sequence, failed, __, arrivedFrom) => {
        if (!failed) answered.push(sequence)
        from.add(arrivedFrom.text())
      },
    }
    const context = (name: string) => ({
      scenario,
      name,
      settings: scenario.nodes.find((node) => node.name === name)!.settings as never,
      node: lab.node(name),
      whereIs: (other: string) => ({ addresses: [addresses[other]!], encapsulationPort: 0 }),
      surroundings: lab.surroundings,
      parameters: {},
      realTime: true,
      observer,
    })
    const mme: ScenarioRole = DIAMETER_CLIENT.open(context('mme'))
    const eir: ScenarioRole = DIAMETER_SERVER.open(context('eir'))
    try {
      const checks = mme.openFlow(scenario.traffic[0]!)
      await eir.start()
      await mme.start()
      await Promise.all([eir.ready(), mme.ready()])
      for (let sequence = 0; sequence < 100; sequence++) expect(checks.send(sequence, 0)).toBe(true)
      await waitUntil(lab.surroundings, () => answered.length === 100, 'not all were answered')

      eir.stall(true)
      for (let sequence = 100; sequence < 200; sequence++) expect(checks.send(sequence, 0)).toBe(true)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(answered).toHaveLength(100)
      eir.stall(false)
      await waitUntil(lab.surroundings, () => answered.length === 200, 'not all were answered')
      expect(answered).toEqual(Array.from({ length: 200 }, (_, i) => i))
      expect([...from]).toEqual([addresses.eir])
    } finally {
      await mme.stop()
      await eir.stop()
      await lab.close()
    }
  })
})
