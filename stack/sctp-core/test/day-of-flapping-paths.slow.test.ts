import { expect, it } from 'vitest'
import type { Association } from '../src/association/association.js'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const ASSOCIATIONS = 200
const HOURS = 24
const HOUR_MS = 3_600_000

/** Each association of A, with how much it sent; Z counts by A's port. */
interface Talker {
  readonly association: Association
  sent: number
}

it(`lives through ${HOURS} hours with ${ASSOCIATIONS} associations and flapping paths, and leaves nothing behind`, () => {
  const pair = new SimulatedPair(24, { heartbeatIntervalMs: 30_000, associationMaxRetrans: 30 })
  const { a, z, clock, random } = pair
  for (const node of [a, z]) node.remembers = false
  const received = new Map<number, number>()
  z.onMessage = (_, association) => received.set(association.peerPort, (received.get(association.peerPort) ?? 0) + 1)
  const talkers: Talker[] = Array.from({ length: ASSOCIATIONS }, (_, i) => ({
    association: a.associate([Z_ADDRESSES[i % 2]!], PORT, pair.parameters, 40_000 + i),
    sent: 0,
  }))
  pair.run(() => talkers.every(({ association }) => association.state === 'ESTABLISHED'))

  // Every two minutes somebody talks on each association, and every few minutes one of the networks goes away for a while.
  const payload = new Uint8Array(200)
  const talk = (talker: Talker) => {
    if (talker.association.send(talker.sent % 16, 3, false, payload, 0, payload.length) === 'queued') talker.sent++
    a.drain()
    clock.startTimer(60_000 + random.below(120_000), () => talk(talker))
  }
  for (const talker of talkers) clock.startTimer(random.below(120_000), () => talk(talker))
  let flaps = 0
  const flap = () => {
    flaps++
    const network = random.below(2) as 0 | 1
    pair.cut(network)
    clock.startTimer(10_000 + random.below(170_000), () => pair.restore(network))
    clock.startTimer(240_000 + random.below(240_000), flap)
  }
  clock.startTimer(120_000, flap)

  const begun = clock.now()
  pair.runFor(HOURS * HOUR_MS)
  pair.restore(0)
  pair.restore(1)
  expect(clock.now() - begun).toBe(HOURS * HOUR_MS)
  expect(flaps).toBeGreaterThan(200)
  for (const { association } of talkers) expect(association.state).toBe('ESTABLISHED')
  for (const talker of talkers) talker.association.shutdown(clock.now())
  a.drain()
  pair.run(() => talkers.every(({ association }) => association.isOver) && z.endpoint.table.size === 0, HOUR_MS)

  // Nothing lost, and nothing left: no association, no timer, no memory held.
  for (const { association, sent } of talkers) expect(received.get(association.localPort)).toBe(sent)
  expect(talkers.reduce((sum, { sent }) => sum + sent, 0)).toBeGreaterThan(ASSOCIATIONS * HOURS * 20)
  for (const { endpoint } of [a, z]) {
    expect(endpoint.table.size).toBe(0)
    expect(endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  }
  for (const { association } of talkers) {
    expect(association.outbound.outstanding.inFlightOctets).toBe(0)
    expect(association.outbound.queue.bufferedOctets).toBe(0)
    expect(association.outbound.queue.slab.pagesInUse).toBe(1)
    expect(association.inbound!.heldOctets).toBe(0)
  }
}, 180_000)
