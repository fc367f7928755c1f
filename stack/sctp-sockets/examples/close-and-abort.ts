import { AssociationLostError, type OneToOneSocket, SctpEndpoint } from '@sigbed/sctp-sockets'

const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })

/** A new association, and what the server will have heard of it by its end. */
async function associate(): Promise<{ socket: OneToOneSocket; end: Promise<string> }> {
  const end = new Promise<string>((resolve) => {
    server.stopListening(5000)
    server.listen(5000, {
      onAssociation: (accepted) => {
        let messages = 0
        accepted.onMessage = () => messages++
        accepted.onNotification = (notification) => {
          if (notification.kind === 'shutdown-complete') resolve(`${messages} messages, then shutdown-complete`)
          if (notification.kind === 'communication-lost') resolve(`communication-lost: ${notification.detail}`)
        }
      },
    })
  })
  const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
  return { socket, end }
}

// close(): what was accepted is delivered first, then both sides agree that it is over.
const graceful = await associate()
for (let i = 0; i < 500; i++) graceful.socket.send(new Uint8Array(500))
await graceful.socket.close()
console.log(`close: the server hears ${await graceful.end}`)

// abort(): at once. What was on its way is lost, and the peer is told why.
const abortive = await associate()
abortive.socket.abort('power is failing')
console.log(`abort: the server hears ${await abortive.end}`)

// The same by the options of a message: SCTP_EOF and SCTP_ABORT.
const last = await associate()
last.socket.send(Uint8Array.of(1), { eof: true })
console.log(`eof: the server hears ${await last.end}; another send says '${last.socket.send(Uint8Array.of(2))}'`)

// Whoever waits for something that cannot come gets an error with a code.
server.stopListening(5000)
try {
  await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
} catch (error) {
  if (error instanceof AssociationLostError) console.log(`${error.code}: ${error.message}`)
}
await Promise.all([client.close(), server.close()])
