import type {
  Association,
  AssociationEvent,
  AssociationState,
  AssociationStatistics,
  MessageOutcome,
  ReceivedMessage,
  SendOutcome,
  UndeliveredMessage,
} from '@sigbed/sctp-core'
import { forEachUndelivered } from '@sigbed/sctp-core'
import type { EndpointDriver } from '@sigbed/sctp-transport'
import { AssociationEnding, type EndListener } from './association-ending.js'
import { limitFragmentationPoint, type OptionTarget, readAssociationOption, writeAssociationOption } from './association-options.js'
import { type Delivery, type KeptMessage, type ReceiveInformation, receiveInformation, type SendOptions } from './message-information.js'
import { MessageQueue, type QueueLimits } from './message-queue.js'
import { MessageSender } from './message-sender.js'
import { type Notification, type NotificationKind, notificationKind, toNotification } from './notification.js'
import { type PathStatus, pathStatuses } from './path-status.js'
import { AssociationLostError, SctpError } from './sctp-error.js'
import type { PathSelector, SettableOption, SocketOptionChange, SocketOptionName, SocketOptionValue } from './socket-options.js'
import { SocketSettings } from './socket-settings.js'

/**
 * One association as a socket (RFC 6458 §4). Set `onMessage` and `onNotification` before the turn in which the socket was handed over
 * ends: nothing arrives earlier.
 *
 * Messages are read in one of three ways: `onMessage`, for those in a hurry; `messages()`, for loops; a MessageStream, for pipelines.
 */
export class OneToOneSocket {
  /** What happens besides messages, as far as subscribed to. */
  onNotification: (notification: Notification) => void = ignore
  private listener: (message: ReceivedMessage) => void = ignore
  private readonly sender: MessageSender
  private readonly ending: AssociationEnding
  private readonly options: OptionTarget
  private queue: MessageQueue | null = null
  private feedQueue: (message: ReceivedMessage) => void = ignore
  /** Reasons to pause, as bits: PAUSED_BY_… */
  private pauses = 0
  /** The user has been told 'communication-up'. */
  private up = false

  /** Made by SctpEndpoint; not by users. */
  constructor(
    private readonly association: Association,
    private readonly driver: EndpointDriver,
    /** The peer's address and SCTP port, for people. */
    readonly peer: string,
    /** Never 0, and never given to another association of this endpoint again (RFC 6458 §8.1.8 warns of that). */
    readonly associationId: number,
    private readonly settings = new SocketSettings(),
  ) {
    this.ending = new AssociationEnding(peer)
    const { addresses } = driver.endpoint
    this.options = { association, addresses, settings, now: () => driver.surroundings.now() }
    this.sender = new MessageSender(association, {
      peer,
      ...this.options,
      addressIndex: (text) => this.addressIndex(text),
      planDrain: () => driver.planDrain(),
      // Nobody waits for this end: it comes as a notification.
      shutDown: () => void this.close().catch(ignore),
      abort: (reason) => this.abort(reason),
      sendFailed: (notification) => this.onNotification(notification),
    })
  }

  /** Called for each message; `message` is borrowed until it returns (copyPayload() keeps). Setting it lets a held socket go. */
  get onMessage(): (message: ReceivedMessage) => void {
    return this.listener
  }

  set onMessage(listener: (message: ReceivedMessage) => void) {
    this.listener = listener
    this.pause(PAUSED_BY_READER, false)
  }

  get state(): AssociationState {
    return this.association.state
  }

  /** Of one message that is sent; a longer one is refused, however much room there is. */
  get largestMessageOctets(): number {
    return this.association.parameters.largestMessageOctets
  }

  get outboundStreams(): number {
    return this.association.outboundStreams
  }

  get inboundStreams(): number {
    return this.association.inboundStreams
  }

  /** Counters since the start; the live object. */
  get statistics(): Readonly<AssociationStatistics> {
    return this.association.statistics
  }

  /** Octets of user data accepted and not yet acknowledged. */
  get bufferedOctets(): number {
    return this.association.outbound.queue.bufferedOctets
  }

