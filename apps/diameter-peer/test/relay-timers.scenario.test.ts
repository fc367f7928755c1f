import { DiameterNode, NO_CAPABILITIES, nodeConfiguration, RequestRouting } from '@sigbed/diameter'
import { DiameterOverSctp } from '@sigbed/peer-bindings'
import { SimulatedLab, type Topology } from '@sigbed/testbed'
import { ME_IDENTITY_CHECK, RELAY_APPLICATION_ID, RFC6733, S13_APPLICATION_ID } from 'diameter-codec'
import { expect, it } from 'vitest'

const TOPOLOGY: Topology = {
  networks: ['path'],
  nodes: ['client', 'relay', 'server'].map((name, i) => ({ name, addresses: [`127.0.43.${i + 1}`] })),
}

it('gives a relayed request up after Tx on the connection it went out on, where nothing comes in', async () => {
  const lab = await SimulatedLab.open({ topology: TOPOLOGY, encapsulationPort: 9899, captureFile: null, seed: 5, delayMs: 1 })
  const { surroundings } = lab
  const now = () => surroundings.now()
  const node = (name: string, applicationId: number, requestTimeoutMs: number) =>
    new DiameterNode(
      nodeConfiguration(
        {
          ...NO_CAPABILITIES,
          originHost: `${name}.test`,
          originRealm: 'test',
          hostIpAddresses: lab.node(name).addresses,
          productName: 'Sigbed',
          authApplicationIds: [applicationId],
        },
        { timers: { requestTimeoutMs } },
      ),
      () => surroundings.randomUint32(),
    )
  const answers: number[] = []
  const nothing = { onEvent: () => {}, onRequest: () => {}, onAnswer: () => {}, onRequestFailed: () => {} }
  const relayTo = (originHost: string) =>
    [{ realm: 'default', applicationId: 'any', action: 'RELAY', servers: [{ originHost, priority: 1, weight: 1 }] }] as const
  const client = node('client', S13_APPLICATION_ID, 60_000)
  const relay = node('relay', RELAY_APPLICATION_ID, 4_000)
  const asking = new RequestRouting(client, { routes: relayTo('relay.test') }, { ...nothing, onAnswer: () => answers.push(now()) }, now)
  const relaying = new RequestRouting(relay, { routes: relayTo('server.test') }, nothing, now)
  // The server takes requests and never answers one.
  DiameterOverSctp.listen(
    node('server', S13_APPLICATION_ID, 4_000),
    lab.node('server').endpoint,
    3868,
    'streams',
    surroundings,
    () => nothing,
  )
  DiameterOverSctp.listen(relay, lab.node('relay').endpoint, 3868, 'streams', surroundings, () => relaying)
  const bindings = [
    DiameterOverSctp.initiator(relay, lab.node('relay').endpoint, to('server'), 'streams', surroundings, () => relaying),
    DiameterOverSctp.initiator(client, lab.node('client').endpoint, to('relay'), 'streams', surroundings, () => asking),
  ]
  function to(name: string) {
    return { addresses: lab.node(name).addresses, port: 3868, encapsulationPort: 9899, parameters: {} }
  }
  for (const binding of bindings) {
    binding.peer.start(now())
    binding.settle()
  }
  const pass = (ms: number) => lab.run(new Promise<void>((resolve) => surroundings.startTimer(ms, resolve)))
  await pass(1_000)
  expect(relaying.peers().map(({ state }) => state)).toEqual(['open', 'open'])
  const asked = now()
  const avps = asking.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID)
  avps.writeUtf8String(RFC6733.avp('Session-Id'), 'client.test;1')
  asking.writeOrigin(avps)
  avps.writeUtf8String(RFC6733.avp('Destination-Realm'), 'test')
  expect(asking.endRequest(1)).toBe('sent')
  await pass(10_000)
  expect(answers.map((at) => Math.round((at - asked) / 100) / 10)).toEqual([4])
  expect(relaying.counters.unableToDeliver).toBe(1)
  for (const binding of bindings) {
    binding.peer.stop('REBOOTING', now())
    binding.settle()
  }
  await pass(2_000)
  await lab.close()
})
