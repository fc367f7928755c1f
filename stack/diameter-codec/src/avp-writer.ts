import { copyOctets, padded, writePadding, writeU24, writeU32 } from '@sigbed/octets'
import { AVP_HEADER_WITH_VENDOR_LENGTH, avpHeaderLength, writeAvpHeader } from './avp-header.js'
import { Address, type DiameterAddress } from './data-format/address.js'
import type { DataFormat } from './data-format/data-format.js'
import { Float32 } from './data-format/float32.js'
import { Float64 } from './data-format/float64.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import { Integer64 } from './data-format/integer64.js'
import { Time } from './data-format/time.js'
import { Unsigned64 } from './data-format/unsigned64.js'
import { utf8Length, writeUtf8 } from './data-format/utf8-string.js'
import { MESSAGE_HEADER_LENGTH, type MessageHeader, writeMessageHeader } from './message-header.js'

/** What the writer needs to know of an AVP; every AvpDefinition of a dictionary is one. */
export interface AvpKey {
  readonly code: number
  readonly vendorId: number
  readonly flags: number
}

/**
 * Writes a message in one pass into one buffer that grows and is reused. Hot.
 *
 *     writer.beginMessage()
 *     writer.writeUtf8String(SESSION_ID, 'host;1;2')
 *     writer.beginGroup(TERMINAL_INFORMATION)
 *     …
 *     writer.endGroup()
 *     writer.endMessage(header)          // octets 0 to length of `octets`
 *
 * `octets` belongs to the writer and is good until the next `begin…`; growing replaces it. The methods do not check a value
 * against its AVP's format: that is the message codec's business, and a tester's freedom here. Groups nested deeper than eight,
 * or left open, are the caller's mistake and throw.
 */
export class AvpWriter {
  octets: Uint8Array
  /** Octets written so far. */
  length = 0
  private depth = 0
  private readonly groupHeaderAt = new Int32Array(DEEPEST_GROUP)

  constructor(initialLength = 512) {
    this.octets = new Uint8Array(initialLength)
  }

  /** Begins a message, dropping what was written before; room for the header is left. */
  beginMessage(): void {
    this.beginAvps()
    this.reserve(MESSAGE_HEADER_LENGTH)
    this.length = MESSAGE_HEADER_LENGTH
  }

  /** Begins a bare sequence of AVPs, such as the value of a group or octets to be copied later with `writeAvps`. */
  beginAvps(): void {
    this.length = 0
    this.depth = 0
  }

  /** Fills in the header, its length included: `header.length` is set. */
  endMessage(header: MessageHeader): void {
    this.checkClosed()
    header.length = this.length
    writeMessageHeader(this.octets, 0, header)
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    this.checkClosed()
    return this.octets.slice(0, this.length)
  }

  writeOctetString(avp: AvpKey, octets: Uint8Array, at = 0, length = octets.length - at): void {
    const valueAt = this.begin(avp, length)
    copyOctets(octets, at, length, this.octets, valueAt)
    this.end(valueAt, length)
  }

  /** Also for Enumerated by number. */
  writeUnsigned32(avp: AvpKey, value: number): void {
    const valueAt = this.begin(avp, 4)
    writeU32(this.octets, valueAt, value)
    this.length = valueAt + 4
  }

  writeInteger32(avp: AvpKey, value: number): void {
    this.writeUnsigned32(avp, value)
  }

  writeUnsigned64(avp: AvpKey, value: bigint): void {
    const valueAt = this.begin(avp, 8)
    Unsigned64.write(this.octets, valueAt, value)
    this.length = valueAt + 8
  }

  writeInteger64(avp: AvpKey, value: bigint): void {
    const valueAt = this.begin(avp, 8)
    Integer64.write(this.octets, valueAt, value)
    this.length = valueAt + 8
  }

  writeFloat32(avp: AvpKey, value: number): void {
    const valueAt = this.begin(avp, 4)
    Float32.write(this.octets, valueAt, value)
    this.length = valueAt + 4
  }

  writeFloat64(avp: AvpKey, value: number): void {
    const valueAt = this.begin(avp, 8)
    Float64.write(this.octets, valueAt, value)
    this.length = valueAt + 8
  }

  /** @param value seconds since 1970. */
  writeTime(avp: AvpKey, value: number): void {
    const valueAt = this.begin(avp, 4)
    Time.write(this.octets, valueAt, value)
    this.length = valueAt + 4
  }

  writeAddress(avp: AvpKey, value: DiameterAddress): void {
    const length = Address.lengthOf(value)
    const valueAt = this.begin(avp, length)
    Address.write(this.octets, valueAt, value)
    this.end(valueAt, length)
  }

  /** Every format that is text: UTF8String, DiameterIdentity, DiameterURI, IPFilterRule. */
  writeUtf8String(avp: AvpKey, text: string): void {
    const length = utf8Length(text)
    const valueAt = this.begin(avp, length)
    writeUtf8(this.octets, valueAt, text)
    this.end(valueAt, length)
  }

  /** A value by its format. The value has been accepted by the format. */
  writeValue<T>(avp: AvpKey, format: DataFormat<T>, value: T): void {
    const length = format.lengthOf(value)
    const valueAt = this.begin(avp, length)
    format.write(this.octets, valueAt, value)
    this.end(valueAt, length)
  }

  /** Begins a Grouped AVP (RFC 6733 §4.4): what is written up to `endGroup` are its members. */
  beginGroup(avp: AvpKey): void {
    if (this.depth === DEEPEST_GROUP) throw new RangeError(`groups nested deeper than ${DEEPEST_GROUP}`)
    const headerAt = this.length
    this.begin(avp, 0)
    this.groupHeaderAt[this.depth++] = headerAt
  }

  /** Ends the innermost group; its length is written into its header now. */
  endGroup(): void {
    if (this.depth === 0) throw new RangeError('no group to end')
    const headerAt = this.groupHeaderAt[--this.depth]!
    writeU24(this.octets, headerAt + 5, this.length - headerAt)
  }

  /** Copies complete AVPs, paddings included: prepared ones, or received ones that are passed on. */
  writeAvps(octets: Uint8Array, at = 0, length = octets.length - at): void {
    this.reserve(length)
    copyOctets(octets, at, length, this.octets, this.length)
    this.length += length
  }

  /** Writes the header, makes room for the value and its padding, and returns the offset of the value. */
  private begin(avp: AvpKey, valueLength: number): number {
    this.reserve(padded(AVP_HEADER_WITH_VENDOR_LENGTH + valueLength))
    const valueAt = writeAvpHeader(this.octets, this.length, avp.code, avp.flags, avp.vendorId, valueLength)
    this.length = valueAt
    return valueAt
  }

  private end(valueAt: number, valueLength: number): void {
    // Headers are 8 or 12 octets and everything before is padded, so that the value begins on a boundary of four.
    this.length = writePadding(this.octets, valueAt, valueAt + valueLength)
  }

  private reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.octets.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.octets.length))
    larger.set(this.octets.subarray(0, this.length))
    this.octets = larger
  }

  private checkClosed(): void {
    if (this.depth !== 0) throw new RangeError(`${this.depth} group(s) not ended`)
  }
}

/** One AVP by itself, header and padding included. */
export function singleAvp(avp: AvpKey, value: Uint8Array): Uint8Array {
  const writer = new AvpWriter(padded(avpHeaderLength(avp.flags) + value.length))
  writer.writeOctetString(avp, value)
  return writer.copy()
}
