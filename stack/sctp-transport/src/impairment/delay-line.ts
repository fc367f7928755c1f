import { PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import type { Surroundings, TimerHandle } from '../surroundings.js'
import type { ImpairedWay } from './path-impairment.js'

interface HeldPacket {
  readonly dueMs: number
  readonly octets: Uint8Array
  readonly checksum: number
  readonly way: ImpairedWay
  /** The way's count when the packet was taken in: it is lost if the path has been cut since. */
  readonly timesCut: number
}

/**
 * Holds packets back and hands them over in the order they are due, those of one wake-up as one batch. One timer for all of them:
 * with one for each, two that are due within a millisecond could be handed over in the wrong order.
 */
export class DelayLine {
  private held: HeldPacket[] = []
  private timer: TimerHandle | null = null
  private timerDueMs = Number.POSITIVE_INFINITY
  private readonly batch = new PacketBatch()

  /** @param deliver is lent the batch until it returns. */
  constructor(
    private readonly surroundings: Surroundings,
    private readonly addresses: TransportAddressTable,
    private readonly deliver: (batch: PacketBatch) => void,
    private readonly mostHeld = 65_536,
  ) {}

  get isEmpty(): boolean {
    return this.held.length === 0
  }

  /** Copies the packet; false when too many are held already. Packets due at one instant keep the order they came in. */
  hold(octets: Uint8Array, offset: number, length: number, checksum: number, way: ImpairedWay, dueMs: number): boolean {
    if (this.held.length >= this.mostHeld) return false
    let place = this.held.length
    // Delays of one path are equal as a rule: the place is at the end, or near it.
    while (place > 0 && this.held[place - 1]!.dueMs > dueMs) place--
    const { timesCut } = way.link
    this.held.splice(place, 0, { dueMs, octets: octets.slice(offset, offset + length), checksum, way, timesCut })
    this.addresses.hold(way.remote)
    this.arm()
    return true
  }

  /** Hands over what is due by now though the timer is not back yet: what comes next must not overtake it. */
  handOverDue(): void {
    // A sum of fractions may leave a due instant a hair behind the clock's: what is due within a nanosecond is due.
    const now = this.surroundings.now() + A_NANOSECOND_MS
    let due = 0
    while (due < this.held.length && this.held[due]!.dueMs <= now) due++
    if (due === 0) return
    const packets = this.held.splice(0, due)
    try {
      for (const packet of packets) this.take(packet)
      this.flush()
    } finally {
      for (const { way } of packets) this.addresses.release(way.remote)
      this.batch.clear()
    }
  }

  /** Lets go of everything. */
  clear(): void {
    for (const { way } of this.held) this.addresses.release(way.remote)
    this.held = []
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timer = null
    this.timerDueMs = Number.POSITIVE_INFINITY
  }

  private arm(): void {
    const first = this.held[0]
    if (first === undefined || first.dueMs >= this.timerDueMs) return
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timerDueMs = first.dueMs
    this.timer = this.surroundings.startTimer(first.dueMs - this.surroundings.now(), this.wake)
  }

  private readonly wake = (): void => {
    this.timer = null
    this.timerDueMs = Number.POSITIVE_INFINITY
    try {
      this.handOverDue()
    } finally {
      this.arm()
    }
  }

  private take({ octets, checksum, way, timesCut }: HeldPacket): void {
    if (way.link.timesCut !== timesCut) {
      way.cut++
      return
    }
    if (!this.batch.hasRoom(octets.length)) this.flush()
    if (this.batch.append(octets, 0, octets.length, way.local, way.remote, checksum)) way.passed++
    else way.tooLong++
  }

  private flush(): void {
    if (this.batch.count === 0) return
    this.deliver(this.batch)
    this.batch.clear()
  }
}

const A_NANOSECOND_MS = 1e-6
