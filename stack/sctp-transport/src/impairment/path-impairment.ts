import type { TransportAddress, TransportAddressTable } from '@sigbed/sctp-core'
import { Link, type LinkProperties, SeededRandom } from '@sigbed/simulated-network'

/** Stands for every local, or every remote, address. */
export const ANY_ADDRESS = -1

/** Indices into the endpoint's TransportAddressTable; ANY_ADDRESS in one place makes it an interface, or a whole peer host. */
export interface PathSelector {
  readonly local: number
  readonly remote: number
}

/** What is done to the packets of a path in one direction. Probabilities lie from 0 to 1, each packet has its own luck. */
export interface Impairment {
  /** Nothing passes; what is held back is lost as well. */
  readonly cut: boolean
  readonly delayMs: number
  /** Added to the delay, uniform from 0 up to this; order is kept. */
  readonly jitterMs: number
  readonly lossProbability: number
  readonly duplicateProbability: number
  /** A corrupted packet travels on with one to three bits flipped, so that its CRC32c is wrong. */
  readonly corruptProbability: number
  /** A reordered packet is held back by `reorderByMs` besides, so that later ones overtake it. */
  readonly reorderProbability: number
  readonly reorderByMs: number
  /** Infinity: never the bottleneck. */
  readonly octetsPerSecond: number
  /** What may wait for the wire, the packet on its way included; one that would exceed it is dropped. */
  readonly queueOctets: number
  /** Longer packets vanish without a word; octets of the SCTP packet, without IP and UDP. */
  readonly mtu: number
}

export const NO_IMPAIRMENT: Impairment = {
  cut: false,
  delayMs: 0,
  jitterMs: 0,
  lossProbability: 0,
  duplicateProbability: 0,
  corruptProbability: 0,
  reorderProbability: 0,
  reorderByMs: 0,
  octetsPerSecond: Number.POSITIVE_INFINITY,
  queueOctets: Number.POSITIVE_INFINITY,
  mtu: Number.POSITIVE_INFINITY,
}

/** An impairment as a link of the simulated network has it; that it is cut is said to the link by itself. */
export function linkPropertiesOf({ cut: _, lossProbability, ...alike }: Impairment): LinkProperties {
  const loss = lossProbability === 0 ? ({ kind: 'none' } as const) : ({ kind: 'random', probability: lossProbability } as const)
  return { ...alike, jitterReorders: false, loss }
}

/**
 * What was done to the packets of one path in one direction since the start. Every packet that came, and every copy that was made of
 * one, has passed, was dropped under one of four names, or is still held back.
 */
export interface PathTally {
  readonly passed: number
  /** Dropped because the path was cut, then or while they were held back. */
  readonly cut: number
  /** Dropped by chance. */
  readonly lost: number
  /** Dropped because the queue of the path was full, or too many packets were held back already. */
  readonly queueFull: number
  /** Dropped because they were longer than the MTU of the path. */
  readonly tooLong: number
  /** Held back for any reason. */
  readonly delayed: number
  /** Held back for later ones to overtake them. */
  readonly reordered: number
  /** Copies made. */
  readonly duplicated: number
  /** Damaged, and sent on all the same. */
  readonly corrupted: number
}

/** One path in one direction: the link its packets pass, which is the sum of all impairments whose selector covers it, and its tally. */
export class ImpairedWay {
  passed = 0
  cut = 0
  lost = 0
  queueFull = 0
  tooLong = 0
  delayed = 0
  reordered = 0
  duplicated = 0
  corrupted = 0

  constructor(
    readonly local: number,
    readonly remote: number,
    /** Whose index `remote` is. */
    readonly address: TransportAddress,
    readonly link: Link,
  ) {}
}

/** Where luck is drawn from; a seeded one makes it the same in every run. */
export interface ChanceSource {
  /** Uniform over 0 to 2^32-1. */
  randomUint32(): number
}

/**
 * The impairments of one direction: by selector as they were ordered, and by path as they add up (`sumOf`). The address of a peer is
 * held while an impairment names it.
 */
export class ImpairmentTable {
  private readonly ordered = new Map<string, { selector: PathSelector; impairment: Impairment }>()
  private readonly ways = new Map<number, ImpairedWay>()

  /** @param chance gives one number for each path: what happens to one leaves the luck of the others as it was. */
  constructor(
    private readonly addresses: TransportAddressTable,
    private readonly chance: ChanceSource,
  ) {}

  /** False when every packet passes untouched. */
  get isActive(): boolean {
    return this.ordered.size > 0
  }

