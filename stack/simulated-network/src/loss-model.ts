import type { SeededRandom } from './seeded-random.js'

/** Which packets a link loses. Plain data, so that a scenario can write it down; the state it needs is a LossProcess. */
export type LossModel =
  | { readonly kind: 'none' }
  /** Each packet by itself, with this probability. */
  | { readonly kind: 'random'; readonly probability: number }
  /**
   * Bursts, after Gilbert and Elliott: a chain of two states that may change before each packet, with a loss probability in each.
   * It is bad for `goodToBad / (goodToBad + badToGood)` of the packets, in runs of `1 / badToGood` packets on average.
   */
  | {
      readonly kind: 'gilbert-elliott'
      readonly goodToBad: number
      readonly badToGood: number
      readonly lossInGood: number
      readonly lossInBad: number
    }
  /** Exactly these packets, counted from 0 on this link in this direction. */
  | { readonly kind: 'serials'; readonly serials: readonly number[] }
  /** Whatever the function says; the octets are lent until it returns. */
  | { readonly kind: 'predicate'; readonly loses: (packet: PassingPacket) => boolean }

/** One packet on its way over one link, as a predicate sees it. */
export interface PassingPacket {
  /** Counts the packets of this link and direction from 0. */
  readonly serial: number
  readonly octets: Uint8Array
  /** When it was sent, in milliseconds. */
  readonly atMs: number
}

/** The fate of one packet after the other under one model: holds the state of a burst and the packets of a list. */
export class LossProcess {
  private bad = false
  private readonly listed: ReadonlySet<number>

  /** @throws RangeError for a probability that is none. */
  constructor(
    readonly model: LossModel,
    private readonly random: SeededRandom,
  ) {
    for (const probability of probabilitiesOf(model)) requireProbability('loss', probability)
    this.listed = new Set(model.kind === 'serials' ? model.serials : [])
  }

  /** To be asked once for every packet, in their order. */
  loses(packet: PassingPacket): boolean {
    const { model } = this
    switch (model.kind) {
      case 'none':
        return false
      case 'random':
        return this.random.fraction() < model.probability
      case 'gilbert-elliott':
        this.bad = this.random.fraction() < (this.bad ? 1 - model.badToGood : model.goodToBad)
        return this.random.fraction() < (this.bad ? model.lossInBad : model.lossInGood)
      case 'serials':
        return this.listed.has(packet.serial)
      case 'predicate':
        return model.loses(packet)
      default:
        return model satisfies never
    }
  }
}

/** @throws RangeError unless `value` lies from 0 to 1. */
export function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`a ${name} probability lies from 0 to 1, not at ${value}`)
}

function probabilitiesOf(model: LossModel): readonly number[] {
  switch (model.kind) {
    case 'random':
      return [model.probability]
    case 'gilbert-elliott':
      return [model.goodToBad, model.badToGood, model.lossInGood, model.lossInBad]
    default:
      return []
  }
}
