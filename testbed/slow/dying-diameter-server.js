/**
 * A Diameter server to be killed. It notes every request it carries out before it answers, in a file that outlives it:
 *
 *     node dying-diameter-server.js tcp|sctp NAME ADDRESS PORT FILE
 *
 * ADDRESS may be several, with commas, for SCTP. The file is a row of 32-bit numbers in network order: the request's, with the highest
 * bit set when it came with the T flag. Says READY when it listens.
 */
import { openSync, writeSync } from 'node:fs'
import { DiameterNode, NO_CAPABILITIES, nodeConfiguration } from '@sigbed/diameter'
import { DiameterOverOctetStream, DiameterOverSctp, TcpListener } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { RETRANSMITTED_FLAG, ResultCode, RFC6733 } from 'diameter-codec'

const [transport, name, address, port, file] = process.argv.slice(2)
const addresses = address.split(',')
const surroundings = new EventLoopSurroundings()
const audit = openSync(file, 'a')
const session = RFC6733.avp('Session-Id')

const node = new DiameterNode(
  nodeConfiguration(
    {
      ...NO_CAPABILITIES,
      originHost: name,
      originRealm: 'servers.example.net',
      hostIpAddresses: addresses,
      productName: 'Sigbed',
      authApplicationIds: [4],
    },
    { timers: { watchdogMs: 6_000 } },
  ),
  () => surroundings.randomUint32(),
)

const listenerFor = (binding) => ({
  onEvent: () => {},
  onRequest: (header, avps, request) => {
    note(avps, (header.flags & RETRANSMITTED_FLAG) !== 0)
    binding.peer.beginAnswer(request, ResultCode.DIAMETER_SUCCESS)
    binding.peer.endAnswer(request, surroundings.now())
  },
  onAnswer: () => {},
  onRequestFailed: () => {},
})

/** The number behind the last semicolon of the Session-Id. */
function note(avps, retransmitted) {
  avps.find(session.code)
  const text = Buffer.from(avps.copyValue()).toString('latin1')
  const entry = Buffer.alloc(4)
  entry.writeUInt32BE(Number(text.slice(text.lastIndexOf(';') + 1)) + (retransmitted ? 2 ** 31 : 0))
  writeSync(audit, entry)
}

if (transport === 'tcp') {
  await TcpListener.open({ address: addresses[0], port: Number(port) }, (accepted) =>
    DiameterOverOctetStream.responder(node, accepted, surroundings, listenerFor),
  )
} else {
  const endpoint = await SctpEndpoint.open({ localAddresses: addresses, encapsulationPort: Number(port) })
  DiameterOverSctp.listen(node, endpoint, 3868, 'streams', surroundings, listenerFor, { rtoMinMs: 100, sackDelayMs: 20 })
}
process.stdout.write('READY\n')
// Nobody is left to serve when the one who started this has gone.
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
