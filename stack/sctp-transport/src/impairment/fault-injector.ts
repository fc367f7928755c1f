import { COMMON_HEADER_LENGTH, fillChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import type { DatagramTransport, TransportStatistics } from '../datagram-transport.js'
import type { Surroundings } from '../surroundings.js'
import { DelayLine } from './delay-line.js'
import {
  type ChanceSource,
  type ImpairedWay,
  type Impairment,
  ImpairmentTable,
  type PathSelector,
  type PathTally,
} from './path-impairment.js'

export type ImpairedDirection = 'outbound' | 'inbound' | 'both'

/**
 * Breaks paths under an endpoint without its knowing: a transport around a transport. It stands on one node and sees both
 * directions there, so a path can be cut as a whole from one end. Everything may be changed while packets flow.
 *
 * What an impairment does to packets, the links of the simulated network do: each path in each direction is one of them, so that
 * a scenario behaves alike on either. While nothing is impaired, batches pass through uncopied.
 */
export class FaultInjector implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  private readonly outbound: Direction
  private readonly inbound: Direction

  /**
   * @param addresses the table shared with the endpoint
   * @param chance drawn from once for each path and direction that is impaired; the surroundings' own unless given
   */
  constructor(
    private readonly transport: DatagramTransport,
    addresses: TransportAddressTable,
    surroundings: Surroundings,
    chance: ChanceSource = surroundings,
  ) {
    this.outbound = new Direction(addresses, surroundings, chance, (batch) => this.transport.send(batch))
    this.inbound = new Direction(addresses, surroundings, chance, (batch) => this.onReceive(batch))
    transport.onReceive = (batch) => {
      if (this.inbound.isActive) this.inbound.pass(batch)
      else this.onReceive(batch)
    }
  }

  /** The wrapped transport's: what was dropped on the way out never reached it, what was dropped on the way in did. */
  get statistics(): TransportStatistics {
    return this.transport.statistics
  }

  send(batch: PacketBatch): void {
    if (this.outbound.isActive) this.outbound.pass(batch)
    else this.transport.send(batch)
  }

  /** From now on nothing passes, and what is held back is lost. */
  cut(path: PathSelector, direction: ImpairedDirection = 'both'): void {
    this.impair(path, { cut: true }, direction)
  }

  /** Takes a cut back; other impairments of the same selector stay. Only what was cut by an equal selector is restored. */
  restore(path: PathSelector, direction: ImpairedDirection = 'both'): void {
    this.impair(path, { cut: false }, direction)
  }

  /**
   * Changes what is named and leaves the rest; what is held back already keeps its time. A delay in both directions counts twice in
   * the round trip. How impairments add up whose selectors cover the same path: see `sumOf`.
   *
   * @throws RangeError for a value that makes no sense; nothing is changed then
   */
  impair(path: PathSelector, changes: Partial<Impairment>, direction: ImpairedDirection = 'both'): void {
    if (direction !== 'inbound') this.outbound.table.change(path, changes)
    if (direction !== 'outbound') this.inbound.table.change(path, changes)
  }

  /** Takes every impairment back; what is held back still comes at its time, and nothing sent later on its path before it. */
  healAll(): void {
    this.outbound.table.clear()
    this.inbound.table.clear()
  }

  /**
   * What became of the packets of a path while anything at all was impaired in that direction: packets that pass a whole network
   * are not counted.
   */
  tally(path: PathSelector, direction: 'outbound' | 'inbound'): PathTally {
    return (direction === 'outbound' ? this.outbound : this.inbound).table.tally(path)
  }

  async close(): Promise<void> {
    this.outbound.delayLine.clear()
    this.inbound.delayLine.clear()
    await this.transport.close()
  }
}

/** The packets of all paths one way: what is ordered for them, what is held back, and what passes in this batch. */
class Direction {
  readonly table: ImpairmentTable
  readonly delayLine: DelayLine
  private readonly passing = new PacketBatch()

  constructor(
    addresses: TransportAddressTable,
    private readonly surroundings: Surroundings,
    chance: ChanceSource,
    private readonly deliver: (batch: PacketBatch) => void,
  ) {
    this.table = new ImpairmentTable(addresses, chance)
    this.delayLine = new DelayLine(surroundings, addresses, deliver)
  }

  /** False when nothing is impaired, nor held back from when something was. */
  get isActive(): boolean {
    return this.table.isActive || !this.delayLine.isEmpty
  }

  pass(batch: PacketBatch): void {
    this.delayLine.handOverDue()
    const now = this.surroundings.now()
    try {
      for (let i = 0; i < batch.count; i++) {
        const way = this.table.way(batch.localAddress[i]!, batch.remoteAddress[i]!)
        this.carry(batch.arena.subarray(batch.offset[i]!, batch.offset[i]! + batch.length[i]!), batch.checksum[i]!, way, now)
      }
      if (this.passing.count > 0) this.deliver(this.passing)
    } finally {
      this.passing.clear()
    }
  }

  private carry(packet: Uint8Array, checksum: number, way: ImpairedWay, now: number): void {
    const { drop, arrivalsMs, corrupted, reordered } = way.link.carry(packet, now)
    switch (drop) {
      case 'link-down':
        way.cut++
        return
      case 'too-long':
        way.tooLong++
        return
      case 'queue-full':
        way.queueFull++
        return
      case 'lost':
        way.lost++
        return
      case null:
        break
      default:
        drop satisfies never
    }
    way.reordered += reordered
    way.duplicated += arrivalsMs.length - 1
    if (corrupted) way.corrupted++
    const octets = corrupted ? damaged(packet, checksum, way) : packet
    for (const arrivalMs of arrivalsMs) this.forward(octets, corrupted ? CHECKSUM_BAD : checksum, way, arrivalMs, now)
  }

  private forward(octets: Uint8Array, checksum: number, way: ImpairedWay, arrivalMs: number, now: number): void {
    const { length } = octets
    if (arrivalMs > now) {
      if (this.delayLine.hold(octets, 0, length, checksum, way, arrivalMs)) way.delayed++
      else way.queueFull++
      return
    }
    if (!this.passing.hasRoom(length)) {
      this.deliver(this.passing)
      this.passing.clear()
    }
    if (this.passing.append(octets, 0, length, way.local, way.remote, checksum)) way.passed++
    else way.tooLong++
  }
}

/** A copy with bits flipped. Its checksum was right before: the transport below, which fills in what is absent, leaves it as it is. */
function damaged(packet: Uint8Array, checksum: number, way: ImpairedWay): Uint8Array {
  const octets = packet.slice()
  if (checksum === CHECKSUM_ABSENT && octets.length >= COMMON_HEADER_LENGTH) fillChecksum(octets, 0, octets.length)
  way.link.corrupt(octets)
  return octets
}

function ignore(): void {}
