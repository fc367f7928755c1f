import { SctpEndpoint } from '@sigbed/sctp-sockets'

const received = new Map<number, number[]>()
let unordered = 0
const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
server.listen(3868, {
  parameters: { inboundStreams: 100 },
  onAssociation: (socket) => {
    socket.onMessage = (message) => {
      if (message.unordered) unordered++
      else received.set(message.streamId, [...(received.get(message.streamId) ?? []), message.streamSequenceNumber])
    }
  },
})

const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const socket = await client.connect({
  addresses: ['127.0.0.1'],
  port: 3868,
  encapsulationPort: server.encapsulationPort,
  // Asked for 200, granted 100: the peer has the last word (RFC 9260 §5.1.1).
  parameters: { outboundStreams: 200 },
})
console.log(`${socket.outboundStreams} streams`)

// Order holds within a stream, and only there: a message that is lost holds up its own stream and no other.
for (let i = 0; i < 1000; i++) socket.send(Uint8Array.of(i & 0xff), { stream: i % socket.outboundStreams, payloadProtocolId: 46 })
// Unordered messages are held up by nothing at all.
for (let i = 0; i < 50; i++) socket.send(Uint8Array.of(i), { unordered: true })
console.log(`stream 100: ${socket.send(Uint8Array.of(0), { stream: 100 })}`)
await socket.close()

const inOrder = [...received.values()].every((numbers) => numbers.every((number, i) => number === i))
console.log(`${received.size} streams were used, each ${inOrder ? 'in order' : 'out of order'}; ${unordered} unordered messages`)
await Promise.all([client.close(), server.close()])
