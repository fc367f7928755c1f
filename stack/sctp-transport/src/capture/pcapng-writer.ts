import { copyOctets, padded, readU16, readU64, writePadding, writeU16, writeU32, writeU64 } from '@sigbed/octets'

/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng), as octets in network order. Every block begins with its type and its total
 * length and ends with that length once more; options are type, length and value, padded to four octets, closed by an empty one.
 */

/** The frame is an IPv4 or IPv6 packet with nothing before it. */
export const LINKTYPE_RAW = 101

export type CaptureDirection = 'inbound' | 'outbound'

/** Section Header Block (§4.1), the first of a file; the length of the section is left open. */
export function sectionHeaderBlock(application: string, comment = ''): Uint8Array {
  const fixed = new Uint8Array(16)
  writeU32(fixed, 0, BYTE_ORDER_MAGIC)
  writeU16(fixed, 4, 1)
  writeU16(fixed, 6, 0)
  writeU64(fixed, 8, 0xffff_ffff_ffff_ffffn)
  const comments = comment === '' ? [] : [textOption(COMMENT, comment)]
  return block(SECTION_HEADER, fixed, [textOption(SECTION_APPLICATION, application), ...comments])
}

/** Interface Description Block (§4.2): interfaces are numbered from 0 in the order of these. Times are nanoseconds. */
export function interfaceDescriptionBlock(name: string, description: string): Uint8Array {
  const fixed = new Uint8Array(8)
  writeU16(fixed, 0, LINKTYPE_RAW)
  const resolution = { code: INTERFACE_TIME_RESOLUTION, value: Uint8Array.of(9) }
  return block(INTERFACE_DESCRIPTION, fixed, [
    textOption(INTERFACE_NAME, name),
    textOption(INTERFACE_DESCRIPTION_TEXT, description),
    resolution,
  ])
}

/** Interface Statistics Block (§4.6). Times in nanoseconds since 1970. */
export function interfaceStatisticsBlock(
  interfaceId: number,
  times: { readonly startNs: bigint; readonly endNs: bigint },
  packets: { readonly written: number; readonly dropped: number },
): Uint8Array {
  const fixed = new Uint8Array(12)
  writeU32(fixed, 0, interfaceId)
  writeU64(fixed, 4, times.endNs)
  return block(INTERFACE_STATISTICS, fixed, [
    timeOption(STATISTICS_START, times.startNs),
    timeOption(STATISTICS_END, times.endNs),
    countOption(STATISTICS_RECEIVED, packets.written + packets.dropped),
    countOption(STATISTICS_DROPPED, packets.dropped),
  ])
}

/** What an Interface Statistics Block of ours says was dropped; 0 when it does not say. */
export function readDroppedPackets(block: Uint8Array): number {
  const end = block.length - 4
  for (let at = STATISTICS_OPTIONS; at + 12 <= end; at += 4 + padded(readU16(block, at + 2)))
    if (readU16(block, at) === STATISTICS_DROPPED) return Number(readU64(block, at + 4))
  return 0
}

/** Octets of an Enhanced Packet Block around a frame of `frameLength` octets and a comment in UTF-8 (empty for none). */
export function enhancedPacketBlockLength(frameLength: number, comment: Uint8Array): number {
  return ENHANCED_PACKET_HEADER + padded(frameLength) + 8 + (comment.length > 0 ? 4 + padded(comment.length) : 0) + 4 + 4
}

/**
 * Writes an Enhanced Packet Block (§4.3) at `at` around a frame that its owner has written, or will write, at
 * `at + ENHANCED_PACKET_HEADER`; returns the offset after it. The caller has checked the room with enhancedPacketBlockLength.
 */
