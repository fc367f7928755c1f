import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LinkProperties } from './link.js'
import { SeededRandom } from './seeded-random.js'
import { SimulatedNetwork } from './simulated-network.js'
import { VirtualClock } from './virtual-clock.js'

interface Arrival {
  atMs: number
  octets: number[]
  from: string
}

function network(seed = 1) {
  const random = new SeededRandom(seed)
  const clock = new VirtualClock(random)
  const net = new SimulatedNetwork(clock, random)
  const arrivals: Arrival[] = []
  net.attach('A', () => {})
  net.attach('Z', (octets, from) => arrivals.push({ atMs: clock.now(), octets: [...octets], from }))
  return { clock, net, arrivals }
}

/** Sends `count` numbered packets from A to Z, one a millisecond, over a link with these properties, and waits for silence. */
function traffic(seed: number, properties: Partial<LinkProperties>, count = 200) {
  const made = network(seed)
  made.net.configurePath('A', 'Z', properties)
  for (let i = 0; i < count; i++) made.clock.startTimerAt(i, () => made.net.send(Uint8Array.of(9, i >> 8, i), 1, 2, 'A', 'Z'))
  made.clock.runUntil(Number.POSITIVE_INFINITY)
  return made
}

const ROUGH: Partial<LinkProperties> = {
  delayMs: 20,
  jitterMs: 15,
  jitterReorders: true,
  octetsPerSecond: 1500,
  queueOctets: 50,
  loss: { kind: 'gilbert-elliott', goodToBad: 0.05, badToGood: 0.3, lossInGood: 0.01, lossInBad: 0.8 },
  duplicateProbability: 0.1,
  corruptProbability: 0.1,
  reorderProbability: 0.1,
  reorderByMs: 7,
}

describe('simulated network', () => {
  it('delivers what was sent, unchanged and in order, after the delay of the link', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (packets) => {
        const { clock, net, arrivals } = network()
        net.link('A', 'Z').configure({ delayMs: 2.5 })
        for (const octets of packets) net.send(octets, 0, octets.length, 'A', 'Z')
        clock.runUntil(Number.POSITIVE_INFINITY)
        expect(arrivals).toEqual(packets.map((octets) => ({ atMs: 2.5, octets: [...octets], from: 'A' })))
      }),
    )
  })

  it('keeps the order of packets whatever the jitter, without reordering', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { arrivals } = traffic(seed, { delayMs: 1 / 3, jitterMs: 40, octetsPerSecond: 3333 })
      expect(arrivals.map(({ octets }) => (octets[0]! << 8) | octets[1]!)).toEqual(Array.from({ length: 200 }, (_, i) => i))
    }
  })

  it('copies what is sent and overwrites what was delivered', () => {
    const { clock, net } = network()
    const kept: Uint8Array[] = []
    net.attach('Y', (octets) => kept.push(octets))
    const sent = Uint8Array.of(1, 2, 3)
    net.link('A', 'Y').configure({ delayMs: 1, duplicateProbability: 1 })
    net.send(sent, 0, 3, 'A', 'Y')
    sent.fill(0)
    let seen: number[] = []
    net.attach('X', (octets) => (seen = [...octets]))
    net.send(Uint8Array.of(4, 5), 0, 2, 'A', 'X')
    clock.runUntil(10)
    expect(seen).toEqual([4, 5])
    expect(kept.map((octets) => [...octets])).toEqual([
      [0xdd, 0xdd, 0xdd],
      [0xdd, 0xdd, 0xdd],
    ])
  })

  it('moves the same octets at the same instants to the same fates for an equal seed', () => {
    for (let seed = 0; seed < 10; seed++) {
      const [one, same, other] = [traffic(seed, ROUGH), traffic(seed, ROUGH), traffic(seed + 1, ROUGH)]
      expect(same.net.log.digest).toBe(one.net.log.digest)
      expect(same.arrivals).toEqual(one.arrivals)
      expect(other.net.log.digest).not.toBe(one.net.log.digest)
    }
  })

  it('meets every fate on a rough link', () => {
    const fates = new Set<string>()
    for (let seed = 0; seed < 5; seed++) for (const { fate } of traffic(seed, ROUGH).net.log.entries()) fates.add(fate)
    expect([...fates].sort()).toEqual(['corrupted', 'delivered', 'duplicate', 'lost', 'queue-full'])
  })

  it('leaves the luck of one link alone when another is changed', () => {
    const luckOfZ = (lossToY: number) => {
      const { clock, net, arrivals } = network(5)
      net.link('A', 'Y').configure({ loss: { kind: 'random', probability: lossToY } })
      net.link('A', 'Z').configure({ loss: { kind: 'random', probability: 0.5 } })
      for (let i = 0; i < 100; i++) for (const to of ['Y', 'Z']) net.send(Uint8Array.of(i), 0, 1, 'A', to)
      clock.runUntil(1)
      return arrivals
    }
    expect(luckOfZ(0.9)).toEqual(luckOfZ(0))
  })

  it('loses what is on its way when a path is cut, even if it is restored before the arrival', () => {
    const { clock, net, arrivals } = network()
    net.configurePath('A', 'Z', { delayMs: 100 })
    net.send(Uint8Array.of(1), 0, 1, 'A', 'Z')
    clock.startTimer(50, () => net.cutPath('A', 'Z'))
    clock.startTimer(55, () => net.send(Uint8Array.of(2), 0, 1, 'A', 'Z'))
    clock.startTimer(60, () => net.restorePath('A', 'Z'))
    clock.startTimer(70, () => net.send(Uint8Array.of(3), 0, 1, 'A', 'Z'))
    clock.runUntil(1000)
    expect(arrivals).toEqual([{ atMs: 170, octets: [3], from: 'A' }])
    expect(net.log.entries().map(({ serial, fate }) => `${serial} ${fate}`)).toEqual(['1 link-down', '0 link-down', '2 delivered'])
  })

  it('cuts one direction and leaves the other', () => {
    const { clock, net, arrivals } = network()
    let answers = 0
    net.detach('A')
    net.attach('A', () => answers++)
    net.link('A', 'Z').cut()
    net.send(Uint8Array.of(1), 0, 1, 'A', 'Z')
    net.send(Uint8Array.of(2), 0, 1, 'Z', 'A')
    clock.runUntil(1)
    expect([arrivals.length, answers]).toEqual([0, 1])
  })

  it('writes down what finds no receiver', () => {
    const { clock, net } = network()
    net.send(Uint8Array.of(1), 0, 1, 'A', 'nobody')
    net.send(Uint8Array.of(1), 0, 1, 'A', 'Z')
    net.detach('Z')
    clock.runUntil(1)
    expect(net.log.entries().map(({ to, fate }) => `${to} ${fate}`)).toEqual(['nobody no-receiver', 'Z no-receiver'])
  })

  it('gives new links the usual properties and refuses senseless ones', () => {
    const { clock, net, arrivals } = network()
    net.configureUsual({ delayMs: 30 })
    net.configureUsual({ mtu: 2 })
    expect(() => net.configureUsual({ mtu: 0 })).toThrow(RangeError)
    net.send(Uint8Array.of(1, 2), 0, 2, 'A', 'Z')
    net.send(Uint8Array.of(1, 2, 3), 0, 3, 'A', 'Z')
    clock.runUntil(100)
    expect(arrivals.map(({ atMs }) => atMs)).toEqual([30])
  })

  it('refuses an address that is taken', () => {
    const { net } = network()
    expect(() => net.attach('A', () => {})).toThrow('already')
  })
})
