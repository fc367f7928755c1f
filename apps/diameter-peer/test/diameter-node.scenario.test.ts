import { type LabNode, SimulatedLab, type Topology } from '@sigbed/testbed'
import { avpValue, ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type DiameterNodeOptions,
  DiameterNodeRole,
  type DiameterNodeSettings,
  nodeSettings,
  type RequestOutcome,
  servedApplication,
} from '../src/index.js'

const TOPOLOGY: Topology = {
  networks: ['path 1', 'path 2'],
  nodes: ['client', 'relay', 'one', 'two'].map((name, i) => ({ name, addresses: [`127.0.41.${i + 1}`, `127.0.42.${i + 1}`] })),
}
const S13_ADVERTISED = { applicationId: S13_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
const FAST = { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 400, associationMaxRetrans: 4, heartbeatIntervalMs: 500, sackDelayMs: 20 }

type S13Outcome = RequestOutcome<typeof S13.avpRows, typeof S13.commandRows>

describe('Diameter nodes in a lab', () => {
  let lab: SimulatedLab
  let roles: DiameterNodeRole[]

  beforeEach(async () => {
    lab = await SimulatedLab.open({ topology: TOPOLOGY, encapsulationPort: 9899, captureFile: null, seed: 11, delayMs: 1 })
    roles = []
  })

  afterEach(async () => {
    for (const role of [...roles].reverse()) await lab.run(role.stop())
    await lab.close()
  })

  async function start(
    name: string,
    settings: Partial<DiameterNodeSettings>,
    options: Partial<DiameterNodeOptions> = {},
  ): Promise<DiameterNodeRole> {
    const node = lab.node(name)
    const role = new DiameterNodeRole({
      settings: { ...settingsOf(node), ...settings },
      surroundings: lab.surroundings,
      endpoint: node.endpoint,
      applications: [],
      ...options,
    })
    roles.push(role)
    await lab.run(role.start())
    return role
  }

  /** A server whose answers bear its number. */
  const server = (name: string, status: 'WHITELISTED' | 'GREYLISTED') =>
    start(
      name,
      { originRealm: 'servers.test', listen: [{ transport: 'sctp', address: '', port: 3868 }] },
      {
        applications: [
          servedApplication('S13', S13_ADVERTISED, S13, () => ({
            result: ResultCode.DIAMETER_SUCCESS,
            avps: [
              { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
              { name: 'Equipment-Status', value: status },
            ],
          })),
        ],
      },
    )

  const relay = () =>
    start('relay', {
      originRealm: 'relays.test',
      isAgent: true,
      listen: [{ transport: 'sctp', address: '', port: 3868 }],
      peers: ['one', 'two'].map((name) => peerOf(lab.node(name))),
      routes: [
        {
          realm: 'servers.test',
          applicationId: 'any',
          action: 'RELAY',
          servers: ['one', 'two'].map((name) => ({ originHost: `${name}.test`, priority: 1, weight: 1 })),
        },
      ],
    })

  const client = () =>
    start(
      'client',
      {
        peers: [peerOf(lab.node('relay'))],
        routes: [
          { realm: 'default', applicationId: 'any', action: 'RELAY', servers: [{ originHost: 'relay.test', priority: 1, weight: 1 }] },
        ],
      },
      { alsoAdvertised: [S13_ADVERTISED] },
    )

  function ask(role: DiameterNodeRole, imei: string): Promise<S13Outcome> {
    return new Promise((resolve) =>
      role.sender.request(
        S13,
        {
          command: 'ME-Identity-Check-Request',
          applicationId: S13_APPLICATION_ID,
          avps: [
            { name: 'Session-Id', value: role.sender.nextSessionId() },
            { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
            { name: 'Terminal-Information', value: [{ name: 'IMEI', value: imei }] },
          ],
          destinationHost: null,
          destinationRealm: 'servers.test',
        },
        resolve,
      ),
    )
  }

  const after = (ms: number) => lab.run(new Promise<void>((resolve) => lab.surroundings.startTimer(ms, resolve)))

  it('spreads requests over two servers behind a relay, and goes on with one of them', async () => {
    const one = await server('one', 'WHITELISTED')
    await server('two', 'GREYLISTED')
    const agent = await relay()
    const asking = await client()
    await after(500)
    expect(asking.openPeers()).toEqual(['relay.test'])
    expect(agent.openPeers().sort()).toEqual(['client.test', 'one.test', 'two.test'])

    const outcomes = await lab.run(Promise.all(Array.from({ length: 40 }, (_, i) => ask(asking, String(i).padStart(14, '0')))))
    const statuses = outcomes.map((outcome) => outcome.kind === 'answer' && avpValue(outcome.message.avps, 'Equipment-Status'))
    expect(statuses.filter((status) => status === 'WHITELISTED')).toHaveLength(20)
    expect(statuses.filter((status) => status === 'GREYLISTED')).toHaveLength(20)

    await lab.run(one.stop())
    const later = await lab.run(Promise.all(Array.from({ length: 10 }, (_, i) => ask(asking, String(i).padStart(14, '1')))))
    expect(later.map((outcome) => outcome.kind === 'answer' && avpValue(outcome.message.avps, 'Equipment-Status'))).toEqual(
      new Array(10).fill('GREYLISTED'),
    )
  })

  it('tells an application when its request finds nobody, and when nobody answers', async () => {
    const asking = await client()
    expect(await lab.run(ask(asking, '1'))).toEqual({ kind: 'failed', failure: 'unroutable' })
    await relay()
    await after(31_000)
    const outcome = await lab.run(ask(asking, '1'))
    // The relay answers for the servers it cannot reach (RFC 6733 §6.1.6).
    expect(outcome.kind === 'answer' && avpValue(outcome.message.avps, 'Result-Code')).toBe(ResultCode.DIAMETER_UNABLE_TO_DELIVER)
  })

  it('answers a request its dictionary refuses by itself, with Failed-AVP', async () => {
    await server('one', 'WHITELISTED')
    const asking = await start('client', { peers: [peerOf(lab.node('one'))] }, { alsoAdvertised: [S13_ADVERTISED] })
    await after(500)
    const outcome = await lab.run(
      new Promise<S13Outcome>((resolve) =>
        asking.sender.request(
          S13,
          {
            command: 'ME-Identity-Check-Request',
            applicationId: S13_APPLICATION_ID,
            avps: [
              { name: 'Session-Id', value: asking.sender.nextSessionId() },
              { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
              { name: 'Terminal-Information', value: [] },
              // Nobody knows it, and it must be understood (RFC 6733 §4.1).
              { name: 'AVP', code: 77_777, vendorId: 99_999, flags: 0xc0, value: Uint8Array.of(1, 2, 3) },
            ],
            destinationHost: 'one.test',
            destinationRealm: 'servers.test',
          },
          resolve,
        ),
      ),
    )
    if (outcome.kind !== 'answer') throw new Error(outcome.kind)
    expect(avpValue(outcome.message.avps, 'Result-Code')).toBe(ResultCode.DIAMETER_AVP_UNSUPPORTED)
    expect(outcome.message.error).toBe(true)
    expect(avpValue(outcome.message.avps, 'Failed-AVP')).toMatchObject([{ code: 77_777, vendorId: 99_999 }])
  })

  it('forgets a connection that was accepted when it ends', async () => {
    const serving = await server('one', 'WHITELISTED')
    const asking = await start('client', { peers: [peerOf(lab.node('one'))] }, { alsoAdvertised: [S13_ADVERTISED] })
    await after(500)
    expect(serving.openPeers()).toEqual(['client.test'])
    await lab.run(asking.stop())
    await after(500)
    expect(serving.openPeers()).toEqual([])
  })
})

function settingsOf({ name, addresses }: LabNode): DiameterNodeSettings {
  const node = { originHost: `${name}.test`, originRealm: `${name}.test`, hostIpAddresses: addresses }
  return nodeSettings(node, { timers: { reconnectMs: 30_000 }, parameters: FAST })
}

function peerOf({ name, addresses }: LabNode) {
  return { originHost: `${name}.test`, transport: 'sctp', addresses, port: 3868, encapsulationPort: 9899, localAddress: null } as const
}
