import { copyOctets, padded, readU16, writePadding, writeU16 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'

/** Octets of the type and the length of a parameter or an error cause. */
export const TLV_HEADER_LENGTH = 4

/**
 * Walks a list of parameters (RFC 9260 §3.2.1) or error causes (§3.3.10), which share one format:
 *
 *      0                   1                   2                   3
 *     |        Parameter Type         |       Parameter Length        |
 *     /                        Parameter Value                        /
 *
 * It is the only walker of such lists: readers of single parameters get their bounds from it and never look for the
 * next one themselves. After `next()` returned true, `at + length` lies inside the list. After false, `fault` is null
 * when the list simply ended.
 */
export class TypeLengthValueCursor {
  type = 0
  /** offset of the type field */
  at = 0
  /** The length field: type, length and value, without padding. */
  length = 0
  fault: DecodeFault | null = null
  private following: number

  /** @param end offset after the list, with or without the padding of its last entry. */
  constructor(
    private readonly octets: Uint8Array,
    at: number,
    private readonly end: number,
  ) {
    this.following = at
  }

  next(): boolean {
    const at = this.following
    const room = this.end - at
    // The Chunk Length leaves out the padding of the last entry, so `following` may lie up to three octets past the end.
    if (room <= 0) return false
    if (room < TLV_HEADER_LENGTH) return this.refuse(HEADER_TRUNCATED)
    const length = readU16(this.octets, at + 2)
    // RFC 9260 §3.2.1: the length counts type and length, so it is at least 4. A smaller one would never advance.
    if (length < TLV_HEADER_LENGTH) return this.refuse(LENGTH_TOO_SMALL)
    if (length > room) return this.refuse(VALUE_TRUNCATED)
    this.type = readU16(this.octets, at)
    this.at = at
    this.length = length
    this.following = at + padded(length)
    return true
  }

  private refuse(fault: DecodeFault): false {
    this.fault = fault
    this.following = this.end
    return false
  }
}

/** A copy of the value of the entry at `at`. */
export function copyTlvValue(octets: Uint8Array, at: number, length: number): Uint8Array {
  return copyRange(octets, at + TLV_HEADER_LENGTH, at + length)
}

/** A copy of the octets `from` to `to`. Not `slice`: a packet may come in a subclass whose slice() shares the memory, as Node's does. */
export function copyRange(octets: Uint8Array, from: number, to: number): Uint8Array {
  const copy = new Uint8Array(to - from)
  copyOctets(octets, from, to - from, copy, 0)
  return copy
}

/** Writes type and length and returns the offset of the value. `length` counts these four octets and the value, not the padding. */
export function writeTlvHeader(octets: Uint8Array, at: number, type: number, length: number): number {
  writeU16(octets, at, type)
  writeU16(octets, at + 2, length)
  return at + TLV_HEADER_LENGTH
}

/** Writes an entry with an opaque value, padded with zeroes to four octets; returns the offset after the padding. */
export function writeTlv(octets: Uint8Array, at: number, type: number, value: Uint8Array): number {
  const valueAt = writeTlvHeader(octets, at, type, TLV_HEADER_LENGTH + value.length)
  copyOctets(value, 0, value.length, octets, valueAt)
  return writePadding(octets, at, valueAt + value.length)
}

/**
 * Octets of a list of entries with these lengths: each padded but the last, as the Chunk Length counts them
 * (RFC 9260 §3.2). `padded()` of the result is the room they take.
 */
export function tlvListLength(lengths: readonly number[]): number {
  let total = 0
  for (const length of lengths) total = padded(total) + length
  return total
}

const HEADER_TRUNCATED = fault('truncated', 'parameter header')
const LENGTH_TOO_SMALL = fault('length-mismatch', 'Parameter Length')
const VALUE_TRUNCATED = fault('truncated', 'parameter')
