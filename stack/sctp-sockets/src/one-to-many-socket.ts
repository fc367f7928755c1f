import type { ProtocolParameters, ReceivedMessage, SendOutcome } from '@sigbed/sctp-core'
import { FutureOptions } from './future-options.js'
import type { Delivery, KeptMessage, ReceiveInformation, SendOptions } from './message-information.js'
import { type MessageLane, MessageQueue, type QueueLimits } from './message-queue.js'
import type { Notification, NotificationKind } from './notification.js'
import type { OneToOneSocket } from './one-to-one-socket.js'
import type { PathStatus } from './path-status.js'
import type { ConnectOptions, SctpEndpoint } from './sctp-endpoint.js'
import { SctpError, SocketOptionError } from './sctp-error.js'
import type { PathSelector, SettableOption, SocketOptionChange, SocketOptionName, SocketOptionValue } from './socket-options.js'

export interface OneToManyOptions {
  /** The SCTP port of all its associations; a free one of the dynamic range unless told. */
  readonly port?: number
  readonly parameters?: Partial<ProtocolParameters>
}

/** A peer to associate with: its addresses in text, the first of which becomes the primary path, and its SCTP port. */
export type PeerAddress = Pick<ConnectOptions, 'addresses' | 'port' | 'encapsulationPort'>

/** Which associations an option is meant for (RFC 6458 §7.2): one of them, SCTP_FUTURE_ASSOC, SCTP_CURRENT_ASSOC or SCTP_ALL_ASSOC. */
export interface AssociationSelector extends PathSelector {
  /** 'future' unless told. */
  readonly association?: number | 'future' | 'current' | 'all'
}

/**
 * One socket, many associations (RFC 6458 §3). Each is known by its identifier, which notifications and messages come with. Every
 * association has send buffer, receive window and queue of its own: one that stalls does not stall the others (§3.3).
 */
export class OneToManySocket {
  /** Called for each message; `message` is borrowed until it returns. */
  onMessage: (message: ReceivedMessage, associationId: number) => void = ignore
  onNotification: (notification: Notification, associationId: number) => void = ignore
  /** The SCTP port of this side. */
  readonly port: number
  private readonly members = new Map<number, Member>()
  /** Those whose messages have not all been handed over, be they members still or ended. */
  private readonly unread = new Set<OneToOneSocket>()
  private readonly future: FutureOptions
  private listens = false
  private closing: Promise<void> | null = null
  private queue: MessageQueue | null = null

  /** @throws SctpError SCTP_ADDRESS_INVALID for what is no port */
  constructor(
    private readonly endpoint: SctpEndpoint,
    options: OneToManyOptions = {},
  ) {
    this.port = endpoint.holdPort(options.port)
    this.future = new FutureOptions(options.parameters)
  }

  /** SCTP_GET_ASSOC_ID_LIST (§8.2.6). */
  get associationIds(): readonly number[] {
    return [...this.members.keys()]
  }

  // ---- associations

  /** Accepts associations, too (§3.1.3). @throws SctpError SCTP_PORT_IN_USE, SCTP_PARAMETER_INVALID, SCTP_ENDPOINT_CLOSED */
  listen(): this {
    this.demandOpen()
    if (!this.listens) this.endpoint.listen(this.port, { options: this.future, onAssociation: (socket) => this.adopt(socket) })
    this.listens = true
    return this
  }

  /** Associations that exist live on. */
  stopListening(): void {
    if (this.listens) this.endpoint.stopListening(this.port)
    this.listens = false
  }

  /**
   * Sets up an association without sending (§3.1.6); resolves with its identifier when it is up. One that exists is taken as it is.
   *
   * @throws SctpError (rejects) as SctpEndpoint.connect does
   */
  async connect(peer: PeerAddress): Promise<number> {
    const { socket } = this.memberFor(peer)
    await socket.whenOpen()
    return socket.associationId
  }

  /**
   * Makes the association a socket of its own (§9.2). Its messages wait until that has a reader; what the loop over this socket's
   * messages had taken in by now stays there.
   *
   * @throws SctpError SCTP_NO_SUCH_ASSOCIATION
   */
  peelOff(associationId: number): OneToOneSocket {
    const { socket, lane } = this.member(associationId)
    this.members.delete(associationId)
    this.forget(socket)
    lane?.close()
    socket.onMessage = ignore
    socket.onNotification = ignore
    socket.holdReceiving(true)
    return socket
  }

