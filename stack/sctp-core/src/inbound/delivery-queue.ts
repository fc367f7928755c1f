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

/** A message of which parts were handed over and the rest will not come. */
export type BrokenOffMessage = Pick<ReceivedMessage, 'streamId' | 'streamSequenceNumber'>

interface Break extends BrokenOffMessage {
  ahead: number
  told: boolean
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
  /** Where messages were broken off: each behind so many messages after the one before. */
  private readonly breaks: Break[] = []
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

  /** There is something to hand over or to tell. */
  get pending(): boolean {
    return this.count > 0 || this.breaks.length > 0
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

  /** The rest of a message will not come: the user hears of it between what is here and what is pushed from now on. */
  breakOff(part: BrokenOffMessage): void {
    const { streamId, streamSequenceNumber } = part
    this.breaks.push({
      ahead: this.count - this.breaks.reduce((sum, { ahead }) => sum + ahead, 0),
      told: false,
      streamId,
      streamSequenceNumber,
    })
  }

  /** The message broken off that the user is to hear of now; null when messages come first. What follows it waits until `letGo`. */
  takeBrokenOff(): BrokenOffMessage | null {
    const first = this.breaks[0]
    if (first === undefined || first.ahead > 0 || first.told) return null
    first.told = true
    return first
  }

  letGo(): void {
    if (this.breaks[0]?.told === true) this.breaks.shift()
  }

  /** Moves the oldest message into `into`; false when there is none. What was lent before is taken back. */
  poll(into: ReceivedMessage): boolean {
    this.takeBack()
    if (this.count === 0) return false
    if (this.breaks.length > 0) {
      if (this.breaks[0]!.ahead === 0) return false
      this.breaks[0]!.ahead--
    }
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
    before.breaks.length = 0
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
