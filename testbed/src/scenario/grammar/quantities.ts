import { refuse } from './phrase-fault.js'

/**
 * Numbers with their units, as people write them, and back: what is written here is read as the same number again. All take a space
 * before the unit or none.
 */

/** `500ms`, `1.5 s`: milliseconds. @throws PhraseFault */
export function readTime(text: string): number {
  const ms = readQuantity(text, TIMES)
  return (
    ms ?? refuse(unitMissing(text) ? `${text} has no unit: write ${text}ms or ${text}s.` : `${text} is no time; write 500ms, 2s or 1.5 s.`)
  )
}

export function writeTime(ms: number): string {
  return ms >= 1000 && Number.isInteger(ms / 100) ? `${ms / 1000}s` : `${ms}ms`
}

/** `0.1%`: a probability from 0 to 1. @throws PhraseFault */
export function readPercentage(text: string): number {
  const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?)\s?%$/.exec(text) ?? []
  if (digits === undefined) refuse(unitMissing(text) ? `${text} has no unit: write ${text}%.` : `${text} is no share; write 5% or 0.1%.`)
  return Number(digits) <= 100 ? Number(digits) / 100 : refuse(`${text} is more than all; write 100% at most.`)
}

export function writePercentage(probability: number): string {
  return `${Number((probability * 100).toFixed(6))}%`
}

/** `1 Mbit/s`: octets per second; `unlimited` is Infinity. @throws PhraseFault */
export function readRate(text: string): number {
  if (text === UNLIMITED) return Number.POSITIVE_INFINITY
  const bits = readQuantity(text, RATES) ?? refuse(`${text} is no rate; write 1 Mbit/s, 500 kbit/s or unlimited.`)
  return bits >= 8 ? Math.round(bits / 8) : refuse(`${text} carries nothing; write 1 kbit/s or more, or cut the link.`)
}

export function writeRate(octetsPerSecond: number): string {
  return octetsPerSecond === Number.POSITIVE_INFINITY ? UNLIMITED : writeQuantity(octetsPerSecond * 8, RATES)
}

/** `64 kB`: octets; `unlimited` is Infinity. @throws PhraseFault */
export function readOctets(text: string): number {
  if (text === UNLIMITED) return Number.POSITIVE_INFINITY
  const octets = readQuantity(text, SIZES) ?? readQuantity(`${text} B`, SIZES)
  return octets === null ? refuse(`${text} is no number of octets; write 800, 64 kB, 1 MB or unlimited.`) : Math.round(octets)
}

export function writeOctets(octets: number): string {
  return octets === Number.POSITIVE_INFINITY ? UNLIMITED : writeQuantity(octets, WRITTEN_SIZES)
}

/** @throws PhraseFault */
export function readCount(text: string): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : refuse(`${text} is no number; write 0, 5 or 1000.`)
}

type Units = Readonly<Record<string, number>>

/** null for what is no such quantity. Rounded to thousandths, so that 1.001 s is 1001 ms. */
function readQuantity(text: string, units: Units): number | null {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,6})?)\s?(\D{1,6})$/.exec(text) ?? []
  const factor = Object.entries(units).find(([name]) => name.toLowerCase() === unit?.toLowerCase())?.[1]
  return factor === undefined ? null : Number((Number(digits) * factor).toFixed(3))
}

/** In the largest unit of which it is a whole number. */
function writeQuantity(value: number, units: Units): string {
  const whole = Object.entries(units).filter(([, size]) => value >= size && Number.isInteger(value / size))
  const [unit, factor] = whole.at(-1) ?? Object.entries(units)[0]!
  return `${value / factor} ${unit}`
}

function unitMissing(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text)
}

const UNLIMITED = 'unlimited'
// Each list from the smallest unit to the largest.
const TIMES: Units = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }
const RATES: Units = { 'bit/s': 1, 'kbit/s': 1000, 'Mbit/s': 1e6, 'Gbit/s': 1e9 }
const WRITTEN_SIZES: Units = { B: 1, kB: 1000, MB: 1e6 }
const SIZES: Units = { ...WRITTEN_SIZES, KiB: 1024, MiB: 1_048_576 }
