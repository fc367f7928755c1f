import { toHexadecimal } from './hexadecimal.js'

/**
 * What octets mean, for people: one line of a decoded packet or message and what stands inside it. Every codec builds these, so
 * that one renderer shows them all. Plain data; as JSON it is what programs read.
 */
export interface OctetTree {
  /** "Origin-Host", "SACK", "Routing Context" */
  readonly name: string
  /** What its header says besides its length, in the order to be shown. */
  readonly facts: Readonly<Record<string, string | number>>
  /** Null for what only holds others. Octets are in hexadecimal, 64-bit numbers in decimal text. */
  readonly value: string | number | null
  /** What the value stands for: "DIAMETER_SUCCESS". */
  readonly meaning: string | null
  /** Where it stands in the octets that were decoded, its header and padding included. */
  readonly at: number
  readonly length: number
  /** What is wrong with it, one sentence each. */
  readonly faults: readonly string[]
  readonly inside: readonly OctetTree[]
}

/** A tree with nothing but what is given. */
export function octetTree(
  name: string,
  at: number,
  length: number,
  rest: Partial<Omit<OctetTree, 'name' | 'at' | 'length'>> = {},
): OctetTree {
  return { name, facts: {}, value: null, meaning: null, at, length, faults: [], inside: [], ...rest }
}

/** Counts what a tree may still hold: octets from a peer must not fill a terminal, or memory. One for all trees of one packet. */
export class TreeBound {
  constructor(private left: number = MOST_TREE_NODES) {}

  /** True when one more may be shown. */
  take(): boolean {
    if (this.left === 0) return false
    this.left--
    return true
  }
}

/** Hexadecimal of a range, the end left out when it is longer than anybody reads. A range past the octets is cut. */
export function shownOctets(octets: Uint8Array, at: number, length: number): string {
  const end = Math.min(octets.length, at + length)
  const shownEnd = Math.min(end, at + MOST_SHOWN_OCTETS)
  return shownEnd < end ? `${toHexadecimal(octets, at, shownEnd)}… (${end - at} octets)` : toHexadecimal(octets, at, end)
}

/** The fault of a tree whose rest is left out. */
export const MORE_NOT_SHOWN = 'more stands here than is shown'

export const MOST_TREE_NODES = 5000
export const MOST_SHOWN_OCTETS = 256
