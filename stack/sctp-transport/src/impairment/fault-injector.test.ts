import { fillChecksum, verifyChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DatagramTransport, noTrafficYet, type TransportStatistics } from '../datagram-transport.js'
import { ManualSurroundings } from '../testing/manual-surroundings.js'
import { FaultInjector } from './fault-injector.js'
import { ANY_ADDRESS } from './path-impairment.js'

/** `serial@local>remote`, and the instant it came by. */
type Passed = string

const contentsOf = (batch: PacketBatch, nowMs: number): Passed[] =>
  Array.from(
    { length: batch.count },
    (_, i) => `${batch.arena[batch.offset[i]!]}@${batch.localAddress[i]}>${batch.remoteAddress[i]} at ${nowMs}, ${batch.length[i]} octets`,
  )

/** The transport under the injector: writes down what is sent, and receives what a test says. */
class Leaf implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = () => {}
  readonly statistics: TransportStatistics = noTrafficYet()
  readonly sent: Passed[] = []
  closed = false
  constructor(private readonly surroundings: ManualSurroundings) {}
  send(batch: PacketBatch) {
    this.sent.push(...contentsOf(batch, this.surroundings.now()))
  }
  async close() {
    this.closed = true
  }
}

/** Sends and receives through an injector; `batch` makes packets that are told apart by their first octet. */
function setUp() {
  const surroundings = new ManualSurroundings()
  const leaf = new Leaf(surroundings)
  const addresses = new TransportAddressTable()
  for (let i = 0; i < 16; i++) addresses.intern(Uint8Array.of(10, 0, 0, i), 0)
  const injector = new FaultInjector(leaf, addresses, surroundings)
  const received: Passed[] = []
  injector.onReceive = (batch) => received.push(...contentsOf(batch, surroundings.now()))
  let serial = 0
  /** A batch with one packet of 20 octets for each path. */
  const batch = (...paths: (readonly [number, number])[]) => {
    const made = new PacketBatch(1024, 1 << 16)
    for (const [local, remote] of paths) made.append(new Uint8Array(20).fill(serial++), 0, 20, local, remote, CHECKSUM_ABSENT)
    return made
  }
  return { surroundings, leaf, injector, received, batch }
}

const NOTHING = { passed: 0, cut: 0, lost: 0, queueFull: 0, tooLong: 0, delayed: 0, reordered: 0, duplicated: 0, corrupted: 0 }

