import { FutureOptions, SctpEndpoint, SocketOptionError } from '@sigbed/sctp-sockets'

const server = await SctpEndpoint.open({ localAddresses: ['127.0.0.2', '127.0.1.2'], encapsulationPort: 0 })
server.listen(5000, { onAssociation: () => {} })
const client = await SctpEndpoint.open({ localAddresses: ['127.0.0.1', '127.0.1.1'], encapsulationPort: 0 })

// What is settled with the setup is chosen before it (SCTP_FUTURE_ASSOC).
const options = new FutureOptions()
options.set('SCTP_RTOINFO', { rtoMinMs: 100, rtoMaxMs: 1000, rtoInitialMs: 200 })
options.set('SCTP_INITMSG', { outboundStreams: 16 })
options.set('SCTP_DEFAULT_SNDINFO', { payloadProtocolId: 46 })
const socket = await client.connect({
  addresses: ['127.0.0.2', '127.0.1.2'],
  port: 5000,
  encapsulationPort: server.encapsulationPort,
  options,
})

const { state, outboundStreams, fragmentationPoint } = socket.getOption('SCTP_STATUS')
console.log(`${state}, ${outboundStreams} streams, messages are cut at ${fragmentationPoint} octets`)

// The rest may be changed while the association lives, for one path or for all.
socket.setOption('SCTP_PEER_ADDR_PARAMS', { heartbeatIntervalMs: 5000, pathMaxRetrans: 3 })
socket.setOption('SCTP_PEER_ADDR_THLDS', { potentiallyFailedMaxRetrans: 1 }, { address: '127.0.1.2' })
socket.setOption('SCTP_PEER_ADDR_PARAMS', { heartbeatDemand: true }, { address: '127.0.1.2' })
socket.setOption('SCTP_PRIMARY_ADDR', '127.0.1.2')
await socket.sendTracked(Uint8Array.of(1), { immediate: true })

for (const path of socket.paths()) {
  const rtt = Number.isNaN(path.smoothedRoundTripMs) ? 'not measured' : 'measured'
  console.log(`${path.localAddress} - ${path.remoteAddress}: ${path.state}${path.primary ? ', primary' : ''}, RTT ${rtt}`)
}
const { pathMaxRetrans, potentiallyFailedMaxRetrans } = socket.getOption('SCTP_PEER_ADDR_THLDS', { address: '127.0.1.2' })
console.log(`potentially failed after ${potentiallyFailedMaxRetrans + 1} errors, inactive after ${pathMaxRetrans + 1}`)

try {
  socket.setOption('SCTP_MAXSEG', 7)
} catch (error) {
  if (error instanceof SocketOptionError) console.log(`${error.code}: ${error.message}`)
}

await socket.close()
await Promise.all([client.close(), server.close()])
