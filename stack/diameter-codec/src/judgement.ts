import type { DecodeFault } from './decode-fault.js'

/**
 * How severely a message is read.
 *
 * - `strict`: as a conformance tester reads. Rules that bind only the sender are held too: reserved bits clear, padding zero, the
 *   M bit as defined, fixed AVPs at their place, Application-Ids that agree, the E bit as the Result-Code's class wants it.
 * - `usual`: refuses what RFC 6733 tells a receiver to refuse, and ignores what it tells a receiver to ignore.
 * - `lenient`: takes what can be understood. Every fault `strict` would see is kept in a list instead; an AVP that cannot be
 *   understood is kept octet for octet.
 *
 * The first fault of a lenient reading is the one a strict reading ends with (RFC 6733 §7: only the first error is reported).
 */
export type DecodeMode = 'strict' | 'usual' | 'lenient'

/** Decides, for one message or group, which fault ends the reading, and keeps the others. */
export class Judgement {
  /** What a lenient reading passed over, in the order in which it was found; no more than MOST_FAULTS. */
  readonly faults: DecodeFault[] = []
  /** Whether something behind the last AVP taken could not be walked. */
  isCutShort = false

  constructor(readonly mode: DecodeMode) {}

  /** Whether rules that bind only the sender are looked at. */
  get bindsSender(): boolean {
    return this.mode !== 'usual'
  }

  get isLenient(): boolean {
    return this.mode === 'lenient'
  }

  /** The fault, when the reading ends with it; null when it goes on. */
  refuse(fault: DecodeFault): DecodeFault | null {
    if (!this.isLenient) return fault
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault)
    return null
  }
}

/** A hostile message of 16 MB could hold two million faults. */
export const MOST_FAULTS = 64
