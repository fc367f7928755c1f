import { InvalidLoadError } from '../load-generator-error.js'
import type { ArrivalSchedule } from './arrival-schedule.js'

/** Arrivals at instants that were recorded, the first at 0. Any question may be asked in any order. */
export class ReplayedArrivals implements ArrivalSchedule {
  readonly offeredPerSecond: number

  /** @param instants milliseconds, not decreasing. @throws InvalidLoadError for none, and for those that decrease */
  constructor(private readonly instants: Float64Array) {
    if (instants.length === 0) throw new InvalidLoadError('there are no arrivals to replay')
    for (let i = 1; i < instants.length; i++)
      if (!(instants[i]! >= instants[i - 1]!)) throw new InvalidLoadError(`arrival ${i + 1} comes before arrival ${i}`)
    const spanMs = instants.at(-1)! - instants[0]!
    this.offeredPerSecond = spanMs > 0 ? ((instants.length - 1) * 1000) / spanMs : instants.length
  }

  intendedAtMs(sequence: number): number {
    return this.instants[sequence] ?? Infinity
  }

  arrivalsBefore(atMs: number): number {
    let [from, to] = [0, this.instants.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.instants[middle]! < atMs) from = middle + 1
      else to = middle
    }
    return from
  }
}

/**
 * Instants of a text, one to a line: seconds with a fraction, or ISO 8601 (`2026-01-31T12:00:00.250Z`). They count from the first. Blank
 * lines and what follows a `#` are passed over.
 *
 * @returns milliseconds from the first, or what is wrong with which line
 */
export function readArrivalTimes(text: string): Float64Array | { readonly line: number; readonly message: string } {
  const instants: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim()
    if (word === '') continue
    const atMs = /^\d{1,15}(\.\d{1,9})?$/.test(word) ? Number(word) * 1000 : /^\d{4}-\d\d-\d\dT/.test(word) ? Date.parse(word) : Number.NaN
    if (Number.isNaN(atMs))
      return { line: index + 1, message: `${JSON.stringify(word)} is no instant: give seconds such as 12.25, or 2026-01-31T12:00:00.250Z.` }
    if (instants.length > 0 && atMs < instants.at(-1)!)
      return { line: index + 1, message: `${word} comes before the line above; arrivals are replayed in order of time.` }
    instants.push(atMs)
  }
  if (instants.length === 0) return { line: 1, message: 'there is no instant in it; give one to a line.' }
  const [first] = instants
  // A microsecond is as fine as anything is measured here; it keeps 0.1 + 0.2 from showing.
  return Float64Array.from(instants, (atMs) => Math.round((atMs - first!) * 1000) / 1000)
}
