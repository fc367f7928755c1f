import {
  type Association,
  Endpoint,
  type EndpointEvent,
  type EndpointStatistics,
  type Environment,
  type ProtocolParameters,
  type ReceivedMessage,
  TransportAddressTable,
} from '@sigbed/sctp-core'
import {
  type DatagramTransport,
  EndpointDriver,
  EventLoopSurroundings,
  type Surroundings,
  SystemEnvironment,
  UdpEncapsulation,
} from '@sigbed/sctp-transport'
import { OneToOneSocket } from './one-to-one-socket.js'
import { parsePeerAddress } from './peer-address.js'
import { SctpError } from './sctp-error.js'

/** A transport that has its local addresses entered in the table. */
export interface OpenTransport extends DatagramTransport {
  readonly localAddresses: readonly number[]
}

export interface SctpEndpointOptions {
  /** IP addresses of this node, in text. All of them are announced to every peer. */
  readonly localAddresses: readonly string[]
  /** UDP port that SCTP is encapsulated in on this side (RFC 6951); 9899 unless told. */
  readonly encapsulationPort?: number
  /** Another transport than UDP encapsulation: a simulated one, say. */
  readonly openTransport?: (addresses: TransportAddressTable, surroundings: Surroundings) => Promise<OpenTransport>
  /** Puts wrappers (capture, impairment) around the transport. */
  readonly wrapTransport?: (
    transport: DatagramTransport,
    addresses: TransportAddressTable,
    localAddresses: readonly number[],
  ) => DatagramTransport
  /** Time; the event loop's unless told. */
  readonly surroundings?: Surroundings
  /** Chance and secrets; the system's unless told. */
  readonly environment?: Environment
}

export interface ListenOptions {
  readonly parameters?: Partial<ProtocolParameters>
  /** A peer has set up an association. Set the socket's callbacks before returning. */
  readonly onAssociation: (socket: OneToOneSocket) => void
}

export interface ConnectOptions {
  /** The peer's addresses in text; the first becomes the primary path. */
  readonly addresses: readonly string[]
  /** The peer's SCTP port. */
  readonly port: number
  /** The UDP port the peer is encapsulated on; the own one unless told. */
  readonly encapsulationPort?: number
  /** The own SCTP port; a free one of the dynamic range unless told. */
  readonly localPort?: number
  readonly parameters?: Partial<ProtocolParameters>
  /** Called with the socket before anything is sent, so that no notification is missed. */
  readonly onSocket?: (socket: OneToOneSocket) => void
}

/** An SCTP endpoint on the network: a set of local addresses, from which associations are made and on which they are accepted. */
export class SctpEndpoint {
  private readonly sockets = new Map<Association, OneToOneSocket>()
  private readonly listeners = new Map<number, ListenOptions>()
  private readonly driver: EndpointDriver
  private readonly localPorts = new Set<number>()
  private closing: Promise<void> | null = null
  /** Resolved whenever the last association has gone. */
  private emptied: (() => void) | null = null

  /** @throws TransportError (rejects) when an address or port cannot be bound; nothing stays open then. */
  static async open(options: SctpEndpointOptions): Promise<SctpEndpoint> {
    const surroundings = options.surroundings ?? new EventLoopSurroundings()
    const addresses = new TransportAddressTable()
    const port = options.encapsulationPort ?? DEFAULT_ENCAPSULATION_PORT
    const open = options.openTransport ?? (() => UdpEncapsulation.open({ addresses, local: options.localAddresses, port }))
    const inner = await open(addresses, surroundings)
    const transport = options.wrapTransport?.(inner, addresses, inner.localAddresses) ?? inner
    const endpoint = new Endpoint({
      environment: options.environment ?? new SystemEnvironment(),
      addresses,
      localAddresses: inner.localAddresses,
    })
    return new SctpEndpoint(endpoint, transport, surroundings)
  }

  private constructor(
    private readonly endpoint: Endpoint,
    private readonly transport: DatagramTransport,
    private readonly surroundings: Surroundings,
  ) {
    this.driver = new EndpointDriver(endpoint, transport, this, surroundings)
  }

  /** The UDP port in use on this side; 0 where SCTP is not encapsulated. */
  get encapsulationPort(): number {
    return this.endpoint.addresses.at(this.endpoint.localAddresses[0]!).encapsulationPort
  }

  get statistics(): Readonly<EndpointStatistics> {
    return this.endpoint.statistics
  }

  get associations(): readonly OneToOneSocket[] {
    return [...this.sockets.values()]
  }

