import { SctpEndpoint } from '@sigbed/sctp-sockets'

// Port 0: any UDP port that is free. Without it SCTP is found in UDP port 9899 (RFC 6951).
const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
server.listen(7, {
  onAssociation: (socket) => {
    // The message is lent until the callback returns; sendMessage takes a copy.
    socket.onMessage = ({ octets, offset, length, streamId, payloadProtocolId, unordered }) =>
      socket.sendMessage(octets, offset, length, streamId, payloadProtocolId, unordered)
  },
})

const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const socket = await client.connect({ addresses: ['127.0.0.1'], port: 7, encapsulationPort: server.encapsulationPort })
const answer = new Promise<string>((resolve) => {
  socket.onMessage = (message) => resolve(`${new TextDecoder().decode(message.copyPayload())} (stream ${message.streamId})`)
})
socket.send(new TextEncoder().encode('anybody there?'), { stream: 3 })
console.log(`the server says: ${await answer}`)

await socket.close()
await Promise.all([client.close(), server.close()])
