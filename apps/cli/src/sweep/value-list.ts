import { UsageError } from '../command-failure.js'

/** What the values of a flag are, and how one of them is written. */
export interface ValueKind {
  /** `times such as 100ms or 1s`. */
  readonly what: string
  readonly example: string
  readonly least: number
  readonly most: number
  /** Between neighbours of a range that does not say it; null: it has to. */
  readonly step: number | null
  /** NaN for what is no such value. */
  read(text: string): number
  write(value: number): string
}

/**
 * Values of one axis of a sweep: `100ms,200ms`, `0..5`, `100ms..500ms by 100ms`, and all of that together with commas between.
 *
 * @returns each value once, the smallest first
 * @throws UsageError that names the flag and what it takes
 */
export function readValueList(flag: string, text: string, kind: ValueKind): readonly number[] {
  const values = text.split(',').flatMap((item) => readItem(flag, item.trim(), kind))
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length > MOST_VALUES) throw new UsageError(`--${flag} has ${distinct.length} values. Give ${MOST_VALUES} at most.`)
  return distinct
}

function readItem(flag: string, item: string, kind: ValueKind): readonly number[] {
  const [, first, last, by] = /^(.*?)\s*\.\.\s*(.*?)(?:\s+by\s+(.+))?$/.exec(item) ?? []
  if (first === undefined || last === undefined) return [readValue(flag, item, kind)]
  const from = readValue(flag, first, kind)
  const to = readValue(flag, last, kind)
  if (from > to) throw new UsageError(`--${flag} ${item} runs backwards. Say "${last}..${first}${by === undefined ? '' : ` by ${by}`}".`)
  const step = by === undefined ? kind.step : kind.read(by)
  if (step === null)
    throw new UsageError(`--${flag} ${item} does not say how far its values are apart. Say "${item} by ${kind.example}", or list them.`)
  if (!(step > 0)) throw new UsageError(`--${flag} ${item}: ${JSON.stringify(by)} is no step. Say by ${kind.example}.`)
  const count = Math.floor((to - from) / step + EXACTNESS) + 1
  if (count > MOST_VALUES) throw new UsageError(`--${flag} ${item} is ${count} values. Give ${MOST_VALUES} at most, with a longer step.`)
  return Array.from({ length: count }, (_, i) => from + i * step)
}

function readValue(flag: string, text: string, kind: ValueKind): number {
  const value = kind.read(text)
  if (Number.isNaN(value)) throw new UsageError(`--${flag} takes ${kind.what}, as a list or a range, not ${JSON.stringify(text)}.`)
  if (value >= kind.least && value <= kind.most) return value
  throw new UsageError(`--${flag} ${text} is out of range. Give ${kind.write(kind.least)} to ${kind.write(kind.most)}.`)
}

/** Milliseconds from `500ms`, `1.5s` or `2m`. NaN for everything else, also a number without its unit. */
export function readDuration(text: string): number {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?)\s?(ms|s|m)$/.exec(text) ?? []
  return count === undefined ? Number.NaN : Number(count) * UNITS[unit as keyof typeof UNITS]
}

export function writeDuration(ms: number): string {
  return ms >= 1000 && Number.isInteger(ms / 100) ? `${ms / 1000}s` : `${ms}ms`
}

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const
/** More rows or columns than a picture shows. */
const MOST_VALUES = 24
/** 0.1 is no sum of powers of two. */
const EXACTNESS = 1e-9