  /** The UDP port the peer is encapsulated on (RFC 6951 §5.1), by which peers of one address are told apart; 0 on IP itself. */
  get peerEncapsulationPort(): number {
    return this.driver.endpoint.addresses.at(this.association.paths.primaryPath.remoteAddress).encapsulationPort
  }

  /** The text of `message.remoteAddress`. */
  addressText(remoteAddress: number): string {
    return this.driver.endpoint.addresses.at(remoteAddress).text
  }

  paths(): PathStatus[] {
    return pathStatuses(this.association, this.driver.endpoint.addresses)
  }

  // ---- options (RFC 6458 §8)

  /** @throws SocketOptionError SCTP_OPTION_UNSUPPORTED, SCTP_OPTION_INVALID */
  getOption<N extends SocketOptionName>(name: N, selector?: PathSelector): SocketOptionValue<N> {
    return readAssociationOption(this.options, name, selector)
  }

  /** @throws SocketOptionError SCTP_OPTION_INVALID, SCTP_OPTION_READ_ONLY, SCTP_OPTION_FIXED, SCTP_OPTION_UNSUPPORTED */
  setOption<N extends SettableOption>(name: N, change: SocketOptionChange<N>, selector?: PathSelector): void {
    writeAssociationOption(this.options, name, change, selector)
    if (name === 'SCTP_EVENT') this.heedSubscription()
    this.driver.planDrain()
  }

  /** SCTP_EVENT (§6.2.2). */
  subscribe(...kinds: readonly NotificationKind[]): void {
    for (const kind of kinds) this.setOption('SCTP_EVENT', { kind, on: true })
  }

  unsubscribe(...kinds: readonly NotificationKind[]): void {
    for (const kind of kinds) this.setOption('SCTP_EVENT', { kind, on: false })
  }

  /** RFC 6458 §8.1.9, SCTP_PRIMARY_ADDR. @throws SctpError when the address is not a confirmed one of the peer. */
  setPrimary(remoteAddress: string): void {
    const address = this.addressIndex(remoteAddress)
    if (!this.association.setPrimary(address)) throw this.unknownAddress(remoteAddress)
    this.driver.planDrain()
  }

  // ---- sending

  /**
   * Takes a copy of the message and sends it at the end of this turn, bundled with what else is sent in it. The outcome says whether
   * it was taken ('queued'). After 'send-buffer-full' wait for the notification 'send-buffer-available', or use sendWhenRoom.
   *
   * @throws SctpError SCTP_ADDRESS_INVALID when `destination` is no address of the peer, SCTP_OPTION_INVALID for a `reliability` that is none
   */
  send(payload: Uint8Array, options: SendOptions = NO_OPTIONS): SendOutcome {
    return this.sender.send(payload, options, null)
  }

  /** The same without an object per message. Takes no notice of SCTP_DEFAULT_SNDINFO and SCTP_DEFAULT_PRINFO. */
  sendMessage(
    octets: Uint8Array,
    offset: number,
    length: number,
    stream: number,
    payloadProtocolId: number,
    unordered: boolean,
  ): SendOutcome {
    if (this.settings.subscription.keepsMessages)
      return this.send(octets.subarray(offset, offset + length), { stream, payloadProtocolId, unordered })
    const outcome = this.association.send(stream, payloadProtocolId, unordered, octets, offset, length)
    if (outcome === 'queued') this.driver.planDrain()
    return outcome
  }

  /** Like send, and tells what becomes of the message. The promise never rejects but for what send throws; the callback is called once. */
  sendTracked(payload: Uint8Array, options?: SendOptions): Promise<Delivery>
  sendTracked(payload: Uint8Array, options: SendOptions, settled: (delivery: Delivery) => void): void
  sendTracked(
    payload: Uint8Array,
    options: SendOptions = NO_OPTIONS,
    settled?: (delivery: Delivery) => void,
  ): Promise<Delivery> | undefined {
    if (settled === undefined) return new Promise((resolve) => this.sender.sendTracked(payload, options, resolve))
    this.sender.sendTracked(payload, options, settled)
    return undefined
  }

