import { writeU32 } from '@sigbed/octets'
import {
  ABORT_SESSION,
  ACCOUNTING,
  type AvpCursor,
  AvpWriter,
  BASE_APPLICATION_ID,
  ERROR_FLAG,
  MessageHeader,
  RE_AUTH,
  ResultCode,
  SESSION_TERMINATION,
} from 'diameter-codec'
import { beginAnswerTo, endAnswerTo, isProtocolError } from './base-answer.js'
import type { BaseProtocol } from './base-protocol.js'
import type { DiameterNode } from './diameter-node.js'
import type { AnswerRepeater, RememberedRequest } from './duplicate-detection.js'
import type { SendOutcome } from './peer-event.js'
import type { ReceivedRequest } from './received-request.js'

/** What answering needs of the connection. */
export interface AnsweringConnection {
  /** Octets of the longest message it takes. */
  readonly longestMessage: number
  /** Whether messages go out at all. */
  isReady(): boolean
  sendWritten(writer: AvpWriter): boolean
  processesLocally(header: MessageHeader, cursor: AvpCursor): boolean
  requestReceived(header: MessageHeader, cursor: AvpCursor, request: ReceivedRequest): void
  /** One that is answered as it was before. */
  duplicateReceived(header: MessageHeader, cursor: AvpCursor): void
}

/**
 * The requests one connection receives, from the first look to the answer (RFC 6733 §6.1.4, §6.2): refused, recognised as
 * duplicates, or handed to the application. Hot, like the two writers it reuses.
 */
export class RequestAnswering implements AnswerRepeater {
  /** Requests of the present association the application has not answered. */
  unanswered = 0
  /** Distinguishes associations: the answer to a request of an earlier one has nowhere to go. */
  private serial = 0
  private readonly header = new MessageHeader()
  private readonly writer = new AvpWriter()
  private readonly repeatWriter = new AvpWriter()

  constructor(
    private readonly node: DiameterNode,
    private readonly base: BaseProtocol,
    private readonly connection: AnsweringConnection,
  ) {}

  /** For a new association. */
  reset(): void {
    this.serial++
    this.unanswered = 0
  }

  /** Takes a request in whose header is good. `cursor` is the peer's, and is handed on. */
  handleRequest(header: MessageHeader, cursor: AvpCursor, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { node, base } = this
    const unsupported = this.unsupported(header)
    const request = unsupported === 0 ? node.requestPool.take() : null
    if (request === null) {
      base.refuse(header, octets, offset, length, unsupported === 0 ? ResultCode.DIAMETER_TOO_BUSY : unsupported, true)
      return
    }
    const unread = request.read(header, cursor, octets, offset, length)
    const resultCode = unread === 0 && !node.requestPool.count(request) ? ResultCode.DIAMETER_TOO_BUSY : unread
    if (resultCode !== 0) {
      base.refuseRead(request, resultCode, cursor)
      node.requestPool.giveBack(request)
      return
    }
    cursor.rewind()
    // Agents pass duplicates on, T bit and all: it is the server that recognises them.
    if (this.connection.processesLocally(header, cursor)) {
      const { originHostAt, originHostLength } = request
      const seen = node.duplicates.find(octets, originHostAt, originHostLength, header.endToEndId, now)
      if (seen !== null) {
        node.requestPool.giveBack(request)
        cursor.rewind()
        this.connection.duplicateReceived(header, cursor)
        this.handleDuplicate(seen, header.hopByHopId)
        return
      }
      request.remembered = node.duplicates.remember(octets, originHostAt, originHostLength, header.endToEndId, now)
      request.rememberedSerial = request.remembered?.serial ?? 0
    }
    request.receivedBy = this
    request.connectionSerial = this.serial
    this.unanswered++
    cursor.rewind()
    this.connection.requestReceived(header, cursor, request)
  }

  /** Session-Id, Result-Code, Origin-Host and Origin-Realm. */
  begin(request: ReceivedRequest, resultCode: number, flags: number): AvpWriter {
    this.checkUnanswered(request)
    this.header.flags = (flags & ERROR_FLAG) !== 0 || isProtocolError(resultCode) ? ERROR_FLAG : 0
    beginAnswerTo(request, resultCode, this.node.identity, this.writer)
    return this.writer
  }

