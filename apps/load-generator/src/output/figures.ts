/** Numbers as the live display writes them: grouped by threes with commas, three significant digits. */

/** Messages per second: `1,000`, `999.6`, `0.5`; from 10,000 on without a fraction. */
export function rateText(perSecond: number): string {
  // Rounded before it is asked whether it is whole, so that 1000.04 does not become `1,000.0`.
  const tenths = Math.round(perSecond * 10)
  return grouped(perSecond, perSecond >= 10_000 || tenths % 10 === 0 ? 0 : 1)
}

/** A whole number: `30,000`. */
export function countText(count: number): string {
  return grouped(count, 0)
}

/** Milliseconds, the unit left to a column's head: `0.184`, `1.23`, `12.3`, `1,012`. */
export function latencyText(latencyUs: number): string {
  const ms = latencyUs / 1000
  if (ms === 0) return '0'
  return grouped(ms, ms < 0.9995 ? 3 : ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0)
}

/** `5 ms`, `0.25 ms`, `1,204 ms`. */
export function millisecondsText(ms: number): string {
  return `${trimmed(latencyText(ms * 1000))} ms`
}

/** A share of 1: `0.1 %`, `37 %`. */
export function percentText(share: number): string {
  const percent = share * 100
  return `${trimmed(grouped(percent, percent < 0.1 ? 3 : percent < 9.95 ? 1 : 0))} %`
}

/** Seconds without the unit, tenths always written so that a running display does not jump: `12.3`. */
export function tenthsText(ms: number): string {
  return grouped(Math.floor(ms / 100 + 1e-9) / 10, 1)
}

/** Seconds with their unit: `30 s`, `4.5 s`, `0.25 s`. */
export function secondsText(ms: number): string {
  return `${trimmed(grouped(ms / 1000, 3))} s`
}

function grouped(value: number, fractionDigits: number): string {
  const [whole, fraction] = value.toFixed(fractionDigits).split('.')
  const groups = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
