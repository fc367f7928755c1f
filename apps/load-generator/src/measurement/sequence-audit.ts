import { type FlowAudit, type FlowName, SequenceNumbers } from '@sigbed/measurement'
import { NO_ORDER } from '@sigbed/testbed'
import { InvalidLoadError } from '../load-generator-error.js'

/** What an audit must know beforehand. */
export interface AuditBounds {
  /** Order keys are below this: 256 covers every SLS of 8 bits and as many streams; at most 65,536. 256. */
  readonly orderKeys?: number
  /** Sequence numbers are below this; what is not was never sent by this flow. 2^32. */
  readonly sequenceNumbers?: number
}

/**
 * Follows one flow at its far end, by the numbers in the messages: what arrived, how often, and in which order.
 *
 * The numbers that arrived tell what came twice, the highest number of each order key whether something overtook.
 * `recordDelivery` allocates nothing but once in 65,536 messages.
 */
export class SequenceAudit {
  /** That arrived intact. */
  readonly numbers = new SequenceNumbers()
  /** Arrivals of numbers that had arrived before. */
  duplicated = 0
  /** First arrivals behind a higher number of the same order key. */
  reordered = 0
  /** Arrivals whose octets were not as they were sent. */
  corrupted = 0
  /** Arrivals with a number or an order key outside the bounds: not of this flow. */
  unexpected = 0

  private readonly sequenceNumbers: number
  /** Per order key; -1: nothing yet. Doubles, because a sequence number has all of 32 bits. */
  private readonly highest: Float64Array

  /** @throws InvalidLoadError for bounds outside their ranges. */
  constructor(
    readonly flow: FlowName,
    bounds: AuditBounds = {},
  ) {
    const { orderKeys = 256, sequenceNumbers = MOST_NUMBERS } = bounds
    if (!Number.isInteger(orderKeys) || orderKeys < 1 || orderKeys > MOST_KEYS)
      throw new InvalidLoadError(`an audit tells 1 to ${MOST_KEYS} order keys apart, not ${orderKeys}`)
    if (!Number.isInteger(sequenceNumbers) || sequenceNumbers < 0 || sequenceNumbers > MOST_NUMBERS)
      throw new InvalidLoadError(`an audit follows up to ${MOST_NUMBERS} numbers, not ${sequenceNumbers}`)
    this.sequenceNumbers = sequenceNumbers
    this.highest = new Float64Array(orderKeys).fill(-1)
  }

  /** How many different numbers arrived intact. */
  get delivered(): number {
    return this.numbers.count
  }

  /**
   * A message arrived whose payload was found intact.
   *
   * A second arrival counts as duplicated alone: that it is behind others says nothing about the order of delivery.
   *
   * @param orderKey NO_ORDER for what is not behind anything, wherever it comes
   * @returns whether this number arrived for the first time: only then has its latency a meaning.
   */
  recordDelivery(sequence: number, orderKey: number): boolean {
    if (!(sequence >= 0 && sequence < this.sequenceNumbers && orderKey >= NO_ORDER && orderKey < this.highest.length)) {
      this.unexpected++
      return false
    }
    if (!this.numbers.add(sequence)) {
      this.duplicated++
      return false
    }
    if (orderKey === NO_ORDER) return true
    if (sequence < this.highest[orderKey]!) this.reordered++
    else this.highest[orderKey] = sequence
    return true
  }

  /** A message arrived whose payload was not intact: which one it was cannot be known. */
  recordCorruption(): void {
    this.corrupted++
  }

  /**
   * The account at the end of the run. Each number offered is delivered, lost or refused: the three add up to `offered`.
   *
   * What arrived without having been sent counts as corrupted, beside what arrived damaged, because its content cannot be what
   * was sent: a number of `offered` or above, an unexpected one, and any surplus over the messages the stack took. A message
   * that arrived damaged only is among the lost as well.
   *
   * @param offered the source gave out the numbers below this.
   * @param refused so many of them the stack never took.
   */
  finish(offered: number, refused: number): FlowAudit {
    const delivered = this.numbers.countBelow(offered)
    const neverSent = this.delivered - delivered + this.unexpected
    const surplus = Math.max(0, delivered - (offered - refused))
    return {
      flow: this.flow,
      offered,
      delivered: delivered - surplus,
      lost: offered - refused - (delivered - surplus),
      duplicated: this.duplicated,
      reordered: this.reordered,
      corrupted: this.corrupted + neverSent + surplus,
      refused,
    }
  }
}

const MOST_NUMBERS = 0x1_0000_0000
const MOST_KEYS = 0x1_0000
