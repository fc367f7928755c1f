import { readU8, writeU8 } from '@sigbed/octets'
import { AvpCursor, type DiameterUri, MESSAGE_HEADER_LENGTH, RETRANSMITTED_FLAG } from 'diameter-codec'
import type { ReactingNode } from '../overload/reacting-node.js'
import type { DiameterPeer } from '../peer.js'
import type { SendOutcome } from '../peer-event.js'
import { MOST_IDENTIFIERS } from './failover-event.js'
import type { NextHop } from './next-hop.js'
import type { NextHops } from './next-hops.js'
import { type PendingMessage, PendingMessageQueue } from './pending-message-queue.js'
import { RedirectCache } from './redirect-cache.js'
import type { RedirectIndication } from './redirect-indication.js'
import { RoutingAvps } from './routing-avps.js'
import type { RoutingConfiguration } from './routing-configuration.js'
import type { RoutingCounters } from './routing-counters.js'
import { hasServer, selectServer } from './server-selection.js'

/** What forwarding asks of the routing it belongs to. */
export interface ForwardingUser {
  /** Nobody is left who could take a request that has been sent before. It is still in the queue. */
  giveUp(message: PendingMessage): void
  /** Makes a connection to a host a redirect agent has named; false when there will be none. */
  connectTo(uri: DiameterUri): boolean
}

export type ForwardingOutcome =
  | 'sent'
  /** Some could take it, but have no room now. */
  | 'busy'
  /** Some could take it, but are overloaded, and it is one they have asked not to be sent. */
  | 'throttled'
  | 'nobody'

/**
 * Sends the messages of the pending queue, each to the best next hop: the first time, again after a failure (RFC 6733 §5.5.4), elsewhere
 * after a refusal, or to whom a redirect agent has named (§6.1.8). Sending the first time builds nothing.
 */
export class MessageForwarding {
  readonly queue: PendingMessageQueue
  private readonly redirects: RedirectCache
  /** Sent before, and to be sent again to somebody who has no room just now. */
  private readonly waitingForRoom: PendingMessage[] = []
  /** Redirected to a host that is being connected to. */
  private readonly waitingForConnection: PendingMessage[] = []
  private readonly avps = new RoutingAvps()
  private readonly cursor = new AvpCursor()

  constructor(
    private readonly nextHops: NextHops,
    private readonly configuration: RoutingConfiguration,
    private readonly counters: RoutingCounters,
    private readonly reacting: ReactingNode,
    private readonly now: () => number,
    private readonly user: ForwardingUser,
  ) {
    const { maximumPendingMessages, maximumPendingOctets, maximumCachedRedirects } = configuration
    this.queue = new PendingMessageQueue(maximumPendingMessages, maximumPendingOctets)
    this.redirects = new RedirectCache(maximumCachedRedirects)
  }

  send(message: PendingMessage): ForwardingOutcome {
    const mark = this.markOutOfQuestion(message)
    const { avps } = this
    const redirected = this.redirects.isEmpty() || message.nextHop !== null ? null : this.cachedRoute(message)
    // Overload reports are about new requests; one that has been sent already is finished.
    const abating = message.reactsToOverload && message.attempts === 0 && !this.reacting.isIdle()
    const destinationAbates = abating && this.destinationAbates(message.applicationId)
    // RFC 7683 §2: without a Destination-Host the host is known only here, where it is selected.
    const hopsMayAbate = abating && avps.destinationHostLength === 0
    avps.release()
    if (destinationAbates) return 'throttled'
    let refusal: 'nobody' | 'busy' | 'throttled' = 'nobody'
    for (;;) {
      const hop = this.select(message, mark, redirected)
      if (hop === null) return refusal
      hop.mark = mark
      if (hopsMayAbate && this.hopAbates(hop, message.applicationId)) {
        if (refusal === 'nobody') refusal = 'throttled'
        continue
      }
      const outcome = this.sendTo(hop, message)
      if (outcome === 'sent') {
        if (refusal === 'throttled') this.counters.diverted++
        return 'sent'
      }
      // One that is too long will be so for ever: who has no other peer for it need not wait.
      if (outcome !== 'message-too-long') refusal = 'busy'
    }
  }

  /**
   * RFC 6733 §5.5.4: to an alternate, with the T flag and the same End-to-End Identifier. False when there is none; one that has no room
   * just now is waited for.
   */
  resend(message: PendingMessage): boolean {
    const { octets } = message.page
    const flagsAt = message.at + FLAGS_AT
    writeU8(octets, flagsAt, readU8(octets, flagsAt) | RETRANSMITTED_FLAG)
    const failed = message.sentTo
    const outcome = this.send(message)
    if (outcome === 'nobody' || outcome === 'throttled') return false
    if (outcome === 'busy') this.waitingForRoom.push(message)
    if (failed !== null) {
      failed.resentFrom++
      if (failed.resentIds.length < MOST_IDENTIFIERS) failed.resentIds.push(message.endToEndId)
    }
    this.counters.resent++
    return true
  }

  /**
   * The watchdog has lost its trust in a connection. Requests go elsewhere that can; for the others the answer may still come, until the
   * connection is closed or Tx is over.
   */
  failOver(peer: DiameterPeer): void {
    peer.abandonPendingRequests((number) => this.hasAlternate(this.queue.message(number)))
  }

