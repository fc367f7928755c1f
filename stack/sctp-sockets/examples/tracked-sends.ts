import { SctpEndpoint } from '@sigbed/sctp-sockets'

const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
server.listen(5000, {
  onAssociation: (socket) => {
    socket.onMessage = (message) => {
      if (message.payloadProtocolId === 13) socket.abort('superstition')
    }
  },
})

const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
const octets = new TextEncoder().encode('an order')

// As a promise, which never rejects: that a message failed is an answer, too. The context is yours.
const first = await socket.sendTracked(octets, { context: 1001, immediate: true })
console.log(`order ${first.context}: ${first.outcome}`)

// As a callback, for those who send many.
socket.sendTracked(octets, { context: 1002, stream: 9999 }, (delivery) => {
  if (delivery.outcome === 'failed') console.log(`order ${delivery.context}: failed, ${delivery.reason}`)
})

// The notification brings the message itself back. A copy is kept only while somebody has subscribed to it.
socket.subscribe('send-failed')
const lost = new Promise<void>((resolve) => {
  socket.onNotification = (notification) => {
    if (notification.kind === 'send-failed')
      console.log(`'${new TextDecoder().decode(notification.payload)}' ${notification.context} came back: ${notification.reason}`)
    if (notification.kind === 'communication-lost') resolve()
  }
})
socket.send(octets, { context: 1003, payloadProtocolId: 13, stream: 1 })
await lost

await Promise.all([client.close(), server.close()])
