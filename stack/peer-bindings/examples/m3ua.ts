import { EventEmitter, once } from 'node:events'
import { M3UA_PORT } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { ApplicationServerProcessOverSctp, SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'

const surroundings = new EventLoopSurroundings()
const ROUTING_CONTEXT = 100

// The gateway sends every DATA back to the AS it came from.
const gatewayEndpoint = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const gateway = new SignallingGatewayOverSctp(
  surroundings,
  { applicationServers: [{ routingContext: ROUTING_CONTEXT, trafficMode: 'override' }] },
  { onEvent: () => {}, onData: (message) => gateway.process.sendData(message.protocolData, ROUTING_CONTEXT) },
)
gateway.listen(gatewayEndpoint, M3UA_PORT)

const endpoint = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const happenings = new EventEmitter()
const active = once(happenings, 'active')
const returned = once(happenings, 'returned')
const asp = new ApplicationServerProcessOverSctp(
  surroundings,
  { applicationServers: [{ routingContext: ROUTING_CONTEXT }], trafficMode: 'override' },
  {
    onEvent: () => asp.process.state === 'ASP-ACTIVE' && happenings.emit('active'),
    // The message is lent until the call returns.
    onData: ({ protocolData: { octets, userDataAt, userDataLength } }) =>
      happenings.emit('returned', new TextDecoder().decode(octets.subarray(userDataAt, userDataAt + userDataLength))),
  },
)
// How far up it is to be; it goes there as soon as there is an association, and again after each loss.
asp.process.activate(surroundings.now())
await asp.connect(endpoint, {
  addresses: ['127.0.0.1'],
  port: M3UA_PORT,
  encapsulationPort: gatewayEndpoint.encapsulationPort,
  reconnectMs: 1_000,
})
await active
console.log(`the ASP is ${asp.process.state}`)

// Filled once, used for every message: sending allocates nothing.
const data = new ProtocolData()
data.originatingPointCode = 1
data.destinationPointCode = 2
data.serviceIndicator = 3
data.octets = new TextEncoder().encode('anybody there?')
data.userDataLength = data.octets.length
console.log(`DATA ${asp.process.sendData(data, ROUTING_CONTEXT)}`)
console.log(`the gateway sends back: ${(await returned)[0]}`)

asp.stop()
gateway.stop()
await asp.socket?.close()
await Promise.all([endpoint.close(), gatewayEndpoint.close()])
