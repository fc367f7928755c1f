import { writeU8, writeU24, writeU32 } from '@sigbed/octets'

/** AVP Flags (RFC 6733 §4.1). The reserved bits and P are sent as zero; who receives them set ignores them, unless it is strict. */
export const VENDOR_FLAG = 0x80
export const MANDATORY_FLAG = 0x40
export const PROTECTED_FLAG = 0x20
export const UNASSIGNED_AVP_FLAGS = 0x1f

/** Octets before the value: 8, or 12 when the V bit says that a Vendor-ID follows (RFC 6733 §4.1.1). */
export function avpHeaderLength(flags: number): number {
  return (flags & VENDOR_FLAG) !== 0 ? AVP_HEADER_WITH_VENDOR_LENGTH : AVP_HEADER_LENGTH
}

/**
 * Writes an AVP header at `at` and returns the offset of the value. The V bit follows from `vendorId`, whatever `flags` says:
 * a Vendor-ID of zero is never written (RFC 6733 §4.1.1).
 *
 * @param valueLength octets of the value, without padding.
 *
 *  0                   1                   2                   3
 * |                           AVP Code                            |
 * |V M P r r r r r|                  AVP Length                   |
 * |                        Vendor-ID (opt)                        |
 */
export function writeAvpHeader(octets: Uint8Array, at: number, code: number, flags: number, vendorId: number, valueLength: number): number {
  writeU32(octets, at, code)
  if (vendorId === 0) {
    writeU8(octets, at + 4, flags & ~VENDOR_FLAG)
    writeU24(octets, at + 5, AVP_HEADER_LENGTH + valueLength)
    return at + AVP_HEADER_LENGTH
  }
  writeU8(octets, at + 4, flags | VENDOR_FLAG)
  writeU24(octets, at + 5, AVP_HEADER_WITH_VENDOR_LENGTH + valueLength)
  writeU32(octets, at + 8, vendorId)
  return at + AVP_HEADER_WITH_VENDOR_LENGTH
}

export const AVP_HEADER_LENGTH = 8
export const AVP_HEADER_WITH_VENDOR_LENGTH = 12
