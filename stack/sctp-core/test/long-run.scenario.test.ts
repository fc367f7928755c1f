import { SeededRandom } from '@sigbed/simulated-network'
import { expect, it } from 'vitest'
import { SimulatedPair } from './simulated-pair.js'
import { Traffic } from './traffic.js'

const HOURS = 6

it(`an association lives through ${HOURS} hours of flapping paths and sparse traffic`, () => {
  const pair = new SimulatedPair(1, {
    rtoMinMs: 120,
    rtoInitialMs: 120,
    rtoMaxMs: 800,
    heartbeatIntervalMs: 5000,
    sackDelayMs: 20,
    associationMaxRetrans: 10,
  })
  pair.a.remembers = false
  pair.z.remembers = false
  // TSNs wrap on the way.
  pair.a.plannedRandom.push(1, 0xffff_ff00)
  pair.establish()
  const chance = new SeededRandom(7)
  const traffic = [new Traffic(pair, pair.a, 1700), new Traffic(pair, pair.z, 2900)]
  const until = pair.clock.now() + HOURS * 3_600_000
  let flaps = 0
  while (pair.clock.now() < until) {
    const network = chance.below(2) as 0 | 1
    pair.cut(network)
    pair.runFor(200 + chance.below(60_000))
    // Now and then both are gone for less than Association.Max.Retrans bears.
    if (chance.below(4) === 0) {
      pair.cut((1 - network) as 0 | 1)
      pair.runFor(chance.below(2500))
      pair.restore((1 - network) as 0 | 1)
    }
    pair.restore(network)
    pair.runFor(500 + chance.below(90_000))
    flaps++
  }
  for (const one of traffic) one.stop()
  pair.runFor(60_000)
  expect(flaps).toBeGreaterThan(200)
  traffic[0]!.expectDelivered(pair.z)
  traffic[1]!.expectDelivered(pair.a)
  expect(traffic[0]!.total).toBeGreaterThan(12_000)
  for (const node of [pair.a, pair.z]) {
    expect(node.eventsOf('communication-lost')).toEqual([])
    expect(node.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'active'])
    expect(node.association!.outbound.settled).toBe(true)
    expect(node.association!.inbound!.heldOctets).toBe(0)
    // One timer for the next heartbeat of each side, and nothing piled up.
    expect(node.association!.control.length).toBe(0)
  }
  expect(pair.clock.pendingTimers).toBeLessThanOrEqual(4)
  pair.a.shutdown()
  pair.run(() => pair.a.endpoint.table.size + pair.z.endpoint.table.size === 0)
})
