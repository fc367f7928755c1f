import { readU8, readU32, writeU8, writeU24 } from '@sigbed/octets'
import {
  AvpCursor,
  AvpWriter,
  ERROR_FLAG,
  MAXIMUM_MESSAGE_LENGTH,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  RETRANSMITTED_FLAG,
  ResultCode,
  RFC6733,
} from 'diameter-codec'
import type { DiameterNode } from '../diameter-node.js'
import type { DiameterPeer } from '../peer.js'
import type { DiameterPeerEvent, PeerListener, RequestFailure, SendOutcome } from '../peer-event.js'
import type { ReceivedRequest } from '../received-request.js'
import { AnswerBacklog } from './answer-backlog.js'
import type { NextHop } from './next-hop.js'
import { NextHops } from './next-hops.js'
import { type PendingMessage, PendingMessageQueue } from './pending-message-queue.js'
import { RequestDestination } from './request-destination.js'
import { RoutingAvps } from './routing-avps.js'
import { DEFAULT_ROUTING, type RoutingConfiguration } from './routing-configuration.js'
import { RoutingCounters } from './routing-counters.js'
import type { RoutingListener, RoutingOutcome } from './routing-listener.js'
import { RoutingTable } from './routing-table.js'
import { hasServer, selectServer } from './server-selection.js'

/**
 * The routing of a node with many peers (RFC 6733 §6.1, §6.2): begins requests for local applications, passes on those of others as a
 * relay, matches answers, and fails over. It is the listener of every peer of its node:
 *
 *     const routing = new RequestRouting(node, { routes }, applications, now)
 *     const peer = new DiameterPeer(node, 'initiator', lowerLayer, routing, 'hss.example.net')
 *
 * Passing a request on and its answer back builds no object: both are copied as octets, and nothing of them is touched but what the RFC
 * orders.
 */
export class RequestRouting implements PeerListener {
  readonly counters = new RoutingCounters()
  private readonly configuration: RoutingConfiguration
  private readonly nextHops: NextHops
  private readonly queue: PendingMessageQueue
  private readonly backlog: AnswerBacklog
  /** Requests to be sent again for which the alternate has no room just now. */
  private readonly waitingForRoom: PendingMessage[] = []
  private readonly avps = new RoutingAvps()
  private readonly destination: RequestDestination
  private readonly header = new MessageHeader()
  private readonly writer = new AvpWriter()
  /** A request of another node, while an application may be in the middle of writing its own. */
  private readonly passingOn = new AvpWriter()
  private readonly cursor = new AvpCursor()

  /**
   * @param configuration what differs from DEFAULT_ROUTING
   * @param now milliseconds on the time line of the peers
   */
  constructor(
    private readonly node: DiameterNode,
    configuration: Partial<RoutingConfiguration>,
    private readonly listener: RoutingListener,
    private readonly now: () => number,
  ) {
    this.configuration = { ...DEFAULT_ROUTING, ...configuration }
    const { routes, maximumPendingMessages, maximumPendingOctets } = this.configuration
    const { originHost, originRealm } = node.configuration.capabilities
    this.nextHops = new NextHops(originHost, originRealm)
    const table = new RoutingTable(routes, (host) => this.nextHops.configured(host))
    this.destination = new RequestDestination(node, this.nextHops, table)
    this.queue = new PendingMessageQueue(maximumPendingMessages, maximumPendingOctets)
    this.backlog = new AnswerBacklog(maximumPendingMessages)
  }

  /** Requests without an answer, begun here or passed on. */
  pendingMessageCount(): number {
    return this.queue.size
  }

  // Requests of local applications.

  /**
   * Begins a request; the AVPs are the application's to write, Session-Id first and then `writeOrigin`. Its Destination-Host and
   * Destination-Realm decide where it goes (RFC 6733 §6.1). A request begun before and not ended is dropped.
   */
  beginRequest(commandCode: number, applicationId: number, flags = PROXIABLE_FLAG, endToEndId = this.node.nextEndToEndId()): AvpWriter {
    const { header, writer } = this
    header.commandCode = commandCode
    header.applicationId = applicationId
    header.flags = REQUEST_FLAG | (flags & (PROXIABLE_FLAG | RETRANSMITTED_FLAG))
    header.endToEndId = endToEndId
    writer.beginMessage()
    return writer
  }

