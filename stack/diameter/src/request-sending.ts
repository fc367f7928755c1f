import { readU24, readU32, writeU32 } from '@sigbed/octets'
import { AvpWriter, MessageHeader, PROXIABLE_FLAG, REQUEST_FLAG, RETRANSMITTED_FLAG } from 'diameter-codec'
import type { RequestFailure, SendOutcome } from './peer-event.js'
import { PendingRequests } from './pending-requests.js'

/** What sending needs of the connection. */
export interface SendingConnection {
  /** Octets of the longest message it takes. */
  readonly longestMessage: number
  sendWritten(writer: AvpWriter): boolean
  sendOctets(octets: Uint8Array, offset: number, length: number): boolean
  requestFailed(context: number, endToEndId: number, failure: RequestFailure): void
}

/**
 * The requests this node sends on one connection, until they are answered or given up (RFC 6733 §6.1.1, §6.1.2, §6.2.1). Hot: one
 * writer, one header and the ring of pending requests are reused, and no object is built per request.
 */
export class RequestSending {
  readonly pending: PendingRequests
  private readonly header = new MessageHeader()
  private readonly writer = new AvpWriter()

  constructor(
    firstHopByHopId: number,
    timeoutMs: number,
    maximumPending: number,
    private readonly connection: SendingConnection,
  ) {
    this.pending = new PendingRequests(firstHopByHopId, timeoutMs, maximumPending)
  }

  begin(commandCode: number, applicationId: number, flags: number, endToEndId: number): AvpWriter {
    this.header.commandCode = commandCode
    this.header.applicationId = applicationId
    this.header.flags = REQUEST_FLAG | (flags & (PROXIABLE_FLAG | RETRANSMITTED_FLAG))
    this.header.endToEndId = endToEndId
    this.writer.beginMessage()
    return this.writer
  }

  end(context: number, now: number): SendOutcome {
    const { header, writer, pending } = this
    if (pending.isFull()) return 'too-many-pending'
    if (writer.length > this.connection.longestMessage) return 'message-too-long'
    // Before it is sent: the answer may come from within.
    header.hopByHopId = pending.add(header.commandCode, header.endToEndId, context, now)
    writer.endMessage(header)
    if (this.connection.sendWritten(writer)) return 'sent'
    pending.take(header.hopByHopId, header.commandCode)
    return 'send-buffer-full'
  }

  /** Sends a complete request; its Hop-by-Hop Identifier is replaced where it stands (RFC 6733 §6.1.9). */
  forward(octets: Uint8Array, offset: number, length: number, context: number, now: number): SendOutcome {
    const { pending } = this
    if (pending.isFull()) return 'too-many-pending'
    if (length > this.connection.longestMessage) return 'message-too-long'
    const commandCode = readU24(octets, offset + COMMAND_CODE_AT)
    const hopByHopId = pending.add(commandCode, readU32(octets, offset + END_TO_END_ID_AT), context, now)
    writeU32(octets, offset + HOP_BY_HOP_ID_AT, hopByHopId)
    if (this.connection.sendOctets(octets, offset, length)) return 'sent'
    pending.take(hopByHopId, commandCode)
    return 'send-buffer-full'
  }

  /** Gives up what has waited for Tx. */
  expire(now: number): void {
    for (let late = this.pending.expire(now); late !== null; late = this.pending.expire(now)) {
      this.connection.requestFailed(late.context, late.endToEndId, 'timeout')
    }
  }

  /** Gives up all that waits now and is wanted, but not what is sent from within the calls. */
  fail(failure: RequestFailure, wanted: ((context: number) => boolean) | null = null): void {
    const { pending } = this
    for (let id = pending.oldestHopByHopId(), end = pending.nextHopByHopId(); id !== end; id = (id + 1) >>> 0) {
      const withdrawn = pending.withdraw(id, wanted)
      if (withdrawn !== null) this.connection.requestFailed(withdrawn.context, withdrawn.endToEndId, failure)
    }
  }
}

const COMMAND_CODE_AT = 5
const HOP_BY_HOP_ID_AT = 12
const END_TO_END_ID_AT = 16
