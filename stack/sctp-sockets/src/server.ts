import type { OneToOneSocket } from './one-to-one-socket.js'
import type { ListenOptions, SctpEndpoint } from './sctp-endpoint.js'
import { SctpError } from './sctp-error.js'

export interface SctpServerOptions extends Omit<ListenOptions, 'onAssociation'> {
  /** Associations that wait for a loop to take them; further ones are aborted. 128 unless told. */
  readonly backlog?: number
}

/**
 * A listener in the manner of node:net: listen(), close(), and the associations that peers set up, either by `onAssociation` or by
 * `for await (const socket of server)`. With the loop, nothing of an association is lost before it is taken: its messages wait (and
 * its peer, when it has sent a window full) until the socket has a reader.
 */
export class SctpServer implements AsyncIterable<OneToOneSocket> {
  /** Set the socket's callbacks before returning. While it is null, associations wait for the loop. */
  onAssociation: ((socket: OneToOneSocket) => void) | null = null
  private port: number | null = null
  private closing: Promise<void> | null = null
  private readonly accepted = new Set<OneToOneSocket>()
  private backlog: OneToOneSocket[] = []
  private waiting: ((result: IteratorResult<OneToOneSocket>) => void)[] = []
  private emptied: (() => void) | null = null

  constructor(
    private readonly endpoint: SctpEndpoint,
    private readonly options: SctpServerOptions = {},
  ) {}

  /** The SCTP port; null while it does not listen. */
  get localPort(): number | null {
    return this.port
  }

  get listening(): boolean {
    return this.port !== null
  }

  /** Those that are accepted and have not ended. */
  get associations(): readonly OneToOneSocket[] {
    return [...this.accepted]
  }

  /**
   * Accepts associations on an SCTP port (RFC 6458 §4.1.3).
   *
   * @throws SctpError SCTP_PORT_IN_USE, SCTP_ADDRESS_INVALID, SCTP_PARAMETER_INVALID, SCTP_ENDPOINT_CLOSED; SCTP_SOCKET_CLOSED after
   *   close()
   */
  listen(port: number): this {
    if (this.closing !== null) throw new SctpError('SCTP_SOCKET_CLOSED', 'the server was closed')
    if (this.port !== null) throw new SctpError('SCTP_PORT_IN_USE', `the server listens on SCTP port ${this.port} already`)
    this.endpoint.listen(port, { ...this.options, onAssociation: (socket) => this.accept(socket) })
    this.port = port
    return this
  }

  /**
   * Accepts no more and ends the loop; resolves when all associations it has accepted have ended. Those that nobody took from the
   * backlog are aborted. The others are their users' to close.
   */
  close(): Promise<void> {
    this.closing ??= this.closeAll()
    return this.closing
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<OneToOneSocket> {
    const iterator: AsyncIterableIterator<OneToOneSocket> = {
      next: () => this.next(),
      return: async () => ({ done: true, value: undefined }),
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  private accept(socket: OneToOneSocket): void {
    this.accepted.add(socket)
    socket.whenOver(() => {
      this.accepted.delete(socket)
      if (this.accepted.size === 0) this.emptied?.()
    })
    if (this.onAssociation !== null) {
      this.onAssociation(socket)
      return
    }
    // Until somebody reads: setting onMessage, messages() or a MessageStream lets it go.
    socket.holdReceiving(true)
    const waiting = this.waiting.shift()
    if (waiting !== undefined) waiting({ done: false, value: socket })
    else if (this.backlog.length < (this.options.backlog ?? USUAL_BACKLOG)) this.backlog.push(socket)
    else socket.abort('the backlog of the server is full')
  }

  private next(): Promise<IteratorResult<OneToOneSocket>> {
    const socket = this.backlog.shift()
    if (socket !== undefined) return Promise.resolve({ done: false, value: socket })
    if (this.closing !== null) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  private async closeAll(): Promise<void> {
    if (this.port !== null) this.endpoint.stopListening(this.port)
    this.port = null
    for (const waiting of this.waiting.splice(0)) waiting({ done: true, value: undefined })
    for (const socket of this.backlog.splice(0)) socket.abort('the server was closed')
    if (this.accepted.size > 0)
      await new Promise<void>((resolve) => {
        this.emptied = resolve
      })
  }
}

/** As SOMAXCONN once was. */
const USUAL_BACKLOG = 128
