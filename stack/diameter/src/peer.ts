import {
  AvpCursor,
  type AvpWriter,
  BASE_APPLICATION_ID,
  MAXIMUM_MESSAGE_LENGTH,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  readMessageHeader,
} from 'diameter-codec'
import { type BaseMessageConnection, BaseMessageHandling } from './base-message-handling.js'
import { BaseProtocol, type BaseProtocolConnection } from './base-protocol.js'
import type { Capabilities } from './capabilities-exchange.js'
import type { DiameterNode } from './diameter-node.js'
import type { DisconnectCause } from './disconnection.js'
import type { LowerLayer } from './lower-layer.js'
import type { CloseReason, DiameterPeerEvent, DiscardReason, PeerListener, RequestFailure, SendOutcome } from './peer-event.js'
import { NEVER } from './peer-timers.js'
import type { ReceivedRequest } from './received-request.js'
import type { RemotePeer } from './remote-peer.js'
import { type AnsweringConnection, RequestAnswering } from './request-answering.js'
import { RequestSending, type SendingConnection } from './request-sending.js'

/**
 * One connection of this node to another: an association it makes (initiator, which makes it again after Tc whenever it is lost)
 * or one it has accepted (responder, which ends with it). Without I/O: the lower layer's reports and the time come in by
 * handle… and connection… calls, and everything is answered before they return. `pollTimeout` says when handleTimeout is due.
 *
 * Sending a request and receiving its answer builds no object: the application writes AVPs into the peer's own writer and walks
 * the answer with the peer's cursor.
 */
export class DiameterPeer implements BaseMessageConnection, BaseProtocolConnection, AnsweringConnection, SendingConnection {
  /** The peer behind this connection; a responder learns it from the CER. */
  remote: RemotePeer | null
  readonly base: BaseProtocol
  longestMessage = MAXIMUM_MESSAGE_LENGTH
  private readonly baseMessages: BaseMessageHandling
  private readonly answering: RequestAnswering
  private readonly sending: RequestSending
  private readonly header = new MessageHeader()
  private readonly cursor = new AvpCursor()
  private association: 'none' | 'connecting' | 'up' = 'none'
  /** Open or closing in order: application messages are taken. The hot path asks this and not the state machine. */
  private ready = false
  private closing = false
  /** RFC 6733 §2.1.1: a responder stays ordered until the initiator has proved that it has the CEA. */
  private unordered = false
  private acceptDeadline = NEVER

  /**
   * @param remoteHost the Origin-Host of the peer an initiator connects to, when it is known: only then can two nodes that connect
   *   to each other at once hold an election (RFC 6733 §5.6.4). Without it the name is learnt from the CEA.
   */
  constructor(
    private readonly node: DiameterNode,
    readonly role: 'initiator' | 'responder',
    private readonly lower: LowerLayer,
    private readonly listener: PeerListener,
    remoteHost = '',
  ) {
    const { timers, maximumPendingRequests } = node.configuration
    this.base = new BaseProtocol(node, this)
    this.baseMessages = new BaseMessageHandling(node, this, remoteHost)
    this.answering = new RequestAnswering(node, this.base, this)
    this.sending = new RequestSending(node.randomUint32(), timers.requestTimeoutMs, maximumPendingRequests, this)
    this.remote = null
    if (role === 'responder') return
    this.remote = remoteHost === '' ? node.peers.anonymous() : node.peers.entry(remoteHost)
    this.remote.initiator = this
  }

  /** Connects, and keeps connecting. Of a responder, whose association is there already, nothing. */
  start(now: number): void {
    if (this.role === 'initiator') this.remote?.start(now)
  }

  /** Takes leave with a DPR, waits for the DPA and for messages under way, and disconnects. Connects no more. */
  stop(cause: DisconnectCause, now: number): void {
    if (this.remote === null) this.disconnect('stopped', true)
    else this.remote.stop(cause, now)
  }

  /** What the peer has said of itself; null before capabilities are exchanged. */
  remoteCapabilities(): Capabilities | null {
    return this.base.remote
  }

  isOpen(): boolean {
    return this.ready && !this.closing
  }

  /** Open, and trusted by the watchdog: requests may be sent (RFC 3539 §3.4.1). */
  isUsable(): boolean {
    return this.ready && !this.closing && this.remote!.watchdog.state === 'OKAY'
  }

  pendingRequestCount(): number {
    return this.sending.pending.size
  }

  // What the lower layer reports.

  connectionUp(now: number): void {
    this.association = 'up'
    this.longestMessage = Math.min(this.lower.longestMessage ?? MAXIMUM_MESSAGE_LENGTH, MAXIMUM_MESSAGE_LENGTH)
    this.answering.reset()
    this.unordered = false
    this.base.reset()
    if (this.role === 'initiator') this.remote?.handleConnectionUp(now)
    // RFC 6733 §5.6.1: a connection without a CER is closed after an implementation-defined time.
    else this.acceptDeadline = now + this.node.configuration.timers.setupTimeoutMs
  }

