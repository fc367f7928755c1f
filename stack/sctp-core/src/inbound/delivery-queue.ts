import type { Slab, SlabPage } from '@sigbed/octets'
import { DATA_CHUNK_HEADER_LENGTH } from '@sigbed/sctp-codec'
import type { TransportAddressTable } from '../endpoint/transport-address-table.js'
import type { ReceiveWindow } from './receive-window.js'
import { ReceivedMessage } from './received-message.js'

class DeliverableMessage extends ReceivedMessage {
  /** The page the payload is held in; null while it only points into the packet it came in. */
  page: SlabPage | null = null
  /** What it counts against the receive window. */
  heldOctets = 0
  /** Its source address is held: it has waited for the user beyond its turn. */
  holdsAddress = false
}

/**
 * Messages complete and in order, waiting to be polled. In the common case they point into the packet they came in and are
 * polled before that packet's memory is used again; `retain` copies the ones a slow user leaves behind.
 */
export class DeliveryQueue {
  private ring: DeliverableMessage[] = Array.from({ length: 64 }, () => new DeliverableMessage())
  private head = 0
  private count = 0
  /** The message handed out last: its memory is released at the next poll. */
  private lentPage: SlabPage | null = null
  private lentOctets = 0
  private lentAddress = -1
  /** Messages that may be polled before the user has heard of an event that belongs between them and the rest. */
  private ahead = Number.POSITIVE_INFINITY
  /** The source of the packet at hand, noted with each message it completes. */
  remoteAddress = -1

  constructor(
    private readonly slab: Slab,
    private readonly window: ReceiveWindow,
    private readonly addresses: TransportAddressTable,
  ) {}

  get length(): number {
    return this.count
  }

  /** @param page where the payload is held, with `heldOctets` already counted against the window; null when it is only borrowed */
  push(
    streamId: number,
    streamSequenceNumber: number,
    payloadProtocolId: number,
    unordered: boolean,
    tsn: number,
    octets: Uint8Array,
    offset: number,
    length: number,
    page: SlabPage | null,
    heldOctets: number,
    partial = false,
  ): void {
    if (this.count === this.ring.length) this.grow()
    const message = this.ring[(this.head + this.count++) & (this.ring.length - 1)]!
    message.streamId = streamId
    message.streamSequenceNumber = streamSequenceNumber
    message.payloadProtocolId = payloadProtocolId
    message.unordered = unordered
    message.tsn = tsn
    message.remoteAddress = this.remoteAddress
    message.partial = partial
    message.octets = octets
    message.offset = offset
    message.length = length
    message.page = page
    message.heldOctets = heldOctets
  }

  /** What is pushed from now on waits until `letGo`: an event that is emitted now comes before it. */
  holdBack(): void {
    this.ahead = Math.min(this.ahead, this.count)
  }

  letGo(): void {
    this.ahead = Number.POSITIVE_INFINITY
  }

  /** Moves the oldest message into `into`; false when there is none. What was lent before is taken back. */
  poll(into: ReceivedMessage): boolean {
    this.takeBack()
    if (this.count === 0 || this.ahead === 0) return false
    this.ahead--
    const message = this.ring[this.head]!
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.count--
    into.streamId = message.streamId
    into.streamSequenceNumber = message.streamSequenceNumber
    into.payloadProtocolId = message.payloadProtocolId
    into.unordered = message.unordered
    into.tsn = message.tsn
    into.partial = message.partial
    into.remoteAddress = message.remoteAddress
    into.octets = message.octets
    into.offset = message.offset
    into.length = message.length
    this.lentPage = message.page
    this.lentOctets = message.heldOctets
    this.lentAddress = message.holdsAddress ? message.remoteAddress : -1
    message.holdsAddress = false
    message.octets = NO_OCTETS
    message.page = null
    return true
  }

  takeBack(): void {
    if (this.lentPage !== null) this.slab.release(this.lentPage)
    this.lentPage = null
    this.window.held -= this.lentOctets
    this.lentOctets = 0
    if (this.lentAddress >= 0) this.addresses.release(this.lentAddress)
    this.lentAddress = -1
  }

  /** Copies everything that still points into a packet, and counts it as held, header included as everywhere (ReceiveWindow.held). */
  retain(): void {
    for (let i = 0; i < this.count; i++) this.keep(this.ring[(this.head + i) & (this.ring.length - 1)]!)
  }

  /** Takes over what the user has not taken from `before`, copied: its memory goes with the peer's old instance (RFC 9260 §5.2.4 A). */
  inherit(before: DeliveryQueue): void {
    const message = new ReceivedMessage()
    before.letGo()
    while (before.poll(message)) {
      const { streamId, streamSequenceNumber, payloadProtocolId, unordered, tsn, octets, offset, length } = message
      this.remoteAddress = message.remoteAddress
      this.push(streamId, streamSequenceNumber, payloadProtocolId, unordered, tsn, octets, offset, length, null, 0)
      this.keep(this.ring[(this.head + this.count - 1) & (this.ring.length - 1)]!)
    }
  }

  private keep(message: DeliverableMessage): void {
    if (!message.holdsAddress && message.remoteAddress >= 0) {
      // The peer may have moved or gone by the time the user asks where the message came from.
      this.addresses.hold(message.remoteAddress)
      message.holdsAddress = true
    }
    if (message.page !== null || message.heldOctets > 0) return
    this.slab.store(message.octets, message.offset, message.length)
    message.page = this.slab.page
    message.octets = this.slab.page.octets
    message.offset = this.slab.at
    message.heldOctets = message.length + DATA_CHUNK_HEADER_LENGTH
    this.window.held += message.heldOctets
  }

  private grow(): void {
    const old = this.ring
    this.ring = Array.from({ length: 2 * old.length }, (_, i) =>
      i < this.count ? old[(this.head + i) & (old.length - 1)]! : new DeliverableMessage(),
    )
    this.head = 0
  }
}

const NO_OCTETS = new Uint8Array(0)
