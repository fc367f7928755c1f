/**
 * One AVP Data Format (RFC 6733 §4.2, §4.3): octets to a value and back. Used by the message codec, which is the path for
 * people and for rare messages; code that runs per message reads and writes numbers in place with AvpCursor and AvpWriter.
 */
export interface DataFormat<T> {
  /** The octets a value may have. The minimum is also what an example AVP gets (RFC 6733 §7.5). */
  readonly minimumLength: number
  readonly maximumLength: number
  /** The value, or null when the octets are no value of this format. `length` is already within the two bounds. Copies. */
  read(octets: Uint8Array, at: number, length: number): T | null
  /** Whether the value has a form on the wire: range, alphabet. */
  accepts(value: T): boolean
  /** Octets that `write` will fill, without padding. */
  lengthOf(value: T): number
  write(octets: Uint8Array, at: number, value: T): void
}

/** As long as the 24-bit AVP Length allows, the longer header taken off. */
export const LONGEST_VALUE = 0xff_ffff - 12
