import type { Flags } from '../command.js'
import { ENDPOINT_FLAGS, type EndpointFlag } from './endpoint-flags.js'

/**
 * The flags in words that leave no doubt: `--name value`, `--name=value` and `--switch`, known names only. null for anything else,
 * a request for help and every mistake included: those are for the full parser, which takes 70 ms to load and knows what to say.
 * Whoever waits for an endpoint to be ready need not wait for that one.
 *
 * @param words behind the name of the command
 * @returns exactly what the full parser would give for the same words, save what it adds of its own (`_`, `$0`)
 */
export function plainFlags(words: readonly string[]): Flags | null {
  const flags: Record<string, string | true> = {}
  for (let i = 0; i < words.length; i++) {
    const match = /^--([a-z][a-z-]+)(?:=(.+))?$/s.exec(words[i]!)
    const name = match?.[1] ?? ''
    const flag = flagNamed(name)
    if (flag === null) return null
    if (flag.takes.kind === 'switch') {
      if (match?.[2] !== undefined) return null
      flags[name] = true
      continue
    }
    const value = match?.[2] ?? words[++i]
    if (value === undefined || !PLAIN_VALUE.test(value)) return null
    flags[name] = value
  }
  return flags
}

function flagNamed(name: string): EndpointFlag | null {
  return Object.hasOwn(ENDPOINT_FLAGS, name) ? ENDPOINT_FLAGS[name as keyof typeof ENDPOINT_FLAGS] : null
}

/** Nothing a parser might take for a flag, a quotation or a switch's value. */
const PLAIN_VALUE = /^[\w./:][\w./:,@%+~-]*$/
