import { AvpCursor, AvpWriter, MESSAGE_HEADER_LENGTH, MessageHeader, RFC6733, readMessageHeader } from 'diameter-codec'

// Made once, used for every message.
const header = new MessageHeader()
const cursor = new AvpCursor()
const writer = new AvpWriter()
const SESSION_ID = RFC6733.avp('Session-Id')
const RESULT_CODE = RFC6733.avp('Result-Code')
const ORIGIN_HOST = RFC6733.avp('Origin-Host')
const ORIGIN_REALM = RFC6733.avp('Origin-Realm')

/** Answers a request with success, its Session-Id repeated; the octets are the writer's, good until the next answer. */
export function answer(request: Uint8Array): Uint8Array | null {
  if (readMessageHeader(request, 0, request.length, header) !== null) return null
  cursor.enter(request, MESSAGE_HEADER_LENGTH, request.length - MESSAGE_HEADER_LENGTH)
  writer.beginMessage()
  if (cursor.find(SESSION_ID.code)) writer.writeAvps(cursor.octets, cursor.headerAt, cursor.paddedLength())
  writer.writeUnsigned32(RESULT_CODE, 2001)
  writer.writeUtf8String(ORIGIN_HOST, 'a.example')
  writer.writeUtf8String(ORIGIN_REALM, 'example')
  header.flags &= ~0x80
  writer.endMessage(header)
  return writer.octets.subarray(0, writer.length)
}
