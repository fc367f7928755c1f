import { Endpoint, type ReceivedMessage, TransportAddressTable } from '@sigbed/sctp-core'
import { afterEach, describe, expect, it } from 'vitest'
import { EndpointDriver } from '../src/endpoint-driver.js'
import { EventLoopSurroundings } from '../src/event-loop-surroundings.js'
import { SystemEnvironment } from '../src/system-environment.js'
import { UdpEncapsulation } from '../src/udp-encapsulation.js'

const PORT = 2905
const RTO_MS = 50
const MESSAGES = 2

const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

async function openNode() {
  const addresses = new TransportAddressTable()
  const transport = await UdpEncapsulation.open({ addresses, local: ['127.0.0.1'], port: 0 })
  const endpoint = new Endpoint({ environment: new SystemEnvironment(), addresses, localAddresses: transport.localAddresses })
  const texts: string[] = []
  const onMessage = (_: unknown, message: ReceivedMessage) => texts.push(new TextDecoder().decode(message.copyPayload()))
  const driver = new EndpointDriver(endpoint, transport, { onMessage, onEvent: () => {} }, new EventLoopSurroundings())
  opened.push(driver, transport)
  return { addresses, transport, endpoint, driver, texts }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 5000) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** The whole process does nothing at all, as when the machine has other things to do. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('a process that stood still for longer than the RTO', () => {
  it('heeds the acknowledgement that came in time before it looks at T3-rtx', async () => {
    const z = await openNode()
    const a = await openNode()
    z.endpoint.listen(PORT)
    const { octets, encapsulationPort } = z.addresses.at(z.transport.localAddresses[0]!)
    const parameters = { rtoInitialMs: RTO_MS, rtoMinMs: RTO_MS, rtoMaxMs: RTO_MS }
    const association = a.endpoint.associate(
      [a.addresses.intern(octets, encapsulationPort)],
      PORT,
      40_000,
      parameters,
      a.driver.surroundings.now(),
    )
    a.driver.planDrain()
    await until(() => association.state === 'ESTABLISHED' && z.endpoint.table.size === 1)
    // The handshake's last words, too, are no business of this test.
    await new Promise((resolve) => setTimeout(resolve, 2 * RTO_MS))

    // The second packet in a row is acknowledged at once (RFC 9260 §6.2): the SACK waits in the sender's socket from then on.
    const { send } = z.transport
    let stoodStill = false
    z.transport.send = (batch) => {
      send.call(z.transport, batch)
      if (stoodStill || z.texts.length < MESSAGES) return
      stoodStill = true
      standStill(3 * RTO_MS)
    }
    const payload = new Uint8Array(1000)
    for (let i = 0; i < MESSAGES; i++) association.send(0, 0, false, payload, 0, payload.length)
    a.driver.drain()
    await until(() => stoodStill)
    await until(() => association.statistics.messagesAcknowledged === MESSAGES)
    expect(z.texts).toHaveLength(MESSAGES)
    expect([association.statistics.t3Expirations, association.statistics.dataChunksRetransmitted]).toEqual([0, 0])
  })
})