  /** Origin-Host and Origin-Realm of this node (RFC 6733 §6.3, §6.4). */
  writeOrigin(into: AvpWriter): void {
    into.writeAvps(this.node.identity.originAvps)
  }

  /** Sends it. `context` comes back with the answer, or with the news that none will come. */
  endRequest(context: number): RoutingOutcome {
    const { header, writer, avps, cursor, destination } = this
    writer.endMessage(header)
    if (writer.length > MAXIMUM_MESSAGE_LENGTH) return 'message-too-long'
    cursor.enter(writer.octets, MESSAGE_HEADER_LENGTH, writer.length - MESSAGE_HEADER_LENGTH)
    avps.read(cursor)
    destination.ofOriginated(header, avps)
    if (destination.kind === 'refused') return 'unable-to-deliver'
    const message = this.keep(header, writer)
    if (message === null) return 'too-busy'
    message.context = context
    this.counters.originated++
    const outcome = this.send(message)
    if (outcome === 'sent') return 'sent'
    this.queue.release(message)
    return outcome === 'busy' ? 'too-busy' : 'unable-to-deliver'
  }

  // What the peers report.

  onEvent(event: DiameterPeerEvent, peer: DiameterPeer): void {
    if (event.kind === 'open') this.nextHops.opened(peer, event.remote)
    else if (event.kind === 'message-discarded' && event.reason === 'unknown-hop-by-hop-id') this.counters.lateAnswers++
    this.listener.onEvent(event, peer)
    switch (event.kind) {
      case 'open':
      case 'failback':
        this.sendWaiting()
        return
      case 'failover':
        this.failOver(peer)
        this.reportResent(peer)
        return
      case 'writable':
        this.backlog.flush(peer)
        this.sendWaiting()
        return
      case 'closed':
        this.reportResent(peer)
        this.nextHops.closed(peer)
        this.backlog.flush(peer)
        this.sendWaiting()
        return
      default:
    }
  }

  /** Finds the destination, which onRequest then goes by. */
  processesLocally(header: MessageHeader, avps: AvpCursor): boolean {
    this.avps.read(avps)
    this.destination.ofReceived(header, this.avps)
    return this.destination.kind === 'local'
  }

  onRequest(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    const { destination, nextHops } = this
    if (destination.kind === 'local') {
      this.listener.onRequest(header, avps, request, peer)
      return
    }
    // RFC 6733 §6.1.3: "A loop is detected if the server finds its own identity in a Route-Record AVP."
    const passed = nextHops.markPassed(this.avps)
    if (nextHops.self.mark === passed || this.avps.hasTooManyRouteRecords()) this.refuse(request, peer, ResultCode.DIAMETER_LOOP_DETECTED)
    else if (destination.kind === 'refused') this.refuse(request, peer, destination.resultCode)
    else this.passOn(header, avps, request, peer)
  }

  onAnswer(context: number, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    const message = this.queue.message(context)
    if ((header.flags & ERROR_FLAG) !== 0 && this.isTriedElsewhere(message, avps)) return
    this.deliver(message, header, avps, peer)
  }

  onRequestFailed(context: number, endToEndId: number, failure: RequestFailure): void {
    const message = this.queue.message(context)
    if (failure !== 'timeout' && this.configuration.resendsAfterFailover && this.resend(message)) return
    this.fail(message, endToEndId, failure === 'timeout' ? 'timeout' : 'connection-lost')
  }

  // Passing on.

  /** RFC 6733 §6.1.9: appends a Route-Record with the peer the request came from, and sends it on. */
  private passOn(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    const { passingOn: writer } = this
    const from = this.nextHops.of(peer)
    writer.beginAvps()
    writer.writeAvps(avps.octets, avps.startAt - MESSAGE_HEADER_LENGTH, header.length)
    if (from !== null) writer.writeAvps(from.routeRecord)
    if (writer.length > MAXIMUM_MESSAGE_LENGTH) {
      this.refuse(request, peer, ResultCode.DIAMETER_UNABLE_TO_DELIVER)
      return
    }
    writeU24(writer.octets, MESSAGE_LENGTH_AT, writer.length)
    const message = this.keep(header, writer)
    if (message === null) {
      this.refuse(request, peer, ResultCode.DIAMETER_TOO_BUSY)
      return
    }
    message.received = request
    message.receivedFrom = peer
    const outcome = this.send(message)
    if (outcome === 'sent') {
      this.counters.forwarded++
      return
    }
    this.queue.release(message)
    this.refuse(request, peer, outcome === 'busy' ? ResultCode.DIAMETER_TOO_BUSY : ResultCode.DIAMETER_UNABLE_TO_DELIVER)
  }

