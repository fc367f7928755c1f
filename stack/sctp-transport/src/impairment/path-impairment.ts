import type { TransportAddress, TransportAddressTable } from '@sigbed/sctp-core'

/** Stands for every local, or every remote, address. */
export const ANY_ADDRESS = -1

/** Indices into the endpoint's TransportAddressTable; ANY_ADDRESS in one place makes it an interface, or a whole peer host. */
export interface PathSelector {
  readonly local: number
  readonly remote: number
}

export interface Impairment {
  /** Nothing passes; what is held back by a delay is lost as well. */
  readonly cut: boolean
  readonly delayMs: number
  /** From 0 to 1, each packet by itself. */
  readonly lossProbability: number
  readonly duplicateProbability: number
}

/** What was done to the packets of one path in one direction since the start. */
export interface PathTally {
  readonly passed: number
  /** Dropped because the path was cut, then or while they were held back. */
  readonly cut: number
  /** Dropped by chance, or because too many were held back already. */
  readonly lost: number
  readonly delayed: number
  readonly duplicated: number
}

/** One path in one direction, as it stands now: the sum of all impairments whose selector covers it, and its tally. */
export class ImpairedWay {
  isCut = false
  delayMs = 0
  lossProbability = 0
  duplicateProbability = 0
  /** Counts the times it went from whole to cut: a packet held back over such a moment is lost. */
  timesCut = 0
  passed = 0
  cut = 0
  lost = 0
  delayed = 0
  duplicated = 0

  constructor(
    readonly local: number,
    readonly remote: number,
    /** Whose index `remote` is. */
    readonly address: TransportAddress,
  ) {}
}

/**
 * The impairments of one direction: by selector as they were ordered, and by path as they add up. Where several cover a path, it is
 * cut if any of them cuts it, delays add, and each has its own chance to lose or duplicate. The address of a peer is held while an
 * impairment names it.
 */
export class ImpairmentTable {
  private readonly ordered = new Map<string, { selector: PathSelector; impairment: Impairment }>()
  private readonly ways = new Map<number, ImpairedWay>()

  constructor(private readonly addresses: TransportAddressTable) {}

  /** False when every packet passes untouched. */
  get isActive(): boolean {
    return this.ordered.size > 0
  }

  /**
   * Changes what is named for this selector and leaves the rest; one that impairs nothing any more is forgotten.
   *
   * @throws RangeError for a probability outside 0 to 1 or a delay that is negative or endless; nothing is changed then.
   */
  change(selector: PathSelector, changes: Partial<Impairment>): void {
    const key = `${selector.local}/${selector.remote}`
    const impairment = { ...(this.ordered.get(key)?.impairment ?? NO_IMPAIRMENT), ...changes }
    requireSense(impairment)
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
      way = new ImpairedWay(local, remote, address)
      this.addUp(way)
      this.ways.set(key, way)
    }
    return way
  }

  /** Sums over all paths the selector covers that have seen a packet. */
  tally(selector: PathSelector): PathTally {
    const sum = { passed: 0, cut: 0, lost: 0, delayed: 0, duplicated: 0 }
    for (const way of this.ways.values()) {
      if (!covers(selector, way)) continue
      sum.passed += way.passed
      sum.cut += way.cut
      sum.lost += way.lost
      sum.delayed += way.delayed
      sum.duplicated += way.duplicated
    }
    return sum
  }

  private addUp(way: ImpairedWay): void {
    const wasCut = way.isCut
    let keptProbability = 1
    let singleProbability = 1
    way.isCut = false
    way.delayMs = 0
    for (const { selector, impairment } of this.ordered.values()) {
      if (!covers(selector, way)) continue
      way.isCut ||= impairment.cut
      way.delayMs += impairment.delayMs
      keptProbability *= 1 - impairment.lossProbability
      singleProbability *= 1 - impairment.duplicateProbability
    }
    way.lossProbability = 1 - keptProbability
    way.duplicateProbability = 1 - singleProbability
    if (way.isCut && !wasCut) way.timesCut++
  }
}

function covers(selector: PathSelector, way: ImpairedWay): boolean {
  return (
    (selector.local === ANY_ADDRESS || selector.local === way.local) && (selector.remote === ANY_ADDRESS || selector.remote === way.remote)
  )
}

function impairsNothing({ cut, delayMs, lossProbability, duplicateProbability }: Impairment): boolean {
  return !cut && delayMs === 0 && lossProbability === 0 && duplicateProbability === 0
}

function requireSense({ delayMs, lossProbability, duplicateProbability }: Impairment): void {
  if (!(delayMs >= 0 && delayMs < Number.POSITIVE_INFINITY)) throw new RangeError(`a delay is zero or more milliseconds, not ${delayMs}`)
  for (const probability of [lossProbability, duplicateProbability]) {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`a probability lies from 0 to 1, not at ${probability}`)
  }
}

const NO_IMPAIRMENT: Impairment = { cut: false, delayMs: 0, lossProbability: 0, duplicateProbability: 0 }
/** More indices than any table gives out; keys stay exact integers. */
const ADDRESSES_AT_MOST = 0x100_0000
