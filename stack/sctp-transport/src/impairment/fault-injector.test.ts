import { CHECKSUM_ABSENT, CHECKSUM_GOOD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
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
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ passed: 0, cut: 1, lost: 0, delayed: 0, duplicated: 0 })
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

  it('loses and duplicates by the chance it is given', () => {
    const { surroundings, leaf, injector, batch } = setUp()
    injector.impair({ local: 0, remote: 2 }, { lossProbability: 0.5, duplicateProbability: 0.25 }, 'outbound')
    // Loss and, where there is none, duplicate are drawn in turn, each below its share of 2^32 for yes.
    surroundings.randomNumbers = [0x7fff_ffff, 0x8000_0000, 0x3fff_ffff, 0xffff_ffff, 0x4000_0000]
    injector.send(batch([0, 2], [0, 2], [0, 2]))
    expect(leaf.sent.map((passed) => passed.split('@')[0])).toEqual(['1', '1', '2'])
    expect(injector.tally({ local: 0, remote: 2 }, 'outbound')).toEqual({ passed: 3, cut: 0, lost: 1, delayed: 0, duplicated: 1 })
    expect(surroundings.randomNumbers).toEqual([])
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
    expect(leaf.sent).toEqual(['1@0>2 at 0, 20 octets', '2@1>2 at 0, 20 octets', '0@0>2 at 40, 20 octets'])
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
