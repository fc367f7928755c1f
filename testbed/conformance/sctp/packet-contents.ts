import {
  ABORT,
  ChunkCursor,
  COOKIE_ECHO,
  CommonHeader,
  chunkTypeName,
  DATA,
  DataChunk,
  type DecodeFault,
  ERROR,
  HEARTBEAT,
  HEARTBEAT_ACK,
  INIT,
  INIT_ACK,
  isFault,
  readCommonHeader,
  readCookieEchoChunk,
  readDataChunk,
  readErrorCauses,
  readHeartbeatInfo,
  readInitChunk,
  readSackChunk,
  readShutdownChunk,
  SACK,
  SackChunk,
  SHUTDOWN,
} from '@sigbed/sctp-codec'

/** One chunk in plain values: always `name`, `type`, `flags` and `length` (the Chunk Length), and the fields its type has. */
export interface ReadChunk {
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly length: number
  readonly [field: string]: unknown
}

/** One packet as it was on the wire, taken apart. */
export interface ReadPacket {
  readonly atMs: number
  readonly from: string
  readonly to: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly verificationTag: number
  readonly chunks: readonly ReadChunk[]
  readonly octets: Uint8Array
}

/** Takes a packet apart. @throws Error where the codec finds a fault: what is sent by us has none. */
export function readPacket(octets: Uint8Array, from: string, to: string, atMs: number): ReadPacket {
  const header = new CommonHeader()
  demand(readCommonHeader(octets, 0, octets.length, header))
  const chunks: ReadChunk[] = []
  const cursor = new ChunkCursor()
  cursor.begin(octets, 0, octets.length)
  while (cursor.next()) {
    const { type, flags, at, length } = cursor
    chunks.push({ name: chunkTypeName(type), type, flags, length, ...fieldsOf(octets, type, flags, at, length) })
  }
  demand(cursor.fault)
  const { sourcePort, destinationPort, verificationTag } = header
  return { atMs, from, to, sourcePort, destinationPort, verificationTag, chunks, octets }
}

/** "1000.0 10.0.1.2 > 10.0.1.1 tag 7 [DATA 1234, SACK 9]", for the log of a failed test. */
export function describePacket(packet: ReadPacket): string {
  const chunks = packet.chunks.map(({ name, flags, tsn, cumulativeTsnAck }) => {
    const numbers = [tsn, cumulativeTsnAck].filter((value) => value !== undefined).map((value) => ` ${value}`)
    return `${name}${flags === 0 || name === 'DATA' ? '' : ` flags ${flags}`}${numbers.join('')}`
  })
  return `${packet.atMs.toFixed(3)} ${packet.from} > ${packet.to} tag ${packet.verificationTag.toString(16)} [${chunks.join(', ')}]`
}

/**
 * What RFC 9260 forbids in a packet whatever the state of its sender: bundling that §6.10 and §3.3.7 rule out, and a wrong order.
 * Empty when the packet is in order.
 */
export function forbiddenIn(packet: ReadPacket): string[] {
  const found: string[] = []
  const names = packet.chunks.map((chunk) => chunk.name)
  if (names.length === 0) found.push('a packet without a chunk')
  for (const name of ['INIT', 'INIT ACK', 'SHUTDOWN COMPLETE'])
    if (names.includes(name) && names.length > 1) found.push(`${name} is bundled`)
  for (const name of ['ABORT', 'SHUTDOWN', 'SHUTDOWN ACK'])
    if (names.includes(name) && names.includes('DATA')) found.push(`DATA is bundled with ${name}`)
  // §5.1 C, §5.1 D: COOKIE ECHO and COOKIE ACK lead their packets.
  for (const name of ['COOKIE ECHO', 'COOKIE ACK']) if (names.lastIndexOf(name) > 0) found.push(`${name} is not the first chunk`)
  const firstData = names.indexOf('DATA')
  if (firstData >= 0 && names.slice(firstData).some((name) => name !== 'DATA')) found.push('a control chunk stands behind DATA')
  const tsns = packet.chunks.filter(({ name }) => name === 'DATA').map(({ tsn }) => tsn as number)
  if (tsns.some((tsn, i) => i > 0 && ((tsn - tsns[i - 1]!) | 0) <= 0)) found.push('the TSNs do not increase')
  return found
}

function fieldsOf(octets: Uint8Array, type: number, flags: number, at: number, length: number): Record<string, unknown> {
  switch (type) {
    case DATA: {
      const data = new DataChunk()
      demand(readDataChunk(octets, at, length, flags, data))
      const { payloadAt, payloadLength, ...fields } = data
      return { ...fields, payloadLength, payload: octets.slice(payloadAt, payloadAt + payloadLength) }
    }
    case SACK:
      return sackFields(octets, at, length)
    case INIT:
    case INIT_ACK:
      return { ...wellFormed(readInitChunk(octets, at, length)) }
    case HEARTBEAT:
    case HEARTBEAT_ACK: {
      const { infoAt, infoLength } = wellFormed(readHeartbeatInfo(octets, at, length))
      return { info: octets.slice(infoAt, infoAt + infoLength) }
    }
    case ABORT:
    case ERROR:
      return { causes: wellFormed(readErrorCauses(octets, at, length)) }
    case SHUTDOWN:
      return { cumulativeTsnAck: wellFormed(readShutdownChunk(octets, at, length)) }
    case COOKIE_ECHO:
      return { cookie: wellFormed(readCookieEchoChunk(octets, at, length)) }
    default:
      return {}
  }
}

function sackFields(octets: Uint8Array, at: number, length: number): Record<string, unknown> {
  const sack = new SackChunk()
  demand(readSackChunk(octets, at, length, sack))
  const { cumulativeTsnAck, advertisedReceiverWindow, gapAckBlocks, gapAckBlockCount, duplicateTsns, duplicateTsnCount } = sack
  const gaps = Array.from({ length: gapAckBlockCount }, (_, i) => [gapAckBlocks[2 * i]!, gapAckBlocks[2 * i + 1]!])
  return { cumulativeTsnAck, advertisedReceiverWindow, gaps, duplicates: [...duplicateTsns.subarray(0, duplicateTsnCount)] }
}

function wellFormed<T>(value: T | DecodeFault): T {
  if (isFault(value)) throw new Error(`not well-formed: ${value.where} (${value.fault})`)
  return value
}

function demand(fault: DecodeFault | null): void {
  if (fault !== null) throw new Error(`not well-formed: ${fault.where} (${fault.fault})`)
}