  /**
   * Like send, but waits for room in the send buffer, in the order of the calls; resolves once the message has been taken. The octets
   * are lent until then.
   *
   * @throws SendRefusedError (rejects) when it never will be, SctpError as send does
   */
  sendWhenRoom(payload: Uint8Array, options: SendOptions = NO_OPTIONS): Promise<void> {
    return this.sender.sendWhenRoom(payload, options)
  }

  /**
   * To be called from within `onNotification`, for 'communication-lost' and 'restart': shows every message that send took and the peer
   * did not acknowledge, oldest first, those that have left before those that have not. The object and its octets are borrowed until
   * `visit` returns. At any other time there is nothing to show. RFC 9260 §11.1.14, §11.1.15.
   */
  forEachUndelivered(visit: (message: UndeliveredMessage) => void): void {
    const { undelivered } = this.association
    if (undelivered !== null) forEachUndelivered(undelivered, visit)
  }

  // ---- receiving

  /** SCTP_RCVINFO (§5.3.5) of a message that is being handed over. */
  receiveInformation(message: ReceivedMessage): ReceiveInformation {
    return receiveInformation(message, this.association, this.driver.endpoint.addresses, this.associationId, this.settings.receiveContext)
  }

  /** A message to keep, with all that is known of it. */
  keep(message: ReceivedMessage): KeptMessage {
    return { ...this.receiveInformation(message), payload: message.copyPayload() }
  }

