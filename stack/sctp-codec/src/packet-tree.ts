import {
  formatIpAddress,
  MORE_NOT_SHOWN,
  type OctetTree,
  octetTree,
  padded,
  readU16,
  readU32,
  shownOctets,
  TreeBound,
} from '@sigbed/octets'
import { AuthChunk, readAuthChunk } from './chunk/auth-chunk.js'
import { readBareChunk } from './chunk/bare-chunk.js'
import { DataChunk, readDataChunk } from './chunk/data-chunk.js'
import { readErrorCauses } from './chunk/error-chunk.js'
import { ForwardTsnChunk, readForwardTsnChunk } from './chunk/forward-tsn-chunk.js'
import { IDataChunk, readIDataChunk } from './chunk/i-data-chunk.js'
import { IForwardTsnChunk, readIForwardTsnChunk } from './chunk/i-forward-tsn-chunk.js'
import { readInitChunk } from './chunk/init-chunk.js'
import { readSackChunk, SackChunk } from './chunk/sack-chunk.js'
import {
  ABORT,
  ASCONF,
  ASCONF_ACK,
  AUTH,
  COOKIE_ACK,
  chunkTypeName,
  DATA,
  ERROR,
  FORWARD_TSN,
  HEARTBEAT,
  HEARTBEAT_ACK,
  I_DATA,
  I_FORWARD_TSN,
  INIT,
  INIT_ACK,
  SACK,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
} from './chunk-type.js'
import { COMMON_HEADER_LENGTH, CommonHeader, readCommonHeader, verifyChecksum } from './common-header.js'
import { type DecodeFault, describeFault, isFault } from './decode-fault.js'
import { errorCauseName } from './error-cause/error-cause-code.js'
import { ChunkCursor } from './packet-reader.js'
import {
  ADD_IP_ADDRESS,
  CHUNK_LIST,
  DELETE_IP_ADDRESS,
  ERROR_CAUSE_INDICATION,
  HOST_NAME_ADDRESS,
  IPV4_ADDRESS,
  IPV6_ADDRESS,
  parameterTypeName,
  REQUESTED_HMAC_ALGORITHM,
  SET_PRIMARY_ADDRESS,
  SUCCESS_INDICATION,
  SUPPORTED_ADDRESS_TYPES,
  SUPPORTED_EXTENSIONS,
} from './parameter/parameter-type.js'
import { payloadProtocolName } from './payload-protocol-identifier.js'
import { TLV_HEADER_LENGTH, TypeLengthValueCursor } from './type-length-value.js'

/**
 * Shows the user data of a DATA chunk, or of an I-DATA chunk that is a whole message; what it returns stands inside the chunk. `chunk` is
 * reused for the next one.
 */
export type PayloadTrees = (octets: Uint8Array, chunk: DataChunk) => readonly OctetTree[]

/**
 * An SCTP packet as a tree for people, however broken it is: the common header, then every chunk that can be walked to with its fields,
 * parameters and error causes. Bounded in size; never throws.
 *
 * @param payloadTrees shows user data; without it they stand in hexadecimal.
 */
export function packetTree(
  octets: Uint8Array,
  at: number,
  length: number,
  payloadTrees: PayloadTrees = shownPayload,
  bound: TreeBound = new TreeBound(),
): OctetTree {
  const header = new CommonHeader()
  const refused = readCommonHeader(octets, at, length, header)
  const faults = refused === null ? [] : [describeFault(refused)]
  if (length < COMMON_HEADER_LENGTH || at + length > octets.length) {
    return octetTree('SCTP packet', at, length, { value: shownOctets(octets, at, length), faults })
  }
  if (!verifyChecksum(octets, at, length)) faults.push('Checksum: not the CRC32c of the packet')
  return octetTree('SCTP packet', at, length, {
    facts: { from: header.sourcePort, to: header.destinationPort, tag: asHexadecimal(header.verificationTag) },
    faults,
    inside: chunkTrees(octets, at, length, payloadTrees, bound),
  })
}

