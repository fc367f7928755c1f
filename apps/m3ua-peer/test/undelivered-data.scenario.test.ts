import { type ApplicationServerProcessConfiguration, M3UA_PORT, type SgpEvent } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { ApplicationServerProcessOverSctp, SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import { expect, it } from 'vitest'

const ASP: ApplicationServerProcessConfiguration = { applicationServers: [{ routingContext: 100 }], trafficMode: 'loadshare' }
const MESSAGES = 640

/** 200 octets of user data, the first two of them a number. */
function numbered(number: number): ProtocolData {
  const protocolData = new ProtocolData()
  protocolData.octets = new Uint8Array(200)
  protocolData.octets[0] = number >> 8
  protocolData.octets[1] = number & 0xff
  protocolData.userDataLength = 200
  protocolData.signallingLinkSelection = number & 15
  return protocolData
}

it('gives what an ASP with a closed window has not been sent to the other ASP, over SCTP, in the order of every SLS', async () => {
  const lab = await SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort: 9899, captureFile: null, seed: 11, delayMs: 1 })
  const wait = (delayMs: number) => lab.run(new Promise<void>((resolve) => lab.surroundings.startTimer(delayMs, resolve)))
  const [west, east] = [lab.node('west').endpoint, lab.node('east').endpoint]
  const events: SgpEvent[] = []
  const unacknowledged: number[] = []
  const sgp = new SignallingGatewayOverSctp(
    lab.surroundings,
    { applicationServers: [{ routingContext: 100, trafficMode: 'loadshare' }] },
    {
      onEvent: (event) => events.push(event),
      onData: () => {},
      onUndelivered: ({ protocolData: { octets, userDataAt } }) => unacknowledged.push(octets[userDataAt]! * 256 + octets[userDataAt + 1]!),
    },
  )
  sgp.listen(east, M3UA_PORT)
  const asps = ['a', 'b'].map(() => {
    const received: number[] = []
    const sockets: OneToOneSocket[] = []
    const asp = new ApplicationServerProcessOverSctp(
      lab.surroundings,
      ASP,
      {
        onEvent: () => {},
        onData: ({ protocolData: { octets, userDataAt } }) => received.push(octets[userDataAt]! * 256 + octets[userDataAt + 1]!),
      },
      { onSocket: (socket) => sockets.push(socket) },
    )
    return { asp, received, sockets }
  })
  for (const { asp } of asps) {
    asp.process.activate(lab.surroundings.now())
    await lab.run(asp.connect(west, { addresses: lab.node('east').addresses, port: M3UA_PORT, parameters: { receiveBufferOctets: 8_192 } }))
  }
  await wait(100)
  const [a, b] = asps as [(typeof asps)[0], (typeof asps)[0]]
  a.sockets[0]!.pauseReceiving()
  for (let number = 0; number < MESSAGES; number++) expect(sgp.process.sendData(numbered(number), 100)).toBe('sent')
  await wait(500)
  expect([a.received.length, b.received.length]).toEqual([0, MESSAGES / 2])

  a.sockets[0]!.abort('maintenance')
  await wait(500)
  const told = events.find((event) => event.kind === 'data-undelivered')
  expect(told).toMatchObject({ routingContext: 100, unacknowledged: unacknowledged.length, lost: 0 })
  // Every message either arrived, or went to the other one, or had left and is accounted for.
  const acknowledged = MESSAGES - b.received.length - unacknowledged.length
  expect(acknowledged).toBeGreaterThan(0)
  expect(acknowledged).toBeLessThan(60)
  expect(new Set([...b.received, ...unacknowledged]).size).toBe(b.received.length + unacknowledged.length)
  for (let sls = 0; sls < 16; sls++) {
    const ofSls = b.received.filter((number) => (number & 15) === sls)
    expect(ofSls).toEqual([...ofSls].sort((x, y) => x - y))
  }
  for (const { asp } of asps) asp.stop()
  sgp.stop()
  await lab.close()
})
