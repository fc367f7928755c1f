import {
  AvpCursor,
  AvpWriter,
  type DiameterUri,
  ERROR_FLAG,
  MAXIMUM_MESSAGE_LENGTH,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  RETRANSMITTED_FLAG,
  ResultCode,
} from 'diameter-codec'
import type { DiameterNode } from '../diameter-node.js'
import { SUPPORTED_FEATURES } from '../overload/overload-report.js'
import { ReactingNode } from '../overload/reacting-node.js'
import type { DiameterPeer } from '../peer.js'
import type { DiameterPeerEvent, PeerListener, RequestFailure } from '../peer-event.js'
import type { ReceivedRequest } from '../received-request.js'
import { AnswerReturn } from './answer-return.js'
import { type FailoverEvent, FailoverTable } from './failover-event.js'
import { IdentityTable } from './identity-table.js'
import { type ForwardingUser, MessageForwarding } from './message-forwarding.js'
import { MessagePassage } from './message-passage.js'
import type { NextHopState } from './next-hop.js'
import { NextHops } from './next-hops.js'
import { PeerRealms } from './peer-realms.js'
import type { PendingMessage } from './pending-message-queue.js'
import { readRedirectIndication, writeRedirectIndication } from './redirect-indication.js'
import { RequestDestination } from './request-destination.js'
import { resultCodeOf } from './result-of-answer.js'
import { RoutingAvps } from './routing-avps.js'
import { DEFAULT_ROUTING, type RoutingConfiguration } from './routing-configuration.js'
import { RoutingCounters } from './routing-counters.js'
import type { RoutingFailure, RoutingListener, RoutingOutcome } from './routing-listener.js'
import { RoutingTable } from './routing-table.js'

/** A peer as routing sees it, for people. */
export interface RoutedPeer {
  readonly originHost: string
  readonly state: NextHopState
  /** What it has advertised; of a closed one, what it had. */
  readonly applicationIds: readonly number[]
}

/**
 * The routing of a node with many peers (RFC 6733 §6.1, §6.2): sends the requests of local applications, passes on those of others as
 * relay, proxy or redirect agent, brings answers back to whom they are for, and fails over. It is the listener of every peer of its node:
 *
 *     const routing = new RequestRouting(node, { routes }, applications, now)
 *     const peer = new DiameterPeer(node, 'initiator', lowerLayer, routing, 'hss.example.net')
 *
 * To relay a request and its answer builds no object: both are copied as octets, and nothing of them is touched but what the RFC orders.
 */
