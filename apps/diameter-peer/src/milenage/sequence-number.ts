/**
 * A sequence number SQN is SEQ, which only grows, before IND, an index of five bits (TS 33.102 Annex C.1.1.1, C.3.2). The card keeps the
 * highest SEQ of every index, so that vectors handed to several nodes may be used in another order than they were made in.
 *
 * SQN has 48 bits and is a plain number here.
 */
const INDEX_BITS = 5
export const INDEXES = 2 ** INDEX_BITS

/** How far ahead of the last SEQ the card lets a new one be: Δ of TS 33.102 Annex C.2.1, with the value of C.3.2. */
export const GREATEST_LEAP = 2 ** 28

/** The greatest SQN there is: after it a card's life is over. */
export const LAST_SEQUENCE_NUMBER = 2 ** 48 - 1

/** SEQ of a sequence number. */
export const sequenceOf = (sequenceNumber: number): number => Math.floor(sequenceNumber / INDEXES)
/** IND of it. */
export const indexOf = (sequenceNumber: number): number => sequenceNumber % INDEXES

/** The home network's counter of one subscriber: SQN_HE. TS 33.102 Annex C.1.2, generation that does not look at the clock. */
export class SequenceNumberGenerator {
  /** @param last the sequence number used last */
  constructor(private last: number) {
    if (!Number.isInteger(last) || last < 0 || last > LAST_SEQUENCE_NUMBER) throw new RangeError(`${last} is no sequence number of 48 bits`)
  }

  /** What was used last. */
  get current(): number {
    return this.last
  }

  /** The next one: SEQ one higher, IND the next in turn. Null when SEQ has run out. */
  next(): number | null {
    const sequence = sequenceOf(this.last) + 1
    if (sequence * INDEXES > LAST_SEQUENCE_NUMBER) return null
    this.last = sequence * INDEXES + ((indexOf(this.last) + 1) % INDEXES)
    return this.last
  }

  /** Whether the card, which has come as far as `accepted`, would take what is generated next. TS 33.102 §6.3.5 step 2. */
  isAcceptableTo(accepted: number): boolean {
    const leap = sequenceOf(this.last) + 1 - sequenceOf(accepted)
    return leap > 0 && leap <= GREATEST_LEAP
  }

  /** TS 33.102 §6.3.5 step 5: SQN_HE becomes the card's SQN_MS. */
  reset(accepted: number): void {
    this.last = accepted
  }
}

/** The card's memory: SEQ_MS by index. TS 33.102 Annex C.2. */
export class SequenceNumberMemory {
  private readonly highest = new Float64Array(INDEXES)
  private highestNumber = 0

  /** SQN_MS: the highest sequence number ever accepted. */
  get accepted(): number {
    return this.highestNumber
  }

  /** Whether the number is new (C.2.2) and not too far ahead (C.2.1); it is remembered then. */
  accept(sequenceNumber: number): boolean {
    const sequence = sequenceOf(sequenceNumber)
    const index = indexOf(sequenceNumber)
    if (sequence - sequenceOf(this.highestNumber) > GREATEST_LEAP || sequence <= this.highest[index]!) return false
    this.highest[index] = sequence
    this.highestNumber = Math.max(this.highestNumber, sequenceNumber)
    return true
  }
}
