import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type KeptMessage, MessageStream, SctpEndpoint } from '@sigbed/sctp-sockets'

// A server that answers every message in capitals. Stream and payload protocol of each message stay what they are.
const shout = () =>
  new Transform({
    objectMode: true,
    transform: (message: KeptMessage, _encoding, done) => {
      const text = new TextDecoder().decode(message.payload).toUpperCase()
      done(null, { ...message, payload: new TextEncoder().encode(text) })
    },
  })
const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
server.listen(23, {
  onAssociation: (socket) => {
    const messages = new MessageStream(socket)
    pipeline(messages, shout(), messages).catch((error) => console.log(`the server's pipeline failed: ${error.message}`))
  },
})

const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const socket = await client.connect({ addresses: ['127.0.0.1'], port: 23, encapsulationPort: server.encapsulationPort })
const messages = new MessageStream(socket, { sendOptions: { stream: 2 } })

const words = ['streams', 'know', 'backpressure']
Readable.from(words.map((word) => new TextEncoder().encode(word))).pipe(messages, { end: false })
let answers = 0
for await (const { payload, stream } of messages as AsyncIterable<KeptMessage>) {
  console.log(`${new TextDecoder().decode(payload)} (stream ${stream})`)
  // end() closes the association gracefully; the loop ends with it.
  if (++answers === words.length) messages.end()
}

await Promise.all([client.close(), server.close()])
