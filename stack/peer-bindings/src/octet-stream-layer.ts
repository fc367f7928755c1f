import type { Duplex } from 'node:stream'
import { type LowerLayer, MessageFraming } from '@sigbed/diameter'
import type { Surroundings } from '@sigbed/sctp-sockets'

/** What an octet stream tells the Diameter peer above it. */
export interface OctetStreamUser {
  /** One message where it lies; borrowed until the call returns. */
  handleMessage(octets: Uint8Array, offset: number, length: number): void
  /** The messages that arrived together have been handed up, or those of one turn have been sent. */
  settle(): void
  handleWritable(): void
  /** The stream has ended, whoever ended it; not after `close` or `abort`. */
  connectionLost(): void
}

/** A stream that stands and is secured as it is to be. */
export interface OpenedStream {
  readonly stream: Duplex
  /** Where it leads, for people: "127.0.0.2:3868, TLSv1.3". */
  readonly description: string
  /** Whether the other end has proved to be this Origin-Host; anybody where no proof is asked for. */
  readonly mayBe?: (originHost: string) => boolean
  /** Ends it so that the other end hears of a failure, not of an end: a TCP RST, an SCTP ABORT. */
  readonly abort: () => void
}

/** How a stream comes to be, on the side that asks for it. */
export interface ConnectionAttempt {
  begin(): void
  /** Nothing when none is under way. */
  giveUp(): void
}

/**
 * Diameter's view of one stream of octets, be it TCP, TLS on TCP, or TLS on an SCTP stream. What is sent in one turn is gathered and
 * written at its end in one piece: a hundred answers cost one system call. Never more than `SEND_LIMIT` octets wait here and in the
 * stream together; beyond that `send` says false, and handleWritable follows when half of it has drained.
 */
export class OctetStreamLayer implements LowerLayer {
  readonly unorderedDelivery = false
  private stream: Duplex | null = null
  private readonly framing: MessageFraming
  /** Octets of this turn, in a block that the stream may still be reading from the front. */
  private block = new Uint8Array(BLOCK_LENGTH)
  private gatheredFrom = 0
  private gatheredTo = 0
  private flushing = false
  private refused = false
  private opened: OpenedStream | null = null
  private paused = false

  constructor(
    private readonly surroundings: Pick<Surroundings, 'afterTurn' | 'startTimer' | 'stopTimer'>,
    private readonly user: OctetStreamUser,
    private readonly attempt: ConnectionAttempt,
    /** Octets, no more than SEND_LIMIT; a longer message from the peer ends the connection (MessageFraming), and none is sent. */
    readonly longestMessage: number = LONGEST_MESSAGE,
  ) {
    this.framing = new MessageFraming(longestMessage)
  }

  /** Takes a stream. Its end is reported once, by `connectionLost`. */
  attach(opened: OpenedStream): void {
    const { stream } = opened
    this.stream = stream
    this.opened = opened
    stream.on('data', ({ buffer, byteOffset, length }: Uint8Array) => {
      // Node's Buffer does not copy when it is sliced, and those above rely on that copy: they get plain octets.
      if (this.stream === stream) this.receive(new Uint8Array(buffer, byteOffset, length))
    })
    stream.on('drain', () => {
      if (this.stream === stream) this.drained()
    })
    // An error is always followed by 'close'.
    stream.on('error', () => {})
    stream.on('end', () => this.lose(stream))
    stream.on('close', () => this.lose(stream))
    if (this.paused) stream.pause()
  }

  /** Nothing is read any more, of later streams either, so that the other end fills its buffers; or everything is again. */
  pauseReceiving(paused: boolean): void {
    this.paused = paused
    if (paused) this.stream?.pause()
    else this.stream?.resume()
  }

  get isAttached(): boolean {
    return this.stream !== null
  }

  connect(): void {
    this.attempt.begin()
  }

  /** The certificate of the peer, where there is one, has to bear the name (RFC 6733 §13.1). */
  isAuthenticatedAs(originHost: string): boolean {
    return this.opened?.mayBe?.(originHost) ?? true
  }

  send(octets: Uint8Array, offset: number, length: number): boolean {
    const { stream } = this
    if (stream === null) return false
    if (stream.writableLength + this.gatheredTo - this.gatheredFrom + length > SEND_LIMIT) {
      this.refused = true
      return false
    }
    if (this.gatheredTo + length > this.block.length) this.beginBlock(length)
    this.block.set(octets.subarray(offset, offset + length), this.gatheredTo)
    this.gatheredTo += length
    this.flushAfterTurn()
    return true
  }

  deadlineMoved(): void {
    this.flushAfterTurn()
  }

  close(): void {
    const { stream } = this
    this.release()
    if (stream === null) return
    // What the peer still sends is nobody's; it is read so that its end is seen.
    stream.resume()
    stream.end()
    const patience = this.surroundings.startTimer(CLOSING_PATIENCE_MS, () => stream.destroy())
    stream.once('close', () => this.surroundings.stopTimer(patience))
  }

  abort(): void {
    const { opened } = this
    this.release()
    opened?.abort()
  }

  private receive(octets: Uint8Array): void {
    const { framing, user } = this
    const { stream } = this
    framing.push(octets)
    while (framing.next()) {
      user.handleMessage(framing.octets, framing.at, framing.length)
      // The message may have ended the connection: what came after it is nobody's.
      if (this.stream !== stream) break
    }
    // RFC 6733 §2.1: octets that cannot be parsed compromise the stream, which MUST be reset.
    if (framing.compromised && this.stream === stream) {
      this.abort()
      user.connectionLost()
    }
    user.settle()
  }

  private drained(): void {
    if (!this.refused || this.stream === null || this.stream.writableLength > SEND_LIMIT / 2) return
    this.refused = false
    this.user.handleWritable()
    this.user.settle()
  }

  private lose(stream: Duplex): void {
    if (this.stream !== stream) return
    this.forget()
    stream.destroy()
    this.user.connectionLost()
    this.user.settle()
  }

  /** Writes what was gathered and lets the stream go, or the attempt to have one. */
  private release(): void {
    if (this.stream === null) this.attempt.giveUp()
    this.write()
    this.forget()
  }

  private forget(): void {
    this.stream = null
    this.opened = null
    this.refused = false
    this.framing.reset()
    this.gatheredFrom = this.gatheredTo
  }

  private flushAfterTurn(): void {
    if (this.flushing) return
    this.flushing = true
    this.surroundings.afterTurn(this.flush)
  }

  private beginBlock(length: number): void {
    this.write()
    this.block = new Uint8Array(Math.max(BLOCK_LENGTH, length))
    this.gatheredFrom = 0
    this.gatheredTo = 0
  }

  private readonly flush = (): void => {
    this.flushing = false
    this.write()
    // After a write that never said "full" there is no 'drain' to wait for.
    if (this.stream !== null && !this.stream.writableNeedDrain) this.drained()
    this.user.settle()
  }

  private write(): void {
    const { stream, gatheredFrom, gatheredTo } = this
    if (stream === null || gatheredFrom === gatheredTo) return
    this.gatheredFrom = gatheredTo
    stream.write(this.block.subarray(gatheredFrom, gatheredTo))
  }
}

const BLOCK_LENGTH = 65_536
/** Octets that may wait to be sent. */
const SEND_LIMIT = 1_048_576
/** Longer than any message a signalling application sends; the length field alone would let a peer make us keep 16 MiB. */
const LONGEST_MESSAGE = 1_048_576
const CLOSING_PATIENCE_MS = 2_000