  // ---- messages

  /**
   * Sends to an association, or to a peer: one that there is no association with is set up, and the message goes with the COOKIE ECHO or
   * after it (§7.5). Otherwise as OneToOneSocket.send.
   *
   * @throws SctpError SCTP_NO_SUCH_ASSOCIATION; SCTP_ADDRESS_INVALID, SCTP_PORT_IN_USE or SCTP_PARAMETER_INVALID for a peer that cannot
   *   be associated with; SCTP_SEND_REFUSED for eof or abort to a peer without an association (§3.1.4)
   */
  send(to: number | PeerAddress, payload: Uint8Array, options?: SendOptions): SendOutcome {
    return this.receiver(to, options).send(payload, options)
  }

  /** As OneToOneSocket.sendTracked. @throws SctpError at once, as send does */
  sendTracked(to: number | PeerAddress, payload: Uint8Array, options?: SendOptions): Promise<Delivery> {
    return this.receiver(to, options).sendTracked(payload, options)
  }

  /** As OneToOneSocket.sendWhenRoom. @throws SctpError at once, as send does */
  sendWhenRoom(to: number | PeerAddress, payload: Uint8Array, options?: SendOptions): Promise<void> {
    return this.receiver(to, options).sendWhenRoom(payload, options)
  }

  /** SCTP_SENDALL (§5.3.4): one message to every association that is established. What became of each, by identifier. */
  sendAll(payload: Uint8Array, options?: SendOptions): ReadonlyMap<number, SendOutcome> {
    const outcomes = new Map<number, SendOutcome>()
    for (const [id, { socket }] of this.members) if (socket.state === 'ESTABLISHED') outcomes.set(id, socket.send(payload, options))
    return outcomes
  }

  /** SCTP_RCVINFO of a message that is being handed over. */
  receiveInformation(message: ReceivedMessage, associationId: number): ReceiveInformation {
    return this.member(associationId).socket.receiveInformation(message)
  }

  /**
   * The messages of all associations from now on, one by one, each with its association's identifier. Bounded per association. Ends when
   * this socket is closed. Takes the place of onMessage.
   *
   * @throws SctpError SCTP_ALREADY_READING for a second loop at a time
   */
  messages(limits?: QueueLimits): AsyncIterableIterator<KeptMessage> {
    if (this.queue?.isRead === true) throw new SctpError('SCTP_ALREADY_READING', 'somebody reads the messages of this socket already')
    if (this.queue === null) {
      this.queue = new MessageQueue(limits)
      for (const member of this.members.values()) this.openLane(member, this.queue)
      if (this.closing !== null) this.endEmptyQueue()
    }
    return this.queue[Symbol.asyncIterator]()
  }

  // ---- options and state

  /** SCTP_STATUS and the like stand in getOption. @throws SctpError SCTP_NO_SUCH_ASSOCIATION */
  paths(associationId: number): PathStatus[] {
    return this.member(associationId).socket.paths()
  }

  /** For people. @throws SctpError SCTP_NO_SUCH_ASSOCIATION */
  peer(associationId: number): string {
    return this.member(associationId).socket.peer
  }

  /** @throws SocketOptionError SCTP_OPTION_UNSUPPORTED, SCTP_OPTION_INVALID; SctpError SCTP_NO_SUCH_ASSOCIATION */
  getOption<N extends SocketOptionName>(name: N, selector: AssociationSelector = {}): SocketOptionValue<N> {
    const { association = 'future' } = selector
    if (name === 'SCTP_GET_ASSOC_NUMBER') return this.members.size as SocketOptionValue<N>
    if (name === 'SCTP_GET_ASSOC_ID_LIST') return this.associationIds as SocketOptionValue<N>
    if (association === 'future') return this.future.get(name)
    // §8: "SCTP_CURRENT_ASSOC and SCTP_ALL_ASSOC cannot be used with sctp_opt_info() or in getsockopt() calls."
    if (typeof association !== 'number')
      throw new SocketOptionError('SCTP_OPTION_INVALID', `${name}.association`, association, "an identifier, or 'future'")
    return this.member(association).socket.getOption(name, selector)
  }