  /** Puts the written request into the queue with the destination that was found; null when there is no room. */
  private keep(header: MessageHeader, written: AvpWriter): PendingMessage | null {
    const message = this.queue.add(written.octets, 0, written.length)
    if (message === null) return null
    message.applicationId = header.applicationId
    message.endToEndId = header.endToEndId
    message.nextHop = this.destination.nextHop
    message.route = this.destination.route
    return message
  }

  /** Sends a kept request to the best peer that takes it now. 'busy' when there are some, but none has room. */
  private send(message: PendingMessage): 'sent' | 'busy' | 'nobody' {
    const mark = this.markOutOfQuestion(message)
    let busy = false
    for (;;) {
      const hop = this.select(message, mark)
      if (hop === null) return busy ? 'busy' : 'nobody'
      // From now on it is this peer's: the answer may come from within.
      message.sentTo = hop
      message.attempts++
      message.tried.push(hop)
      if (hop.connection!.forwardRequest(message.page.octets, message.at, message.length, message.number, this.now()) === 'sent')
        return 'sent'
      message.attempts--
      message.tried.pop()
      hop.mark = mark
      busy = true
    }
  }

  private select(message: PendingMessage, mark: number): NextHop | null {
    const { nextHop, route, applicationId } = message
    if (message.attempts >= this.configuration.maximumAttempts) return null
    if (nextHop !== null) return nextHop.mark !== mark && nextHop.takes(applicationId) ? nextHop : null
    return route === null ? null : selectServer(route.servers, applicationId, mark)
  }

  /** Marks who has had the request: by its Route-Records (RFC 6733 §6.1.7), or because it was tried there. */
  private markOutOfQuestion(message: PendingMessage): number {
    const { cursor, avps } = this
    cursor.enter(message.page.octets, message.at + MESSAGE_HEADER_LENGTH, message.length - MESSAGE_HEADER_LENGTH)
    avps.read(cursor)
    const mark = this.nextHops.markPassed(avps)
    for (const hop of message.tried) hop.mark = mark
    avps.release()
    cursor.release()
    return mark
  }

  // Answers and failures.

  private deliver(message: PendingMessage, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    const { received, receivedFrom, context } = message
    this.queue.release(message)
    avps.rewind()
    if (received === null) {
      this.listener.onAnswer(context, header, avps, peer)
      return
    }
    this.counters.answersForwarded++
    this.answer(receivedFrom!, avps.octets, avps.startAt - MESSAGE_HEADER_LENGTH, header.length, received)
  }

  /** Sends another node's answer back, or keeps a copy of it until there is room. */
  private answer(peer: DiameterPeer, octets: Uint8Array, offset: number, length: number, request: ReceivedRequest): void {
    const { backlog } = this
    if (!backlog.holdsBack(peer)) {
      const outcome = peer.forwardAnswer(request, octets, offset, length, this.now())
      if (outcome === 'not-open') this.counters.answersWithoutAsker++
      if (outcome !== 'send-buffer-full') return
    }
    const copy = new Uint8Array(length)
    copy.set(octets.subarray(offset, offset + length))
    this.holdBack(peer, request, () => peer.forwardAnswer(request, copy, 0, length, this.now()))
  }

  /** Answers a request that cannot be passed on, with the E bit (RFC 6733 §7.2). */
  private refuse(request: ReceivedRequest, peer: DiameterPeer, resultCode: number): void {
    this.countRefusal(resultCode)
    const send = (): SendOutcome => {
      peer.beginAnswer(request, resultCode)
      return peer.endAnswer(request, this.now())
    }
    if (this.backlog.holdsBack(peer) || send() === 'send-buffer-full') this.holdBack(peer, request, send)
  }

