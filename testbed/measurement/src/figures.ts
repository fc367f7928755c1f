/**
 * Numbers as people are told them, in judgements and reports: grouped by threes with commas, three significant digits, a real minus sign.
 */

/** A whole number: `30,000`. */
export function countText(count: number): string {
  return signedGroups(count, 0)
}

/** Messages per second: `1,000`, `999.6`, `0.5`. */
export function rateText(perSecond: number): string {
  const digits = perSecond >= 10_000 || Number.isInteger(perSecond) ? 0 : 1
  return signedGroups(perSecond, digits)
}

/** Milliseconds without the unit, for table columns headed `ms`: `0.184`, `1.23`, `12.3`, `1,012`. */
export function msText(ms: number): string {
  const size = Math.abs(ms)
  if (size === 0) return '0'
  return signedGroups(ms, size < 9.995 ? (size < 0.9995 ? 3 : 2) : size < 99.95 ? 1 : 0)
}

/** A duration in running text, with the unit that suits it: `850 µs`, `120 ms`, `1.004 s`, `63 s`, `10 min 30 s`. */
export function durationText(ms: number): string {
  const size = Math.abs(ms)
  if (size === 0) return '0 ms'
  if (size < 0.9995) return `${signedGroups(ms * 1000, 0)} µs`
  if (size < 999.5) return `${trimmed(msText(ms))} ms`
  if (size < 299_950) return `${trimmed(signedGroups(ms / 1000, size < 9999.5 ? 3 : 1))} s`
  const seconds = Math.round(size / 1000)
  const rest = seconds % 60
  return `${ms < 0 ? MINUS : ''}${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}

/** `−1,234.5`, with so many digits behind the point. */
export function signedGroups(value: number, fractionDigits: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(fractionDigits).split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${value < 0 ? MINUS : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

const MINUS = '\u2212'
