import { LatencyHistogram } from '@sigbed/measurement'

/** What became of the messages of one kind since the report before. Plain data but for the histogram, which is given as octets. */
export interface KindReport {
  readonly kind: string
  /** Meant to be sent. */
  readonly offered: number
  /** Answered or acknowledged, well or not. */
  readonly completed: number
  /** Of these: answered with what counts as an error. */
  readonly errors: number
  /** Sent, and never answered. */
  readonly lost: number
  /** Never sent: the stack took no more. */
  readonly refused: number
  /** Came back more than once, and behind later ones of its order: where echoes tell so. */
  readonly duplicated: number
  readonly reordered: number
  /** Of what was completed; as LatencyHistogram.toBlob writes it. */
  readonly latencies: Uint8Array
}

/** How often a code came back. */
export interface ResultCount {
  readonly code: number
  /** 0: a Result-Code; else of Experimental-Result. */
  readonly vendorId: number
  readonly count: number
}

/**
 * Counts what one generator sends and gets back, by kind of message. What was meant for before 0, the warm-up, or for the end of the
 * traffic and later counts nowhere: a message belongs to the instant it was meant for, as everywhere.
 *
 * On the path of every message: allocates nothing.
 */
export class LoadMeasurement {
  /** No message meant for this instant or later is counted. */
  endMs = Infinity
  /** The latest instant that a message which counts was meant for; 0 before the first. */
  lastIntendedMs = 0
  private readonly counts: readonly KindCounts[]
  private readonly results = new ResultCounts()

  constructor(private readonly kinds: readonly string[]) {
    this.counts = kinds.map(() => new KindCounts())
  }

  offered(kind: number, intendedAtMs: number): void {
    if (!this.counted(intendedAtMs)) return
    const counts = this.counts[kind]!
    counts.offered++
    counts.open++
    if (intendedAtMs > this.lastIntendedMs) this.lastIntendedMs = intendedAtMs
  }

  /** @param good whether the answer says what was hoped for */
  completed(kind: number, intendedAtMs: number, nowMs: number, good: boolean): void {
    if (!this.counted(intendedAtMs)) return
    const counts = this.counts[kind]!
    counts.completed++
    counts.open--
    if (!good) counts.errors++
    counts.latencies.record((nowMs - intendedAtMs) * 1000)
  }

  lost(kind: number, intendedAtMs: number): void {
    if (!this.counted(intendedAtMs)) return
    const counts = this.counts[kind]!
    counts.lost++
    counts.open--
  }

  /** Came back once more. */
  duplicated(kind: number, intendedAtMs: number): void {
    if (this.counted(intendedAtMs)) this.counts[kind]!.duplicated++
  }

  /** Came back behind one that was sent after it, and that it was to be in order with. */
  reordered(kind: number, intendedAtMs: number): void {
    if (this.counted(intendedAtMs)) this.counts[kind]!.reordered++
  }

  /** Meant to be sent, and never taken by the stack. */
  refused(kind: number, intendedAtMs: number): void {
    if (!this.counted(intendedAtMs)) return
    this.offered(kind, intendedAtMs)
    const counts = this.counts[kind]!
    counts.refused++
    counts.open--
  }

  /** @param vendorId 0 for a Result-Code */
  result(code: number, vendorId: number, intendedAtMs: number): void {
    if (!this.counted(intendedAtMs)) return
    this.results.add(code, vendorId)
  }

  /** What was sent and has had no end yet will have none: it is lost. Nothing is counted any more. */
  close(): void {
    for (const counts of this.counts) counts.loseOpen()
    this.endMs = Number.NEGATIVE_INFINITY
  }

  /** What was counted since the last call. */
  take(): { readonly kinds: readonly KindReport[]; readonly results: readonly ResultCount[] } {
    const kinds = this.counts.map((counts, i) => counts.take(this.kinds[i]!))
    return { kinds, results: this.results.take() }
  }

  private counted(intendedAtMs: number): boolean {
    return intendedAtMs >= 0 && intendedAtMs < this.endMs
  }
}

class KindCounts {
  offered = 0
  completed = 0
  errors = 0
  lost = 0
  refused = 0
  duplicated = 0
  reordered = 0
  /** Offered, and neither completed nor lost nor refused, since the beginning. */
  open = 0
  readonly latencies = new LatencyHistogram()

  loseOpen(): void {
    this.lost += this.open
    this.open = 0
  }

  take(kind: string): KindReport {
    const { offered, completed, errors, lost, refused, duplicated, reordered, latencies } = this
    const report = { kind, offered, completed, errors, lost, refused, duplicated, reordered, latencies: latencies.toBlob() }
    this.offered = this.completed = this.errors = this.lost = this.refused = this.duplicated = this.reordered = 0
    latencies.reset()
    return report
  }
}

/** A handful of codes makes nearly all answers: looked for one after the other, and nothing is built. */
class ResultCounts {
  private readonly codes: number[] = []
  private readonly vendorIds: number[] = []
  private readonly counts: number[] = []

  add(code: number, vendorId: number): void {
    for (let i = 0; i < this.codes.length; i++)
      if (this.codes[i] === code && this.vendorIds[i] === vendorId) {
        this.counts[i]!++
        return
      }
    // Whoever answers with ever new codes does not get to fill the memory with them: they are not told apart.
    if (this.codes.length >= MOST_CODES && (code !== OTHER_CODES || vendorId !== 0)) {
      this.add(OTHER_CODES, 0)
      return
    }
    this.codes.push(code)
    this.vendorIds.push(vendorId)
    this.counts.push(1)
  }

  take(): readonly ResultCount[] {
    const results = this.codes
      .map((code, i) => ({ code, vendorId: this.vendorIds[i]!, count: this.counts[i]! }))
      .filter(({ count }) => count > 0)
    this.counts.fill(0)
    return results
  }
}

const MOST_CODES = 64
const OTHER_CODES = 0