  /**
   * Changes what is named for this selector and leaves the rest; one that impairs nothing any more is forgotten.
   *
   * @throws RangeError for a value that makes no sense; nothing is changed then.
   */
  change(selector: PathSelector, changes: Partial<Impairment>): void {
    const key = `${selector.local}/${selector.remote}`
    const impairment = { ...(this.ordered.get(key)?.impairment ?? NO_IMPAIRMENT), ...changes }
    new Link(new SeededRandom(0)).configure(linkPropertiesOf(impairment))
    const before = this.ordered.has(key)
    const after = !impairsNothing(impairment)
    if (after) this.ordered.set(key, { selector, impairment })
    else this.ordered.delete(key)
    if (after && !before && selector.remote !== ANY_ADDRESS) this.addresses.hold(selector.remote)
    if (before && !after && selector.remote !== ANY_ADDRESS) this.addresses.release(selector.remote)
    for (const way of this.ways.values()) this.addUp(way)
  }

  clear(): void {
    for (const { selector } of this.ordered.values()) if (selector.remote !== ANY_ADDRESS) this.addresses.release(selector.remote)
    this.ordered.clear()
    for (const way of this.ways.values()) this.addUp(way)
  }

  /** The same object for the same path on every call, for as long as the table knows its address. */
  way(local: number, remote: number): ImpairedWay {
    const key = local * ADDRESSES_AT_MOST + remote
    let way = this.ways.get(key)
    const address = this.addresses.at(remote)
    if (way === undefined || way.address !== address) {
      way = new ImpairedWay(local, remote, address, new Link(new SeededRandom(this.chance.randomUint32())))
      this.addUp(way)
      this.ways.set(key, way)
    }
    return way
  }

  /** Sums over all paths the selector covers that have seen a packet. */
  tally(selector: PathSelector): PathTally {
    const sum = { passed: 0, cut: 0, lost: 0, queueFull: 0, tooLong: 0, delayed: 0, reordered: 0, duplicated: 0, corrupted: 0 }
    for (const way of this.ways.values()) {
      if (!covers(selector, way)) continue
      for (const fate of Object.keys(sum) as (keyof PathTally)[]) sum[fate] += way[fate]
    }
    return sum
  }

  private addUp(way: ImpairedWay): void {
    const covering = [...this.ordered.values()].filter(({ selector }) => covers(selector, way))
    const sum = sumOf(covering.map(({ impairment }) => impairment))
    way.link.configure(linkPropertiesOf(sum))
    if (sum.cut) way.link.cut()
    else way.link.restore()
  }
}

/**
 * What several impairments do to a packet that all of them cover. It is cut off if any of them cuts it; delays and jitters add; each has
 * its own chance to lose, double, damage or reorder, and what is reordered is held back by the longest time; the lowest rate, the
 * shortest queue and the smallest MTU hold.
 */
export function sumOf(impairments: readonly Impairment[]): Impairment {
  return impairments.reduce(
    (sum, one) => ({
      cut: sum.cut || one.cut,
      delayMs: sum.delayMs + one.delayMs,
      jitterMs: sum.jitterMs + one.jitterMs,
      lossProbability: either(sum.lossProbability, one.lossProbability),
      duplicateProbability: either(sum.duplicateProbability, one.duplicateProbability),
      corruptProbability: either(sum.corruptProbability, one.corruptProbability),
      reorderProbability: either(sum.reorderProbability, one.reorderProbability),
      reorderByMs: Math.max(sum.reorderByMs, one.reorderByMs),
      octetsPerSecond: Math.min(sum.octetsPerSecond, one.octetsPerSecond),
      queueOctets: Math.min(sum.queueOctets, one.queueOctets),
      mtu: Math.min(sum.mtu, one.mtu),
    }),
    NO_IMPAIRMENT,
  )
}

/** The probability that one of two independent things happens, or both. */
function either(a: number, b: number): number {
  return 1 - (1 - a) * (1 - b)
}

function covers(selector: PathSelector, way: ImpairedWay): boolean {
  return (
    (selector.local === ANY_ADDRESS || selector.local === way.local) && (selector.remote === ANY_ADDRESS || selector.remote === way.remote)
  )
}

function impairsNothing(impairment: Impairment): boolean {
  return (Object.keys(NO_IMPAIRMENT) as (keyof Impairment)[]).every((what) => impairment[what] === NO_IMPAIRMENT[what])
}

/** More indices than any table gives out; keys stay exact integers. */
const ADDRESSES_AT_MOST = 0x100_0000