  connectionLost(now: number): void {
    if (this.association === 'none') return
    const inOrder = this.closing ? this.remote!.closedBy : 'connection-lost'
    const reason = this.association === 'connecting' ? 'connect-failed' : inOrder
    this.end()
    this.notify({ kind: 'closed', reason })
    this.remote?.handleConnectionLost(this, now)
    this.leaveRemote()
  }

  handleWritable(): void {
    this.base.sendDelayed()
    this.notify({ kind: 'writable' })
  }

  handleMessage(octets: Uint8Array, offset: number, length: number, now: number): void {
    if (this.association !== 'up') return
    const { header } = this
    const fault = readMessageHeader(octets, offset, length, header)
    if (fault !== null) {
      this.baseMessages.refuseHeader(fault, header, octets, offset, length, now)
      return
    }
    if (!this.ready) {
      this.baseMessages.handleBeforeOpen(header, octets, offset, length, now)
      return
    }
    this.unordered = this.lower.unorderedDelivery
    if (header.applicationId === BASE_APPLICATION_ID && this.baseMessages.handleOpen(header, octets, offset, length, now)) return
    if (this.closing || this.remote!.watchdog.messageReceived(now)) {
      if ((header.flags & REQUEST_FLAG) === 0) this.handleAnswer(octets, offset, length, now)
      else this.answering.handleRequest(header, this.cursor, octets, offset, length, now)
    } else this.discard('watchdog-throwaway')
    this.cursor.release()
  }

  pollTimeout(): number {
    const own = Math.min(this.acceptDeadline, this.sending.pending.deadline())
    return this.remote?.timekeeper() === this ? Math.min(own, this.remote.pollTimeout()) : own
  }

  handleTimeout(now: number): void {
    if (now >= this.acceptDeadline) this.disconnect('setup-timeout', true)
    this.sending.expire(now)
    this.finishLinger(now)
    if (this.remote?.timekeeper() === this) this.remote.handleTimeout(now)
  }

  // Requests out.

  /**
   * Begins a request; the AVPs are the application's to write, Session-Id first and then `writeOrigin`. A request begun before and
   * not ended is dropped.
   * @param flags P, and T for a request that is sent again after a failover (RFC 6733 §3)
   * @param endToEndId of the first sending when T is set
   */
  beginRequest(commandCode: number, applicationId: number, flags = PROXIABLE_FLAG, endToEndId = this.node.nextEndToEndId()): AvpWriter {
    return this.sending.begin(commandCode, applicationId, flags, endToEndId)
  }

  /** Sends it. `context` comes back with the answer, or with the news that none will come. */
  endRequest(context: number, now: number): SendOutcome {
    return this.isUsable() ? this.sending.end(context, now) : this.reasonAgainstRequests()
  }

  /** Passes a complete request on, its Hop-by-Hop Identifier replaced where it stands. The octets remain the caller's. */
  forwardRequest(octets: Uint8Array, offset: number, length: number, context: number, now: number): SendOutcome {
    return this.isUsable() ? this.sending.forward(octets, offset, length, context, now) : this.reasonAgainstRequests()
  }

  /** Origin-Host and Origin-Realm of this node (RFC 6733 §6.3, §6.4). */
  writeOrigin(into: AvpWriter): void {
    into.writeAvps(this.node.identity.originAvps)
  }

  /**
   * Gives up the requests that wait for an answer, after 'failover' and when there is another peer to send them to.
   * @param wanted by the number given with it, whether this one is to be given up
   */
  abandonPendingRequests(wanted: ((context: number) => boolean) | null = null): void {
    this.sending.fail('abandoned', wanted)
  }

  // Answers out.

  /**
   * Begins the answer: Session-Id, Result-Code, Origin-Host and Origin-Realm are written, the rest is the application's.
   * @param resultCode 0 for an answer with Experimental-Result; 3xxx sets the E bit (RFC 6733 §7.1.3)
   * @param flags E, for a 5xxx that does not follow the command's format (§7.1.5)
   */
  beginAnswer(request: ReceivedRequest, resultCode: number, flags = 0): AvpWriter {
    return this.answering.begin(request, resultCode, flags)
  }

  /** Sends it. After 'send-buffer-full' the request still waits and may be answered again later; otherwise it is done with. */
  endAnswer(request: ReceivedRequest, now: number): SendOutcome {
    const outcome = this.answering.end(request, now)
    this.finishLinger(now)
    return outcome
  }

