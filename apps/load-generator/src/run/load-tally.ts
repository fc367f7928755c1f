import { LatencyHistogram } from '@sigbed/measurement'
import type { GeneratorReport } from '../generator/generator-report.js'
import type { KindReport } from '../generator/load-measurement.js'

/** What became of messages, of one kind or of all, over some time. */
export class KindTally {
  offered = 0
  completed = 0
  errors = 0
  lost = 0
  refused = 0
  duplicated = 0
  reordered = 0
  readonly latencies = new LatencyHistogram()

  constructor(readonly kind: string) {}

  add(other: KindTally): void {
    this.offered += other.offered
    this.completed += other.completed
    this.errors += other.errors
    this.lost += other.lost
    this.refused += other.refused
    this.duplicated += other.duplicated
    this.reordered += other.reordered
    this.latencies.merge(other.latencies)
  }

  addReport({ offered, completed, errors, lost, refused, duplicated, reordered, latencies }: KindReport): void {
    this.offered += offered
    this.completed += completed
    this.errors += errors
    this.lost += lost
    this.refused += refused
    this.duplicated += duplicated
    this.reordered += reordered
    this.latencies.merge(LatencyHistogram.fromBlob(latencies))
  }
}

/** One code and how often it came back. @property vendorId 0: a Result-Code */
export interface TalliedResult {
  readonly code: number
  readonly vendorId: number
  count: number
}

/** All generators together over some time: their histograms add up exactly. */
export class LoadTally {
  readonly kinds: KindTally[] = []
  readonly results: TalliedResult[] = []
  fromMs = Infinity
  toMs = Number.NEGATIVE_INFINITY
  late = 0

  addReport(report: GeneratorReport): void {
    this.fromMs = Math.min(this.fromMs, report.fromMs)
    this.toMs = Math.max(this.toMs, report.toMs)
    this.late += report.late
    for (const kind of report.kinds) this.kind(kind.kind).addReport(kind)
    for (const { code, vendorId, count } of report.results) this.addResult(code, vendorId, count)
  }

  add(other: LoadTally): void {
    this.fromMs = Math.min(this.fromMs, other.fromMs)
    this.toMs = Math.max(this.toMs, other.toMs)
    this.late += other.late
    for (const kind of other.kinds) this.kind(kind.kind).add(kind)
    for (const { code, vendorId, count } of other.results) this.addResult(code, vendorId, count)
  }

  /** Milliseconds. */
  get length(): number {
    return Math.max(0, this.toMs - this.fromMs)
  }

  /** Of every kind together. A new one at each call. */
  total(): KindTally {
    const total = new KindTally('all')
    for (const kind of this.kinds) total.add(kind)
    return total
  }

  /** Of one kind; nothing happened to one that is not known. */
  of(kind: string): KindTally {
    return this.kinds.find((tally) => tally.kind === kind) ?? new KindTally(kind)
  }

  private kind(kind: string): KindTally {
    let tally = this.kinds.find((candidate) => candidate.kind === kind)
    if (tally === undefined) {
      tally = new KindTally(kind)
      this.kinds.push(tally)
    }
    return tally
  }

  private addResult(code: number, vendorId: number, count: number): void {
    const known = this.results.find((result) => result.code === code && result.vendorId === vendorId)
    if (known === undefined) this.results.push({ code, vendorId, count })
    else known.count += count
  }
}