function chunkTrees(octets: Uint8Array, at: number, length: number, payloadTrees: PayloadTrees, bound: TreeBound): OctetTree[] {
  const cursor = new ChunkCursor()
  const trees: OctetTree[] = []
  let end = at + COMMON_HEADER_LENGTH
  cursor.begin(octets, at, length)
  while (cursor.next()) {
    end = Math.min(cursor.at + padded(cursor.length), at + length)
    if (!bound.take()) return [...trees, octetTree('chunks', cursor.at, at + length - cursor.at, { faults: [MORE_NOT_SHOWN] })]
    trees.push(chunkTree(cursor, end, payloadTrees, bound))
  }
  if (cursor.fault !== null) {
    const rest = at + length - end
    trees.push(octetTree('not a chunk', end, rest, { value: shownOctets(octets, end, rest), faults: [describeFault(cursor.fault)] }))
  }
  return trees
}

function chunkTree(cursor: ChunkCursor, end: number, payloadTrees: PayloadTrees, bound: TreeBound): OctetTree {
  const { octets, at, length, type, flags } = cursor
  const node = (rest: Partial<OctetTree>): OctetTree => octetTree(chunkTypeName(type), at, end - at, rest)
  const refusedNode = (fault: DecodeFault): OctetTree =>
    node({ value: shownOctets(octets, at + CHUNK_HEADER, length - CHUNK_HEADER), faults: [describeFault(fault)] })
  switch (type) {
    case DATA: {
      const chunk = new DataChunk()
      const refused = readDataChunk(octets, at, length, flags, chunk)
      if (refused !== null) return refusedNode(refused)
      const empty = chunk.payloadLength === 0 ? ['no user data'] : []
      return node({ facts: dataFacts(chunk), faults: empty, inside: payloadTrees(octets, chunk) })
    }
    case I_DATA: {
      const chunk = new IDataChunk()
      const refused = readIDataChunk(octets, at, length, flags, chunk)
      if (refused !== null) return refusedNode(refused)
      const empty = chunk.payloadLength === 0 ? ['no user data'] : []
      const whole = chunk.beginning && chunk.ending
      const inside = whole ? payloadTrees(octets, asDataChunk(chunk)) : shownPayload(octets, chunk)
      return node({ facts: iDataFacts(chunk), faults: empty, inside })
    }
    case INIT:
    case INIT_ACK: {
      const init = readInitChunk(octets, at, length)
      // The parameters are walked apart, so that those before a broken one are seen.
      const inside = length < INIT_LENGTH ? [] : parameterTrees(octets, at + INIT_LENGTH, at + length, parameterTree, bound)
      if (isFault(init)) return { ...refusedNode(init), inside }
      const { initiateTag, advertisedReceiverWindow, outboundStreams, inboundStreams, initialTsn } = init
      const facts = {
        'initiate tag': asHexadecimal(initiateTag),
        a_rwnd: advertisedReceiverWindow,
        'outbound streams': outboundStreams,
        'inbound streams': inboundStreams,
        'initial TSN': initialTsn,
      }
      return node({ facts, inside })
    }
    case SACK: {
      const sack = new SackChunk()
      const refused = readSackChunk(octets, at, length, sack)
      return refused === null ? node({ facts: sackFacts(sack) }) : refusedNode(refused)
    }
    case HEARTBEAT:
    case HEARTBEAT_ACK:
      return node({ inside: parameterTrees(octets, at + CHUNK_HEADER, at + length, parameterTree, bound) })
    case ABORT:
    case ERROR: {
      const causes = readErrorCauses(octets, at, length)
      const facts = type === ABORT ? tagFacts(flags) : {}
      const inside = parameterTrees(octets, at + CHUNK_HEADER, at + length, causeTree, bound)
      return node({ facts, inside, faults: isFault(causes) ? [describeFault(causes)] : [] })
    }
    case SHUTDOWN:
      if (length !== CHUNK_HEADER + 4)
        return node({ value: shownOctets(octets, at + CHUNK_HEADER, length - CHUNK_HEADER), faults: ['length'] })
      return node({ facts: { 'cumulative TSN ack': readU32(octets, at + CHUNK_HEADER) } })
    case FORWARD_TSN: {
      const forward = new ForwardTsnChunk()
      const refused = readForwardTsnChunk(octets, at, length, forward)
      return refused === null ? node({ facts: forwardTsnFacts(forward) }) : refusedNode(refused)
    }
    case I_FORWARD_TSN: {
      const forward = new IForwardTsnChunk()
      const refused = readIForwardTsnChunk(octets, at, length, forward)
      return refused === null ? node({ facts: iForwardTsnFacts(forward) }) : refusedNode(refused)
    }
    case COOKIE_ACK:
    case SHUTDOWN_ACK:
    case SHUTDOWN_COMPLETE: {
      const refused = readBareChunk(type, length)
      return refused === null ? node({ facts: type === SHUTDOWN_COMPLETE ? tagFacts(flags) : {} }) : refusedNode(refused)
    }
    case ASCONF:
    case ASCONF_ACK: {
      if (length < CHUNK_HEADER + 4)
        return node({ value: shownOctets(octets, at + CHUNK_HEADER, length - CHUNK_HEADER), faults: ['length'] })
      const inside = parameterTrees(octets, at + CHUNK_HEADER + 4, at + length, parameterTree, bound)
      return node({ facts: { 'sequence number': readU32(octets, at + CHUNK_HEADER) }, inside })
    }
    case AUTH: {
      const auth = new AuthChunk()
      const refused = readAuthChunk(octets, at, length, auth)
      if (refused !== null) return refusedNode(refused)
      const { sharedKeyIdentifier, hmacIdentifier, hmacAt, hmacLength } = auth
      const facts = { key: sharedKeyIdentifier, HMAC: hmacName(hmacIdentifier) }
      return node({ facts, value: shownOctets(octets, hmacAt, hmacLength) })
    }
    default:
      return node({
        facts: { type, ...(flags === 0 ? {} : { flags: `0x${flags.toString(16).padStart(2, '0')}` }) },
        value: shownOctets(octets, at + CHUNK_HEADER, length - CHUNK_HEADER),
      })
  }
}

