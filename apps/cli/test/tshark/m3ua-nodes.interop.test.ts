import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { M3uaNode, type M3uaRole, readConfiguration, readScript, runScript } from '@sigbed/m3ua-peer'
import { TIMER_PROFILES, timerProfile } from '@sigbed/sctp-core'
import { SimulatedLab, type Topology } from '@sigbed/testbed'
import { beforeAll, expect, it } from 'vitest'
import { EXAMPLES } from '../m3ua-scene.js'
import { decodeCapture, treesWith } from './decoded-capture.js'
import { m3uaMessages } from './dissected-m3ua.js'
import { complaints, describeWithTshark, dissect, type Fields } from './tshark.js'

const TOPOLOGY: Topology = {
  networks: ['path 1', 'path 2'],
  nodes: ['sg', 'asp-hlr', 'asp-msc', 'sg-registration', 'asp-registration', 'double-east', 'double-west'].map((name, index) => ({
    name,
    addresses: [`127.0.51.${index + 1}`, `127.0.52.${index + 1}`],
  })),
}

/** The example configurations on one lab: gateway and ASPs, ASPs that register, IPSPs in a double exchange. */
describeWithTshark('what M3UA nodes send one another', (folder) => {
  let capture = ''
  let packets: Fields[] = []
  /** By message, over all nodes. */
  const sent = new Map<string, number>()

  beforeAll(async () => {
    capture = join(folder(), 'nodes.pcapng')
    const lab = await SimulatedLab.open({ topology: TOPOLOGY, encapsulationPort: 9899, captureFile: capture, seed: 5, delayMs: 1 })
    const failed: string[] = []
    const nodes: M3uaNode[] = []
    const start = (role: M3uaRole, name: string, target: 'down' | 'active' = 'active', remote: string | null = null): M3uaNode => {
      const read = configurationOf(role, name)
      const configuration = { ...read, remotes: read.remotes.map((one) => ({ ...one, addresses: lab.node(remote!).addresses })) }
      const node = new M3uaNode({
        configuration,
        endpoint: lab.node(name).endpoint,
        parameters: timerProfile(configuration.sctpProfile)!.parameters,
        surroundings: lab.surroundings,
        tell: ({ kind, text, details }) => {
          if (kind === 'step' && details['good'] !== true) failed.push(`${name}: ${text}`)
        },
      })
      node.start(target)
      nodes.push(node)
      return node
    }
    const run = (node: M3uaNode, steps: string) =>
      lab.run(runScript(readScript(steps, node.options.configuration), node, new AbortController().signal))

    start('sg', 'sg')
    start('asp', 'asp-hlr', 'active', 'sg')
    const msc = start('asp', 'asp-msc', 'down', 'sg')
    await run(msc, 'inactive,active,daud=2-102-1,beat,send-data:count=200:rate=1000:size=100,wait=200ms,inactive,down')
    start('sg', 'sg-registration')
    const registering = start('asp', 'asp-registration', 'down', 'sg-registration')
    await run(registering, 'inactive,active,send-data:count=10:rate=1000,wait=200ms,inactive,dereg-req,down')
    start('ipsp', 'double-east')
    const west = start('ipsp', 'double-west', 'down', 'double-east')
    await run(west, 'active,until=active,send-data:count=30:rate=1000,wait=200ms,reg-req:dpc=2-1-1,dereg-req=501,inactive,dereg-req,down')
    await lab.run(Promise.all(nodes.map((node) => node.stop())))
    await lab.close()
    expect(failed).toEqual([])
    for (const node of nodes)
      for (const [name, count] of Object.entries(node.status().messages.sent)) sent.set(name, (sent.get(name) ?? 0) + count)
    packets = await dissect(capture)
  })

  it('has no packet tshark finds fault with', () => {
    expect(packets.length).toBeGreaterThan(200)
    expect(packets.flatMap(complaints)).toEqual([])
  })

  it('is all there, message by message, by the names tshark gives them', () => {
    const seen = new Map<string, number>()
    for (const { name } of packets.flatMap(m3uaMessages)) seen.set(name, (seen.get(name) ?? 0) + 1)
    expect([...seen].sort()).toEqual([...sent].sort())
    for (const name of ['DATA', 'DAUD', 'DUNA', 'BEAT ACK', 'NTFY', 'REG RSP', 'DEREG RSP', 'ASPAC ACK', 'ASPDN ACK'])
      expect(seen.has(name), name).toBe(true)
  })

  it('is read alike by sigbed decode, packet by packet', async () => {
    const decoded = await decodeCapture(capture)
    expect(decoded.summary).toMatchObject({ packets: packets.length, passedOver: 0 })
    expect(decoded.packets.map(({ trees }) => treesWith('class', trees).map(({ name }) => name.replace('M3UA ', '')))).toEqual(
      packets.map((packet) => m3uaMessages(packet).map(({ name }) => name)),
    )
  })
})

function configurationOf(role: M3uaRole, name: string) {
  const file = join(EXAMPLES, `${name.startsWith('double') ? 'ipsp-' : ''}${name}.yaml`)
  const profiles = TIMER_PROFILES.map((profile) => profile.name)
  return readConfiguration({ file, text: readFileSync(file, 'utf8'), changes: {}, nameOfChange: () => null, profiles }, role)
}