  /** Passes on another node's answer to a request; outcomes as of endAnswer. The octets remain the caller's. */
  forwardAnswer(request: ReceivedRequest, octets: Uint8Array, offset: number, length: number, now: number): SendOutcome {
    const outcome = this.answering.forward(request, octets, offset, length)
    this.finishLinger(now)
    return outcome
  }

  /** Leaves a request unanswered, where even the answer that refuses it finds no place. */
  dropRequest(request: ReceivedRequest): void {
    this.answering.drop(request)
  }

  // What the state machine and the parts of this connection ask for.

  connect(): void {
    this.association = 'connecting'
    this.lower.connect()
  }

  beginClosing(): void {
    this.closing = true
  }

  opened(now: number): void {
    this.ready = true
    this.closing = false
    if (this.role === 'initiator') this.unordered = this.lower.unorderedDelivery
    // RFC 6733 §2.1.1: a DWR right after the CEA brings the message that allows the responder to leave the order.
    else if (this.lower.unorderedDelivery) this.remote?.watchdog.probe(now)
    const { remote, commonApplications } = this.base
    const restarted = this.remote!.noteOriginStateId(remote!.originStateId)
    this.notify({ kind: 'open', remote: remote!, commonApplications, restarted })
  }

  disconnect(reason: CloseReason, abortively: boolean): void {
    if (this.association === 'none') return
    if (abortively) this.lower.abort()
    else this.lower.close()
    this.end()
    this.notify({ kind: 'closed', reason })
    this.leaveRemote()
  }

  notify(event: DiameterPeerEvent): void {
    this.listener.onEvent(event, this)
  }

  deadlineMoved(): void {
    this.lower.deadlineMoved?.()
  }

  sendWritten(writer: AvpWriter): boolean {
    return this.sendOctets(writer.octets, 0, writer.length)
  }

  sendOctets(octets: Uint8Array, offset: number, length: number): boolean {
    return this.lower.send(octets, offset, length, this.unordered)
  }

  processesLocally(header: MessageHeader, cursor: AvpCursor): boolean {
    return this.listener.processesLocally?.(header, cursor, this) ?? true
  }

  requestReceived(header: MessageHeader, cursor: AvpCursor, request: ReceivedRequest): void {
    this.listener.onRequest(header, cursor, request, this)
  }

  duplicateReceived(header: MessageHeader, cursor: AvpCursor): void {
    this.listener.onDuplicate?.(header, cursor, this)
  }

  requestFailed(context: number, endToEndId: number, failure: RequestFailure): void {
    this.listener.onRequestFailed(context, endToEndId, failure, this)
  }

  isAuthenticatedAs(originHost: string): boolean {
    return this.lower.isAuthenticatedAs?.(originHost) ?? true
  }

  isReady(): boolean {
    return this.ready
  }

  discard(reason: DiscardReason): void {
    this.notify({ kind: 'message-discarded', reason })
  }

  hasMessagesUnderWay(): boolean {
    return this.sending.pending.size > 0 || this.answering.unanswered > 0
  }

  identified(remote: RemotePeer, now: number): void {
    this.acceptDeadline = NEVER
    this.remote = remote
    remote.handleConnectionWithCer(this, now)
  }

  takeHopByHopId(): number {
    return this.sending.pending.skip()
  }

  // Messages in.

  private handleAnswer(octets: Uint8Array, offset: number, length: number, now: number): void {
    const { header, cursor } = this
    const pending = this.sending.pending.take(header.hopByHopId, header.commandCode)
    // RFC 6733 §3: "An answer message that is received with an unknown Hop-by-Hop Identifier MUST be discarded."
    if (pending === null) {
      this.discard('unknown-hop-by-hop-id')
      return
    }
    cursor.enter(octets, offset + MESSAGE_HEADER_LENGTH, length - MESSAGE_HEADER_LENGTH)
    this.listener.onAnswer(pending.context, header, cursor, this)
    this.finishLinger(now)
  }

  private reasonAgainstRequests(): SendOutcome {
    if (!this.ready) return 'not-open'
    return this.closing ? 'closing' : 'suspect'
  }

  private finishLinger(now: number): void {
    if (this.closing && !this.hasMessagesUnderWay()) this.remote?.finishLinger(now)
  }

  /** The association is no more; what was under way on it is lost. */
  private end(): void {
    this.association = 'none'
    this.ready = false
    this.closing = false
    this.answering.unanswered = 0
    this.acceptDeadline = NEVER
    this.sending.fail('connection-lost')
  }

  /** A responder belongs to its remote peer no longer; an unknown peer is forgotten with it (RFC 6733 §5.3). */
  private leaveRemote(): void {
    const { remote, node } = this
    if (remote === null || this.role === 'initiator') return
    this.remote = null
    if (remote.initiator === null && remote.state === 'Closed' && !node.knows(remote.originHost)) node.peers.forget(remote)
  }
}