  end(request: ReceivedRequest, now: number): SendOutcome {
    this.checkUnanswered(request)
    const { writer, header } = this
    // RFC 7683 §5.1.2: only who announced that he reacts MUST, and may, be told.
    if (request.announcesOverloadControl) this.node.reporting?.write(request.applicationId, writer, now)
    endAnswerTo(request, header.flags !== 0, header, writer)
    return this.send(request)
  }

  /**
   * Passes on the answer of another node. RFC 6733 §6.2.2: the agent MUST restore "the original value of the Diameter header's
   * Hop-by-Hop Identifier field"; nothing else is touched.
   */
  forward(request: ReceivedRequest, octets: Uint8Array, offset: number, length: number): SendOutcome {
    this.checkUnanswered(request)
    const { writer } = this
    writer.beginAvps()
    writer.writeAvps(octets, offset, length)
    writeU32(writer.octets, HOP_BY_HOP_ID_AT, request.hopByHopId)
    return this.send(request)
  }

  /** Lets go of a request whose answer has no place to wait. */
  drop(request: ReceivedRequest): void {
    this.checkUnanswered(request)
    if (request.connectionSerial === this.serial) this.unanswered--
    this.node.requestPool.giveBack(request)
  }

  /** RFC 6733 §3: duplicates get the same answer "modulo the Hop-by-Hop Identifier field". */
  repeatAnswer(octets: Uint8Array, length: number, hopByHopId: number, connectionSerial: number): void {
    if (!this.connection.isReady() || connectionSerial !== this.serial) return
    this.repeatWriter.beginAvps()
    this.repeatWriter.writeAvps(octets, 0, length)
    writeU32(this.repeatWriter.octets, HOP_BY_HOP_ID_AT, hopByHopId)
    this.connection.sendWritten(this.repeatWriter)
  }

  private send(request: ReceivedRequest): SendOutcome {
    const { writer } = this
    if (writer.length > this.connection.longestMessage) {
      this.drop(request)
      return 'message-too-long'
    }
    const here = this.connection.isReady() && request.connectionSerial === this.serial
    if (here && !this.connection.sendWritten(writer)) return 'send-buffer-full'
    if (here) this.unanswered--
    const { remembered, rememberedSerial } = request
    this.node.requestPool.giveBack(request)
    // Kept also when the association is gone: whoever asked may ask again on another.
    if (remembered !== null) this.node.duplicates.keepAnswer(remembered, rememberedSerial, writer.octets, writer.length)
    return here ? 'sent' : 'not-open'
  }

  /** RFC 6733 §3: a duplicate "MUST NOT affect any state"; when its original has no answer yet, it gets it at the same time. */
  private handleDuplicate(seen: RememberedRequest, hopByHopId: number): void {
    if (seen.answerLength > 0) {
      this.repeatAnswer(seen.answer, seen.answerLength, hopByHopId, this.serial)
      return
    }
    seen.repeater = this
    seen.repeaterHopByHopId = hopByHopId
    seen.repeaterSerial = this.serial
  }

  /** 0, or why no application of this node takes the request. */
  private unsupported(header: MessageHeader): number {
    if (this.node.supports(header.applicationId)) return 0
    // RFC 6733 §7.1.3: 3007 for an application, 3001 for a command that is not supported.
    if (header.applicationId !== BASE_APPLICATION_ID) return ResultCode.DIAMETER_APPLICATION_UNSUPPORTED
    switch (header.commandCode) {
      case RE_AUTH:
      case ACCOUNTING:
      case ABORT_SESSION:
      case SESSION_TERMINATION:
        return 0
      default:
        return ResultCode.DIAMETER_COMMAND_UNSUPPORTED
    }
  }

  private checkUnanswered(request: ReceivedRequest): void {
    if (request.receivedBy !== this) throw new RangeError('this request has been answered, or came to another peer')
  }
}

const HOP_BY_HOP_ID_AT = 12
