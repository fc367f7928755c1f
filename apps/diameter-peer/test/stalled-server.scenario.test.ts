import { connect, createServer, type Server, type Socket } from 'node:net'
import { LoopbackLab } from '@sigbed/testbed'
import { avpValue, ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type DiameterNodeOptions,
  DiameterNodeRole,
  type DiameterNodeSettings,
  nodeSettings,
  type PeerSettings,
  servedApplication,
} from '../src/index.js'

const S13_ADVERTISED = { applicationId: S13_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
const LISTEN = [{ transport: 'tcp', address: '127.0.0.1', port: 0 }] as const

/** A line between two nodes that can be made to carry nothing, with both ends left open. */
class Line {
  private readonly ends: Socket[] = []
  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<Line> {
    const server = createServer()
    const line = new Line(server)
    server.on('connection', (near) => line.join(near, connect(port, '127.0.0.1')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get port(): number {
    const address = this.server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  stall(): void {
    for (const end of this.ends) end.pause()
  }

  resume(): void {
    for (const end of this.ends) end.resume()
  }

  close(): void {
    for (const end of this.ends) end.destroy()
    this.server.close()
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.push(from)
      from.on('data', (octets) => to.write(octets))
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  }
}

describe('a relay whose server stops reading for a while', () => {
  const endings: (() => unknown)[] = []
  let lab: LoopbackLab

  beforeEach(async () => {
    // For its clock; what is tested here runs on TCP.
    const topology = { networks: ['loopback'], nodes: [{ name: 'all', addresses: ['127.0.51.1'] }] }
    lab = await LoopbackLab.open({ topology, encapsulationPort: 0, captureFile: null })
    endings.push(() => lab.close())
  })

  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  async function start(
    name: string,
    settings: Partial<DiameterNodeSettings>,
    options: Partial<DiameterNodeOptions> = {},
  ): Promise<DiameterNodeRole> {
    const whole = nodeSettings({ originHost: `${name}.test`, originRealm: `${name}s.test`, hostIpAddresses: ['127.0.0.1'], ...settings })
    const role = new DiameterNodeRole({ settings: whole, surroundings: lab.surroundings, endpoint: null, applications: [], ...options })
    endings.push(() => role.stop())
    await role.start()
    return role
  }

  it('answers every request once, in order, and goes on', async () => {
    let served = 0
    const register = servedApplication('S13', S13_ADVERTISED, S13, () => {
      served++
      return { result: ResultCode.DIAMETER_SUCCESS, avps: [{ name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' }] }
    })
    const server = await start('server', { listen: LISTEN }, { applications: [register] })
    const line = await Line.to(portOf(server))
    endings.push(() => line.close())
    const kinds: string[] = []
    const relay = await start(
      'relay',
      { isAgent: true, listen: LISTEN, peers: [peerAt('server', line.port)], routes: [routeTo('servers.test', 'server')] },
      { observer: { onEvent: ({ kind }) => kinds.push(kind) } },
    )
    const client = await start(
      'client',
      { peers: [peerAt('relay', portOf(relay))], routes: [routeTo('default', 'relay')] },
      { alsoAdvertised: [S13_ADVERTISED] },
    )
    await until(() => client.openPeers().length === 1 && relay.openPeers().includes('server.test'))

    const succeeded: number[] = []
    const others: string[] = []
    const ask = (number: number) =>
      client.sender.request(
        S13,
        {
          command: 'ME-Identity-Check-Request',
          applicationId: S13_APPLICATION_ID,
          avps: [
            { name: 'Session-Id', value: `${client.sender.nextSessionId()};${LONG_NAME}` },
            { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
            { name: 'Terminal-Information', value: [{ name: 'IMEI', value: '35391808078706' }] },
          ],
          destinationHost: null,
          destinationRealm: 'servers.test',
        },
        (outcome) => {
          if (outcome.kind !== 'answer') others.push(outcome.kind === 'failed' ? outcome.failure : outcome.where)
          else if (outcome.message.error) others.push(String(avpValue(outcome.message.avps, 'Result-Code')))
          else succeeded.push(number)
        },
      )

    line.stall()
    // 24 MB: more than the sockets and the relay's send buffer hold.
    for (let number = 0; number < REQUESTS; number++) {
      ask(number)
      if (number % 100 === 0) await new Promise(setImmediate)
    }
    await until(() => others.length > 0)
    line.resume()
    await until(() => succeeded.length + others.length === REQUESTS)
    expect(succeeded).toEqual([...succeeded].sort((a, b) => a - b))
    expect(served).toBe(succeeded.length)
    // What found no room anywhere was refused: by the relay, or by the client itself.
    expect([...new Set(others)].filter((other) => other !== String(ResultCode.DIAMETER_TOO_BUSY) && other !== 'busy')).toEqual([])
    expect(others.length).toBeGreaterThan(0)
    expect(relay.routing.pendingMessageCount()).toBe(0)

    const before = succeeded.length
    for (let number = 0; number < 100; number++) ask(REQUESTS + number)
    await until(() => succeeded.length === before + 100)
    expect(kinds.filter((kind) => kind === 'closed' || kind === 'failover')).toEqual([])
  })
})

function portOf(role: DiameterNodeRole): number {
  return Number(role.listeningOn[0]!.split(':').at(-1))
}

function peerAt(name: string, port: number): PeerSettings {
  return { originHost: `${name}.test`, transport: 'tcp', addresses: ['127.0.0.1'], port, encapsulationPort: 0, localAddress: null }
}

function routeTo(realm: string, name: string) {
  return {
    realm,
    applicationId: 'any',
    action: 'RELAY',
    servers: [{ originHost: `${name}.test`, priority: 1, weight: 1 }],
  } as const
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const REQUESTS = 8_000
const LONG_NAME = 'x'.repeat(3_000)