  /**
   * The messages from now on, one by one. Bounded: when nobody takes them the association is paused and the peer waits. Ends when the
   * association has ended in good order and everything that had arrived was taken. Leaving the loop pauses the association;
   * the next call goes on where it was left (its limits stay those of the first).
   *
   * @throws SctpError SCTP_ALREADY_READING for a second loop at a time; the loop throws AssociationLostError when it was lost
   */
  messages(limits?: QueueLimits): AsyncIterableIterator<KeptMessage> {
    let { queue } = this
    if (queue?.isRead === true) throw new SctpError('SCTP_ALREADY_READING', `somebody reads the messages of ${this.peer} already`)
    if (queue === null) {
      const made = new MessageQueue(limits)
      const lane = made.open({ pause: () => this.pause(PAUSED_BY_READER, true), resume: () => this.pause(PAUSED_BY_READER, false) })
      this.feedQueue = (message) => lane.accept(this.keep(message))
      this.whenEnded((error) => made.end(error))
      this.queue = queue = made
    }
    if (this.listener !== this.feedQueue) this.onMessage = this.feedQueue
    return queue[Symbol.asyncIterator]()
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<KeptMessage> {
    return this.messages()
  }

  /** No messages until resumeReceiving; the peer's window closes meanwhile. */
  pauseReceiving(): void {
    this.pause(PAUSED_BY_USER, true)
  }

  resumeReceiving(): void {
    this.pause(PAUSED_BY_USER, false)
  }

  /** For readers: no messages until there is one who takes them (hold), or until it can take more. */
  holdReceiving(held: boolean): void {
    this.pause(PAUSED_BY_READER, held)
  }

  // ---- the end

  /**
   * Graceful: everything accepted is delivered, then the association ends (RFC 9260 §9.2).
   *
   * @throws AssociationLostError (rejects) when it ended otherwise while closing
   */
  close(): Promise<void> {
    if (this.state === 'CLOSED') return Promise.resolve()
    this.association.shutdown(this.driver.surroundings.now())
    this.sender.retryWaiting()
    this.driver.planDrain()
    return this.ending.closed()
  }

  /** Abortive: what is queued is lost and the peer is told `reason` (RFC 9260 §9.1). */
  abort(reason = ''): void {
    if (this.state === 'CLOSED') return
    this.association.abort(reason)
    this.driver.planDrain()
  }

  /** Resolves when the association is up. @throws SctpError (rejects) when it cannot come up. */
  whenOpen(): Promise<this> {
    return this.ending.opened(this.association.setup === null && this.state !== 'CLOSED').then(() => this)
  }

  /** For readers: called once, when the association has ended and everything that had arrived was handed over. */
  whenEnded(listener: EndListener): void {
    this.ending.listen(listener)
  }

  /** For servers: called once, when the association has ended, whatever readers have yet to take. */
  whenOver(listener: () => void): void {
    this.ending.listenOver(listener)
  }

  // ---- what SctpEndpoint tells

  /** True while messages wait here that arrived before the end. */
  get hasUndelivered(): boolean {
    return (this.association.inbound?.delivery.length ?? 0) > 0
  }

  handleMessage(message: ReceivedMessage): void {
    // DATA may come along with COOKIE ECHO or COOKIE ACK (RFC 9260 §5.1), and messages are handed over before events:
    // RFC 6458 §6.1.1 wants 'communication-up' to be the first thing a user hears.
    if (!this.up) {
      const { outboundStreams, inboundStreams } = this
      this.handleEvent({ kind: 'communication-up', outboundStreams, inboundStreams })
    }
    this.listener(message)
    if (this.ending.isOver && !this.hasUndelivered) this.ending.tell()
  }

  handleMessageOutcome(outcome: MessageOutcome): void {
    this.sender.handleOutcome(outcome)
  }

  /** Something happened. */
  handleEvent(event: AssociationEvent): void {
    if (event.kind === 'peer-address-change') limitFragmentationPoint(this.association, this.settings.largestChunkOctets)
    switch (event.kind) {
      case 'communication-up':
        if (this.up) return
        this.up = true
        limitFragmentationPoint(this.association, this.settings.largestChunkOctets)
        this.heedSubscription()
        this.ending.settleOpen(null)
        break
      case 'restart':
        limitFragmentationPoint(this.association, this.settings.largestChunkOctets)
        this.sender.handleLoss('peer-restarted')
        break
      case 'communication-lost':
        this.sender.handleLoss(event.reason)
        this.ending.end(
          new AssociationLostError(this.peer, event.reason, event.detail, event.unacknowledgedMessages),
          event.reason === 'aborted-by-user',
        )
        break
      case 'shutdown-complete':
        this.sender.handleLoss('association-closed')
        this.ending.end(null, true)
        break
      default:
    }
    if (this.settings.subscription.has(notificationKind(event))) this.onNotification(toNotification(event, this.driver.endpoint.addresses))
    if (event.kind === 'communication-lost' || event.kind === 'restart') this.association.undelivered = null
    if (LETS_SENDERS_TRY_AGAIN.has(event.kind)) this.sender.retryWaiting()
    if (this.ending.isOver && !this.hasUndelivered) this.ending.tell()
  }

  /** For SctpEndpoint: it closes, and what was not taken by now will not be. */
  abandonUndelivered(): void {
    this.ending.tell(new SctpError('SCTP_ENDPOINT_CLOSED', `the endpoint was closed before all messages of ${this.peer} were taken`))
  }

  private heedSubscription(): void {
    const wanted = this.settings.subscription.has('sender-dry')
    if (wanted === this.association.reportsDry) return
    this.association.reportsDry = wanted
    if (!wanted) return
    // RFC 6458 §6.1.9: whoever subscribes while there is nothing to send hears so at once.
    this.driver.surroundings.afterTurn(() => {
      if (this.association.reportsDry && this.association.outbound.settled && this.state === 'ESTABLISHED')
        this.onNotification({ kind: 'sender-dry' })
    })
  }

  private pause(reason: number, on: boolean): void {
    const before = this.pauses
    this.pauses = on ? before | reason : before & ~reason
    if ((before === 0) === (this.pauses === 0)) return
    this.association.pauseReceiving(this.pauses !== 0)
    this.driver.planDrain()
  }

  private addressIndex(text: string): number {
    for (const { addresses } of this.association.paths.paths) if (addresses.remoteText === text) return addresses.remoteAddress
    throw this.unknownAddress(text)
  }

  private unknownAddress(text: string): SctpError {
    return new SctpError('SCTP_ADDRESS_INVALID', `${text} is no confirmed address of ${this.peer}`)
  }
}

function ignore(): void {}

const NO_OPTIONS: SendOptions = {}
const PAUSED_BY_USER = 1
const PAUSED_BY_READER = 2
const LETS_SENDERS_TRY_AGAIN: ReadonlySet<AssociationEvent['kind']> = new Set([
  'send-buffer-available',
  'peer-shutdown',
  'shutdown-complete',
  'communication-lost',
])