describe('fault injector', () => {
  it('passes batches on as they are while nothing is impaired', () => {
    const { leaf, injector, received, batch } = setUp()
    const handed: PacketBatch[] = []
    leaf.send = (one) => handed.push(one)
    const [out, back] = [batch([0, 2]), batch([0, 2])]
    injector.send(out)
    leaf.onReceive(back)
    expect(handed).toEqual([out])
    expect(handed[0]).toBe(out)
    expect(received).toHaveLength(1)
  })

  it('cuts a path in both directions and leaves the others, until it is restored', () => {
    const { leaf, injector, received, batch } = setUp()
    injector.cut({ local: 0, remote: 2 })
    injector.send(batch([0, 2], [1, 2], [0, 3]))
    leaf.onReceive(batch([0, 2], [1, 3]))
    expect(leaf.sent).toEqual(['1@1>2 at 0, 20 octets', '2@0>3 at 0, 20 octets'])
    expect(received).toEqual(['4@1>3 at 0, 20 octets'])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ ...NOTHING, cut: 1 })
    expect(injector.tally({ local: ANY_ADDRESS, remote: ANY_ADDRESS }, 'inbound')).toMatchObject({ passed: 1, cut: 1 })
    injector.restore({ local: 0, remote: 2 })
    injector.send(batch([0, 2]))
    leaf.onReceive(batch([0, 2]))
    expect([leaf.sent.length, received.length]).toEqual([3, 2])
  })

  it('cuts one direction alone', () => {
    const { leaf, injector, received, batch } = setUp()
    injector.cut({ local: ANY_ADDRESS, remote: 2 }, 'outbound')
    injector.send(batch([0, 2]))
    leaf.onReceive(batch([0, 2]))
    expect([leaf.sent.length, received.length]).toEqual([0, 1])
    injector.cut({ local: ANY_ADDRESS, remote: 2 }, 'inbound')
    injector.restore({ local: ANY_ADDRESS, remote: 2 }, 'outbound')
    injector.send(batch([0, 2]))
    leaf.onReceive(batch([0, 2]))
    expect([leaf.sent.length, received.length]).toEqual([1, 1])
  })

  it('delays packets by what their path says, in order, with their octets as they were', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 30 }, 'outbound')
    injector.impair({ local: 1, remote: 2 }, { delayMs: 10 }, 'outbound')
    const first = batch([0, 2], [1, 2], [1, 3], [0, 2])
    injector.send(first)
    first.arena.fill(0xdd)
    surroundings.advance(5)
    injector.send(batch([0, 2]))
    surroundings.advance(100)
    expect(leaf.sent).toEqual([
      '2@1>3 at 0, 20 octets',
      '1@1>2 at 10, 20 octets',
      '0@0>2 at 30, 20 octets',
      '3@0>2 at 30, 20 octets',
      '4@0>2 at 35, 20 octets',
    ])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toMatchObject({ passed: 3, delayed: 3 })
  })

  it('delays what is received, checksum mark included', () => {
    const { surroundings, leaf, injector, received } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 12 })
    const batch = new PacketBatch()
    batch.append(new Uint8Array(20).fill(9), 0, 20, 0, 2, CHECKSUM_GOOD)
    const marks: number[] = []
    const before = injector.onReceive
    injector.onReceive = (one) => {
      marks.push(one.checksum[0]!)
      before(one)
    }
    leaf.onReceive(batch)
    batch.arena.fill(0)
    surroundings.advance(20)
    expect(received).toEqual(['9@0>2 at 12, 20 octets'])
    expect(marks).toEqual([CHECKSUM_GOOD])
  })

  it('loses what is held back when the path is cut, even if it is restored before the time', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 100 })
    injector.send(batch([0, 2]))
    surroundings.advance(50)
    injector.cut({ local: 0, remote: ANY_ADDRESS })
    injector.restore({ local: 0, remote: ANY_ADDRESS })
    injector.send(batch([0, 2]))
    surroundings.advance(200)
    expect(leaf.sent).toEqual(['1@0>2 at 150, 20 octets'])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toMatchObject({ passed: 1, cut: 1, delayed: 2 })
  })

  it('loses and duplicates as often as it is told to, by the chance it is given', () => {
    const fates = (chance: number) => {
      const { surroundings, leaf, injector, batch } = setUp()
      surroundings.randomNumbers = [chance]
      injector.impair({ local: 0, remote: 2 }, { lossProbability: 0.5, duplicateProbability: 0.25 }, 'outbound')
      for (let i = 0; i < 4000; i++) injector.send(batch([0, 2]))
      return { tally: injector.tally({ local: 0, remote: 2 }, 'outbound'), sent: leaf.sent }
    }
    const { tally, sent } = fates(1)
    expect(tally.lost / 4000).toBeCloseTo(0.5, 1)
    expect(tally.duplicated / 2000).toBeCloseTo(0.25, 1)
    expect(tally).toEqual({ ...NOTHING, passed: sent.length, lost: tally.lost, duplicated: tally.duplicated })
    expect(fates(1).sent).toEqual(sent)
    expect(fates(2).sent).not.toEqual(sent)
  })

  it('sends at the rate of the path, and drops what its queue has no room for', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { octetsPerSecond: 2000, queueOctets: 60 }, 'outbound')
    injector.send(batch([0, 2], [0, 2], [0, 2], [0, 2]))
    surroundings.advance(10)
    injector.send(batch([0, 2], [0, 2]))
    surroundings.advance(100)
    expect(leaf.sent).toEqual(['0@0>2 at 10, 20 octets', '1@0>2 at 20, 20 octets', '2@0>2 at 30, 20 octets', '4@0>2 at 40, 20 octets'])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ ...NOTHING, passed: 4, delayed: 4, queueFull: 2 })
  })

  it('swallows what is longer than the MTU of a path', () => {
    const { leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { mtu: 19 })
    injector.impair({ local: 1, remote: 2 }, { mtu: 20 })
    injector.send(batch([0, 2], [1, 2]))
    expect(leaf.sent).toEqual(['1@1>2 at 0, 20 octets'])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ ...NOTHING, tooLong: 1 })
  })

  it('lets later packets overtake those it reorders, and no others', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { reorderProbability: 0.25, reorderByMs: 7, delayMs: 3 }, 'outbound')
    for (let i = 0; i < 200; i++) {
      injector.send(batch([0, 2]))
      surroundings.advance(1)
    }
    surroundings.advance(20)
    const late = leaf.sent.map((passed) => Number(/at (\d+)/.exec(passed)![1]) - Number.parseInt(passed, 10))
    expect(new Set(late)).toEqual(new Set([3, 10]))
    expect(late).toHaveLength(200)
    expect(late.filter((ms) => ms === 10)).toHaveLength(injector.tally({ local: 0, remote: 2 }, 'outbound').reordered)
  })

  it('keeps the order under jitter, and when a delay is taken back', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 5, jitterMs: 30 }, 'outbound')
    for (let i = 0; i < 100; i++) {
      if (i === 60) injector.impair({ local: 0, remote: 2 }, { delayMs: 0, jitterMs: 0 }, 'outbound')
      injector.send(batch([0, 2]))
      // Now and then the timer of what is held back comes late.
      if (i % 7 === 0) surroundings.late(4)
      else surroundings.advance(1)
    }
    surroundings.advance(100)
    expect(leaf.sent.map((passed) => Number.parseInt(passed, 10))).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('flips bits of what it corrupts and says so, after filling in the checksum that is absent', () => {
    const { leaf, injector, batch } = setUp()
    const seen: { octets: Uint8Array; checksum: number }[] = []
    const see = (one: PacketBatch) => seen.push({ octets: one.arena.slice(one.offset[0], one.offset[0]! + 20), checksum: one.checksum[0]! })
    leaf.send = see
    injector.onReceive = see
    injector.impair({ local: 0, remote: 2 }, { corruptProbability: 1 })
    injector.send(batch([0, 2]))
    const arrived = batch([0, 2])
    arrived.checksum[0] = CHECKSUM_GOOD
    fillChecksum(arrived.arena, 0, 20)
    leaf.onReceive(arrived)
    for (const { octets, checksum } of seen) {
      expect(checksum).toBe(CHECKSUM_BAD)
      expect(verifyChecksum(octets, 0, 20)).toBe(false)
    }
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ ...NOTHING, passed: 1, corrupted: 1 })
    expect(injector.tally({ local: 0, remote: 2 }, 'inbound')).toEqual({ ...NOTHING, passed: 1, corrupted: 1 })
  })

  it('sends a batch that duplicates beyond its room in pieces', () => {
    const { leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { duplicateProbability: 1 }, 'outbound')
    injector.send(batch(...Array.from({ length: 100 }, () => [0, 2] as const)))
    expect(leaf.sent).toHaveLength(200)
    expect(leaf.sent[199]).toBe('99@0>2 at 0, 20 octets')
  })

  it('lets everything pass again when it is healed, and lets held packets come at their time', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 40 })
    injector.cut({ local: 1, remote: ANY_ADDRESS })
    injector.send(batch([0, 2]))
    injector.healAll()
    injector.send(batch([0, 2], [1, 2]))
    surroundings.advance(100)
    expect(leaf.sent).toEqual(['2@1>2 at 0, 20 octets', '0@0>2 at 40, 20 octets', '1@0>2 at 40, 20 octets'])
  })

  it('keeps every packet of a path in order under any delay that does not change, and loses none', () => {
    const packets = fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 9 }), local: fc.integer({ min: 0, max: 2 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(packets, fc.array(fc.float({ min: 0, max: 50, noNaN: true }), { minLength: 3, maxLength: 3 }), (sent, delays) => {
        const { surroundings, leaf, injector, batch } = setUp()
        delays.forEach((delayMs, local) => {
          injector.impair({ local, remote: 5 }, { delayMs })
        })
        for (const { gapMs, local } of sent) {
          surroundings.advance(gapMs)
          injector.send(batch([local, 5]))
        }
        surroundings.advance(1000)
        expect(surroundings.pendingTimers).toBe(0)
        for (const local of [0, 1, 2]) {
          const serials = leaf.sent.filter((passed) => passed.includes(`@${local}>`)).map((passed) => Number.parseInt(passed, 10))
          expect(serials).toEqual(sent.flatMap((one, serial) => (one.local === local ? [serial] : [])))
        }
      }),
    )
  })

  it('loses no packet but by what is asked, keeps the order where it promises to, and its queue within bounds', () => {
    const impairment = fc.record({
      cut: fc.boolean(),
      delayMs: fc.integer({ min: 0, max: 20 }),
      jitterMs: fc.integer({ min: 0, max: 10 }),
      lossProbability: fc.constantFrom(0, 0.3),
      duplicateProbability: fc.constantFrom(0, 0.3),
      corruptProbability: fc.constantFrom(0, 0.3),
      reorderProbability: fc.constantFrom(0, 0.3),
      reorderByMs: fc.integer({ min: 0, max: 20 }),
      octetsPerSecond: fc.constantFrom(1000, 20_000, Number.POSITIVE_INFINITY),
      queueOctets: fc.constantFrom(50, 200, Number.POSITIVE_INFINITY),
      mtu: fc.constantFrom(19, 20, Number.POSITIVE_INFINITY),
    })
    const selector = fc.record({ local: fc.constantFrom(0, 1, ANY_ADDRESS), remote: fc.constantFrom(2, 3, ANY_ADDRESS) })
    const step = fc.oneof(
      fc.record({ selector, impairment, gapMs: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ path: fc.constantFrom([0, 2] as const, [1, 3] as const), gapMs: fc.integer({ min: 0, max: 5 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer(), fc.boolean(), (steps, seed, keepOrder) => {
        const { surroundings, leaf, injector, batch } = setUp()
        surroundings.randomNumbers = [seed >>> 0, seed * 7]
        const everything = { local: ANY_ADDRESS, remote: ANY_ADDRESS }
        let taken = 0
        let sentWhole = 0
        for (const step of steps) {
          if ('path' in step) {
            const before = injector.tally(everything, 'outbound')
            injector.send(batch(step.path))
            const after = injector.tally(everything, 'outbound')
            // Nothing is impaired and nothing held back: not counted at all.
            if (JSON.stringify(before) === JSON.stringify(after)) sentWhole++
            else taken++
          } else {
            injector.impair(step.selector, { ...step.impairment, ...(keepOrder && { reorderProbability: 0 }) }, 'outbound')
          }
          surroundings.advance(step.gapMs)
        }
        injector.healAll()
        surroundings.advance(100_000)
        const { passed, cut, lost, queueFull, tooLong, duplicated } = injector.tally(everything, 'outbound')
        expect(passed + cut + lost + queueFull + tooLong).toBe(taken + duplicated)
        expect(leaf.sent).toHaveLength(passed + sentWhole)
        expect(surroundings.pendingTimers).toBe(0)
        const asked = (what: (one: (typeof orders)[number]) => boolean) => orders.some(what)
        const orders = steps.flatMap((one) => ('path' in one ? [] : [one.impairment]))
        if (!asked((one) => one.cut)) expect(cut).toBe(0)
        if (!asked((one) => one.lossProbability > 0)) expect(lost).toBe(0)
        if (!asked((one) => one.queueOctets < Number.POSITIVE_INFINITY)) expect(queueFull).toBe(0)
        if (!asked((one) => one.mtu < 20)) expect(tooLong).toBe(0)
        if (!asked((one) => one.duplicateProbability > 0)) expect(duplicated).toBe(0)
        if (!keepOrder) return
        const corrupted = asked((one) => one.corruptProbability > 0)
        for (const local of corrupted ? [] : [0, 1]) {
          const serials = leaf.sent.filter((one) => one.includes(`@${local}>`)).map((one) => Number.parseInt(one, 10))
          expect(serials).toEqual([...serials].sort((a, b) => a - b))
        }
      }),
    )
  })

  it('closes the transport below, lets go of what it holds, and shows its statistics', async () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { delayMs: 40 })
    injector.send(batch([0, 2]))
    await injector.close()
    surroundings.advance(100)
    expect(leaf.sent).toEqual([])
    expect(leaf.closed).toBe(true)
    expect(injector.statistics).toBe(leaf.statistics)
  })
})
