import { padded, readU16, readU32, readU64 } from '@sigbed/octets'

export interface ReadBlock {
  readonly type: number
  /** Without the block's own header, lengths and options. */
  readonly fixed: Uint8Array
  readonly options: ReadonlyMap<number, Uint8Array>
}

/**
 * The blocks of a pcapng file in network order, for this package's own tests; written from the file format's description, apart from
 * the writer. Throws for anything that is not as the format says: lengths at both ends, alignment, options closed and padded.
 */
export function readBlocks(file: Uint8Array): ReadBlock[] {
  const blocks: ReadBlock[] = []
  let at = 0
  while (at < file.length) {
    const type = readU32(file, at)
    const length = readU32(file, at + 4)
    if (length < 12 || length % 4 !== 0 || at + length > file.length) throw new Error(`a block at ${at} has a length of ${length}`)
    if (readU32(file, at + length - 4) !== length) throw new Error(`the block at ${at} does not end with its length`)
    const body = file.subarray(at + 8, at + length - 4)
    const fixedLength = fixedLengthOf(type, body)
    blocks.push({ type, fixed: body.subarray(0, fixedLength), options: readOptions(body.subarray(fixedLength)) })
    at += length
  }
  return blocks
}

/** The frames of all Enhanced Packet Blocks with their times, in nanoseconds, and the text of their comments. */
export function readPackets(file: Uint8Array) {
  return readBlocks(file)
    .filter(({ type }) => type === 6)
    .map(({ fixed, options }) => ({
      interfaceId: readU32(fixed, 0),
      timeNs: readU64(fixed, 4),
      frame: fixed.subarray(20, 20 + readU32(fixed, 12)),
      flags: readU32(options.get(2)!, 0),
      comment: textOf(options.get(1)),
    }))
}

export function textOf(value: Uint8Array | undefined): string {
  return value === undefined ? '' : new TextDecoder('utf-8', { fatal: true }).decode(value)
}

function fixedLengthOf(type: number, body: Uint8Array): number {
  switch (type) {
    case 0x0a0d0d0a:
      return 16
    case 1:
      return 8
    case 5:
      return 12
    case 6:
      return 20 + padded(readU32(body, 12))
    default:
      throw new Error(`no block of type ${type} is written`)
  }
}

function readOptions(octets: Uint8Array): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>()
  let at = 0
  for (;;) {
    const code = readU16(octets, at)
    const length = readU16(octets, at + 2)
    const end = at + 4 + padded(length)
    if (!(end <= octets.length)) throw new Error(`option ${code} does not fit its block`)
    if (code === 0) {
      if (length !== 0 || end !== octets.length) throw new Error('something follows the end of the options')
      return options
    }
    for (let pad = at + 4 + length; pad < end; pad++) if (octets[pad] !== 0) throw new Error(`option ${code} is not padded with zeroes`)
    options.set(code, octets.subarray(at + 4, at + 4 + length))
    at = end
  }
}