export class RequestRouting implements PeerListener, ForwardingUser {
  readonly counters = new RoutingCounters()
  /** What is known of overloaded hosts and realms. */
  readonly reacting: ReactingNode
  private readonly configuration: RoutingConfiguration
  private readonly nextHops: NextHops
  private readonly destination: RequestDestination
  /** In the place of routes, where there are none. */
  private readonly peerRealms: PeerRealms | null
  private readonly forwarding: MessageForwarding
  private readonly answers: AnswerReturn
  /** Who may stand in a Route-Record of a request for this node; null for anybody. */
  private readonly acceptable: IdentityTable<true> | null
  private readonly failoverTable = new FailoverTable()
  private readonly avps = new RoutingAvps()
  private readonly header = new MessageHeader()
  private readonly writer = new AvpWriter()
  private readonly cursor = new AvpCursor()
  /** With a writer of its own: an application may be in the middle of a request. */
  private readonly passage: MessagePassage

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
    const { originHost, originRealm } = node.configuration.capabilities
    this.acceptable = acceptableNodes(this.configuration.acceptableRouteRecords)
    this.nextHops = new NextHops(originHost, originRealm)
    const table = new RoutingTable(this.configuration.routes, (host) => this.nextHops.configured(host))
    this.peerRealms = this.configuration.routes.length === 0 ? new PeerRealms() : null
    this.destination = new RequestDestination(node, this.nextHops, table, this.peerRealms)
    this.passage = new MessagePassage(this.configuration.proxyPolicy, originHost)
    const { recoveryMs, maximumStates } = this.configuration.overloadControl
    this.reacting = new ReactingNode(node.randomUint32, recoveryMs, maximumStates)
    this.forwarding = new MessageForwarding(this.nextHops, this.configuration, this.counters, this.reacting, now, this)
    const { maximumPendingMessages, maximumPendingOctets } = this.configuration
    this.answers = new AnswerReturn(maximumPendingMessages, maximumPendingOctets, this.counters, now)
  }

  /** The peers requests can be sent to: those that routes name, connected or not, and whoever is connected besides. */
  peers(): readonly RoutedPeer[] {
    return this.nextHops.all().map((hop) => ({ originHost: hop.originHost, state: hop.state(), applicationIds: hop.applicationIds }))
  }

  /** The last failovers, oldest first. */
  failovers(): readonly FailoverEvent[] {
    return this.failoverTable.list()
  }

  /** Requests without an answer, begun here or passed on. */
  pendingMessageCount(): number {
    return this.forwarding.queue.size
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
    const { header, writer, avps, cursor, destination, forwarding } = this
    const { reacts } = this.configuration.overloadControl
    // RFC 7683 §5.1.1: a reacting node MUST include it "in all requests".
    if (reacts) writer.writeAvps(SUPPORTED_FEATURES)
    writer.endMessage(header)
    if (writer.length > MAXIMUM_MESSAGE_LENGTH) return 'message-too-long'
    cursor.enter(writer.octets, MESSAGE_HEADER_LENGTH, writer.length - MESSAGE_HEADER_LENGTH)
    avps.read(cursor)
    destination.ofOriginated(header, avps)
    if (destination.kind === 'refused') return 'unable-to-deliver'
    const message = this.keep(header, writer)
    if (message === null) return 'too-busy'
    message.context = context
    message.reactsToOverload = reacts
    const outcome = forwarding.send(message)
    if (outcome !== 'sent') forwarding.queue.release(message)
    switch (outcome) {
      case 'sent':
        this.counters.originated++
        return outcome
      case 'throttled':
        this.counters.throttled++
        return outcome
      case 'busy':
        return 'too-busy'
      case 'nobody':
        return 'unable-to-deliver'
    }
  }

  // What the peers report.

  onEvent(event: DiameterPeerEvent, peer: DiameterPeer): void {
    if (event.kind === 'open') {
      const hop = this.nextHops.opened(peer, event.remote)
      this.peerRealms?.opened(hop, event.remote)
    } else if (event.kind === 'message-discarded' && event.reason === 'unknown-hop-by-hop-id') this.counters.lateAnswers++
    this.listener.onEvent(event, peer)
    switch (event.kind) {
      case 'open':
      case 'failback':
        this.forwarding.sendWaiting()
        return
      case 'failover':
        if (this.configuration.resendsAfterFailover) this.forwarding.failOver(peer)
        this.reportResent(peer, 'suspect')
        return
      case 'writable':
        this.answers.flush(peer)
        this.forwarding.sendWaiting()
        return
      case 'closed':
        this.forgetConnection(peer)
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
    const { destination } = this
    if (destination.kind === 'local') {
      if (this.cameAcceptably()) this.listener.onRequest(header, avps, request, peer)
      else this.answers.answer(request, peer, ResultCode.DIAMETER_AUTHORIZATION_REJECTED)
    } else if (this.hasPassedHere()) this.answers.answer(request, peer, ResultCode.DIAMETER_LOOP_DETECTED)
    else if (destination.kind === 'refused') this.answers.answer(request, peer, destination.resultCode)
    else this.passOn(header, avps, request, peer)
    this.avps.release()
  }

  onDuplicate(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    this.listener.onDuplicate?.(header, avps, peer)
    this.avps.release()
  }

  onAnswer(context: number, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    const message = this.forwarding.queue.message(context)
    if ((header.flags & ERROR_FLAG) !== 0 && this.goesOn(message, avps)) return
    const { received, receivedFrom, context: applicationContext, route, reactsToOverload } = message
    this.forwarding.queue.release(message)
    const trusted = this.isTrusted(peer)
    if (reactsToOverload && trusted) this.reacting.handleAnswer(header.applicationId, avps, this.now())
    avps.rewind()
    if (received === null) {
      this.listener.onAnswer(applicationContext, header, avps, peer)
      return
    }
    const { passage, answers } = this
    // RFC 7683 §10.4: from peers that are not trusted nothing about overload is passed on; what this agent reacts to, it keeps.
    const strips = reactsToOverload || !trusted
    if (passage.rewritesAnswer(header, avps, route?.entry.action === 'PROXY', strips)) {
      answers.forwardWritten(passage.writer, received, receivedFrom!)
    } else answers.forward(header, avps, received, receivedFrom!)
  }

  onRequestFailed(context: number, _endToEndId: number, failure: RequestFailure): void {
    const message = this.forwarding.queue.message(context)
    if (failure !== 'timeout' && this.configuration.resendsAfterFailover && this.forwarding.resend(message)) return
    this.fail(message, failure === 'timeout' ? 'timeout' : 'connection-lost')
  }

  // What forwarding asks for.

  giveUp(message: PendingMessage): void {
    this.fail(message, 'connection-lost')
  }

  connectTo(uri: DiameterUri): boolean {
    return this.listener.onRedirectHost?.(uri) ?? false
  }

  // Requests of others.

  /** RFC 6733 §6.1.3: "A loop is detected if the server finds its own identity in a Route-Record AVP." */
  private hasPassedHere(): boolean {
    const { avps, nextHops } = this
    if (avps.routeRecords === 0) return false
    return nextHops.markPassed(avps) === nextHops.self.mark || avps.hasTooManyRouteRecords()
  }

  /** RFC 6733 §2.9: "to make sure that the route traversed by the request is acceptable". */
  private cameAcceptably(): boolean {
    const { avps, acceptable } = this
    if (acceptable === null || avps.routeRecords === 0) return true
    if (avps.hasTooManyRouteRecords()) return false
    for (let i = 0; i < avps.routeRecords; i++) {
      if (acceptable.find(avps.octets, avps.routeRecordAt(i), avps.routeRecordLength(i)) === null) return false
    }
    return true
  }

  private passOn(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    const { passage } = this
    const entry = this.destination.route?.entry
    if (entry?.action === 'REDIRECT') {
      this.answers.answer(request, peer, ResultCode.DIAMETER_REDIRECT_INDICATION, (into) => writeRedirectIndication(entry, into))
      return
    }
    // RFC 6733 §6.1.9: the Route-Record has "the identity of the peer from which the request was received".
    const routeRecord = this.nextHops.of(peer)?.routeRecord ?? NO_OCTETS
    const verdict = passage.request(header, avps, entry?.action === 'PROXY', routeRecord, this.reactsFor(request))
    if (typeof verdict === 'number') {
      const added = passage.refusalAvps()
      this.answers.answer(request, peer, verdict, (into) => into.writeAvps(added))
      return
    }
    const tooLong = passage.writer.length > MAXIMUM_MESSAGE_LENGTH
    const refusal = tooLong ? ResultCode.DIAMETER_UNABLE_TO_DELIVER : this.forward(header, request, peer)
    if (refusal !== 0) this.answers.answer(request, peer, refusal)
  }

  /** Sends the request as it was written for its passage; 0, or why it could not be. */
  private forward(header: MessageHeader, request: ReceivedRequest, peer: DiameterPeer): number {
    const { forwarding } = this
    const message = this.keep(header, this.passage.writer)
    if (message === null) return ResultCode.DIAMETER_TOO_BUSY
    message.received = request
    message.receivedFrom = peer
    message.reactsToOverload = this.reactsFor(request)
    const outcome = forwarding.send(message)
    if (outcome !== 'sent') forwarding.queue.release(message)
    switch (outcome) {
      case 'sent':
        this.counters.forwarded++
        return 0
      case 'throttled':
        this.counters.throttled++
        // RFC 7683 §8: what an agent throttles for a client that does not react would only come again by another path.
        return ResultCode.DIAMETER_UNABLE_TO_COMPLY
      case 'busy':
        return ResultCode.DIAMETER_TOO_BUSY
      case 'nobody':
        return ResultCode.DIAMETER_UNABLE_TO_DELIVER
    }
  }

  /** Whether this agent reacts to overload in the place of who asked (RFC 7683 §5.1.3). */
  private reactsFor(request: ReceivedRequest): boolean {
    return this.configuration.overloadControl.reactsForOthers && !request.announcesOverloadControl
  }

  private isTrusted(peer: DiameterPeer): boolean {
    const { trustedPeers } = this.configuration.overloadControl
    return trustedPeers === 'all' || trustedPeers.includes(this.nextHops.of(peer)?.originHost ?? '')
  }

  /** Puts the written request into the queue with the destination that was found; null when there is no room. */
  private keep(header: MessageHeader, written: AvpWriter): PendingMessage | null {
    const message = this.forwarding.queue.add(written.octets, 0, written.length)
    if (message === null) return null
    message.applicationId = header.applicationId
    message.endToEndId = header.endToEndId
    message.nextHop = this.destination.nextHop
    message.route = this.destination.route
    return message
  }

  // Answers and failures.

  /** Whether an answer with the E bit is not the end: the request goes to somebody else (RFC 6733 §7.1.3). */
  private goesOn(message: PendingMessage, avps: AvpCursor): boolean {
    const { configuration, forwarding, counters } = this
    const resultCode = resultCodeOf(avps)
    if (resultCode === ResultCode.DIAMETER_REDIRECT_INDICATION) {
      return configuration.followsRedirects && forwarding.redirect(message, readRedirectIndication(avps))
    }
    if (!configuration.resultCodesToTryElsewhere.includes(resultCode) || forwarding.send(message) !== 'sent') return false
    counters.triedElsewhere++
    return true
  }

  private fail(message: PendingMessage, failure: RoutingFailure): void {
    const { received, receivedFrom, context, endToEndId } = message
    this.forwarding.queue.release(message)
    if (received === null) this.listener.onRequestFailed(context, endToEndId, failure)
    // RFC 6733 §5.5.4: the agent returns "an answer message with the 'E' bit set and the Result-Code AVP set to DIAMETER_UNABLE_TO_DELIVER".
    else this.answers.answer(received, receivedFrom!, ResultCode.DIAMETER_UNABLE_TO_DELIVER)
  }

  private forgetConnection(peer: DiameterPeer): void {
    this.reportResent(peer, 'connection-lost')
    const hop = this.nextHops.of(peer) ?? this.nextHops.named(peer.remote?.originHost ?? '')
    this.nextHops.closed(peer)
    this.answers.flush(peer)
    if (hop !== null && hop.connection === null) {
      this.peerRealms?.closed(hop)
      this.forwarding.lost(hop)
    }
    this.forwarding.sendWaiting()
  }

  private reportResent(peer: DiameterPeer, cause: FailoverEvent['cause']): void {
    const hop = this.nextHops.of(peer)
    if (hop === null || hop.resentFrom === 0) return
    const { originHost: from, resentFrom: resent, resentIds: endToEndIds } = hop
    hop.resentFrom = 0
    hop.resentIds = []
    this.failoverTable.add({ at: this.now(), from, cause, resent, endToEndIds })
    this.listener.onEvent({ kind: 'requests-resent', count: resent }, peer)
  }
}

function acceptableNodes(names: readonly string[] | 'any'): IdentityTable<true> | null {
  if (names === 'any') return null
  const table = new IdentityTable<true>()
  for (const name of names) table.set(name, true)
  return table
}

const NO_OCTETS = new Uint8Array(0)
