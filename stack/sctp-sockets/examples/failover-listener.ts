import { SctpEndpoint, SctpServer } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, FaultInjector } from '@sigbed/sctp-transport'

// RFC 9260 waits a second before it takes a packet for lost; in one's own network 300 ms are plenty. A SACK must not wait that long.
const parameters = { rtoInitialMs: 300, rtoMinMs: 300, rtoMaxMs: 1000, sackDelayMs: 20 }

// Two addresses at either end. The listener tells over which of them each message came.
const listener = await SctpEndpoint.open({ localAddresses: ['127.0.0.2', '127.0.1.2'], encapsulationPort: 0 })
const server = new SctpServer(listener, { parameters }).listen(2905)
const listening = (async () => {
  for await (const socket of server)
    for await (const { payload, sourceAddress } of socket.messages())
      console.log(`Z: '${new TextDecoder().decode(payload)}' came from ${sourceAddress}`)
})()

// The other end can cut its first path.
let cutFirstPath = () => {}
const surroundings = new EventLoopSurroundings()
const client = await SctpEndpoint.open({
  localAddresses: ['127.0.0.1', '127.0.1.1'],
  encapsulationPort: 0,
  surroundings,
  wrapTransport: (transport, addresses, localAddresses) => {
    const faults = new FaultInjector(transport, addresses, surroundings)
    cutFirstPath = () => faults.cut({ local: localAddresses[0]!, remote: ANY_ADDRESS })
    return faults
  },
})
const socket = await client.connect({
  addresses: ['127.0.0.2', '127.0.1.2'],
  port: 2905,
  encapsulationPort: listener.encapsulationPort,
  parameters,
})
socket.onNotification = (notification) => {
  if (notification.kind === 'path-change') console.log(`A: the path to ${notification.remoteAddress} is ${notification.state}`)
  if (notification.kind === 'data-path-change') console.log(`A: data goes to ${notification.remoteAddress} now`)
}

const say = (text: string) => socket.sendTracked(new TextEncoder().encode(text))
await say('all is well')
cutFirstPath()
await say('still here')

await socket.close()
await server.close()
await listening
await Promise.all([client.close(), listener.close()])