function shownPayload(
  octets: Uint8Array,
  { payloadAt, payloadLength }: Pick<DataChunk, 'payloadAt' | 'payloadLength'>,
): readonly OctetTree[] {
  return [octetTree('User Data', payloadAt, payloadLength, { value: shownOctets(octets, payloadAt, payloadLength) })]
}

function dataFacts(chunk: DataChunk): OctetTree['facts'] {
  return {
    TSN: chunk.tsn,
    stream: chunk.streamId,
    ...(chunk.unordered ? {} : { SSN: chunk.streamSequenceNumber }),
    PPID: `${chunk.payloadProtocolId} ${payloadProtocolName(chunk.payloadProtocolId)}`,
    flags: dataFlags(chunk),
    octets: chunk.payloadLength,
  }
}

function iDataFacts(chunk: IDataChunk): OctetTree['facts'] {
  return {
    TSN: chunk.tsn,
    stream: chunk.streamId,
    MID: chunk.messageId,
    ...(chunk.beginning
      ? { PPID: `${chunk.payloadProtocolId} ${payloadProtocolName(chunk.payloadProtocolId)}` }
      : { FSN: chunk.fragmentSequenceNumber }),
    flags: dataFlags(chunk),
    octets: chunk.payloadLength,
  }
}

/** The message as a DATA chunk would carry it; RFC 8260 §4.1: the lower half of the MID stands for the SSN. */
function asDataChunk({ messageId, fragmentSequenceNumber: _, ...same }: IDataChunk): DataChunk {
  return { ...same, streamSequenceNumber: messageId & 0xffff }
}

