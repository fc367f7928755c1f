import { copyOctets, padded, readU8, readU24, readU32 } from '@sigbed/octets'
import { AVP_HEADER_LENGTH, AVP_HEADER_WITH_VENDOR_LENGTH, VENDOR_FLAG, writeAvpHeader } from './avp-header.js'
import { ResultCode } from './result-code.js'

/**
 * Walks a sequence of AVPs in place, without building anything per AVP. Hot: one cursor is reused for message after message.
 *
 *     cursor.enter(octets, at, length)
 *     while (cursor.next()) switch (cursor.code) { … }
 *     if (cursor.faultCode !== 0) …
 *
 * What it points at is borrowed from whoever handed out the octets; `copyValue` keeps a value. Every step advances by eight
 * octets at least and never leaves the range given. An AVP whose length field is wrong ends the walk: `next` returns false
 * from then on, `faultCode` is 5014 and `failedAvp` gives the offending header (RFC 6733 §4.1, §7.1.5).
 */
export class AvpCursor {
  octets: Uint8Array = NO_OCTETS
  code = 0
  /** 0 for the IETF's own AVPs. */
  vendorId = 0
  flags = 0
  /** Offset of the AVP's header, of its value, and the octets of the value without padding. */
  headerAt = 0
  valueAt = 0
  valueLength = 0
  /** 0 while all is well; 5014 DIAMETER_INVALID_AVP_LENGTH after an AVP that could not be walked. */
  faultCode = 0
  /** Where the range begins: in a message entered whole, right behind its header. */
  startAt = 0
  private nextAt = 0
  private endAt = 0

  /** Begins a walk over `length` octets at `at`; a range that leaves the array is cut to it. */
  enter(octets: Uint8Array, at: number, length: number): void {
    this.octets = octets
    this.startAt = at
    this.endAt = Math.min(at + length, octets.length)
    this.rewind()
  }

  /** Begins a walk over the members of the Grouped AVP that `outer` stands on. `outer` may not be this cursor. */
  enterGroup(outer: AvpCursor): void {
    this.enter(outer.octets, outer.valueAt, outer.valueLength)
  }

  /** Back before the first AVP of the range. */
  rewind(): void {
    this.nextAt = this.startAt
    this.faultCode = 0
  }

  /** Moves to the next AVP; false at the end or at a fault. */
  next(): boolean {
    const at = this.nextAt
    const left = this.endAt - at
    if (left <= 0) return false
    this.headerAt = at
    if (left < AVP_HEADER_LENGTH) {
      this.code = 0
      this.vendorId = 0
      return this.refuse()
    }
    const { octets } = this
    const length = readU24(octets, at + 5)
    this.code = readU32(octets, at)
    this.flags = readU8(octets, at + 4)
    const headerLength = (this.flags & VENDOR_FLAG) !== 0 ? AVP_HEADER_WITH_VENDOR_LENGTH : AVP_HEADER_LENGTH
    this.vendorId = headerLength === AVP_HEADER_WITH_VENDOR_LENGTH && left >= headerLength ? readU32(octets, at + 8) : 0
    // RFC 6733 §4.1: "If a message is received with an invalid attribute length, the message MUST be rejected." The padding counts
    // too: an AVP that is not followed by it is longer than the message or group it stands in.
    if (length < headerLength || padded(length) > left) return this.refuse()
    this.valueAt = at + headerLength
    this.valueLength = length - headerLength
    this.nextAt = at + padded(length)
    return true
  }

  /** Searches from the beginning for the first AVP of this code and vendor; true when the cursor stands on it. */
  find(code: number, vendorId = 0): boolean {
    this.rewind()
    while (this.next()) if (this.code === code && this.vendorId === vendorId) return true
    return false
  }

  /** Offset of the first AVP of the range entered. */
  rangeAt(): number {
    return this.startAt
  }

  /** Octets of the range entered. */
  rangeLength(): number {
    return this.endAt - this.startAt
  }

  copyValue(): Uint8Array {
    return this.octets.slice(this.valueAt, this.valueAt + this.valueLength)
  }

  /** Octets from this AVP's header to the end of its padding. */
  paddedLength(): number {
    return this.nextAt - this.headerAt
  }

  /** The whole AVP with its padding, as it arrived. */
  copyAvp(): Uint8Array {
    return this.octets.slice(this.headerAt, this.nextAt)
  }

  /**
   * After a fault: the offending AVP for Failed-AVP. RFC 6733 §7.1.5 (5014): its header, zeros where the header itself was cut
   * short, and a zero-filled value of `minimumLength` octets. The length field is written anew: copied as it came it would make
   * the answer as unreadable as the request was.
   */
  failedAvp(minimumLength: number): Uint8Array {
    const header = new Uint8Array(AVP_HEADER_WITH_VENDOR_LENGTH)
    copyOctets(this.octets, this.headerAt, Math.min(header.length, this.endAt - this.headerAt), header, 0)
    const flags = readU8(header, 4)
    const vendorId = (flags & VENDOR_FLAG) !== 0 ? readU32(header, 8) : 0
    const octets = new Uint8Array(padded(AVP_HEADER_WITH_VENDOR_LENGTH + minimumLength))
    const valueAt = writeAvpHeader(octets, 0, readU32(header, 0), flags, vendorId, minimumLength)
    return octets.subarray(0, padded(valueAt + minimumLength))
  }

  /** Lets go of the octets: a reused cursor must not keep the last message alive. */
  release(): void {
    this.octets = NO_OCTETS
    this.startAt = 0
    this.nextAt = 0
    this.endAt = 0
  }

  private refuse(): boolean {
    this.faultCode = ResultCode.DIAMETER_INVALID_AVP_LENGTH
    this.nextAt = this.endAt
    return false
  }
}

const NO_OCTETS = new Uint8Array(0)
