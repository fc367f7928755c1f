import { DIAMETER_PORT, DiameterNode, NO_CAPABILITIES, nodeConfiguration } from '@sigbed/diameter'
import { DiameterOverSctp } from '@sigbed/peer-bindings'
import { SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import {
  AUTHENTICATION_INFORMATION,
  type AvpOf,
  avpValue,
  decodeEnteredMessage,
  isDecodeFault,
  PROXIABLE_FLAG,
  RETRANSMITTED_FLAG,
  S6A,
  S6A_APPLICATION_ID,
  VENDOR_3GPP,
  writeAvps,
} from 'diameter-codec'
import { expect, it } from 'vitest'
import { DiameterNodeRole, HomeSubscriberServer, nodeSettings, type RequestSender, sampleSubscribers } from '../src/index.js'

type Avp = AvpOf<typeof S6A.avpRows>

it('uses no sequence number up for a request that comes twice, over SCTP', async () => {
  const lab = await SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort: 9899, captureFile: null, seed: 5, delayMs: 1 })
  const { surroundings } = lab
  const subscribers = sampleSubscribers(1)
  const [subscriber] = [...subscribers.all()]
  const nobody: RequestSender = {
    request: () => expect.unreachable('nothing is pushed here'),
    nextSessionId: () => '',
  }
  const hss = new HomeSubscriberServer({ subscribers, sender: nobody, randomUint32: () => surroundings.randomUint32(), onEvent: () => {} })
  const [west, east] = [lab.node('west'), lab.node('east')]
  const settings = {
    originHost: 'hss.east.test',
    originRealm: 'east.test',
    hostIpAddresses: east.addresses,
  }
  const server = new DiameterNodeRole({
    settings: nodeSettings(settings, { listen: [{ transport: 'sctp', address: '', port: DIAMETER_PORT }] }),
    surroundings,
    endpoint: east.endpoint,
    applications: [hss.served],
  })
  await lab.run(server.start())

  // A client that sends one request twice, as after a failover; the sample MME would make a new one.
  const answers: Avp[][] = []
  const capabilities = {
    ...NO_CAPABILITIES,
    originHost: 'mme.west.test',
    originRealm: 'west.test',
    hostIpAddresses: west.addresses,
    productName: 'Sigbed',
    supportedVendorIds: [VENDOR_3GPP],
    vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId: S6A_APPLICATION_ID, kind: 'authentication' }],
  } as const
  const binding = DiameterOverSctp.initiator(
    new DiameterNode(nodeConfiguration(capabilities), () => surroundings.randomUint32()),
    west.endpoint,
    { addresses: east.addresses, port: DIAMETER_PORT, parameters: {} },
    'streams',
    surroundings,
    () => ({
      onEvent: () => {},
      onRequest: () => {},
      onAnswer: (_context, header, avps) => {
        const message = decodeEnteredMessage(header, avps, S6A)
        if (isDecodeFault(message)) throw new Error(message.where)
        answers.push([...message.avps])
      },
      onRequestFailed: (_context, _endToEndId, failure) => expect.unreachable(failure),
    }),
    {},
  )
  const { peer } = binding
  peer.start(surroundings.now())
  binding.settle()
  const after = (ms: number) => lab.run(new Promise<void>((resolve) => surroundings.startTimer(ms, resolve)))
  await after(500)
  expect(peer.isOpen()).toBe(true)

  const ask = async (flags: number, endToEndId: number): Promise<void> => {
    const writer = peer.beginRequest(AUTHENTICATION_INFORMATION, S6A_APPLICATION_ID, flags, endToEndId)
    const avps: Avp[] = [
      { name: 'Session-Id', value: `mme.west.test;1;${endToEndId}` },
      { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
      { name: 'Origin-Host', value: 'mme.west.test' },
      { name: 'Origin-Realm', value: 'west.test' },
      { name: 'Destination-Realm', value: 'east.test' },
      { name: 'User-Name', value: subscriber!.imsi },
      { name: 'Requested-EUTRAN-Authentication-Info', value: [{ name: 'Number-Of-Requested-Vectors', value: 2 }] },
      { name: 'Visited-PLMN-Id', value: Uint8Array.of(0x00, 0xf1, 0x10) },
    ]
    writeAvps(avps, S6A, writer)
    expect(peer.endRequest(0, surroundings.now())).toBe('sent')
    binding.settle()
    await after(100)
  }
  const reached = () => hss.centre.sequenceNumberOf(subscriber!)

  await ask(PROXIABLE_FLAG, 77)
  const first = reached()
  expect(first).toBeGreaterThan(0)
  // RFC 6733 §3: the same origin and End-to-End Identifier, with the T bit and without.
  await ask(PROXIABLE_FLAG | RETRANSMITTED_FLAG, 77)
  await ask(PROXIABLE_FLAG, 77)
  expect(reached()).toBe(first)
  expect(answers).toHaveLength(3)
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  // A T bit alone makes no duplicate: what was never seen is answered as any other.
  await ask(PROXIABLE_FLAG | RETRANSMITTED_FLAG, 78)
  expect(reached()).toBeGreaterThan(first)
  expect(avpValue(answers[3]!, 'Authentication-Info')).not.toEqual(avpValue(answers[0]!, 'Authentication-Info'))

  await lab.run(server.stop())
  await lab.close()
})
