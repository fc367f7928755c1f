import { readU32, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { isSupportedClass, isSupportedType } from './message-class.js'

/**
 * The header of every message. RFC 4666 §3.1.
 *
 * |    Version = 1  |   Reserved    | Message Class |  Message Type |
 * |                        Message Length                          |
 */
export class M3uaHeader {
  messageClass = 0
  messageType = 0
  /** Octets, this header included. */
  messageLength = 0
}

export const M3UA_VERSION = 1
export const M3UA_HEADER_LENGTH = 8

/**
 * Fills `into` from the message at `at` that the lower layer delivered with `length` octets.
 * Version, class and type are judged before the length: a version 2 may well count its octets otherwise.
 */
export function readM3uaHeader(octets: Uint8Array, at: number, length: number, into: M3uaHeader): DecodeFault | null {
  if (length < M3UA_HEADER_LENGTH || at + length > octets.length) return TRUNCATED
  // RFC 4666 §4.8: a version not supported is answered with the one that is.
  if (octets[at] !== M3UA_VERSION) return OTHER_VERSION
  const messageClass = octets[at + 2]!
  const messageType = octets[at + 3]!
  if (!isSupportedClass(messageClass)) return UNSUPPORTED_CLASS
  if (!isSupportedType(messageClass, messageType)) return UNSUPPORTED_TYPE
  const messageLength = readU32(octets, at + 4)
  // RFC 4666 §3.1.4: the padding of the last parameter is counted, but a receiver takes a length without it too.
  if (messageLength < M3UA_HEADER_LENGTH || messageLength > length || length - messageLength > 3) return LENGTH_MISMATCH
  into.messageClass = messageClass
  into.messageType = messageType
  into.messageLength = messageLength
  return null
}

/** Writes the eight octets at `at` for a message of `messageLength` octets, padding included; returns the offset after them. */
export function writeM3uaHeader(octets: Uint8Array, at: number, messageCode: number, messageLength: number): number {
  octets[at] = M3UA_VERSION
  // RFC 4666 §3.1.3: reserved, set to zero and ignored by the receiver.
  octets[at + 1] = 0
  octets[at + 2] = messageCode >>> 8
  octets[at + 3] = messageCode
  writeU32(octets, at + 4, messageLength)
  return at + M3UA_HEADER_LENGTH
}

const TRUNCATED = fault(ERROR_CODE.PROTOCOL_ERROR, 'Common Header, truncated')
const OTHER_VERSION = fault(ERROR_CODE.INVALID_VERSION, 'Version')
const UNSUPPORTED_CLASS = fault(ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, 'Message Class')
const UNSUPPORTED_TYPE = fault(ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE, 'Message Type')
const LENGTH_MISMATCH = fault(ERROR_CODE.PROTOCOL_ERROR, 'Message Length')
