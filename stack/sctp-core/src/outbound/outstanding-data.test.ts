import { SackChunk, tsnAdd, tsnDistance } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssociationStatistics } from '../association/association-statistics.js'
import { protocolParameters } from '../association/protocol-parameters.js'
import { Path } from '../path/path.js'
import { PathSet } from '../path/path-set.js'
import { MessageOutcomeQueue } from './message-outcome.js'
import { OutboundData } from './outbound-data.js'
import { CHUNK_GAP_ACKED, CHUNK_IN_FLIGHT, CHUNK_MARKED } from './outstanding-data.js'
import { RELIABLE } from './reliability-policy.js'
import { handleT3Expiry, nextMarked } from './retransmission.js'
import { SelectiveAcknowledgementProcessing } from './selective-acknowledgement-processing.js'

/** The sending side of an association without the association: a send queue, two paths, and SACKs made by hand. */
class Sender {
  readonly statistics = new AssociationStatistics()
  readonly paths = new PathSet()
  readonly outbound: OutboundData
  readonly processing: SelectiveAcknowledgementProcessing
  now = 0

  constructor(readonly initialTsn: number) {
    for (let index = 0; index < 2; index++) {
      const addresses = { localAddress: index, remoteAddress: 10 + index, remoteText: '', ipv6: false, encapsulationOctets: 0 }
      this.paths.add(new Path(index, addresses, true, protocolParameters()))
    }
    this.outbound = new OutboundData(initialTsn, 1_000_000, 1, true)
    this.processing = new SelectiveAcknowledgementProcessing(this.outbound, this.paths, this.statistics, new MessageOutcomeQueue())
  }

  send(path: number, length: number): number {
    const { queue, outstanding } = this.outbound
    queue.push(new Uint8Array(length), 0, length, 0, 0, false, false, 0, -1, RELIABLE, 0)
    const chunk = outstanding.send(this.paths.paths[path]!, length, (16 + length + 3) & ~3)
    chunk.page = queue.front.page
    chunk.flags = 3
    queue.cut(queue.front, length)
    this.outbound.peerWindow -= length
    this.paths.paths[path]!.ensureT3(this.now)
    return chunk.tsn
  }

  resendMarked(most: number): void {
    const { outstanding } = this.outbound
    for (let i = 0; i < most; i++) {
      const chunk = nextMarked(this.outbound, 0)
      if (chunk === null) return
      const to = chunk.timedOut ? this.paths.retransmissionPath(this.paths.paths[chunk.path]!) : this.paths.paths[chunk.path]!
      outstanding.resend(chunk, to)
      this.outbound.peerWindow -= chunk.length
      to.ensureT3(this.now)
    }
  }

  sack(cumulativeTsnAck: number, gaps: readonly (readonly [number, number])[] = [], window = 500_000) {
    const sack = new SackChunk()
    sack.cumulativeTsnAck = cumulativeTsnAck
    sack.advertisedReceiverWindow = window
    sack.gapAckBlocks = Uint16Array.from(gaps.flat())
    sack.gapAckBlockCount = gaps.length
    return this.processing.handleSack(sack, this.now, false)
  }

  /** The sums are those of the records: on every path, in all, and by state. */
  expectBalance(): void {
    const { outstanding, queue } = this.outbound
    const sums = { flight: 0, payload: 0, buffered: 0, marked: 0, gapAcked: 0, onPath: [0, 0] }
    for (let index = 0; index < outstanding.length; index++) {
      const chunk = outstanding.at(index)
      sums.buffered += chunk.length
      if (chunk.state === CHUNK_MARKED) sums.marked++
      if (chunk.state === CHUNK_GAP_ACKED) sums.gapAcked++
      if (chunk.state !== CHUNK_IN_FLIGHT) continue
      sums.flight += chunk.chunkOctets
      sums.payload += chunk.length
      sums.onPath[chunk.path]! += chunk.chunkOctets
    }
    expect({
      flight: outstanding.inFlightOctets,
      payload: outstanding.inFlightPayload,
      buffered: queue.bufferedOctets,
      marked: outstanding.marked,
      gapAcked: outstanding.gapAcked,
      onPath: this.paths.paths.map((path) => path.outstandingOctets),
    }).toEqual(sums)
    for (const path of this.paths.paths) expect(path.t3Deadline === Number.POSITIVE_INFINITY).toBe(path.outstandingOctets === 0)
  }
}

