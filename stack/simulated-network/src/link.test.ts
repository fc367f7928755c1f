import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Link, type LinkProperties } from './link.js'
import { SeededRandom } from './seeded-random.js'

const newLink = (properties: Partial<LinkProperties>, seed = 1) => {
  const link = new Link(new SeededRandom(seed))
  link.configure(properties)
  return link
}
const packet = (length: number) => new Uint8Array(length)

describe('link', () => {
  it('delivers at once when it is perfect, and after its delay otherwise', () => {
    expect(newLink({}).carry(packet(100), 7)).toMatchObject({ serial: 0, drop: null, arrivalsMs: [7], corrupted: false })
    expect(newLink({ delayMs: 12.5 }).carry(packet(100), 7).arrivalsMs).toEqual([19.5])
  })

  it('sends one packet after the other at its rate', () => {
    const link = newLink({ octetsPerSecond: 100_000, delayMs: 5 })
    expect(link.carry(packet(1000), 0).arrivalsMs).toEqual([15])
    expect(link.carry(packet(500), 0).arrivalsMs).toEqual([20])
    expect(link.carry(packet(500), 3).arrivalsMs).toEqual([25])
    expect(link.backlog(3)).toBe(2000)
    expect(link.backlog(10)).toBe(1000)
    expect(link.backlog(19.999)).toBe(500)
    expect(link.backlog(20)).toBe(0)
    // It has been idle since 20: the next one starts anew.
    expect(link.carry(packet(1000), 50).arrivalsMs).toEqual([65])
  })

  it('drops exactly what its queue has no room for', () => {
    const link = newLink({ octetsPerSecond: 100_000, queueOctets: 3000 })
    expect([0, 1, 2, 3].map(() => link.carry(packet(1000), 0).drop)).toEqual([null, null, null, 'queue-full'])
    // One packet has left at 10 ms: there is room for one more, and not for an octet beyond it.
    expect(link.carry(packet(1001), 10).drop).toBe('queue-full')
    expect(link.carry(packet(1000), 10)).toMatchObject({ drop: null, arrivalsMs: [40] })
    expect(link.carry(packet(1), 19.9).drop).toBe('queue-full')
  })

  it('agrees with a list of all departures about its backlog, over thousands of packets', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ gap: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 1, max: 40 }) })), (steps) => {
        const link = newLink({ octetsPerSecond: 1000, queueOctets: 100 })
        const departures: { atMs: number; length: number }[] = []
        let now = 0
        for (let repeat = 0; repeat < 20; repeat++) {
          for (const { gap, length } of steps) {
            now += gap
            const waiting = departures.filter(({ atMs }) => atMs > now)
            const backlog = waiting.reduce((sum, one) => sum + one.length, 0)
            expect(link.backlog(now)).toBe(backlog)
            const { drop, arrivalsMs } = link.carry(packet(length), now)
            expect(drop).toBe(backlog + length > 100 ? 'queue-full' : null)
            if (drop !== null) continue
            const atMs = (waiting.at(-1)?.atMs ?? now) + length
            expect(arrivalsMs).toEqual([atMs])
            departures.push({ atMs, length })
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('lets a lost packet take its time at the sending end', () => {
    const link = newLink({ octetsPerSecond: 1000, loss: { kind: 'serials', serials: [0] } })
    expect(link.carry(packet(10), 0).drop).toBe('lost')
    expect(link.carry(packet(10), 0).arrivalsMs).toEqual([20])
  })

  it('drops what is longer than its MTU and nothing shorter', () => {
    const link = newLink({ mtu: 1500 })
    expect(link.carry(packet(1500), 0).drop).toBeNull()
    expect(link.carry(packet(1501), 0).drop).toBe('too-long')
  })

  it('keeps the order under jitter, unless it may reorder', () => {
    const arrivals = (jitterReorders: boolean) => {
      const link = newLink({ delayMs: 20, jitterMs: 15, jitterReorders })
      return Array.from({ length: 500 }, (_, i) => ({ sentMs: i, arrivalMs: link.carry(packet(10), i).arrivalsMs[0]! }))
    }
    const inversions = (list: { arrivalMs: number }[]) =>
      list.filter(({ arrivalMs }, i) => i > 0 && arrivalMs < list[i - 1]!.arrivalMs).length
    for (const { sentMs, arrivalMs } of [...arrivals(false), ...arrivals(true)]) {
      expect(arrivalMs).toBeGreaterThanOrEqual(sentMs + 20)
      expect(arrivalMs).toBeLessThanOrEqual(sentMs + 35)
    }
    expect(inversions(arrivals(false))).toBe(0)
    expect(inversions(arrivals(true))).toBeGreaterThan(100)
  })

  it('holds back about as many packets as it is told to, and lets the others pass them', () => {
    const link = newLink({ delayMs: 10, reorderProbability: 0.25, reorderByMs: 4 })
    const late = Array.from({ length: 4000 }, (_, i) => {
      const { arrivalsMs, reordered } = link.carry(packet(10), i)
      expect(arrivalsMs).toEqual([i + 10 + 4 * reordered])
      return arrivalsMs[0]! - i
    })
    expect(late.every((delay) => delay === 10 || delay === 14)).toBe(true)
    expect(late.filter((delay) => delay === 14).length / 4000).toBeCloseTo(0.25, 1)
  })

  it('duplicates about as many packets as it is told to', () => {
    const link = newLink({ delayMs: 1, duplicateProbability: 0.1 })
    const twice = Array.from({ length: 4000 }, (_, i) => link.carry(packet(10), i).arrivalsMs).filter((arrivals) => arrivals.length === 2)
    expect(twice.length / 4000).toBeCloseTo(0.1, 1)
    for (const [first, second] of twice) expect(second).toBe(first)
  })

  it('flips one to three bits of a corrupted packet', () => {
    const link = newLink({ corruptProbability: 1 })
    const counts = new Set<number>()
    for (let i = 0; i < 200; i++) {
      const octets = packet(1 + (i % 5))
      expect(link.carry(octets, i).corrupted).toBe(true)
      link.corrupt(octets)
      const flipped = octets.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0)
      expect(flipped).toBeGreaterThanOrEqual(1)
      expect(flipped).toBeLessThanOrEqual(3)
      counts.add(flipped)
    }
    expect(counts.size).toBe(3)
  })

  it('passes nothing while it is down, and begins with an empty queue afterwards', () => {
    const link = newLink({ octetsPerSecond: 1000 })
    link.carry(packet(500), 0)
    link.cut()
    link.cut()
    expect(link.timesCut).toBe(1)
    expect(link.up).toBe(false)
    expect(link.carry(packet(10), 1).drop).toBe('link-down')
    link.restore()
    expect(link.carry(packet(10), 2).arrivalsMs).toEqual([12])
  })

  it('refuses properties that make no sense, and keeps those it had', () => {
    const link = newLink({ delayMs: 3 })
    const senseless: Partial<LinkProperties>[] = [
      { delayMs: -1 },
      { jitterMs: Number.NaN },
      { reorderByMs: Number.POSITIVE_INFINITY },
      { octetsPerSecond: 0 },
      { queueOctets: -5 },
      { mtu: 0 },
      { duplicateProbability: 1.5 },
      { corruptProbability: -1 },
      { reorderProbability: Number.NaN },
      { loss: { kind: 'random', probability: 2 } },
    ]
    for (const changes of senseless) expect(() => link.configure({ delayMs: 9, ...changes })).toThrow(RangeError)
    expect(link.current.delayMs).toBe(3)
  })
})
