import {
  type Association,
  type AssociationEvent,
  Endpoint,
  type EndpointEvent,
  type EndpointStatistics,
  type Environment,
  type IcmpReport,
  type MessageOutcome,
  type ProtocolParameters,
  type ReceivedMessage,
  setStreamValue,
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
import type { FutureOptions } from './future-options.js'
import { LocalAddresses } from './local-addresses.js'
import { OneToOneSocket } from './one-to-one-socket.js'
import { parsePeerAddress } from './peer-address.js'
import { SctpError } from './sctp-error.js'

/** A transport that has its local addresses entered in the table. */
export interface OpenTransport extends DatagramTransport {
  readonly localAddresses: readonly number[]
  /** Opens a further local address while packets flow, and gives its index. Left out where that cannot be done. @throws TransportError (rejects) */
  addLocalAddress?(text: string): Promise<number>
  /** Closes one that was opened; never rejects. */
  removeLocalAddress?(index: number): Promise<void>
  /** Set by the endpoint, where the transport hears of ICMP: raw IP does, UDP encapsulation does not. */
  onIcmp?: (report: IcmpReport) => void
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
  /** Socket options that associations begin with (RFC 6458 §8); `parameters` go before. Those of SCTP are taken now. */
  readonly options?: FutureOptions
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
  /** Socket options that the association begins with (RFC 6458 §8); `parameters` go before. */
  readonly options?: FutureOptions
  /** Called with the socket before anything is sent, so that no notification is missed. */
  readonly onSocket?: (socket: OneToOneSocket) => void
}

/** An SCTP endpoint on the network: a set of local addresses, from which associations are made and on which they are accepted. */
export class SctpEndpoint {
  private readonly sockets = new Map<Association, OneToOneSocket>()
  private readonly listeners = new Map<number, ListenOptions>()
  private readonly driver: EndpointDriver
  private readonly localAddresses: LocalAddresses
  /** How many associations or sockets of this side hold each port that nobody listens on. */
  private readonly localPorts = new Map<number, number>()
  /** Associations that have ended, with messages that a paused reader has not taken yet. */
  private readonly lingering = new Map<Association, OneToOneSocket>()
  private lastAssociationId = 0
  private closing: Promise<void> | null = null
  /** Resolved whenever the last association has gone. */
  private emptied: (() => void) | null = null

  /** @throws TransportError (rejects) when an address or port cannot be bound; nothing stays open then. */
  static async open(options: SctpEndpointOptions): Promise<SctpEndpoint> {
    const surroundings = options.surroundings ?? new EventLoopSurroundings()
    const addresses = new TransportAddressTable()
    const port = options.encapsulationPort ?? DEFAULT_ENCAPSULATION_PORT
    const open = options.openTransport ?? (() => UdpEncapsulation.open({ addresses, local: options.localAddresses, port }))
    const inner: OpenTransport = await open(addresses, surroundings)
    const transport = options.wrapTransport?.(inner, addresses, inner.localAddresses) ?? inner
    const endpoint = new Endpoint({
      environment: options.environment ?? new SystemEnvironment(),
      addresses,
      localAddresses: inner.localAddresses,
    })
    const opened = new SctpEndpoint(endpoint, transport, surroundings, inner)
    // Around the wrappers: they hold packets of SCTP, and ICMP is none (RFC 9260 §10).
    inner.onIcmp = (report) => opened.driver.icmpArrived(report)
    return opened
  }

  private constructor(
    private readonly endpoint: Endpoint,
    private readonly transport: DatagramTransport,
    private readonly surroundings: Surroundings,
    inner: OpenTransport,
  ) {
    this.driver = new EndpointDriver(endpoint, transport, this, surroundings)
    this.localAddresses = new LocalAddresses(endpoint, inner, {
      associations: () => Array.from(this.sockets, ([association, socket]) => [association, socket.getOption('SCTP_AUTO_ASCONF')] as const),
      now: () => surroundings.now(),
    })
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
    parameterErrors(() => this.endpoint.listen(port, { ...options.options?.parameters, ...options.parameters }))
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
    return this.associate(options).whenOpen()
  }

  /**
   * Begins to set up an association (RFC 9260 §11.1.2) and does not wait: what is sent on the socket by now leaves with the COOKIE ECHO
   * or after it. Whether it came up is told by its notifications, or by whenOpen().
   *
   * @throws SctpError for addresses, ports or parameters that make no sense
   */
  associate(options: ConnectOptions): OneToOneSocket {
    this.demandOpen()
    demandPort(options.port)
    if (options.localPort !== undefined) demandPort(options.localPort)
    const destinations = this.destinations(options)
    const localPort = options.localPort ?? this.dynamicPort()
    if (this.endpoint.table.from(destinations[0] ?? -1, options.port, localPort) !== undefined)
      throw new SctpError('SCTP_PORT_IN_USE', `there is an association from SCTP port ${localPort} to that peer already`)
    const parameters = { ...options.options?.parameters, ...options.parameters }
    const association = parameterErrors(() =>
      this.endpoint.associate(destinations, options.port, localPort, parameters, this.surroundings.now()),
    )
    this.holdPort(localPort)
    const socket = this.adopt(association, options.options)
    options.onSocket?.(socket)
    this.driver.planDrain()
    return socket
  }

  /** The association that there is with a peer from a local SCTP port, if any. @throws SctpError for what is no address. */
  associationWith(peer: Pick<ConnectOptions, 'addresses' | 'port' | 'encapsulationPort'>, localPort: number): OneToOneSocket | null {
    for (const destination of this.destinations(peer)) {
      const association = this.endpoint.table.from(destination, peer.port, localPort)
      if (association !== undefined) return this.sockets.get(association) ?? null
    }
    return null
  }

  /**
   * sctp_bindx() (RFC 6458 §9.1): opens further local addresses, or gives some up. Peers that know ASCONF are told (RFC 5061), but for
   * associations with SCTP_AUTO_ASCONF off; what each answers comes as 'local-address-change'.
   *
   * @throws SctpError SCTP_ADDRESSES_FIXED, SCTP_ADDRESS_INVALID (rejects); TransportError (rejects) when an address cannot be bound
   */
  async bindx(change: 'add' | 'remove', ...addresses: readonly string[]): Promise<void> {
    this.demandOpen()
    for (const address of addresses) {
      if (change === 'add') await this.localAddresses.add(address)
      else this.localAddresses.remove(address)
    }
    this.driver.planDrain()
  }

  /** Keeps an SCTP port from being given to somebody else by chance; a free one unless told. @throws SctpError for what is no port. */
  holdPort(port = this.dynamicPort()): number {
    demandPort(port)
    this.localPorts.set(port, (this.localPorts.get(port) ?? 0) + 1)
    return port
  }

  releasePort(port: number): void {
    const holders = this.localPorts.get(port) ?? 0
    if (holders > 1) this.localPorts.set(port, holders - 1)
    else this.localPorts.delete(port)
  }

  /** Shuts every association down, gracefully within `graceMs`, by ABORT after it; then frees the sockets. Never rejects. */
  close(graceMs = 2000): Promise<void> {
    this.closing ??= this.closeAll(graceMs)
    return this.closing
  }

  /** For the driver. */
  onMessage(association: Association, message: ReceivedMessage): void {
    const socket = this.sockets.get(association) ?? this.lingering.get(association) ?? this.accept(association)
    if (socket === null) return
    socket.handleMessage(message)
    if (this.lingering.size > 0 && association.isOver && !socket.hasUndelivered) this.lingering.delete(association)
  }

  /** For the driver. */
  onMessageOutcome(association: Association, outcome: MessageOutcome): void {
    this.sockets.get(association)?.handleMessageOutcome(outcome)
  }

  /** For the driver. */
  onEvent({ association, event }: EndpointEvent): void {
    const socket = this.sockets.get(association) ?? this.accept(association)
    if (socket === null) return
    socket.handleEvent(event)
    if (event.kind === 'local-address-change') this.localAddresses.closeUnused()
    if (!association.isOver || !isEnd(event) || !this.sockets.delete(association)) return
    if (socket.hasUndelivered) this.lingering.set(association, socket)
    this.releasePort(association.localPort)
    this.localAddresses.closeUnused()
    if (this.sockets.size === 0) this.emptied?.()
  }

  /** The first thing heard of an association that a peer began. Null when it is nobody's, or gone already. */
  private accept(association: Association): OneToOneSocket | null {
    const listener = this.listeners.get(association.localPort)
    if (listener === undefined || association.isOver) return null
    const socket = this.adopt(association, listener.options)
    this.holdPort(association.localPort)
    listener.onAssociation(socket)
    return socket
  }

  private adopt(association: Association, options: FutureOptions | undefined): OneToOneSocket {
    const address = this.endpoint.addresses.at(association.paths.primaryPath.remoteAddress).text
    const peer = `${address.includes(':') ? `[${address}]` : address}:${association.peerPort}`
    const settings = options?.settings.copy()
    for (const [stream, value] of settings?.streamValues ?? []) setStreamValue(association, stream, value)
    const socket = new OneToOneSocket(association, this.driver, peer, ++this.lastAssociationId, settings)
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
    for (const socket of this.lingering.values()) socket.abandonUndelivered()
    this.lingering.clear()
    await this.transport.close()
  }

  private destinations({ addresses, encapsulationPort }: Pick<ConnectOptions, 'addresses' | 'encapsulationPort'>): number[] {
    return addresses.map((text) => this.endpoint.addresses.intern(parsePeerAddress(text), encapsulationPort ?? this.encapsulationPort))
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

function isEnd(event: AssociationEvent): boolean {
  return event.kind === 'communication-lost' || event.kind === 'shutdown-complete'
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
