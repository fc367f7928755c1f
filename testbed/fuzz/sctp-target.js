import { fromHexadecimal, writeU16 } from '@sigbed/octets'
import {
  ABORT,
  ASCONF,
  ASCONF_ACK,
  AUTH,
  AuthChunk,
  asconfAckChunkLength,
  asconfChunkLength,
  ChunkCursor,
  COOKIE_ECHO,
  CommonHeader,
  cookieEchoChunkLength,
  DATA,
  DataChunk,
  ERROR,
  errorChunkLength,
  FORWARD_TSN,
  ForwardTsnChunk,
  fillChecksum,
  forwardTsnChunkLength,
  HEARTBEAT,
  I_DATA,
  I_FORWARD_TSN,
  IDataChunk,
  IForwardTsnChunk,
  INIT,
  INIT_ACK,
  iForwardTsnChunkLength,
  initChunkLength,
  isFault,
  packetTree,
  readAsconfAckChunk,
  readAsconfChunk,
  readAuthChunk,
  readCommonHeader,
  readCookieEchoChunk,
  readDataChunk,
  readErrorCauses,
  readForwardTsnChunk,
  readHeartbeatInfo,
  readIDataChunk,
  readIForwardTsnChunk,
  readInitChunk,
  readSackChunk,
  readShutdownChunk,
  SACK,
  SackChunk,
  SHUTDOWN,
  sackChunkLength,
  verifyChecksum,
  writeAsconfAckChunk,
  writeAsconfChunk,
  writeCookieEchoChunk,
  writeDataChunk,
  writeErrorChunk,
  writeForwardTsnChunk,
  writeIDataChunk,
  writeIForwardTsnChunk,
  writeInitChunk,
  writeSackChunk,
} from '@sigbed/sctp-codec'
import { areSame, checkTree, promised } from './promise.js'

const HEADER = '0b590b5a 0000abcd 00000000'

/** Chunks, each padded; a seed is a packet of one or more. RFC 9260 §3.3. */
const CHUNKS = {
  init: '01000038 00000001 00010000 000a000a 00000064 00050008 0a000001 00050008 0a000002 000c0008 00050006 80080009 c0c1400000000000',
  initAck:
    '02000040 00000001 00010000 000a000a 00000064 0007000c 0102030405060708 00060014 20010db8000000000000000000000001 0008000c 7fff0008 01020304',
  data: '00030014 00000064 00010000 00000003 01020304',
  middle: '00000015 00000065 00010000 0000002e 0102030405000000',
  sack: '0300001c 00000064 00010000 00020001 00020003 00050009 00000063',
  heartbeat: '0400000c 00010008 01020304',
  heartbeatAck: '0500000c 00010008 01020304',
  abort: '06010014 000c0008 01020304 000d0008 61626364',
  shutdown: '07000008 00000064',
  shutdownAck: '08000004',
  error: '09000020 00010008 00010000 00080008 7fff0004 0002000a 00000001 00070000',
  cookieEcho: '0a00000c 0102030405060708',
  cookieAck: '0b000004',
  shutdownComplete: '0e010004',
  pad: '84000008 00000000',
  iData: '40020018 00000064 00010000 00000007 0000002e 01020304',
  iDataMiddle: '400c0015 00000065 00010000 00000007 00000001 01000000',
  iForwardTsn: 'c2000018 00000065 00010000 00000007 00020001 ffffffff',
  forwardTsn: 'c0000008 00000064',
  forwardTsnOfStreams: 'c0000010 00000065 00010000 0002ffff',
  asconf: 'c1000030 00000064 00050008 0a000001 c0010010 00000001 00050008 0a000002 c0020010 00000002 00050008 0a000001',
  asconfAck: '8000002c 00000064 c003001c 00000001 00a00014 c0020010 00000002 00050008 0a000001 c0050008 00000002',
  auth: '0f00001c 00050001 000102030405060708090a0b0c0d0e0f10111213',
  initWithAuthentication:
    '01000034 00000001 00010000 000a000a 00000064 80020008 01020304 80030006 c1800000 80040008 00030001 80080007 c1800f00',
  errorOfHmac: '0900000c 01050006 00020000',
}

