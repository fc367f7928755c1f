import { isIP } from 'node:net'
import { z } from 'zod'

/** Kinds of values that configurations of all nodes are made of. */

export const portNumber = z.number().int().min(1).max(65_535)

export const unsigned32 = z.number().int().min(0).max(0xffff_ffff)

export const ipAddress = z
  .string()
  .refine((text) => isIP(text) !== 0 && !text.includes('%'), 'an IP address, such as 127.0.0.1 or 2001:db8::1')

export const ipAddresses = z
  .array(ipAddress)
  .min(1, 'give one IP address at least')
  .refine((list) => new Set(list).size === list.length, 'each address once')

/** Milliseconds, or a text with its unit; `off` for a timer that never runs. `millisecondsOf` reads it. */
export const duration = z
  .union([z.number(), z.string()])
  .refine((given) => !Number.isNaN(millisecondsOf(given)), 'a time such as 2s or 500ms, or off')
  .describe('milliseconds, or a text such as 500ms, 2s, 1m; off')

/** The length of something people wait for, in seconds mostly: a plain number could be taken for those as well as for milliseconds. */
export const timeWithUnit = z
  .union([z.number(), z.string()])
  .refine(
    (given) => Number(given) === 0 || (typeof given === 'string' && !/^[\d.]+$/.test(given) && !Number.isNaN(millisecondsOf(given))),
    'a time with its unit, such as 10s or 500ms',
  )

/** NaN for what is no time; 0 for `off`. */
export function millisecondsOf(given: number | string): number {
  if (typeof given === 'number') return Number.isFinite(given) && given >= 0 && given <= LONGEST_MS ? given : Number.NaN
  if (given === 'off') return 0
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?)\s?(ms|s|m|h)?$/.exec(given) ?? []
  const milliseconds = count === undefined ? Number.NaN : Number(count) * UNITS[(unit ?? 'ms') as keyof typeof UNITS]
  return milliseconds <= LONGEST_MS ? milliseconds : Number.NaN
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const LONGEST_MS = 86_400_000
