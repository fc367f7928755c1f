import { type OpenTransport, SctpEndpoint, type SctpEndpointOptions } from '@sigbed/sctp-sockets'
import { SimulatedTransport, SystemEnvironment } from '@sigbed/sctp-transport'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'

// A network in memory: 40 ms one way, one packet in five lost, the same ones in every run. Time is a number that jumps.
const random = new SeededRandom(2024)
const clock = new VirtualClock(random)
const network = new SimulatedNetwork(clock, random)
network.configureUsual({ delayMs: 40, loss: { kind: 'random', probability: 0.2 } })

const system = new SystemEnvironment()
const on = (address: string): SctpEndpointOptions => ({
  localAddresses: [address],
  surroundings: clock,
  environment: {
    randomUint32: () => clock.randomUint32(),
    hmacSha256: (key, octets) => system.hmacSha256(key, octets),
    hmacSha1: (key, octets) => system.hmacSha1(key, octets),
  },
  openTransport: async (addresses): Promise<OpenTransport> => new SimulatedTransport(network, clock, { addresses, local: [address] }),
})
const a = await SctpEndpoint.open(on('10.0.0.1'))
const z = await SctpEndpoint.open(on('10.0.0.2'))

let received = 0
z.listen(5000, {
  onAssociation: (socket) => {
    socket.onMessage = () => received++
  },
})
const socket = a.associate({ addresses: ['10.0.0.2'], port: 5000 })
for (let i = 0; i < 200; i++) socket.send(new Uint8Array(1000))

// Nothing has happened yet. Now time goes by.
clock.runUntil(() => received === 200)
const repaired = socket.statistics.dataChunksRetransmitted > 0
console.log(`${received} messages arrived${repaired ? ', some of them sent again' : ''}`)

network.configurePath('10.0.0.1', '10.0.0.2', { loss: { kind: 'none' } })
clock.runUntil(clock.now() + 24 * 3_600_000)
const heartbeats = socket.statistics.heartbeatAcksReceived
console.log(`a day later: ${socket.state}, ${heartbeats > 2000 ? 'more' : 'less'} than 2000 heartbeats answered`)