const PACKETS = [
  ...Object.values(CHUNKS).map((chunk) => [chunk]),
  [CHUNKS.sack, CHUNKS.data, CHUNKS.middle],
  [CHUNKS.cookieEcho, CHUNKS.data],
  [CHUNKS.data, CHUNKS.data, CHUNKS.data, CHUNKS.data],
  [CHUNKS.sack, CHUNKS.heartbeat, CHUNKS.shutdown],
  [CHUNKS.sack, CHUNKS.forwardTsnOfStreams, CHUNKS.data],
  [CHUNKS.auth, CHUNKS.data, CHUNKS.sack],
]

/** @type {import('./targets.js').FuzzTarget} */
export const SCTP_TARGET = {
  name: 'sctp',
  inputs: 10_000_000,
  seeds: PACKETS.map(seedOf),
  // A packet has no length of its own; the one of its first chunk is what decides how far is read.
  fixLength(octets, length) {
    if (length >= 16) writeU16(octets, 14, length - 12)
  },
  check(octets, length, turn) {
    if (turn % TREE_EVERY === 0) {
      checkTree(packetTree(octets, 0, length))
      verifyChecksum(octets, 0, length)
    }
    if (readCommonHeader(octets, 0, length, header) !== null) return false
    cursor.begin(octets, 0, length)
    let end = 12
    let accepted = true
    while (cursor.next()) {
      promised(cursor.at >= end && cursor.at + cursor.length <= length, 'a chunk lies behind the one before it and inside the packet')
      end = cursor.at + cursor.length
      if (!checkChunk(octets)) accepted = false
    }
    return accepted && cursor.fault === null
  },
}

/**
 * Reads the chunk the cursor stands on; what is accepted is written and read again.
 *
 * @param {Uint8Array} octets
 */
