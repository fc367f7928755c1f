import type { Notification, OneToOneSocket, ReceivedMessage, SendOutcome } from '@sigbed/sctp-sockets'
import type { ServiceName } from './endpoint-options.js'

/** The longest message that is echoed, in octets. */
export const LONGEST_ECHO = 4_194_304

/** What an endpoint does with one association, from its socket's callbacks. */
export interface AssociationService {
  /** `message` is borrowed until the call returns. */
  onMessage(message: ReceivedMessage): void
  onNotification(notification: Notification): void
}

/** What a service needs of an association. */
export type ServedSocket = Pick<OneToOneSocket, 'sendMessage' | 'pauseReceiving' | 'resumeReceiving' | 'close'>

/** What a service needs besides its association. */
export interface ServiceSurroundings {
  /** Calls back after the present turn. */
  afterTurn(callback: () => void): void
  now(): Date
  /** A message was not answered, for a reason that lies with the peer. */
  onUnanswered(streamId: number, outcome: SendOutcome): void
}

export function associationService(name: ServiceName, socket: ServedSocket, surroundings: ServiceSurroundings): AssociationService {
  switch (name) {
    case 'echo':
      return new Echo(socket, surroundings)
    case 'send-first':
      return new SendFirst(socket, surroundings)
    case 'daytime':
      return new Daytime(socket, surroundings)
    case 'discard':
      return DISCARD
  }
}

/**
 * Every message goes back on its stream with its payload protocol identifier and order. When the send buffer is full, nothing more
 * is read until there is room: the one message that was in hand is kept, the rest stays in the receive window, which closes, and
 * the peer's own flow control does what is left to do (RFC 9260 §6.2). A message that comes in parts goes back in one piece.
 */
class Echo implements AssociationService {
  /** The message that found no room. */
  private kept: WholeMessage | null = null
  /** The parts so far of the one message that is coming in parts (RFC 9260 §11.1.7). */
  private parts: PartsOfMessage | null = null

  constructor(
    private readonly socket: ServedSocket,
    private readonly surroundings: ServiceSurroundings,
  ) {}

  onMessage(message: ReceivedMessage): void {
    if (message.partial || this.parts?.isContinuedBy(message) === true) {
      this.gather(message)
      return
    }
    const { octets, offset, length, streamId, payloadProtocolId, unordered } = message
    const outcome = this.socket.sendMessage(octets, offset, length, streamId, payloadProtocolId, unordered)
    if (outcome === 'send-buffer-full') this.keep({ octets: message.copyPayload(), streamId, payloadProtocolId, unordered })
    else if (outcome !== 'queued') this.surroundings.onUnanswered(streamId, outcome)
  }

  onNotification({ kind }: Notification): void {
    switch (kind) {
      case 'send-buffer-available':
        // A drain delivers messages before it tells of room: those that wait are asked for in a drain of their own.
        this.surroundings.afterTurn(this.goOn)
        return
      case 'restart':
        // RFC 9260 §5.2.4 A: what was in hand came from an instance of the peer that is no more.
        this.parts = null
        if (this.kept !== null) this.surroundings.afterTurn(() => this.socket.resumeReceiving())
        this.kept = null
        return
      case 'partial-delivery-aborted':
        this.parts = null
        return
      case 'communication-lost':
      case 'shutdown-complete':
        this.parts = null
        this.kept = null
    }
  }

  private gather(message: ReceivedMessage): void {
    this.parts ??= new PartsOfMessage(message)
    this.parts.add(message)
    if (message.partial) return
    const { tooLong, streamId } = this.parts
    const whole = this.parts.whole()
    this.parts = null
    if (tooLong) this.surroundings.onUnanswered(streamId, 'message-too-large')
    else this.sendWhole(whole)
  }

  private sendWhole(message: WholeMessage): void {
    const { octets, streamId, payloadProtocolId, unordered } = message
    const outcome = this.socket.sendMessage(octets, 0, octets.length, streamId, payloadProtocolId, unordered)
    if (outcome === 'send-buffer-full') this.keep(message)
    else if (outcome !== 'queued') this.surroundings.onUnanswered(streamId, outcome)
  }

  private keep(message: WholeMessage): void {
    this.kept = message
    this.socket.pauseReceiving()
  }

  private readonly goOn = (): void => {
    const { kept } = this
    if (kept === null) return
    this.kept = null
    this.sendWhole(kept)
    // When there is still no room it is kept again, and the stack tells again.
    if (this.kept === null) this.socket.resumeReceiving()
  }
}

/** A message of its own memory. */
interface WholeMessage {
  readonly octets: Uint8Array
  readonly streamId: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
}

/** Gathers the parts of one message, up to a length that no peer can push any further. */
class PartsOfMessage {
  readonly streamId: number
  private readonly streamSequenceNumber: number
  private readonly payloadProtocolId: number
  private readonly unordered: boolean
  private parts: Uint8Array[] = []
  private length = 0

  constructor(first: ReceivedMessage) {
    this.streamId = first.streamId
    this.streamSequenceNumber = first.streamSequenceNumber
    this.payloadProtocolId = first.payloadProtocolId
    this.unordered = first.unordered
  }

  get tooLong(): boolean {
    return this.length > LONGEST_ECHO
  }

  isContinuedBy(message: ReceivedMessage): boolean {
    const { streamId, streamSequenceNumber, unordered } = message
    return streamId === this.streamId && streamSequenceNumber === this.streamSequenceNumber && unordered === this.unordered
  }

  add(message: ReceivedMessage): void {
    this.length += message.length
    if (this.tooLong) this.parts = []
    else this.parts.push(message.copyPayload())
  }

  whole(): WholeMessage {
    const { streamId, payloadProtocolId, unordered } = this
    const octets = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of this.parts) {
      octets.set(part, at)
      at += part.length
    }
    return { octets, streamId, payloadProtocolId, unordered }
  }
}

/** One message nobody asked for, then echo. */
class SendFirst implements AssociationService {
  private readonly echo: Echo

  constructor(
    private readonly socket: ServedSocket,
    surroundings: ServiceSurroundings,
  ) {
    this.echo = new Echo(socket, surroundings)
  }

  onMessage(message: ReceivedMessage): void {
    this.echo.onMessage(message)
  }

  onNotification(notification: Notification): void {
    if (begins(notification)) sendText(this.socket, FIRST_WORDS)
    this.echo.onNotification(notification)
  }
}

/** The date and time as one message (after RFC 867), then a graceful end. What the peer sends meanwhile is taken and thrown away. */
class Daytime implements AssociationService {
  constructor(
    private readonly socket: ServedSocket,
    private readonly surroundings: ServiceSurroundings,
  ) {}

  onMessage(): void {}

  onNotification(notification: Notification): void {
    if (!begins(notification)) return
    sendText(this.socket, `${this.surroundings.now().toUTCString()}\r\n`)
    // RFC 9260 §9.2: the message is acknowledged before SHUTDOWN leaves. A peer that ends it otherwise is no failure of this side.
    this.socket.close().catch(() => {})
  }
}

const DISCARD: AssociationService = { onMessage() {}, onNotification() {} }

/** A peer that has restarted is a new one to a service (RFC 9260 §5.2). */
function begins({ kind }: Notification): boolean {
  return kind === 'communication-up' || kind === 'restart'
}

function sendText(socket: ServedSocket, text: string): void {
  const octets = new TextEncoder().encode(text)
  socket.sendMessage(octets, 0, octets.length, 0, 0, false)
}

const FIRST_WORDS = 'sigbed speaks first\r\n'