  /**
   * Sends a request on to one of the hosts a redirect agent has named: exactly one (RFC 6733 §6.1.8), the first that can be had. False
   * when there is none, or after too many redirections.
   */
  redirect(message: PendingMessage, indication: RedirectIndication): boolean {
    if (message.redirections >= this.configuration.maximumRedirections) return false
    const by = message.sentTo
    const mark = this.markOutOfQuestion(message)
    const hop = this.redirectTarget(message, indication, mark)
    if (hop !== null && by !== null) {
      const expiresAt = this.now() + 1000 * indication.maxCacheTimeSeconds
      this.redirects.add(indication.usage, message.applicationId, this.avps, by, hop, expiresAt)
    }
    this.avps.release()
    if (hop === null) return false
    message.redirections++
    message.nextHop = hop
    // RFC 6733 §6.1.8: "If no transport connection exists with the new peer, one is created."
    if (!hop.takes(message.applicationId)) this.waitingForConnection.push(message)
    else if (this.sendTo(hop, message) !== 'sent') this.waitingForRoom.push(message)
    this.counters.redirectionsFollowed++
    return true
  }

  /** A peer has come, has room again, is trusted again or is gone: what has waited is sent, or given up when nobody is left to wait for. */
  sendWaiting(): void {
    const { waitingForRoom, waitingForConnection } = this
    for (let left = waitingForConnection.length; left > 0; left--) {
      const message = waitingForConnection.shift()!
      if (message.nextHop!.takes(message.applicationId)) waitingForRoom.push(message)
      else waitingForConnection.push(message)
    }
    for (let left = waitingForRoom.length; left > 0; left--) {
      const message = waitingForRoom.shift()!
      const outcome = this.send(message)
      if (outcome === 'busy') waitingForRoom.push(message)
      else if (outcome !== 'sent') this.user.giveUp(message)
    }
  }

  /** The connection to a host is lost, or could not be had. */
  lost(hop: NextHop): void {
    this.redirects.forget(hop)
    const { waitingForConnection } = this
    for (let left = waitingForConnection.length; left > 0; left--) {
      const message = waitingForConnection.shift()!
      if (message.nextHop === hop) this.user.giveUp(message)
      else waitingForConnection.push(message)
    }
    this.nextHops.forget(hop)
  }

  /** After 'sent' the message may have been answered already, and be gone. */
  private sendTo(hop: NextHop, message: PendingMessage): SendOutcome {
    message.sentTo = hop
    message.attempts++
    message.tried.push(hop)
    const { octets } = message.page
    const outcome = hop.connection!.forwardRequest(octets, message.at, message.length, message.number, this.now())
    if (outcome === 'sent') return outcome
    message.attempts--
    message.tried.pop()
    return outcome
  }

  private select(message: PendingMessage, mark: number, redirected: NextHop | null): NextHop | null {
    const { nextHop, route, applicationId } = message
    if (message.attempts >= this.configuration.maximumAttempts) return null
    const fixed = nextHop ?? redirected
    if (fixed !== null && fixed.mark !== mark && fixed.takes(applicationId)) return fixed
    if (nextHop !== null || route === null) return null
    const selected = selectServer(route.servers, applicationId, mark)
    if (selected === null || this.redirects.isEmpty()) return selected
    const instead = this.redirects.instead(selected, this.now())
    return instead.mark !== mark && instead.takes(applicationId) ? instead : selected
  }

  /** The cached route for the request whose AVPs have been read last. */
  private cachedRoute(message: PendingMessage): NextHop | null {
    return this.redirects.find(message.applicationId, this.avps, this.now())
  }

  /** RFC 7683 §5.2.2: whether the host, or else the realm, that the request is for has asked not to be sent it. */
  private destinationAbates(applicationId: number): boolean {
    const { avps, reacting } = this
    const now = this.now()
    return avps.destinationHostLength > 0
      ? reacting.abates('HOST_REPORT', applicationId, avps.octets, avps.destinationHostAt, avps.destinationHostLength, now)
      : reacting.abates('REALM_REPORT', applicationId, avps.octets, avps.destinationRealmAt, avps.destinationRealmLength, now)
  }

  /** The same of a host that has been selected; another one may take the request (RFC 7683 §5.2.2, diversion). */
  private hopAbates({ identity }: NextHop, applicationId: number): boolean {
    return this.reacting.abates('HOST_REPORT', applicationId, identity, 0, identity.length, this.now())
  }

  private redirectTarget(message: PendingMessage, { hosts }: RedirectIndication, mark: number): NextHop | null {
    for (const { host } of hosts) {
      const hop = this.nextHops.named(host)
      if (hop !== null && hop.mark !== mark && hop.takes(message.applicationId)) return hop
    }
    for (const uri of hosts) {
      const known = this.nextHops.named(uri.host)
      if (known?.mark === mark || known === this.nextHops.self) continue
      if (this.user.connectTo(uri)) return this.nextHops.entry(uri.host)
    }
    return null
  }

  private hasAlternate(message: PendingMessage): boolean {
    const { nextHop, route, attempts, applicationId } = message
    if (nextHop !== null || route === null || attempts >= this.configuration.maximumAttempts) return false
    const mark = this.markOutOfQuestion(message)
    this.avps.release()
    return hasServer(route.servers, applicationId, mark)
  }

  /** Reads the request, and marks who has had it: by its Route-Records (RFC 6733 §6.1.7), or because it was tried there. */
  private markOutOfQuestion(message: PendingMessage): number {
    const { cursor, avps } = this
    cursor.enter(message.page.octets, message.at + MESSAGE_HEADER_LENGTH, message.length - MESSAGE_HEADER_LENGTH)
    avps.read(cursor)
    cursor.release()
    const mark = this.nextHops.markPassed(avps)
    for (let i = 0; i < message.tried.length; i++) message.tried[i]!.mark = mark
    return mark
  }
}

const FLAGS_AT = 4