export function writeEnhancedPacketBlock(
  octets: Uint8Array,
  at: number,
  interfaceId: number,
  timeNs: bigint,
  direction: CaptureDirection,
  frameLength: number,
  comment: Uint8Array,
): number {
  const length = enhancedPacketBlockLength(frameLength, comment)
  writeU32(octets, at, ENHANCED_PACKET)
  writeU32(octets, at + 4, length)
  writeU32(octets, at + 8, interfaceId)
  writeU64(octets, at + 12, timeNs)
  writeU32(octets, at + 20, frameLength)
  writeU32(octets, at + 24, frameLength)
  const frameAt = at + ENHANCED_PACKET_HEADER
  let to = writePadding(octets, frameAt, frameAt + frameLength)
  to = writeOptionHeader(octets, to, PACKET_FLAGS, 4)
  // §4.3.1: bits 0 and 1 are the direction, 01 inbound, 10 outbound.
  writeU32(octets, to, direction === 'inbound' ? 1 : 2)
  to += 4
  if (comment.length > 0) to = writeOption(octets, to, { code: COMMENT, value: comment })
  to = writeOptionHeader(octets, to, END_OF_OPTIONS, 0)
  writeU32(octets, to, length)
  return to + 4
}

/** UTF-8 for the texts of a block, cut to what an option can hold. */
export function captureText(text: string): Uint8Array {
  return new TextEncoder().encode(text.slice(0, LONGEST_TEXT))
}

interface Option {
  readonly code: number
  readonly value: Uint8Array
}

function block(type: number, fixed: Uint8Array, options: readonly Option[]): Uint8Array {
  const optionsLength = options.reduce((sum, { value }) => sum + 4 + padded(value.length), 4)
  const length = 8 + fixed.length + optionsLength + 4
  const octets = new Uint8Array(length)
  writeU32(octets, 0, type)
  writeU32(octets, 4, length)
  copyOctets(fixed, 0, fixed.length, octets, 8)
  let to = 8 + fixed.length
  for (const option of options) to = writeOption(octets, to, option)
  to = writeOptionHeader(octets, to, END_OF_OPTIONS, 0)
  writeU32(octets, to, length)
  return octets
}

function textOption(code: number, text: string): Option {
  return { code, value: captureText(text) }
}

function timeOption(code: number, timeNs: bigint): Option {
  const value = new Uint8Array(8)
  writeU64(value, 0, timeNs)
  return { code, value }
}

function countOption(code: number, count: number): Option {
  return timeOption(code, BigInt(count))
}

function writeOption(octets: Uint8Array, at: number, { code, value }: Option): number {
  const from = writeOptionHeader(octets, at, code, value.length)
  copyOctets(value, 0, value.length, octets, from)
  return writePadding(octets, from, from + value.length)
}

function writeOptionHeader(octets: Uint8Array, at: number, code: number, length: number): number {
  writeU16(octets, at, code)
  writeU16(octets, at + 2, length)
  return at + 4
}

/** Octets of an Enhanced Packet Block before its frame. */
export const ENHANCED_PACKET_HEADER = 28

export const SECTION_HEADER = 0x0a0d0d0a
export const INTERFACE_DESCRIPTION = 1
export const INTERFACE_STATISTICS = 5
export const ENHANCED_PACKET = 6
/** Stands in a section header, in the order of octets that the section is written in. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d
/** Type, length, and length once more. */
export const SMALLEST_BLOCK = 12

const END_OF_OPTIONS = 0
const COMMENT = 1
const SECTION_APPLICATION = 4
const INTERFACE_NAME = 2
const INTERFACE_DESCRIPTION_TEXT = 3
const INTERFACE_TIME_RESOLUTION = 9
const PACKET_FLAGS = 2
const STATISTICS_START = 2
const STATISTICS_END = 3
const STATISTICS_RECEIVED = 4
const STATISTICS_DROPPED = 5
/** Where they begin: behind type, length, interface and time. */
const STATISTICS_OPTIONS = 20

/** In UTF-16 units, of at most three octets each: an option's length has 16 bits. */
const LONGEST_TEXT = 20_000
