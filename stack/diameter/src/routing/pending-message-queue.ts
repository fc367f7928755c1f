import { Slab, SlabPage } from '@sigbed/octets'
import type { DiameterPeer } from '../peer.js'
import type { ReceivedRequest } from '../received-request.js'
import type { NextHop } from './next-hop.js'
import type { Route } from './routing-table.js'

const NO_PAGE = new SlabPage(new Uint8Array(0))

/**
 * A request that has been sent and not been answered, as it would be sent again. RFC 6733 §5.5.4. Belongs to the queue, which reuses it:
 * let go of it once it is released. Hot.
 */
export class PendingMessage {
  /** The complete request, at `at` in the page's octets. */
  page = NO_PAGE
  at = 0
  length = 0
  applicationId = 0
  endToEndId = 0
  /** The peer named by Destination-Host (RFC 6733 §6.1.5) or by a redirection; null when `route` decides. */
  nextHop: NextHop | null = null
  route: Route | null = null
  /** Who has it now, and who has had it before. */
  sentTo: NextHop | null = null
  readonly tried: NextHop[] = []
  attempts = 0
  /** How often it has been redirected. */
  redirections = 0
  /** This node has announced in it that it reacts to overload, and does (RFC 7683 §5.1.1). */
  reactsToOverload = false
  /** The number a local application gave it. */
  context = 0
  /** The request of another node this one passes on, and the connection it came by; null when it was begun here. */
  received: ReceivedRequest | null = null
  receivedFrom: DiameterPeer | null = null

  constructor(
    /** Its place in the queue, by which an answer finds it. */
    readonly number: number,
  ) {}
}

/**
 * The pending message queue of a node, all peers together: it "is necessary for the node to maintain a pending message queue for a given
 * peer" (RFC 6733 §5.5.4); which of them a peer has, its list of pending requests knows. Nothing is built per message.
 */
export class PendingMessageQueue {
  /** Messages and octets held. */
  size = 0
  octets = 0
  private readonly messages: PendingMessage[] = []
  private readonly free: PendingMessage[] = []
  private readonly slab: Slab

  /** @param poison of the slab, for tests */
  constructor(
    private readonly maximumMessages: number,
    private readonly maximumOctets: number,
    poison = false,
  ) {
    this.slab = new Slab(65_536, poison)
  }

  /** Takes a copy of a complete request in; null when there is no room. */
  add(octets: Uint8Array, offset: number, length: number): PendingMessage | null {
    if (this.size >= this.maximumMessages || this.octets + length > this.maximumOctets) return null
    const message = this.free.pop() ?? this.made()
    this.slab.store(octets, offset, length)
    message.page = this.slab.page
    message.at = this.slab.at
    message.length = length
    this.size++
    this.octets += length
    return message
  }

  /** By its number. */
  message(number: number): PendingMessage {
    return this.messages[number]!
  }

  release(message: PendingMessage): void {
    this.slab.release(message.page)
    this.octets -= message.length
    this.size--
    message.page = NO_PAGE
    message.nextHop = null
    message.route = null
    message.sentTo = null
    message.tried.length = 0
    message.attempts = 0
    message.redirections = 0
    message.reactsToOverload = false
    message.received = null
    message.receivedFrom = null
    this.free.push(message)
  }

  private made(): PendingMessage {
    const message = new PendingMessage(this.messages.length)
    this.messages.push(message)
    return message
  }
}