function dataFlags(chunk: DataChunk | IDataChunk): string {
  const flags = [chunk.immediate ? 'I' : '', chunk.unordered ? 'U' : '', chunk.beginning ? 'B' : '', chunk.ending ? 'E' : ''].join('')
  return flags === '' ? '-' : flags
}

function sackFacts(sack: SackChunk): OctetTree['facts'] {
  const gaps: string[] = []
  for (let i = 0; i < Math.min(sack.gapAckBlockCount, MOST_LISTED); i++) {
    gaps.push(`${sack.gapAckBlocks[2 * i]!}-${sack.gapAckBlocks[2 * i + 1]!}`)
  }
  const duplicates = [...sack.duplicateTsns.subarray(0, Math.min(sack.duplicateTsnCount, MOST_LISTED))]
  return {
    'cumulative TSN ack': sack.cumulativeTsnAck,
    a_rwnd: sack.advertisedReceiverWindow,
    ...(gaps.length === 0 ? {} : { 'gap ack blocks': gaps.join(' ') + more(sack.gapAckBlockCount) }),
    ...(duplicates.length === 0 ? {} : { 'duplicate TSNs': duplicates.join(' ') + more(sack.duplicateTsnCount) }),
  }
}

function forwardTsnFacts({ newCumulativeTsn, skippedStreams, skippedStreamCount }: ForwardTsnChunk): OctetTree['facts'] {
  const skipped: string[] = []
  for (let i = 0; i < Math.min(skippedStreamCount, MOST_LISTED); i++)
    skipped.push(`${skippedStreams[2 * i]!}:${skippedStreams[2 * i + 1]!}`)
  return {
    'new cumulative TSN': newCumulativeTsn,
    ...(skipped.length === 0 ? {} : { 'stream:SSN': skipped.join(' ') + more(skippedStreamCount) }),
  }
}

function iForwardTsnFacts({ newCumulativeTsn, skippedMessages, skippedCount }: IForwardTsnChunk): OctetTree['facts'] {
  const skipped: string[] = []
  for (let i = 0; i < 3 * Math.min(skippedCount, MOST_LISTED); i += 3)
    skipped.push(`${skippedMessages[i]!}:${skippedMessages[i + 2]!}${skippedMessages[i + 1] === 1 ? ' unordered' : ''}`)
  return {
    'new cumulative TSN': newCumulativeTsn,
    ...(skipped.length === 0 ? {} : { 'stream:MID': skipped.join(', ') + more(skippedCount) }),
  }
}

function more(count: number): string {
  return count > MOST_LISTED ? ` and ${count - MOST_LISTED} more` : ''
}

/** RFC 9260 §3.3.7, §3.3.13: with the T bit the tag is the receiver's own, reflected. */
function tagFacts(flags: number): OctetTree['facts'] {
  return (flags & 1) === 0 ? {} : { flags: 'T' }
}

type EntryTree = (octets: Uint8Array, type: number, at: number, length: number, whole: number, bound: TreeBound) => OctetTree

/** Parameters or causes, which share their frame. */
function parameterTrees(octets: Uint8Array, from: number, end: number, entryTree: EntryTree, bound: TreeBound): OctetTree[] {
  const cursor = new TypeLengthValueCursor(octets, from, end)
  const trees: OctetTree[] = []
  let at = from
  while (cursor.next()) {
    if (!bound.take()) return [...trees, octetTree('parameters', cursor.at, end - cursor.at, { faults: [MORE_NOT_SHOWN] })]
    at = Math.min(cursor.at + padded(cursor.length), end)
    trees.push(entryTree(octets, cursor.type, cursor.at, cursor.length, at - cursor.at, bound))
  }
  if (cursor.fault !== null) {
    trees.push(
      octetTree('not a parameter', at, end - at, { value: shownOctets(octets, at, end - at), faults: [describeFault(cursor.fault)] }),
    )
  }
  return trees
}

