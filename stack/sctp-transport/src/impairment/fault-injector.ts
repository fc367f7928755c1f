import { PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import type { DatagramTransport, TransportStatistics } from '../datagram-transport.js'
import type { Surroundings } from '../surroundings.js'
import { DelayLine } from './delay-line.js'
import { type Impairment, ImpairmentTable, type PathSelector, type PathTally } from './path-impairment.js'

export type ImpairedDirection = 'outbound' | 'inbound' | 'both'

/** Where losses and duplicates are drawn from; a seeded one makes them the same in every run. */
export interface ChanceSource {
  /** Uniform over 0 to 2^32-1. */
  randomUint32(): number
}

/**
 * Breaks paths under an endpoint without its knowing: a transport around a transport. It stands on one node and sees both
 * directions there, so a path can be cut as a whole from one end. Everything may be changed while packets flow.
 *
 * While nothing is impaired, batches pass through uncopied.
 */
export class FaultInjector implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  private readonly outbound: ImpairmentTable
  private readonly inbound: ImpairmentTable
  private readonly outboundPassing = new PacketBatch()
  private readonly inboundPassing = new PacketBatch()
  private readonly outboundDelay: DelayLine
  private readonly inboundDelay: DelayLine

  /**
   * @param addresses the table shared with the endpoint
   * @param chance drawn from for losses and duplicates only; the surroundings' own unless given
   */
  constructor(
    private readonly transport: DatagramTransport,
    addresses: TransportAddressTable,
    surroundings: Surroundings,
    private readonly chance: ChanceSource = surroundings,
  ) {
    this.outbound = new ImpairmentTable(addresses)
    this.inbound = new ImpairmentTable(addresses)
    this.outboundDelay = new DelayLine(surroundings, addresses, this.sendOn)
    this.inboundDelay = new DelayLine(surroundings, addresses, this.receiveOn)
    transport.onReceive = (batch) => {
      if (this.inbound.isActive) this.pass(batch, this.inbound, this.inboundPassing, this.inboundDelay, this.receiveOn)
      else this.onReceive(batch)
    }
  }

  /** The wrapped transport's: what was dropped on the way out never reached it, what was dropped on the way in did. */
  get statistics(): TransportStatistics {
    return this.transport.statistics
  }

  send(batch: PacketBatch): void {
    if (this.outbound.isActive) this.pass(batch, this.outbound, this.outboundPassing, this.outboundDelay, this.sendOn)
    else this.transport.send(batch)
  }

  /** From now on nothing passes, and what is held back by a delay is lost. */
  cut(path: PathSelector, direction: ImpairedDirection = 'both'): void {
    this.impair(path, { cut: true }, direction)
  }

  /** Takes a cut back; other impairments of the same selector stay. Only what was cut by an equal selector is restored. */
  restore(path: PathSelector, direction: ImpairedDirection = 'both'): void {
    this.impair(path, { cut: false }, direction)
  }

  /**
   * Changes what is named and leaves the rest. A delay in both directions counts twice in the round trip.
   *
   * @throws RangeError for a probability outside 0 to 1 or a delay that is negative or endless.
   */
  impair(path: PathSelector, changes: Partial<Impairment>, direction: ImpairedDirection = 'both'): void {
    if (direction !== 'inbound') this.outbound.change(path, changes)
    if (direction !== 'outbound') this.inbound.change(path, changes)
  }

  /** Takes every impairment back; what is held back still comes at its time. */
  healAll(): void {
    this.outbound.clear()
    this.inbound.clear()
  }

  /**
   * What became of the packets of a path while anything at all was impaired in that direction: packets that pass a whole network
   * are not counted.
   */
  tally(path: PathSelector, direction: 'outbound' | 'inbound'): PathTally {
    return (direction === 'outbound' ? this.outbound : this.inbound).tally(path)
  }

  async close(): Promise<void> {
    this.outboundDelay.clear()
    this.inboundDelay.clear()
    await this.transport.close()
  }

  private readonly sendOn = (batch: PacketBatch): void => this.transport.send(batch)
  private readonly receiveOn = (batch: PacketBatch): void => this.onReceive(batch)

  private pass(
    batch: PacketBatch,
    table: ImpairmentTable,
    passing: PacketBatch,
    delayLine: DelayLine,
    handOver: (batch: PacketBatch) => void,
  ): void {
    try {
      for (let i = 0; i < batch.count; i++) {
        const way = table.way(batch.localAddress[i]!, batch.remoteAddress[i]!)
        if (way.isCut) {
          way.cut++
          continue
        }
        if (this.happens(way.lossProbability)) {
          way.lost++
          continue
        }
        const copies = this.happens(way.duplicateProbability) ? 2 : 1
        if (copies === 2) way.duplicated++
        for (let copy = 0; copy < copies; copy++) {
          const length = batch.length[i]!
          if (way.delayMs > 0) {
            if (delayLine.hold(batch.arena, batch.offset[i]!, length, batch.checksum[i]!, way)) way.delayed++
            else way.lost++
            continue
          }
          if (!passing.hasRoom(length)) {
            handOver(passing)
            passing.clear()
          }
          if (passing.append(batch.arena, batch.offset[i]!, length, way.local, way.remote, batch.checksum[i]!)) way.passed++
          else way.lost++
        }
      }
      if (passing.count > 0) handOver(passing)
    } finally {
      passing.clear()
    }
  }

  /** Draws only where there is something to decide. */
  private happens(probability: number): boolean {
    return probability > 0 && this.chance.randomUint32() < probability * 0x1_0000_0000
  }
}

function ignore(): void {}
