import { signedGroups } from '@sigbed/measurement'

export { countText, durationText, msText, rateText } from '@sigbed/measurement'

/** What reports write besides plain numbers: differences, shares, instants. */

/** A difference, always with its sign: `+3.00`, `−12.0`, `±0`. */
export function differenceText(difference: number, text: (value: number) => string): string {
  const written = text(difference)
  if (!/[1-9]/.test(written)) return '±0'
  return difference > 0 ? `+${written}` : written
}

/** A share of a hundred with its sign: `+4.2 %`, `−37 %`, beyond tenfold `×12`. */
export function percentText(percent: number): string {
  if (percent >= 900) return `×${signedGroups(1 + percent / 100, 0)}`
  return `${differenceText(percent, (value) => signedGroups(value, Math.abs(value) < 9.95 ? 1 : 0))} %`
}

/** `2026-01-07 14:03:22 UTC` from ISO 8601; what is not ISO 8601 stays as it is. */
export function instantText(iso: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(iso)
  return parts === null ? iso : `${parts[1]} ${parts[2]} UTC`
}
