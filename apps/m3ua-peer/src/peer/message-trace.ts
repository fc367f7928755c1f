import {
  DATA_MESSAGE_CODE,
  type DecodeFault,
  type M3uaMessage,
  messageName,
  type PointCodeForm,
  peekMessageCode,
  readMessage,
} from '@sigbed/m3ua-codec'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { Tell } from './happening.js'
import { messageDetails, messageText } from './message-text.js'

/** Messages by name, since the start. */
export interface MessageCounts {
  readonly sent: Readonly<Record<string, number>>
  readonly received: Readonly<Record<string, number>>
}

/** Sees every message of a node: counts them, tells all but DATA, and lets whoever waits for an answer look at what came in. */
export class MessageTrace {
  dataSent = 0
  dataReceived = 0
  private readonly sent = new Map<string, number>()
  private readonly received = new Map<string, number>()

  constructor(
    private readonly form: PointCodeForm,
    private readonly tell: Tell,
    private readonly labelOf: (socket: OneToOneSocket) => string,
    private readonly onReceived: (socket: OneToOneSocket, message: M3uaMessage) => void,
  ) {}

  get counts(): MessageCounts {
    const withData = (counts: ReadonlyMap<string, number>, data: number) => ({
      ...Object.fromEntries(counts),
      ...(data > 0 && { DATA: data }),
    })
    return { sent: withData(this.sent, this.dataSent), received: withData(this.received, this.dataReceived) }
  }

  /** On the path taken per message: DATA is only counted. */
  inbound(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number): void {
    const code = peekMessageCode(octets, offset, length)
    if (code === DATA_MESSAGE_CODE) {
      this.dataReceived++
      return
    }
    const message = readMessage(octets, offset, length)
    this.note(this.received, '<', socket, code, message)
    if (message.kind !== 'DECODE-FAULT') this.onReceived(socket, message)
  }

  outbound(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number): void {
    const code = peekMessageCode(octets, offset, length)
    if (code === DATA_MESSAGE_CODE) this.dataSent++
    else this.note(this.sent, '>', socket, code, readMessage(octets, offset, length))
  }

  private note(
    counts: Map<string, number>,
    arrow: '<' | '>',
    socket: OneToOneSocket,
    code: number,
    message: M3uaMessage | DecodeFault,
  ): void {
    const refused = message.kind === 'DECODE-FAULT'
    const name = code < 0 ? 'less than a header' : messageName(code >> 8, code & 0xff)
    // What a peer makes up counts under one name: else it could fill the memory with names.
    const counted = refused && name.startsWith('class ') ? 'unknown' : name
    counts.set(counted, (counts.get(counted) ?? 0) + 1)
    this.tell({
      kind: 'message',
      peer: this.labelOf(socket),
      text: `${arrow} ${refused ? `${name}, unreadable (${message.where})` : messageText(message, this.form)}`,
      details: {
        direction: arrow === '<' ? 'received' : 'sent',
        message: name,
        ...(refused ? { refused: message.where, errorCode: message.errorCode } : messageDetails(message)),
      },
    })
  }
}
