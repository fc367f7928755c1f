import { type ApplicationServerProcessConfiguration, type IpServerProcessConfiguration, M3UA_PORT, type RemoteIpsp } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import {
  ApplicationServerProcessOverSctp,
  IpServerProcessOverSctp,
  SignallingGatewayAccessOverSctp,
  SignallingGatewayOverSctp,
} from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'

const ASP: ApplicationServerProcessConfiguration = { applicationServers: [{ routingContext: 100 }], trafficMode: 'override' }
const IPSP: IpServerProcessConfiguration = {
  exchange: 'single',
  applicationServers: [{ routingContext: 100 }],
  trafficMode: 'loadshare',
}
const PARAMETERS = { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 400, maxInitRetransmissions: 1 }

const open = async () => {
  const lab = await SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort: 9899, captureFile: null, seed: 7, delayMs: 1 })
  const wait = (delayMs: number) => lab.run(new Promise<void>((resolve) => lab.surroundings.startTimer(delayMs, resolve)))
  const options = { addresses: lab.node('east').addresses, port: M3UA_PORT, parameters: PARAMETERS }
  return { lab, wait, west: lab.node('west').endpoint, east: lab.node('east').endpoint, options }
}

describe('an ASP that reconnects', () => {
  it('doubles its wait after each setup that failed, up to the longest, and begins anew after one that did not', async () => {
    const { lab, wait, west, east, options } = await open()
    const attempts: number[] = []
    const onSocket = () => attempts.push(Math.round(lab.surroundings.now()))
    const asp = new ApplicationServerProcessOverSctp(lab.surroundings, ASP, { onEvent: () => {}, onData: () => {} }, { onSocket })
    const whenUp = asp.connect(west, { ...options, firstReconnectMs: 125, reconnectMs: 500 })
    await wait(1_600)
    // Each is refused at once: two milliseconds there and back.
    expect(attempts).toEqual([0, 127, 379, 881, 1383])

    let accepted: OneToOneSocket | null = null
    const onAssociation = (socket: OneToOneSocket) => {
      accepted = socket
    }
    east.listen(M3UA_PORT, { onAssociation })
    await lab.run(whenUp)
    accepted!.abort('maintenance')
    await wait(200)
    expect(attempts.at(-1)! - attempts.at(-2)!).toBeLessThan(150)
    asp.stop()
    await lab.close()
  })

  it('waits for a gateway that is not there yet, and comes back after each loss until it is stopped', async () => {
    const { lab, wait, west, east, options } = await open()
    const sockets: OneToOneSocket[] = []
    const sgp = new SignallingGatewayOverSctp(
      lab.surroundings,
      { applicationServers: [{ routingContext: 100, trafficMode: 'override' }] },
      { onEvent: () => {}, onData: () => {} },
      { onSocket: (socket) => sockets.push(socket) },
    )
    const asp = new ApplicationServerProcessOverSctp(lab.surroundings, ASP, { onEvent: () => {}, onData: () => {} })
    asp.process.activate(lab.surroundings.now())
    const whenUp = asp.connect(west, { ...options, reconnectMs: 500 })
    await wait(3_000)
    expect(asp.process.state).toBe('ASP-DOWN')

    sgp.listen(east, M3UA_PORT)
    await lab.run(whenUp)
    await wait(200)
    expect([asp.process.state, sgp.process.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])

    sockets.at(-1)!.abort('maintenance')
    await wait(200)
    expect(asp.process.state).toBe('ASP-DOWN')
    await wait(800)
    expect([asp.process.state, sgp.process.asState(100), sockets.length]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE', 2])

    asp.stop()
    sockets.at(-1)!.abort('the end')
    await wait(5_000)
    expect([asp.process.state, sockets.length]).toEqual(['ASP-DOWN', 2])
    sgp.stop()
    await lab.close()
  })

  it('aborts an association whose gateway answers no BEAT, and makes another', async () => {
    const { lab, wait, west, east, options } = await open()
    const sockets: OneToOneSocket[] = []
    // It takes associations and says nothing, the second of them less so.
    east.listen(M3UA_PORT, {
      onAssociation: (socket) => {
        sockets.push(socket)
        socket.onMessage = ({ octets, offset, length }) => {
          const isAspUp = octets[offset + 2] === 3 && octets[offset + 3] === 1
          if (isAspUp) socket.sendMessage(Uint8Array.of(1, 0, 3, 4, 0, 0, 0, 8), 0, 8, 0, 3, false)
          return length
        }
      },
    })
    const events: string[] = []
    const asp = new ApplicationServerProcessOverSctp(
      lab.surroundings,
      { ...ASP, heartbeatMs: 1_000 },
      { onEvent: ({ kind }) => events.push(kind), onData: () => {} },
    )
    asp.process.up(lab.surroundings.now())
    await lab.run(asp.connect(west, { ...options, reconnectMs: 100 }))
    await wait(2_900)
    expect(events.filter((kind) => kind === 'peer-unavailable')).toHaveLength(1)
    expect([sockets.length, sockets[0]!.state, asp.process.state]).toEqual([2, 'CLOSED', 'ASP-INACTIVE'])
    asp.stop()
    await lab.close()
  })

  it('loses its association to a gateway that it answers no BEAT of', async () => {
    const { lab, wait, west, east, options } = await open()
    const events: string[] = []
    const sgp = new SignallingGatewayOverSctp(
      lab.surroundings,
      { applicationServers: [{ routingContext: 100, trafficMode: 'override' }], heartbeatMs: 1_000 },
      { onEvent: (event) => events.push(event.kind === 'asp' ? event.event.kind : event.kind), onData: () => {} },
    )
    sgp.listen(east, M3UA_PORT)
    // It comes up, and that is the last of it.
    const socket = west.associate(options)
    await lab.run(socket.whenOpen())
    socket.sendMessage(Uint8Array.of(1, 0, 3, 1, 0, 0, 0, 8), 0, 8, 0, 3, false)
    await wait(1_900)
    expect([sgp.asps.size, sgp.process.asState(100)]).toEqual([1, 'AS-INACTIVE'])
    await wait(300)
    expect(events.filter((kind) => kind === 'peer-unavailable')).toHaveLength(1)
    expect([socket.state, sgp.asps.size, sgp.process.asState(100)]).toEqual(['CLOSED', 0, 'AS-DOWN'])
    sgp.stop()
    await lab.close()
  })

  it('is heard to be associated before it says so, and to have lost its association after what that has brought about', async () => {
    const { lab, wait, west, east, options } = await open()
    const sockets: OneToOneSocket[] = []
    const sgp = new SignallingGatewayOverSctp(
      lab.surroundings,
      { applicationServers: [{ routingContext: 100, trafficMode: 'override' }] },
      { onEvent: () => {}, onData: () => {} },
      { onSocket: (socket) => sockets.push(socket) },
    )
    sgp.listen(east, M3UA_PORT)
    const heard: string[] = []
    const asp = new ApplicationServerProcessOverSctp(
      lab.surroundings,
      ASP,
      { onEvent: (event) => heard.push(event.kind === 'asp-state-change' ? event.to : event.kind), onData: () => {} },
      { onNotification: (_, { kind }) => heard.push(kind), onOutbound: () => heard.push('sent') },
    )
    asp.process.up(lab.surroundings.now())
    await lab.run(asp.connect(west, options))
    await wait(100)
    sockets[0]!.abort('maintenance')
    await wait(100)
    const said = heard.filter((each) => /^(sent|ASP|comm)/.test(each))
    expect(said).toEqual(['communication-up', 'sent', 'ASP-INACTIVE', 'ASP-DOWN', 'communication-lost'])
    asp.stop()
    sgp.stop()
    await lab.close()
  })

  it('is refused where the gateway has as many associations as it takes, and taken when one has gone', async () => {
    const { lab, wait, west, east, options } = await open()
    const refused: OneToOneSocket[] = []
    const sgp = new SignallingGatewayOverSctp(
      lab.surroundings,
      { applicationServers: [{ routingContext: 100, trafficMode: 'override' }] },
      { onEvent: () => {}, onData: () => {} },
      { onRefused: (socket) => refused.push(socket) },
      2,
    )
    sgp.listen(east, M3UA_PORT)
    const idle = [west.associate(options), west.associate(options)]
    await lab.run(Promise.all(idle.map((socket) => socket.whenOpen())))
    await wait(100)
    const asp = new ApplicationServerProcessOverSctp(lab.surroundings, ASP, { onEvent: () => {}, onData: () => {} })
    asp.process.activate(lab.surroundings.now())
    asp.connect(west, { ...options, reconnectMs: 500 }).catch(() => {})
    await wait(700)
    expect([sgp.asps.size, asp.process.state, refused.length]).toEqual([2, 'ASP-DOWN', 2])
    idle[0]!.abort('the end')
    await wait(700)
    expect([sgp.asps.size, asp.process.state, refused.length]).toEqual([2, 'ASP-ACTIVE', 2])
    asp.stop()
    sgp.stop()
    await lab.close()
  })

  it('rejects at once where it is not to try again, and when it is stopped', async () => {
    const { lab, west, options } = await open()
    const asp = new ApplicationServerProcessOverSctp(lab.surroundings, ASP, { onEvent: () => {}, onData: () => {} })
    await expect(lab.run(asp.connect(west, options))).rejects.toThrow('association refused')
    const whenUp = asp.connect(west, { ...options, reconnectMs: 100 })
    asp.stop()
    await expect(lab.run(whenUp)).rejects.toThrow('stopped before the association was up')
    await lab.close()
  })
})

describe('two IPSPs over SCTP', () => {
  it.each([
    ['the one that associates begins', undefined, false],
    ['the one that accepts begins', false, undefined],
    ['both begin', undefined, undefined],
  ])('are active at both ends, where %s, and again after a loss', async (_, clientInitiates, serverInitiates) => {
    const { lab, wait, west, east, options } = await open()
    const peers = new Set<RemoteIpsp>()
    const listener = { onEvent: () => {}, onData: () => {} }
    const sockets: OneToOneSocket[] = []
    const initiating = (initiates: boolean | undefined) => ({ ...IPSP, ...(initiates !== undefined && { initiates }) })
    const server = new IpServerProcessOverSctp(
      lab.surroundings,
      initiating(serverInitiates),
      { ...listener, onEvent: (event) => event.kind === 'ipsp' && peers.add(event.ipsp) },
      { onSocket: (socket) => sockets.push(socket) },
    )
    const client = new IpServerProcessOverSctp(lab.surroundings, initiating(clientInitiates), listener)
    server.listen(east, M3UA_PORT, 'active', PARAMETERS)
    const { ipsp, whenUp } = client.connect(west, { ...options, reconnectMs: 300 })
    ipsp.activate(lab.surroundings.now())
    await lab.run(whenUp)
    await wait(200)
    expect([ipsp.state, client.process.asState(100), server.process.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE', 'AS-ACTIVE'])
    sockets[0]!.abort('maintenance')
    await wait(100)
    expect(ipsp.state).toBe('ASP-DOWN')
    await wait(900)
    expect([ipsp.state, client.process.asState(100), server.process.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE', 'AS-ACTIVE'])
    expect(peers.size).toBe(2)
    client.stop()
    server.stop()
    await lab.close()
  })
})

describe('an ASP with two SGPs over SCTP', () => {
  it('sends by the other when one is lost, and by both again when it is back', async () => {
    const { lab, wait, west, east, options } = await open()
    const received: number[] = [0, 0]
    const sockets: OneToOneSocket[] = []
    const sgps = [0, 1].map((which) => {
      const sgp = new SignallingGatewayOverSctp(
        lab.surroundings,
        { applicationServers: [{ routingContext: 100, trafficMode: 'loadshare' }] },
        { onEvent: () => {}, onData: () => received[which]!++ },
        { onSocket: (socket) => sockets.push(socket) },
      )
      sgp.listen(east, M3UA_PORT + which, PARAMETERS)
      return sgp
    })
    const binding = new SignallingGatewayAccessOverSctp(
      lab.surroundings,
      { ...ASP, trafficMode: 'loadshare' },
      { onEvent: () => {}, onData: () => {} },
    )
    binding.access.aim('active', lab.surroundings.now())
    for (const which of [0, 1]) {
      await lab.run(binding.connect(west, { name: `SGP ${which}` }, { ...options, port: M3UA_PORT + which, reconnectMs: 300 }).whenUp)
    }
    await wait(100)
    const protocolData = new ProtocolData()
    const send = async () => {
      received.fill(0)
      for (let sls = 0; sls < 16; sls++) {
        protocolData.signallingLinkSelection = sls
        expect(binding.access.sendData(protocolData, 0)).toBe('sent')
      }
      await wait(100)
      return [...received]
    }
    expect(await send()).toEqual([8, 8])
    sockets[0]!.abort('maintenance')
    await wait(50)
    expect([await send(), binding.access.activeSgps(0)]).toEqual([[0, 16], 1])
    await wait(600)
    expect(await send()).toEqual([8, 8])
    binding.stop()
    for (const sgp of sgps) sgp.stop()
    await lab.close()
  })
})