  /** @throws SocketOptionError as OneToOneSocket.setOption does; SctpError SCTP_NO_SUCH_ASSOCIATION */
  setOption<N extends SettableOption>(name: N, change: SocketOptionChange<N>, selector: AssociationSelector = {}): void {
    const { association = 'future' } = selector
    if (typeof association === 'number') {
      this.member(association).socket.setOption(name, change, selector)
      return
    }
    if (association !== 'future') for (const { socket } of this.members.values()) socket.setOption(name, change, selector)
    if (association === 'current') return
    this.future.set(name, change)
    // The endpoint has taken the parameters when listening began.
    if (!this.listens) return
    this.stopListening()
    this.listen()
  }

  /** SCTP_EVENT (§6.2.2), for all associations, those to come included. */
  subscribe(...kinds: readonly NotificationKind[]): void {
    for (const kind of kinds) this.setOption('SCTP_EVENT', { kind, on: true }, { association: 'all' })
  }

  unsubscribe(...kinds: readonly NotificationKind[]): void {
    for (const kind of kinds) this.setOption('SCTP_EVENT', { kind, on: false }, { association: 'all' })
  }

  // ---- the end

  /** Shuts every association down gracefully (§3.1.5); resolves when all have ended, however they did. Never rejects. */
  close(): Promise<void> {
    this.closing ??= this.closeAll()
    return this.closing
  }

  private async closeAll(): Promise<void> {
    this.stopListening()
    await Promise.all([...this.members.values()].map(({ socket }) => socket.close().catch(ignore)))
    this.endEmptyQueue()
    this.endpoint.releasePort(this.port)
  }

  private receiver(to: number | PeerAddress, options: SendOptions | undefined): OneToOneSocket {
    this.demandOpen()
    if (typeof to === 'number') return this.member(to).socket
    const known = this.endpoint.associationWith(to, this.port)
    if (known === null && (options?.eof === true || options?.abort === true))
      throw new SctpError('SCTP_SEND_REFUSED', `there is no association with ${to.addresses.join(', ')} that could be ended`)
    return this.memberFor(to).socket
  }

  /** The association with a peer; a new one where there is none. */
  private memberFor(peer: PeerAddress): Member {
    this.demandOpen()
    const known = this.endpoint.associationWith(peer, this.port)
    // One that was peeled off is not this socket's any more: associating then fails, as there may be only one (RFC 9260 §1.3).
    const member = known === null ? undefined : this.members.get(known.associationId)
    if (member !== undefined) return member
    const { addresses, port, encapsulationPort } = peer
    const socket = this.endpoint.associate({
      addresses,
      port,
      ...(encapsulationPort !== undefined && { encapsulationPort }),
      localPort: this.port,
      options: this.future,
    })
    return this.adopt(socket)
  }

  private adopt(socket: OneToOneSocket): Member {
    const id = socket.associationId
    const member: Member = { socket, lane: null }
    this.members.set(id, member)
    this.unread.add(socket)
    socket.whenEnded(() => this.forget(socket))
    if (this.queue === null) socket.onMessage = (message) => this.onMessage(message, id)
    else this.openLane(member, this.queue)
    socket.onNotification = (notification) => this.onNotification(notification, id)
    socket.whenOver(() => {
      if (this.members.get(id) === member) this.members.delete(id)
    })
    return member
  }

  private forget(socket: OneToOneSocket): void {
    this.unread.delete(socket)
    if (this.closing !== null) this.endEmptyQueue()
  }

  /** The loop goes on until it has taken what had arrived; who waits for the end of the socket need not wait for that. */
  private endEmptyQueue(): void {
    if (this.unread.size === 0) this.queue?.end(null)
  }

  private openLane(member: Member, queue: MessageQueue): void {
    const { socket } = member
    socket.onMessage = (message) => lane.accept(socket.keep(message))
    const lane = queue.open({ pause: () => socket.holdReceiving(true), resume: () => socket.holdReceiving(false) })
    member.lane = lane
    socket.whenEnded(() => lane.close())
  }

  private member(associationId: number): Member {
    const member = this.members.get(associationId)
    if (member === undefined) throw new SctpError('SCTP_NO_SUCH_ASSOCIATION', `this socket has no association ${associationId}`)
    return member
  }

  private demandOpen(): void {
    if (this.closing !== null) throw new SctpError('SCTP_SOCKET_CLOSED', 'the socket was closed')
  }
}

interface Member {
  readonly socket: OneToOneSocket
  lane: MessageLane | null
}

function ignore(): void {}
