/**
 * Why octets from the peer were refused. A value, never an exception: a hostile packet must not buy a stack trace.
 * Faults are built once, when a module loads, and frozen; a reader only ever hands out one of them.
 *
 * - `truncated`: a fixed field or a declared length reaches past the octets that are there.
 * - `length-mismatch`: a length field contradicts the format (too short for its own header, or not the one length allowed).
 * - `bad-value`: a field holds a value the format forbids.
 * - `too-many`: more entries than this codec is willing to keep from one chunk.
 */
export interface DecodeFault {
  readonly fault: 'truncated' | 'length-mismatch' | 'bad-value' | 'too-many'
  /** The RFC's name of what was being read, for people: "SACK", "IPv4 Address". */
  readonly where: string
}

/** A frozen fault. Call it for module constants, not while reading. */
export function fault(kind: DecodeFault['fault'], where: string): DecodeFault {
  return Object.freeze({ fault: kind, where })
}

/** Tells the refusal from what a reader returns when all is well. */
export function isFault(value: unknown): value is DecodeFault {
  return typeof value === 'object' && value !== null && 'fault' in value && 'where' in value
}

/** One line for a log or a report. */
export function describeFault(refused: DecodeFault): string {
  return `${refused.where}: ${DESCRIPTIONS[refused.fault]}`
}

const DESCRIPTIONS: Readonly<Record<DecodeFault['fault'], string>> = {
  truncated: 'cut short',
  'length-mismatch': 'length field contradicts the format',
  'bad-value': 'value not allowed here',
  'too-many': 'too many entries',
}
