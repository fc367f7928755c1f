import { padded, writeU16 } from '@sigbed/octets'
import {
  ABORT,
  cookieEchoChunkLength,
  DATA_BEGINNING,
  DATA_CHUNK_HEADER_LENGTH,
  DATA_ENDING,
  type ErrorCause,
  errorChunkLength,
  HEARTBEAT,
  HEARTBEAT_ACK,
  heartbeatChunkLength,
  INIT,
  INIT_ACK,
  type InitChunk,
  initChunkLength,
  reserveSackRoom,
  SackChunk,
  SHUTDOWN_CHUNK_LENGTH,
  sackChunkLength,
  writeCookieEchoChunk,
  writeDataChunk,
  writeErrorChunk,
  writeHeartbeatChunk,
  writeInitChunk,
  writeSackChunk,
  writeShutdownChunk,
} from '@sigbed/sctp-codec'

/** The chunks a tester puts into its packets, each in octets of its own, padded. Right ones come from the codec; `chunkOf` makes wrong ones. */

/** Any chunk whatever: its Chunk Length may be told to say something else than the value's length. */
export function chunkOf(
  type: number,
  flags: number,
  value: readonly number[] | Uint8Array = [],
  chunkLength = 4 + value.length,
): Uint8Array {
  const octets = new Uint8Array(padded(4 + value.length))
  octets[0] = type
  octets[1] = flags
  writeU16(octets, 2, chunkLength)
  octets.set(value, 4)
  return octets
}

export function initOctets(init: InitChunk): Uint8Array {
  return written(initChunkLength(init), (into) => writeInitChunk(into, 0, INIT, init))
}

export function initAckOctets(init: InitChunk): Uint8Array {
  return written(initChunkLength(init), (into) => writeInitChunk(into, 0, INIT_ACK, init))
}

export function cookieEcho(cookie: Uint8Array): Uint8Array {
  return written(cookieEchoChunkLength(cookie), (into) => writeCookieEchoChunk(into, 0, cookie))
}

export interface DataFields {
  readonly stream?: number
  readonly ssn?: number
  readonly ppid?: number
  /** Bits B, E, U, I; B and E together unless said otherwise. */
  readonly flags?: number
  /** Octets of user data, all alike; or the octets. */
  readonly payload?: number | Uint8Array
}

/** One DATA chunk, by default a whole message of 100 octets on stream 0. */
export function dataChunk(tsn: number, fields: DataFields = {}): Uint8Array {
  const { stream = 0, ssn = 0, ppid = 0, flags = DATA_BEGINNING | DATA_ENDING, payload = 100 } = fields
  const octets = typeof payload === 'number' ? new Uint8Array(payload).fill(0x61) : payload
  return written(DATA_CHUNK_HEADER_LENGTH + octets.length, (into) =>
    writeDataChunk(into, 0, flags, tsn >>> 0, stream, ssn, ppid, octets, 0, octets.length),
  )
}

/** `gaps` are pairs of offsets from the Cumulative TSN Ack. */
export function sack(
  cumulativeTsnAck: number,
  advertisedReceiverWindow: number,
  gaps: readonly (readonly [number, number])[] = [],
  duplicates: readonly number[] = [],
): Uint8Array {
  const chunk = new SackChunk()
  reserveSackRoom(chunk, gaps.length, duplicates.length)
  chunk.cumulativeTsnAck = cumulativeTsnAck >>> 0
  chunk.advertisedReceiverWindow = advertisedReceiverWindow
  chunk.gapAckBlocks.set(gaps.flat())
  chunk.gapAckBlockCount = gaps.length
  chunk.duplicateTsns.set(duplicates)
  chunk.duplicateTsnCount = duplicates.length
  return written(sackChunkLength(chunk), (into) => writeSackChunk(into, 0, chunk))
}

export function heartbeat(info: Uint8Array): Uint8Array {
  return written(heartbeatChunkLength(info.length), (into) => writeHeartbeatChunk(into, 0, HEARTBEAT, info, 0, info.length))
}

export function heartbeatAck(info: Uint8Array): Uint8Array {
  return written(heartbeatChunkLength(info.length), (into) => writeHeartbeatChunk(into, 0, HEARTBEAT_ACK, info, 0, info.length))
}

export function shutdownChunk(cumulativeTsnAck: number): Uint8Array {
  return written(SHUTDOWN_CHUNK_LENGTH, (into) => writeShutdownChunk(into, 0, cumulativeTsnAck >>> 0))
}

/** SHUTDOWN ACK, COOKIE ACK, SHUTDOWN COMPLETE; an ABORT without causes. */
export function bareChunk(type: number, flags = 0): Uint8Array {
  return chunkOf(type, flags)
}

export function abortChunk(flags = 0): Uint8Array {
  return chunkOf(ABORT, flags)
}

export function errorChunk(...causes: readonly ErrorCause[]): Uint8Array {
  return written(errorChunkLength(causes), (into) => writeErrorChunk(into, 0, causes))
}

function written(length: number, write: (into: Uint8Array) => void): Uint8Array {
  const octets = new Uint8Array(padded(length))
  write(octets)
  return octets
}