const TSNS = fc.constantFrom(0, 4711, 0x7fff_fff0, 0xffff_fff0, 0xffff_ffff)

const COMMAND = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('send' as const), path: fc.constantFrom(0, 1), length: fc.integer({ min: 1, max: 1400 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sack' as const),
      // Mostly sensible; also old ones, ones beyond, and blocks in any order, overlapping and senseless.
      advance: fc.integer({ min: -3, max: 12 }),
      gaps: fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { maxLength: 5 }),
      window: fc.constantFrom(0, 1000, 500_000, 0xffff_ffff),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('timeout' as const), path: fc.constantFrom(0, 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resend' as const), most: fc.integer({ min: 1, max: 20 }) }) },
)

describe('outstanding data and the SACKs for it', () => {
  it('keep every octet counted once, whatever SACKs, timeouts and retransmissions come', () => {
    fc.assert(
      fc.property(TSNS, fc.array(COMMAND, { maxLength: 120 }), (initialTsn, commands) => {
        const sender = new Sender(initialTsn)
        const { outstanding } = sender.outbound
        for (const command of commands) {
          sender.now += 10
          const point = outstanding.cumulativeTsnAckPoint
          const before = outstanding.length
          switch (command.kind) {
            case 'send':
              sender.send(command.path, command.length)
              break
            case 'sack': {
              const verdict = sender.sack(tsnAdd(point, command.advance), command.gaps, command.window)
              if (command.advance < 0) expect(verdict).toBe('old')
              else if (command.advance > before) expect(verdict).toBe('acknowledges-unsent-data')
              else expect([verdict, outstanding.cumulativeTsnAckPoint]).toEqual(['accepted', tsnAdd(point, command.advance)])
              if (verdict === 'accepted')
                expect(sender.outbound.peerWindow).toBeGreaterThanOrEqual(command.window - outstanding.inFlightPayload)
              else expect(outstanding.length).toBe(before)
              break
            }
            case 'timeout':
              if (sender.paths.paths[command.path]!.outstandingOctets > 0)
                handleT3Expiry(sender.outbound, sender.paths, sender.paths.paths[command.path]!, sender.statistics)
              break
            default:
              sender.resendMarked(command.most)
          }
          sender.expectBalance()
        }
        // Everything acknowledged: nothing is left of it.
        sender.sack(outstanding.highestTsn)
        sender.expectBalance()
        expect([outstanding.length, sender.outbound.queue.bufferedOctets, sender.outbound.queue.slab.pagesInUse]).toEqual([0, 0, 1])
        expect(sender.statistics.messagesAcknowledged).toBe(tsnDistance(initialTsn, outstanding.nextTsn))
      }),
      { numRuns: 300 },
    )
  })
  it('mark by gaps exactly what the blocks cover, in whatever order and overlap they come', () => {
    fc.assert(
      fc.property(
        TSNS,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 45 })), { maxLength: 8 }),
        (initialTsn, gaps) => {
          const sender = new Sender(initialTsn)
          for (let i = 0; i < 40; i++) sender.send(i % 2, 100)
          sender.sack(tsnAdd(initialTsn, -1), gaps)
          const { outstanding } = sender.outbound
          for (let index = 0; index < 40; index++) {
            const covered = gaps.some(([from, to]) => from <= index + 1 && index + 1 <= to)
            expect(outstanding.at(index).state === CHUNK_GAP_ACKED).toBe(covered)
          }
        },
      ),
    )
  })
  it('grow the ring without losing anything, and find every TSN', () => {
    const sender = new Sender(0xffff_ff00)
    for (let i = 0; i < 1000; i++) {
      sender.send(0, 10)
      if (i % 3 === 0 && i > 30) sender.sack(sender.outbound.outstanding.at(0).tsn)
    }
    const { outstanding } = sender.outbound
    for (let index = 0; index < outstanding.length; index++) expect(outstanding.indexOf(outstanding.at(index).tsn)).toBe(index)
    expect(outstanding.indexOf(outstanding.nextTsn)).toBe(-1)
    expect(outstanding.indexOf(outstanding.cumulativeTsnAckPoint)).toBe(-1)
    sender.expectBalance()
  })
  it('count misses only below the highest TSN newly acknowledged', () => {
    const sender = new Sender(1)
    for (let i = 0; i < 10; i++) sender.send(0, 100)
    sender.sack(0, [[2, 2]])
    // The same news again, and news below: TSN 1 is not missed again by either, TSN 4 not at all.
    sender.sack(0, [[2, 2]])
    const misses = () => Array.from({ length: 5 }, (_, i) => sender.outbound.outstanding.at(i).missIndications)
    expect(misses()).toEqual([1, 0, 0, 0, 0])
    sender.sack(0, [
      [2, 3],
      [5, 5],
    ])
    expect(misses()).toEqual([2, 0, 0, 1, 0])
  })
  it('count misses by path, so that a faster path makes none for a slower one', () => {
    const sender = new Sender(1)
    for (let i = 0; i < 3; i++) sender.send(0, 100)
    for (let i = 0; i < 6; i++) sender.send(1, 100)
    for (let top = 4; top <= 9; top++) sender.sack(0, [[4, top]])
    expect(sender.statistics.fastRetransmissions).toBe(0)
    expect(sender.outbound.outstanding.at(0).missIndications).toBe(0)
  })
  it('credit no path with a chunk that was marked but not sent again', () => {
    const sender = new Sender(1)
    sender.send(0, 100)
    const [first, second] = sender.paths.paths
    handleT3Expiry(sender.outbound, sender.paths, first!, sender.statistics)
    sender.sack(1)
    expect(sender.processing.newlyAcknowledged).toBe(1)
    expect([sender.processing.pathIsAlive(first!), sender.processing.pathIsAlive(second!)]).toEqual([false, false])
    expect(first!.roundTrip.measurements).toBe(0)
  })
  it('credit the path a chunk was last sent on', () => {
    const sender = new Sender(1)
    sender.send(0, 100)
    const [first, second] = sender.paths.paths
    first!.state = 'potentially-failed'
    handleT3Expiry(sender.outbound, sender.paths, first!, sender.statistics)
    sender.resendMarked(1)
    sender.sack(1)
    expect([sender.processing.pathIsAlive(first!), sender.processing.pathIsAlive(second!)]).toEqual([false, true])
  })
  it('take no chunk that was sent several times for a sign that a path in doubt lives', () => {
    const sender = new Sender(1)
    sender.send(1, 100)
    const [first, second] = sender.paths.paths
    // T3-rtx of the good path expired too early, and what it carried went over the dead one: its late acknowledgement comes now.
    first!.state = 'inactive'
    handleT3Expiry(sender.outbound, sender.paths, second!, sender.statistics)
    const chunk = nextMarked(sender.outbound, 0)!
    sender.outbound.outstanding.resend(chunk, first!)
    sender.sack(1)
    expect([sender.processing.pathIsAlive(first!), sender.processing.pathIsAlive(second!)]).toEqual([false, false])
    expect(sender.processing.newlyAcknowledged).toBe(1)
  })
  it('start T3-rtx again for data given back by the peer', () => {
    const sender = new Sender(1)
    sender.send(0, 100)
    sender.send(1, 100)
    sender.sack(0, [[1, 2]])
    expect(sender.paths.paths.map((path) => path.t3Deadline)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
    sender.now = 77
    sender.sack(0, [[1, 1]])
    expect(sender.paths.paths.map((path) => path.t3Deadline)).toEqual([Number.POSITIVE_INFINITY, 1077])
  })
  it('leave Fast Recovery when the exit point is acknowledged, and not before', () => {
    const sender = new Sender(1)
    for (let i = 0; i < 6; i++) sender.send(0, 100)
    for (let top = 2; top <= 4; top++) sender.sack(0, [[2, top]])
    expect([sender.outbound.inFastRecovery, sender.outbound.fastRecoveryExit]).toEqual([true, 6])
    sender.resendMarked(5)
    sender.sack(4)
    expect(sender.outbound.inFastRecovery).toBe(true)
    sender.sack(6)
    expect(sender.outbound.inFastRecovery).toBe(false)
  })
})