function parameterTree(octets: Uint8Array, type: number, at: number, length: number, whole: number, bound: TreeBound): OctetTree {
  const valueAt = at + TLV_HEADER_LENGTH
  const valueLength = length - TLV_HEADER_LENGTH
  const node = (rest: Partial<OctetTree>): OctetTree => octetTree(parameterTypeName(type), at, whole, rest)
  switch (type) {
    case IPV4_ADDRESS:
      if (valueLength === 4) return node({ value: formatIpAddress(octets, valueAt, 4) })
      break
    case IPV6_ADDRESS:
      if (valueLength === 16) return node({ value: formatIpAddress(octets, valueAt, 16) })
      break
    case SUPPORTED_ADDRESS_TYPES:
      return node({ value: words(octets, valueAt, valueLength).map(parameterTypeName).join(', ') })
    case ADD_IP_ADDRESS:
    case DELETE_IP_ADDRESS:
    case SET_PRIMARY_ADDRESS:
    case ERROR_CAUSE_INDICATION:
    case SUCCESS_INDICATION: {
      // What they enclose is no request again: it goes one level deeper at most.
      if (valueLength < 4) break
      const entries = type === ERROR_CAUSE_INDICATION ? causeTree : addressTree
      const inside = parameterTrees(octets, valueAt + 4, at + length, entries, bound)
      return node({ facts: { correlation: readU32(octets, valueAt) }, inside })
    }
    case CHUNK_LIST:
    case SUPPORTED_EXTENSIONS:
      return node({ value: [...octets.subarray(valueAt, valueAt + Math.min(valueLength, MOST_LISTED))].map(chunkTypeName).join(', ') })
    case REQUESTED_HMAC_ALGORITHM:
      return node({ value: words(octets, valueAt, valueLength).map(hmacName).join(', ') })
    case HOST_NAME_ADDRESS:
      return node({ value: shownOctets(octets, valueAt, valueLength) })
  }
  return node(valueLength === 0 ? {} : { value: shownOctets(octets, valueAt, valueLength) })
}

function causeTree(octets: Uint8Array, code: number, at: number, length: number, whole: number): OctetTree {
  const valueAt = at + TLV_HEADER_LENGTH
  const valueLength = length - TLV_HEADER_LENGTH
  const value = valueLength === 0 ? null : shownOctets(octets, valueAt, valueLength)
  return octetTree(errorCauseName(code), at, whole, { facts: { code }, value, meaning: printable(octets, valueAt, valueLength) })
}

function addressTree(octets: Uint8Array, type: number, at: number, length: number, whole: number): OctetTree {
  return octetTree(parameterTypeName(type), at, whole, { value: addressText(octets, at + TLV_HEADER_LENGTH, length - TLV_HEADER_LENGTH) })
}

function addressText(octets: Uint8Array, at: number, length: number): string {
  return length === 4 || length === 16 ? formatIpAddress(octets, at, length) : shownOctets(octets, at, length)
}

/** RFC 4895 §3.3, Table 2. */
function hmacName(identifier: number): string {
  return identifier === 1 ? 'SHA-1' : identifier === 3 ? 'SHA-256' : `${identifier}`
}

function words(octets: Uint8Array, at: number, length: number): number[] {
  const list: number[] = []
  for (let i = 0; i + 1 < length && list.length < MOST_LISTED; i += 2) list.push(readU16(octets, at + i))
  return list
}

/** Reasons of aborts and protocol violations are mostly sentences. */
function printable(octets: Uint8Array, at: number, length: number): string | null {
  if (length < 4 || length > LONGEST_TEXT) return null
  const text = String.fromCharCode(...octets.subarray(at, at + length))
  return /^[ -~]+$/.test(text) ? JSON.stringify(text) : null
}

function asHexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

const CHUNK_HEADER = 4
/** Octets of an INIT or INIT ACK before its parameters. RFC 9260 §3.3.2. */
const INIT_LENGTH = 20
const MOST_LISTED = 32
const LONGEST_TEXT = 500
