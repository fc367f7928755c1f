import { setTimeout as sleep } from 'node:timers/promises'
import { SctpEndpoint, SctpServer } from '@sigbed/sctp-sockets'

const station = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const server = new SctpServer(station, { parameters: { receiveBufferOctets: 20_000 } }).listen(4000)

// A sensor that sends as fast as it may: sendWhenRoom waits while the send buffer is full.
const sensor = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const sending = (async () => {
  const socket = await sensor.connect({
    addresses: ['127.0.0.1'],
    port: 4000,
    encapsulationPort: station.encapsulationPort,
    parameters: { sendBufferOctets: 10_000 },
  })
  for (let i = 0; i < 100; i++) await socket.sendWhenRoom(new Uint8Array(1000).fill(i))
  await socket.close()
})()

// A reader who takes a rest now and then. Never more than 8 messages wait for it; the others wait at the sensor.
for await (const socket of server) {
  let count = 0
  for await (const { payload } of socket.messages({ messages: 8 })) {
    if (payload[0] !== count) throw new Error('out of order')
    if (++count % 25 === 0) await sleep(5)
  }
  // The loop ends when the peer has closed and everything has been taken; it would throw had the association been lost.
  console.log(`${count} readings from ${socket.peer.split(':')[0]}, all in order`)
  break
}

await sending
await server.close()
await Promise.all([sensor.close(), station.close()])
