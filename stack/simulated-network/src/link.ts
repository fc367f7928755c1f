import { type LossModel, LossProcess, requireProbability } from './loss-model.js'
import type { SeededRandom } from './seeded-random.js'

/** How one direction between two addresses behaves. Probabilities lie from 0 to 1. */
export interface LinkProperties {
  readonly delayMs: number
  /** Added to the delay, uniform from 0 up to this. */
  readonly jitterMs: number
  /** Whether jitter lets packets overtake each other; without it a link keeps their order. */
  readonly jitterReorders: boolean
  /** Infinity for a link that is never the bottleneck. */
  readonly octetsPerSecond: number
  /** What may wait at the sending end, the packet being sent included; a packet that would exceed it is dropped. */
  readonly queueOctets: number
  /** The longest packet that passes, in octets as handed to the network: no IP or UDP header is counted. A longer one vanishes. */
  readonly mtu: number
  readonly loss: LossModel
  readonly duplicateProbability: number
  /** A corrupted packet arrives with one to three bits flipped: every such error is one that a CRC32c finds. */
  readonly corruptProbability: number
  /** A reordered packet is held back by `reorderByMs`, so that later ones overtake it. */
  readonly reorderProbability: number
  readonly reorderByMs: number
}

/** No delay, no limit, no loss. */
export const PERFECT_LINK: LinkProperties = {
  delayMs: 0,
  jitterMs: 0,
  jitterReorders: false,
  octetsPerSecond: Number.POSITIVE_INFINITY,
  queueOctets: Number.POSITIVE_INFINITY,
  mtu: Number.POSITIVE_INFINITY,
  loss: { kind: 'none' },
  duplicateProbability: 0,
  corruptProbability: 0,
  reorderProbability: 0,
  reorderByMs: 0,
}

export type Drop = 'link-down' | 'too-long' | 'queue-full' | 'lost'

/** What a link does to one packet. The link owns it: it is good until the next `carry`. */
export class Carriage {
  serial = 0
  drop: Drop | null = null
  /** Instants of arrival: one, or two for a duplicated packet. */
  arrivalsMs: readonly number[] = []
  corrupted = false
  /** How many of its arrivals are held back, for later packets to overtake. */
  reordered = 0
}

/** One direction between two addresses: decides when a packet arrives, or that it does not. It moves no octets itself. */
export class Link {
  /** Counts the times it went down: what was on its way at such a moment is lost, even if the link is up again by then. */
  timesCut = 0
  private properties: LinkProperties = PERFECT_LINK
  private losses: LossProcess
  private isUp = true
  private serial = 0
  private readonly departuresMs: number[] = []
  private readonly departingOctets: number[] = []
  private departed = 0
  private queuedOctets = 0
  private lastArrivalMs = Number.NEGATIVE_INFINITY
  private readonly carriage = new Carriage()

  constructor(private readonly random: SeededRandom) {
    this.losses = new LossProcess(this.properties.loss, random)
  }

  get up(): boolean {
    return this.isUp
  }

  get current(): LinkProperties {
    return this.properties
  }

  /**
   * Changes what is named and leaves the rest. Packets under way keep the arrival they were given; a new loss model starts afresh.
   *
   * @throws RangeError for a value that makes no sense; nothing is changed then.
   */
  configure(changes: Partial<LinkProperties>): void {
    const wanted = { ...this.properties, ...changes }
    requireSense(wanted)
    if (changes.loss !== undefined) this.losses = new LossProcess(changes.loss, this.random)
    this.properties = wanted
  }

  /** From now on nothing passes, and what is under way does not arrive. */
  cut(): void {
    if (!this.isUp) return
    this.isUp = false
    this.timesCut++
    this.forgetQueue()
  }

  restore(): void {
    this.isUp = true
  }

  /** Octets that wait at the sending end at this instant, the packet being sent included. */
  backlog(nowMs: number): number {
    this.letDepart(nowMs)
    return this.queuedOctets
  }

