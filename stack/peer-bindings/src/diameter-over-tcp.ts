import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { StreamOpener } from './diameter-over-octet-stream.js'
import type { OpenedStream } from './octet-stream-layer.js'
import { secureAsClient, secureAsServer, type TransportLayerSecurity } from './transport-layer-security.js'

export interface TcpConnectOptions {
  /** Tried one after the other, one with each attempt. */
  readonly addresses: readonly string[]
  /** 3868, or 5868 with TLS, unless the peer listens elsewhere. */
  readonly port: number
  /** The address to connect from; any when left out. */
  readonly localAddress?: string
  /** TLS before the first message (RFC 6733 §2.1); clear text when left out. */
  readonly security?: TransportLayerSecurity
  /** The peer's name, for the certificate that is asked for and checked; left out when it is not known. */
  readonly remoteHost?: string
}

/** Opens TCP connections, secured or not, to one peer. */
export function overTcp(options: TcpConnectOptions): StreamOpener {
  let attempts = 0
  return (opened, failed) => {
    const address = options.addresses[attempts++ % options.addresses.length]!
    const { port, localAddress, security, remoteHost } = options
    const socket = connect({ host: address, port, noDelay: true, ...(localAddress !== undefined && { localAddress }) })
    const where = `${address}:${port}`
    const attempt = new Attempt(socket, `${where}: `, failed)
    socket.once('connect', () => {
      if (security === undefined)
        attempt.succeed(() => opened({ stream: socket, description: where, abort: () => socket.resetAndDestroy() }))
      else attempt.watch(secureAsClient(socket, security, remoteHost, where, (secured) => attempt.succeed(() => opened(secured))))
    })
    return () => attempt.giveUp()
  }
}

/** One attempt to connect: it ends once, one way or the other. */
class Attempt {
  private over = false

  constructor(
    private readonly socket: Socket,
    private readonly where: string,
    private readonly failed: (reason: string) => void,
  ) {
    this.watch(socket)
  }

  watch(stream: Duplex): void {
    stream.once('error', (error: Error) => this.fail(error.message))
    stream.once('close', () => this.fail('closed by the peer'))
  }

  succeed(then: () => void): void {
    if (this.over) return
    this.over = true
    then()
  }

  giveUp(): void {
    if (this.over) return
    this.over = true
    this.socket.destroy()
  }

  private fail(reason: string): void {
    if (this.over) return
    this.over = true
    this.socket.destroy()
    this.failed(this.where + reason)
  }
}

export interface TcpListenOptions {
  readonly address: string
  /** 0 takes any that is free. */
  readonly port: number
  readonly security?: TransportLayerSecurity
  /** Connections at a time, secured or still to be; further ones are closed at once. 1,024 when left out. */
  readonly maximumConnections?: number
}

/** Accepts TCP connections, secured or not. */
export class TcpListener {
  private readonly connections = new Set<Socket>()

  /**
   * @param onConnection a connection that stands, secured where it has to be
   * @param onRefused one that could not be secured or was one too many, and why
   * @throws (rejects) the system's error, such as EADDRINUSE
   */
  static open(
    options: TcpListenOptions,
    onConnection: (accepted: OpenedStream) => void,
    onRefused: (reason: string) => void = () => {},
  ): Promise<TcpListener> {
    const { address, port, security, maximumConnections } = options
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true })
      const listener = new TcpListener(server)
      server.maxConnections = maximumConnections ?? MAXIMUM_CONNECTIONS
      server.on('connection', (socket) => {
        listener.keep(socket)
        const where = `${socket.remoteAddress}:${socket.remotePort}`
        if (security === undefined) onConnection({ stream: socket, description: where, abort: () => socket.resetAndDestroy() })
        else secureAsServer(socket, security, where, onConnection, onRefused)
      })
      server.on('drop', (refused) => onRefused(`${refused?.remoteAddress}:${refused?.remotePort}: too many connections`))
      server.once('error', reject)
      server.listen({ host: address, port, exclusive: true }, () => {
        server.off('error', reject)
        // Later errors are of single connections that could not be accepted, for want of file descriptors.
        server.on('error', (error) => onRefused(error.message))
        resolve(listener)
      })
    })
  }

  private constructor(private readonly server: Server) {}

  /** The port listened on. */
  get port(): number {
    const bound = this.server.address()
    return bound !== null && typeof bound === 'object' ? bound.port : 0
  }

  /** Accepts no more; what stands is left alone. Resolves when the port is free. */
  close(): Promise<void> {
    const { server } = this
    return new Promise((resolve) => {
      server.close()
      // A server counts as closed when its last connection is; its port is free at once.
      setImmediate(resolve)
    })
  }

  /** Ends every connection at once. */
  abortConnections(): void {
    for (const socket of this.connections) socket.destroy()
  }

  private keep(socket: Socket): void {
    this.connections.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => this.connections.delete(socket))
  }
}

const MAXIMUM_CONNECTIONS = 1_024
