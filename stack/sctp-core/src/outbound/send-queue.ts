import { Slab, type SlabPage } from '@sigbed/octets'

/** A user message that waits to be cut into DATA chunks. Hot: reused, every field a number but the page. */
export class QueuedMessage {
  page: SlabPage = NO_PAGE
  at = 0
  length = 0
  /** Octets already turned into DATA chunks. */
  sent = 0
  streamId = 0
  payloadProtocolId = 0
  unordered = false
  /** Ask the peer for its SACK at once: the I bit on the last chunk (RFC 9260 §6.1, RFC 7053). */
  immediate = false
  /** The user's name for the message; 0 when nobody wants to hear what becomes of it. */
  context = 0
  /** The destination the user chose (RFC 9260 §11.1.5), an index of the transport address table; -1 for the path that carries data. */
  remoteAddress = -1
  /** Assigned when the first fragment leaves, so that order on the wire and numbers agree (RFC 9260 §6.5). */
  streamSequenceNumber = 0
}

/**
 * The user's messages in the order of `send`, copied into a slab. The memory of a message is shared with its outstanding
 * chunks, so it is released piece by piece: one slab piece for the whole message, released when its last chunk is acknowledged.
 */
export class SendQueue {
  /** Octets of user data here and outstanding together: what the send buffer's limit is held against. */
  bufferedOctets = 0
  private ring: QueuedMessage[] = Array.from({ length: 64 }, () => new QueuedMessage())
  private head = 0
  private count = 0
  readonly slab: Slab

  constructor(poison: boolean) {
    this.slab = new Slab(65_536, poison)
  }

  get length(): number {
    return this.count
  }

  /** Copies the message in. */
  push(
    octets: Uint8Array,
    offset: number,
    length: number,
    streamId: number,
    payloadProtocolId: number,
    unordered: boolean,
    immediate: boolean,
    context: number,
    remoteAddress: number,
  ): void {
    if (this.count === this.ring.length) this.grow()
    const message = this.ring[(this.head + this.count++) & (this.ring.length - 1)]!
    this.slab.store(octets, offset, length)
    message.page = this.slab.page
    message.at = this.slab.at
    message.length = length
    message.sent = 0
    message.streamId = streamId
    message.payloadProtocolId = payloadProtocolId
    message.unordered = unordered
    message.immediate = immediate
    message.context = context
    message.remoteAddress = remoteAddress
    message.streamSequenceNumber = 0
    this.bufferedOctets += length
  }

  /** The oldest message, to be cut further; only when length > 0. */
  get front(): QueuedMessage {
    return this.ring[this.head]!
  }

  /** Forgets the oldest message, all of which is in chunks now; its memory lives on with them. */
  shift(): void {
    this.ring[this.head]!.page = NO_PAGE
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.count--
  }

  /** The `index`-th message from the front. */
  at(index: number): QueuedMessage {
    return this.ring[(this.head + index) & (this.ring.length - 1)]!
  }

  private grow(): void {
    const old = this.ring
    this.ring = Array.from({ length: 2 * old.length }, (_, i) =>
      i < this.count ? old[(this.head + i) & (old.length - 1)]! : new QueuedMessage(),
    )
    this.head = 0
  }
}

const NO_PAGE = new Slab(0).page