function checkChunk(octets) {
  const { type, at, length, flags } = cursor
  switch (type) {
    case DATA: {
      if (readDataChunk(octets, at, length, flags, chunk) !== null) return false
      promised(chunk.payloadAt + chunk.payloadLength === at + length, 'user data end with their chunk')
      const { tsn, streamId, streamSequenceNumber, payloadProtocolId } = chunk
      const end = writeDataChunk(
        first,
        0,
        flags,
        tsn,
        streamId,
        streamSequenceNumber,
        payloadProtocolId,
        octets,
        chunk.payloadAt,
        chunk.payloadLength,
      )
      promised(end >= length && readDataChunk(first, 0, length, flags, chunk) === null, 'a DATA chunk written is read')
      promised(chunk.tsn === tsn && chunk.payloadProtocolId === payloadProtocolId, 'a DATA chunk comes back')
      return true
    }
    case I_DATA: {
      if (readIDataChunk(octets, at, length, flags, iData) !== null) return false
      promised(iData.payloadAt + iData.payloadLength === at + length, 'user data end with their chunk')
      const { tsn, streamId, messageId, payloadProtocolId: ppid, fragmentSequenceNumber: fsn, payloadAt, payloadLength } = iData
      const end = writeIDataChunk(first, 0, flags, tsn, streamId, messageId, ppid, fsn, octets, payloadAt, payloadLength)
      promised(end >= length && readIDataChunk(first, 0, length, flags, iData) === null, 'an I-DATA chunk written is read')
      promised(iData.tsn === tsn && iData.messageId === messageId, 'an I-DATA chunk comes back')
      promised(iData.payloadProtocolId === ppid && iData.fragmentSequenceNumber === fsn, 'an I-DATA chunk comes back')
      return true
    }
    case I_FORWARD_TSN: {
      if (readIForwardTsnChunk(octets, at, length, iForwardTsn) !== null) return false
      const written = iForwardTsnChunkLength(iForwardTsn.skippedCount)
      writeIForwardTsnChunk(first, 0, iForwardTsn)
      promised(readIForwardTsnChunk(first, 0, written, iForwardTsn) === null, 'an I-FORWARD-TSN written is read')
      writeIForwardTsnChunk(second, 0, iForwardTsn)
      promised(areSame(first, second, written), 'an I-FORWARD-TSN comes back as it was written')
      return true
    }
    case SACK: {
      if (readSackChunk(octets, at, length, sack) !== null) return false
      const written = sackChunkLength(sack)
      writeSackChunk(first, 0, sack)
      promised(readSackChunk(first, 0, written, sack) === null, 'a SACK written is read')
      writeSackChunk(second, 0, sack)
      promised(areSame(first, second, written), 'a SACK comes back as it was written')
      return true
    }
    case FORWARD_TSN: {
      if (readForwardTsnChunk(octets, at, length, forward) !== null) return false
      promised(forwardTsnChunkLength(forward.skippedStreamCount) === length, 'a FORWARD TSN ends with its last stream')
      writeForwardTsnChunk(first, 0, forward)
      promised(areSame(first.subarray(4), octets.subarray(at + 4), length - 4), 'a FORWARD TSN comes back')
      return true
    }
    case INIT:
    case INIT_ACK: {
      const init = readInitChunk(octets, at, length)
      if (isFault(init)) return false
      const written = initChunkLength(init)
      writeInitChunk(first, 0, type, init)
      const back = readInitChunk(first, 0, written)
      promised(!isFault(back), 'an INIT written is read')
      writeInitChunk(second, 0, type, back)
      promised(initChunkLength(back) === written && areSame(first, second, written), 'an INIT comes back as it was written')
      return true
    }
    case ASCONF: {
      const asconf = readAsconfChunk(octets, at, length)
      if (isFault(asconf)) return false
      const written = asconfChunkLength(asconf)
      writeAsconfChunk(first, 0, asconf)
      const back = readAsconfChunk(first, 0, written)
      promised(!isFault(back), 'an ASCONF written is read')
      writeAsconfChunk(second, 0, back)
      promised(areSame(first, second, written), 'an ASCONF comes back as it was written')
      return true
    }
    case ASCONF_ACK: {
      const ack = readAsconfAckChunk(octets, at, length)
      if (isFault(ack)) return false
      const written = asconfAckChunkLength(ack)
      writeAsconfAckChunk(first, 0, ack)
      const back = readAsconfAckChunk(first, 0, written)
      promised(!isFault(back), 'an ASCONF-ACK written is read')
      writeAsconfAckChunk(second, 0, back)
      promised(areSame(first, second, written), 'an ASCONF-ACK comes back as it was written')
      return true
    }
    case AUTH: {
      if (readAuthChunk(octets, at, length, auth) !== null) return false
      promised(auth.hmacAt + auth.hmacLength === at + length, 'an HMAC ends with its chunk')
      return true
    }
    case ERROR:
    case ABORT: {
      const causes = readErrorCauses(octets, at, length)
      if (isFault(causes)) return false
      const written = errorChunkLength(causes)
      writeErrorChunk(first, 0, causes)
      const back = readErrorCauses(first, 0, written)
      promised(!isFault(back), 'error causes written are read')
      writeErrorChunk(second, 0, back)
      promised(errorChunkLength(back) === written && areSame(first, second, written), 'error causes come back as they were written')
      return true
    }
    case COOKIE_ECHO: {
      const cookie = readCookieEchoChunk(octets, at, length)
      if (isFault(cookie)) return false
      writeCookieEchoChunk(first, 0, cookie)
      promised(
        cookieEchoChunkLength(cookie) === length && areSame(first.subarray(4), octets.subarray(at + 4), length - 4),
        'a cookie comes back',
      )
      return true
    }
    case HEARTBEAT:
      return !isFault(readHeartbeatInfo(octets, at, length))
    case SHUTDOWN:
      return !isFault(readShutdownChunk(octets, at, length))
    default:
      return true
  }
}

/**
 * @param {readonly string[]} chunks
 * @returns {import('./mutation.js').Seed}
 */
function seedOf(chunks) {
  const octets = /** @type {Uint8Array} */ (fromHexadecimal(HEADER + chunks.join(' ')))
  const units = []
  let at = 12
  for (const text of chunks) {
    const { length } = /** @type {Uint8Array} */ (fromHexadecimal(text))
    units.push({ at, length })
    at += length
  }
  fillChecksum(octets, 0, octets.length)
  return { octets, units }
}

const TREE_EVERY = 64
const header = new CommonHeader()
const cursor = new ChunkCursor()
const chunk = new DataChunk()
const sack = new SackChunk()
const iData = new IDataChunk()
const iForwardTsn = new IForwardTsnChunk()
const forward = new ForwardTsnChunk()
const auth = new AuthChunk()
const first = new Uint8Array(16_384)
const second = new Uint8Array(16_384)
