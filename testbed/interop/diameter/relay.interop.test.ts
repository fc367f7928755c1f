import { AvpCursor, RFC6733 } from 'diameter-codec'
import { expect, it } from 'vitest'
import { until } from './credit-control-node.js'
import { describeWithPeer, freePort } from './diameter-scene.js'
import { ERLANG_HOST, ERLANG_REALM, ErlangDiameter, erlangObstacle } from './erlang-diameter.js'
import { FREE_DIAMETER_HOST, FREE_DIAMETER_REALM, FreeDiameter, freeDiameterObstacle } from './free-diameter.js'
import { type RelayedMessage, RelayNode } from './relay-node.js'

describeWithPeer(
  'our relay between freeDiameter and OTP',
  () => freeDiameterObstacle() ?? erlangObstacle(),
  (scene) => {
    it('passes 1,000 requests of either to the other, untouched', async () => {
      const relay = scene.keep(new RelayNode())
      const port = await freePort()
      const freeDiameter = await scene.run(FreeDiameter.start({ port, destinationRealm: ERLANG_REALM, requestsPerSignal: 1_000 }))
      const otp = await scene.run(ErlangDiameter.start({ connectPort: await relay.listen() }))
      relay.connect(port, FREE_DIAMETER_HOST)
      await until(() => relay.openPeers === 2, 'both connections')

      otp.sendRequests(1_000, FREE_DIAMETER_REALM)
      await until(() => otp.successes() === 1_000, "freeDiameter's answers to OTP", 60_000)
      expectUntouched(relay, 1_000, ERLANG_HOST)

      relay.relayed.clear()
      freeDiameter.sendRequests()
      await until(() => freeDiameter.successes() === 1_000, "OTP's answers to freeDiameter", 60_000)
      expectUntouched(relay, 1_000, FREE_DIAMETER_HOST)
      expect(relay.routing.counters.forwarded).toBe(2_000)
      expect(relay.routing.pendingMessageCount()).toBe(0)
    })
  },
)

/** RFC 6733 §6.1.9, §6.2.2: of a request the Hop-by-Hop Identifier changes and a Route-Record is added; of an answer the identifier changes. */
function expectUntouched(relay: RelayNode, count: number, askedBy: string): void {
  const of = (kind: string) => [...relay.relayed].filter(([key]) => key.startsWith(kind)).map(([, message]) => message)
  const requests = of('R')
  const answers = of('A')
  expect([requests.length, answers.length]).toEqual([count, count])
  for (const { received, sent } of answers.map(complete)) {
    expect(withoutHopByHop(sent)).toEqual(withoutHopByHop(received))
  }
  for (const { received, sent } of requests.map(complete)) {
    const added = sent.subarray(received.length)
    expect(withoutHopByHop(sent.subarray(0, received.length))).toEqual(withoutHopByHop(withLength(received, sent.length)))
    const cursor = new AvpCursor()
    cursor.enter(added, 0, added.length)
    expect(cursor.next()).toBe(true)
    expect([cursor.code, String.fromCharCode(...cursor.copyValue())]).toEqual([RFC6733.avp('Route-Record').code, askedBy])
    expect(cursor.next()).toBe(false)
  }
}

function complete({ received, sent }: RelayedMessage): { readonly received: Uint8Array; readonly sent: Uint8Array } {
  if (received === null || sent === null) throw new Error('a message came and did not leave, or left and did not come')
  return { received, sent }
}

function withoutHopByHop(message: Uint8Array): Uint8Array {
  return message.slice().fill(0, 12, 16)
}

function withLength(message: Uint8Array, length: number): Uint8Array {
  const copy = message.slice()
  copy.set([length >>> 16, length >>> 8, length], 1)
  return copy
}
