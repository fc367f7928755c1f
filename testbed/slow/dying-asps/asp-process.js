/**
 * One ASP in a process of its own, so that it can be killed like one: `node asp-process.js <own address> <gateway address> <record file>`.
 *
 * Every DATA message is written to the record file before the call that delivers it returns, so before SCTP acknowledges it: what was
 * acknowledged is on record whatever happens to the process. On SIGTERM it takes leave in order.
 */
import { openSync, writeSync } from 'node:fs'
import { ApplicationServerProcessOverSctp } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { ENCAPSULATION_PORT, GATEWAY_PORT, monotonicMs, PARAMETERS, RECORD_LENGTH, ROUTING_CONTEXT } from './scenario.js'

const [ownAddress = '', gatewayAddress = '', recordFile = ''] = process.argv.slice(2)
const surroundings = new EventLoopSurroundings()
const endpoint = await SctpEndpoint.open({ localAddresses: [ownAddress], encapsulationPort: ENCAPSULATION_PORT, surroundings })
const record = new DataView(new ArrayBuffer(RECORD_LENGTH))
const recordOctets = new Uint8Array(record.buffer)
const file = openSync(recordFile, 'a')

const binding = new ApplicationServerProcessOverSctp(
  surroundings,
  { applicationServers: [{ routingContext: ROUTING_CONTEXT }], trafficMode: 'loadshare' },
  {
    onEvent: () => {},
    onData: ({ protocolData }) => {
      const { octets, userDataAt, signallingLinkSelection } = protocolData
      recordOctets.set(octets.subarray(userDataAt, userDataAt + 4))
      record.setUint32(4, signallingLinkSelection)
      record.setFloat64(8, monotonicMs())
      writeSync(file, recordOctets)
    },
  },
)

process.once('SIGTERM', () => {
  binding.process.down(surroundings.now())
  binding.settle()
  setTimeout(() => {
    binding.stop()
    endpoint.close().then(() => process.exit(0))
  }, LEAVE_MS)
})

binding.process.activate(surroundings.now())
await binding.connect(endpoint, { addresses: [gatewayAddress], port: GATEWAY_PORT, parameters: PARAMETERS, reconnectMs: 200 })
binding.settle()

/** For ASPIA, ASPDN and their acknowledgements. */
const LEAVE_MS = 300