  private holdBack(peer: DiameterPeer, request: ReceivedRequest, send: () => SendOutcome): void {
    if (this.backlog.isFull()) peer.dropRequest(request)
    else this.backlog.add(peer, send)
  }

  /** Whether an answer was that somebody else should be asked, and somebody else is (RFC 6733 §7.1.3). */
  private isTriedElsewhere(message: PendingMessage, avps: AvpCursor): boolean {
    if (!avps.find(RESULT_CODE.code) || !this.configuration.resultCodesToTryElsewhere.includes(unsigned32(avps))) return false
    if (this.send(message) !== 'sent') return false
    this.counters.triedElsewhere++
    return true
  }

  /**
   * RFC 6733 §5.5.4: to an alternate, with the T flag and the same End-to-End Identifier. False when there is none; one that has no room
   * just now is waited for.
   */
  private resend(message: PendingMessage): boolean {
    const { octets } = message.page
    const flagsAt = message.at + FLAGS_AT
    writeU8(octets, flagsAt, readU8(octets, flagsAt) | RETRANSMITTED_FLAG)
    const failed = message.sentTo
    const outcome = this.send(message)
    if (outcome === 'nobody') return false
    if (outcome === 'busy') this.waitingForRoom.push(message)
    if (failed !== null) failed.resentFrom++
    this.counters.resent++
    return true
  }

  /** A peer has room again, or came, or went: what has waited for room is sent, or given up when nobody is left to wait for. */
  private sendWaiting(): void {
    const { waitingForRoom } = this
    for (let left = waitingForRoom.length; left > 0; left--) {
      const message = waitingForRoom.shift()!
      const outcome = this.send(message)
      if (outcome === 'busy') waitingForRoom.push(message)
      else if (outcome === 'nobody') this.fail(message, message.endToEndId, 'connection-lost')
    }
  }

  private reportResent(peer: DiameterPeer): void {
    const hop = this.nextHops.of(peer)
    if (hop === null || hop.resentFrom === 0) return
    const count = hop.resentFrom
    hop.resentFrom = 0
    this.listener.onEvent({ kind: 'requests-resent', count }, peer)
  }

  /**
   * The watchdog has lost its trust in a connection. Requests go elsewhere that can; for the others the answer may still come, until the
   * connection is closed or Tx is over.
   */
  private failOver(peer: DiameterPeer): void {
    if (!this.configuration.resendsAfterFailover) return
    peer.abandonPendingRequests((number) => this.hasAlternate(this.queue.message(number)))
  }

  private hasAlternate(message: PendingMessage): boolean {
    const { route, attempts, applicationId } = message
    if (route === null || attempts >= this.configuration.maximumAttempts) return false
    return hasServer(route.servers, applicationId, this.markOutOfQuestion(message))
  }

  private fail(message: PendingMessage, endToEndId: number, failure: 'timeout' | 'connection-lost'): void {
    const { received, receivedFrom, context } = message
    this.queue.release(message)
    if (received === null) this.listener.onRequestFailed(context, endToEndId, failure)
    // RFC 6733 §5.5.4: the agent returns "an answer message with the 'E' bit set and the Result-Code AVP set to DIAMETER_UNABLE_TO_DELIVER".
    else this.refuse(received, receivedFrom!, ResultCode.DIAMETER_UNABLE_TO_DELIVER)
  }

  private countRefusal(resultCode: number): void {
    const { counters } = this
    switch (resultCode) {
      case ResultCode.DIAMETER_UNABLE_TO_DELIVER:
        counters.unableToDeliver++
        return
      case ResultCode.DIAMETER_REALM_NOT_SERVED:
        counters.realmNotServed++
        return
      case ResultCode.DIAMETER_TOO_BUSY:
        counters.tooBusy++
        return
      case ResultCode.DIAMETER_LOOP_DETECTED:
        counters.loopDetected++
        return
      case ResultCode.DIAMETER_APPLICATION_UNSUPPORTED:
        counters.applicationUnsupported++
        return
    }
  }
}

function unsigned32(cursor: AvpCursor): number {
  return cursor.valueLength === 4 ? readU32(cursor.octets, cursor.valueAt) : 0
}

const MESSAGE_LENGTH_AT = 1
const FLAGS_AT = 4
const RESULT_CODE = RFC6733.avp('Result-Code')
