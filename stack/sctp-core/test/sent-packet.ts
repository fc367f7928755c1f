import {
  ChunkCursor,
  COMMON_HEADER_LENGTH,
  CommonHeader,
  chunkTypeName,
  crc32c,
  DATA,
  DataChunk,
  type ErrorCause,
  fillChecksum,
  I_DATA,
  IDataChunk,
  isFault,
  readCommonHeader,
  readDataChunk,
  readErrorCauses,
  readIDataChunk,
  readSackChunk,
  SACK,
  SackChunk,
  writeCommonHeader,
} from '@sigbed/sctp-codec'

/** Where one chunk stands in a packet. */
export interface ChunkPlace {
  readonly type: number
  readonly flags: number
  readonly at: number
  readonly length: number
}

/** One packet as a node handed it to the network. */
export interface SentPacket {
  readonly atMs: number
  readonly from: string
  readonly to: string
  readonly octets: Uint8Array
  readonly types: readonly number[]
}

export function chunksOf(octets: Uint8Array): ChunkPlace[] {
  const cursor = new ChunkCursor()
  const found: ChunkPlace[] = []
  cursor.begin(octets, 0, octets.length)
  while (cursor.next()) found.push({ type: cursor.type, flags: cursor.flags, at: cursor.at, length: cursor.length })
  return found
}

export function typesOf(octets: Uint8Array): number[] {
  return chunksOf(octets).map((chunk) => chunk.type)
}

/** "10.000 10.0.1.1 DATA(7) SACK(8)": for the text of a failed test. */
export function describePacket(packet: SentPacket): string {
  const words = chunksOf(packet.octets).map((chunk) => {
    const name = chunkTypeName(chunk.type)
    if (chunk.type === DATA) return `${name}(${dataOf(packet.octets).map((data) => data.tsn)})`
    return chunk.type === SACK ? `${name}(${sackOf(packet.octets)?.cumulativeTsnAck})` : name
  })
  return `${packet.atMs.toFixed(3)} ${packet.from} -> ${packet.to} ${words.join(' ')}`
}

export function dataOf(octets: Uint8Array): DataChunk[] {
  const found: DataChunk[] = []
  for (const { type, at, length, flags } of chunksOf(octets)) {
    if (type !== DATA) continue
    const data = new DataChunk()
    if (readDataChunk(octets, at, length, flags, data) === null) found.push(data)
  }
  return found
}

export function iDataOf(octets: Uint8Array): IDataChunk[] {
  const found: IDataChunk[] = []
  for (const { type, at, length, flags } of chunksOf(octets)) {
    const data = new IDataChunk()
    if (type === I_DATA && readIDataChunk(octets, at, length, flags, data) === null) found.push(data)
  }
  return found
}

/** A SACK in plain values; gaps as pairs. */
export interface PlainSack {
  readonly cumulativeTsnAck: number
  readonly advertisedReceiverWindow: number
  readonly gaps: readonly (readonly [number, number])[]
  readonly duplicates: readonly number[]
}

export function sackOf(octets: Uint8Array): PlainSack | null {
  const place = chunksOf(octets).find((chunk) => chunk.type === SACK)
  const sack = new SackChunk()
  if (place === undefined || readSackChunk(octets, place.at, place.length, sack) !== null) return null
  return {
    cumulativeTsnAck: sack.cumulativeTsnAck,
    advertisedReceiverWindow: sack.advertisedReceiverWindow,
    gaps: Array.from({ length: sack.gapAckBlockCount }, (_, i) => [sack.gapAckBlocks[2 * i]!, sack.gapAckBlocks[2 * i + 1]!] as const),
    duplicates: Array.from(sack.duplicateTsns.subarray(0, sack.duplicateTsnCount)),
  }
}

/** The error causes of the first chunk of that type (ERROR or ABORT). */
export function causesOf(octets: Uint8Array, type: number): readonly ErrorCause[] {
  const place = chunksOf(octets).find((chunk) => chunk.type === type)
  if (place === undefined) return []
  const causes = readErrorCauses(octets, place.at, place.length)
  return isFault(causes) ? [] : causes
}

export function headerOf(octets: Uint8Array): CommonHeader {
  const header = new CommonHeader()
  readCommonHeader(octets, 0, octets.length, header)
  return header
}

/** A packet of the given chunks, each padded already, with a good checksum. */
export function packetOf(
  sourcePort: number,
  destinationPort: number,
  verificationTag: number,
  ...chunks: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(COMMON_HEADER_LENGTH + chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = writeCommonHeader(octets, 0, sourcePort, destinationPort, verificationTag)
  for (const chunk of chunks) {
    octets.set(chunk, at)
    at += chunk.length
  }
  fillChecksum(octets, 0, octets.length)
  return octets
}

/** A copy with the chunk of that place changed, its checksum good again. */
export function rewritten(octets: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = octets.slice()
  change(copy)
  fillChecksum(copy, 0, copy.length)
  return copy
}

export function digestOf(octets: Uint8Array): number {
  return crc32c(octets, 0, octets.length)
}