  /** Takes one packet in. `octets` are looked at (by a loss predicate) and not kept. */
  carry(octets: Uint8Array, nowMs: number): Carriage {
    const { carriage } = this
    carriage.serial = this.serial++
    carriage.drop = null
    carriage.arrivalsMs = []
    carriage.corrupted = false
    carriage.reordered = 0
    if (!this.isUp) carriage.drop = 'link-down'
    else if (octets.length > this.properties.mtu) carriage.drop = 'too-long'
    else this.enqueue(octets, nowMs)
    return carriage
  }

  /** Flips one to three bits, each in an octet of its own. */
  corrupt(octets: Uint8Array): void {
    const flips = 1 + this.random.below(Math.min(3, octets.length))
    const first = this.random.below(octets.length)
    for (let i = 0; i < flips; i++) octets[(first + i) % octets.length]! ^= 1 << this.random.below(8)
  }

  private enqueue(octets: Uint8Array, nowMs: number): void {
    const { properties, carriage, random } = this
    this.letDepart(nowMs)
    if (this.queuedOctets + octets.length > properties.queueOctets) {
      carriage.drop = 'queue-full'
      return
    }
    // A packet that gets lost on the wire has taken its time at the sending end all the same.
    const departureMs = this.departureOf(octets.length, nowMs)
    if (this.losses.loses({ serial: carriage.serial, octets, atMs: nowMs })) {
      carriage.drop = 'lost'
      return
    }
    carriage.corrupted = octets.length > 0 && happens(random, properties.corruptProbability)
    const arrivalMs = this.arrivalOf(departureMs)
    const isDuplicated = happens(random, properties.duplicateProbability)
    carriage.arrivalsMs = isDuplicated ? [arrivalMs, this.arrivalOf(departureMs)] : [arrivalMs]
  }

  private departureOf(length: number, nowMs: number): number {
    const { octetsPerSecond } = this.properties
    if (octetsPerSecond === Number.POSITIVE_INFINITY && this.queuedOctets === 0) return nowMs
    const startMs = this.queuedOctets === 0 ? nowMs : this.departuresMs.at(-1)!
    const departureMs = startMs + (length * 1000) / octetsPerSecond
    this.departuresMs.push(departureMs)
    this.departingOctets.push(length)
    this.queuedOctets += length
    return departureMs
  }

  private arrivalOf(departureMs: number): number {
    const { delayMs, jitterMs, jitterReorders, reorderProbability, reorderByMs } = this.properties
    const arrivalMs = departureMs + delayMs + (jitterMs > 0 ? jitterMs * this.random.fraction() : 0)
    if (happens(this.random, reorderProbability)) {
      this.carriage.reordered++
      return arrivalMs + reorderByMs
    }
    if (jitterReorders) return arrivalMs
    return (this.lastArrivalMs = Math.max(arrivalMs, this.lastArrivalMs))
  }

  private letDepart(nowMs: number): void {
    while (this.departed < this.departuresMs.length && this.departuresMs[this.departed]! <= nowMs) {
      this.queuedOctets -= this.departingOctets[this.departed++]!
    }
    if (this.departed < FORGET_DEPARTURES_FROM) return
    this.departuresMs.splice(0, this.departed)
    this.departingOctets.splice(0, this.departed)
    this.departed = 0
  }

  private forgetQueue(): void {
    this.departuresMs.length = 0
    this.departingOctets.length = 0
    this.departed = 0
    this.queuedOctets = 0
    this.lastArrivalMs = Number.NEGATIVE_INFINITY
  }
}

/** Draws only where there is something to decide, so that what is switched off leaves the sequence of the rest as it was. */
function happens(random: SeededRandom, probability: number): boolean {
  return probability > 0 && random.fraction() < probability
}

function requireSense(properties: LinkProperties): void {
  requireProbability('duplicate', properties.duplicateProbability)
  requireProbability('corrupt', properties.corruptProbability)
  requireProbability('reorder', properties.reorderProbability)
  for (const name of ['delayMs', 'jitterMs', 'reorderByMs'] as const) {
    if (!(properties[name] >= 0 && properties[name] < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} of a link is zero or more milliseconds, not ${properties[name]}`)
    }
  }
  for (const name of ['octetsPerSecond', 'queueOctets', 'mtu'] as const) {
    if (!(properties[name] > 0)) throw new RangeError(`${name} of a link is more than zero, not ${properties[name]}`)
  }
}

const FORGET_DEPARTURES_FROM = 1024
