import { AvpWriter, MAXIMUM_MESSAGE_LENGTH, MessageHeader, PROXIABLE_FLAG, REQUEST_FLAG, RETRANSMITTED_FLAG } from 'diameter-codec'
import type { PeerListener, RequestFailure, SendOutcome } from './peer-event.js'
import { PendingRequests } from './pending-requests.js'

/** What sending needs of the connection. */
export interface SendingConnection {
  sendWritten(writer: AvpWriter): boolean
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
    private readonly listener: PeerListener,
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
    if (writer.length > MAXIMUM_MESSAGE_LENGTH) return 'message-too-long'
    // Before it is sent: the answer may come from within.
    header.hopByHopId = pending.add(header.commandCode, header.endToEndId, context, now)
    writer.endMessage(header)
    if (this.connection.sendWritten(writer)) return 'sent'
    pending.take(header.hopByHopId, header.commandCode)
    return 'send-buffer-full'
  }

  /** Gives up what has waited for Tx. */
  expire(now: number): void {
    for (let late = this.pending.expire(now); late !== null; late = this.pending.expire(now)) {
      this.listener.onRequestFailed(late.context, late.endToEndId, 'timeout')
    }
  }

  /** Gives up all that waits now, but not what is sent from within the calls. */
  fail(failure: RequestFailure): void {
    for (let left = this.pending.size; left > 0; left--) {
      const oldest = this.pending.takeOldest()
      if (oldest !== null) this.listener.onRequestFailed(oldest.context, oldest.endToEndId, failure)
    }
  }
}
