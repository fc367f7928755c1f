import { expect, it } from 'vitest'
import { MessageOutcome } from '../src/outbound/message-outcome.js'
import { SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function sendTracked(pair: SimulatedPair, text: string, context: number, remoteAddress = -1): void {
  const octets = Uint8Array.from(text, (character) => character.charCodeAt(0))
  expect(pair.a.association!.send(1, 0, false, octets, 0, octets.length, false, context, remoteAddress)).toBe('queued')
}

/** What has become of messages, without the drain of the node taking them away first. */
function outcomes(pair: SimulatedPair): string[] {
  const into = new MessageOutcome()
  const found: string[] = []
  while (pair.a.association!.outcomes.poll(into))
    found.push(`${into.context} ${into.acknowledged ? 'acknowledged' : into.sent ? 'sent' : 'unsent'}`)
  return found
}

it('reports messages sent with a context when they are acknowledged, in their order, and no others', () => {
  const pair = new SimulatedPair().establish()
  sendTracked(pair, 'one', 11)
  sendTracked(pair, 'nobody asks after this one', 0)
  sendTracked(pair, 'x'.repeat(5000), 12)
  pair.a.drain()
  expect(outcomes(pair)).toEqual([])
  pair.runFor(1000)
  expect(outcomes(pair)).toEqual(['11 acknowledged', '12 acknowledged'])
})

it('reports what was sent and what was not when the association is lost', () => {
  const pair = new SimulatedPair().establish()
  pair.cut(0)
  pair.cut(1)
  sendTracked(pair, 'one', 1)
  for (let context = 2; context <= 40; context++) sendTracked(pair, 'y'.repeat(1000), context)
  pair.a.drain()
  pair.a.abort('enough')
  const told = outcomes(pair)
  expect(told).toHaveLength(40)
  expect(told[0]).toBe('1 sent')
  expect(told.at(-1)).toBe('40 unsent')
})

it('sends a message to the destination named for it, and to the data path when that one is not active', () => {
  const pair = new SimulatedPair().establish()
  const second = pair.a.addressIndex(Z_ADDRESSES[1])
  sendTracked(pair, 'over the second', 1, second)
  pair.a.drain()
  pair.run(() => pair.z.delivered.length === 1)
  expect(pair.network.log.toText()).toMatch(/10\.0\.2\.1.*10\.0\.2\.2/)
  pair.cut(1)
  sendTracked(pair, 'lost there at first', 2, second)
  pair.a.drain()
  pair.run(() => pair.z.delivered.length === 2, 5000)
  sendTracked(pair, 'not even tried there', 3, second)
  const before = pair.clock.now()
  pair.a.drain()
  pair.run(() => pair.z.delivered.length === 3)
  expect(pair.clock.now() - before).toBe(10)
})