  /** Accepts associations on an SCTP port. @throws SctpError when the port is taken, or no port, or the parameters make no sense. */
  listen(port: number, options: ListenOptions): void {
    this.demandOpen()
    if (this.listeners.has(port)) throw new SctpError('SCTP_PORT_IN_USE', `SCTP port ${port} is listened on already`)
    demandPort(port)
    parameterErrors(() => this.endpoint.listen(port, options.parameters))
    this.listeners.set(port, options)
  }

  stopListening(port: number): void {
    this.endpoint.stopListening(port)
    this.listeners.delete(port)
  }

  /**
   * Sets up an association.
   *
   * @throws SctpError (rejects) for addresses, ports or parameters that make no sense; AssociationLostError when the peer refuses
   *   or does not answer
   */
  async connect(options: ConnectOptions): Promise<OneToOneSocket> {
    this.demandOpen()
    demandPort(options.port)
    if (options.localPort !== undefined) demandPort(options.localPort)
    const encapsulationPort = options.encapsulationPort ?? this.encapsulationPort
    const destinations = options.addresses.map((text) => this.endpoint.addresses.intern(parsePeerAddress(text), encapsulationPort))
    const localPort = options.localPort ?? this.dynamicPort()
    if (this.endpoint.table.from(destinations[0] ?? -1, options.port, localPort) !== undefined)
      throw new SctpError('SCTP_PORT_IN_USE', `there is an association from SCTP port ${localPort} to that peer already`)
    const association = parameterErrors(() =>
      this.endpoint.associate(destinations, options.port, localPort, options.parameters ?? {}, this.surroundings.now()),
    )
    this.localPorts.add(localPort)
    const socket = this.adopt(association)
    options.onSocket?.(socket)
    this.driver.planDrain()
    return socket.whenOpen()
  }

  /** Shuts every association down, gracefully within `graceMs`, by ABORT after it; then frees the sockets. Never rejects. */
  close(graceMs = 2000): Promise<void> {
    this.closing ??= this.closeAll(graceMs)
    return this.closing
  }

  /** For the driver. */
  onMessage(association: Association, message: ReceivedMessage): void {
    this.sockets.get(association)?.onMessage(message)
  }

  /** For the driver. */
  onEvent({ association, event }: EndpointEvent): void {
    let socket = this.sockets.get(association)
    if (socket === undefined) {
      const listener = this.listeners.get(association.localPort)
      if (listener === undefined || association.isOver) return
      socket = this.adopt(association)
      listener.onAssociation(socket)
    }
    socket.handleEvent(event)
    if (!association.isOver) return
    this.sockets.delete(association)
    this.localPorts.delete(association.localPort)
    if (this.sockets.size === 0) this.emptied?.()
  }

  private adopt(association: Association): OneToOneSocket {
    const address = this.endpoint.addresses.at(association.paths.primaryPath.remoteAddress).text
    const peer = `${address.includes(':') ? `[${address}]` : address}:${association.peerPort}`
    const socket = new OneToOneSocket(association, this.driver, peer)
    this.sockets.set(association, socket)
    return socket
  }

  private async closeAll(graceMs: number): Promise<void> {
    for (const port of this.listeners.keys()) this.endpoint.stopListening(port)
    if (this.sockets.size > 0) {
      const emptied = new Promise<void>((resolve) => {
        this.emptied = resolve
      })
      // Nobody waits for the single closings: those that fail have told their owners.
      for (const socket of this.associations) socket.close().catch(() => {})
      const timer = this.surroundings.startTimer(graceMs, () => {
        for (const socket of this.associations) socket.abort('endpoint closed')
      })
      await emptied
      this.surroundings.stopTimer(timer)
      // Let what the last drain wrote leave before the sockets go.
      await new Promise<void>((resolve) => this.surroundings.afterTurn(resolve))
    }
    this.driver.close()
    await this.transport.close()
  }

  private dynamicPort(): number {
    for (;;) {
      const port = FIRST_DYNAMIC_PORT + (this.surroundings.randomUint32() % (65_536 - FIRST_DYNAMIC_PORT))
      if (!this.localPorts.has(port) && !this.listeners.has(port)) return port
    }
  }

  private demandOpen(): void {
    if (this.closing !== null) throw new SctpError('SCTP_ENDPOINT_CLOSED', 'the endpoint is closed')
  }
}

function demandPort(port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new SctpError('SCTP_ADDRESS_INVALID', `${port} is no SCTP port: 1 to 65535`)
}

function parameterErrors<T>(make: () => T): T {
  try {
    return make()
  } catch (cause) {
    if (cause instanceof RangeError) throw new SctpError('SCTP_PARAMETER_INVALID', cause.message, { cause })
    throw cause
  }
}

/** RFC 6951 §5.1 */
const DEFAULT_ENCAPSULATION_PORT = 9899
const FIRST_DYNAMIC_PORT = 49_152
