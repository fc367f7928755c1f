import { Slab } from '@sigbed/octets'
import {
  DATA_CHUNK_HEADER_LENGTH,
  type DataChunk,
  type ForwardTsnChunk,
  I_DATA_CHUNK_HEADER_LENGTH,
  type IDataChunk,
  tsnDistance,
  tsnLess,
} from '@sigbed/sctp-codec'
import type { ProtocolParameters } from '../association/protocol-parameters.js'
import type { TransportAddressTable } from '../endpoint/transport-address-table.js'
import { AcknowledgementSchedule } from './acknowledgement-schedule.js'
import { DeliveryQueue } from './delivery-queue.js'
import { InterleavedMessages } from './interleaved-messages.js'
import { type EarlyMessage, OrderedStream } from './ordered-stream.js'
import { ReassemblyQueue } from './reassembly-queue.js'
import { ReceiveWindow } from './receive-window.js'
import { MOST_FORWARDED, TsnTracker } from './tsn-tracker.js'

/** What became of a DATA chunk. All but 'accepted' and 'contradiction' ask for a SACK at once (RFC 9260 §6.2). */
export type DataOutcome = 'accepted' | 'duplicate' | 'dropped' | 'given-up' | 'contradiction'

/** What became of a FORWARD TSN. All ask for a SACK at once. */
export type ForwardOutcome = 'forwarded' | 'out-of-date' | 'beyond-window'

/** All that one association keeps for the data it receives: from DATA chunks to messages in order. */
export class InboundData {
  readonly tracker: TsnTracker
  readonly window: ReceiveWindow
  readonly schedule: AcknowledgementSchedule
  readonly delivery: DeliveryQueue
  private readonly slab: Slab
  private readonly reassembly: ReassemblyQueue
  /** What I-DATA chunks bring; nothing where messages are not interleaved. */
  private readonly interleaved: InterleavedMessages
  private readonly streams: (OrderedStream | undefined)[] = []

  /** Whole unordered messages of the stream on which an unordered message is being handed over in parts. */
  private readonly unorderedBehindParts: EarlyMessage[] = []
  /** User messages put together from several chunks. */
  reassembledMessages = 0
  /** A FORWARD TSN has moved the point: fragments may come whose message is given up. */
  private forwarded = false
  /** Held octets from which on a message may be handed over in parts. */
  private readonly partialDeliveryPoint: number

  constructor(initialTsn: number, parameters: ProtocolParameters, addresses: TransportAddressTable, poison: boolean) {
    this.tracker = new TsnTracker(initialTsn)
    this.window = new ReceiveWindow(parameters.receiveBufferOctets, parameters.pathMtu)
    this.schedule = new AcknowledgementSchedule(parameters.sackDelayMs)
    this.slab = new Slab(65_536, poison)
    this.reassembly = new ReassemblyQueue(this.slab, this.window)
    this.delivery = new DeliveryQueue(this.slab, this.window, addresses)
    this.partialDeliveryPoint = parameters.receiveBufferOctets / 2
    this.interleaved = new InterleavedMessages(this.slab, this.window, this.delivery, this.tracker.cumulativeTsn, this.partialDeliveryPoint)
  }

  /** The message that has been handed over in part; null when none has. */
  get partlyDelivered() {
    return this.reassembly.partlyDelivered
  }

  /** All messages that have been handed over in part: several where messages are interleaved. */
  get messagesInParts(): readonly { readonly streamId: number; readonly streamSequenceNumber: number }[] {
    return this.partlyDelivered === null ? this.interleaved.partlyDelivered : [this.partlyDelivered]
  }

  /** Octets and pieces in the slabs: zero when everything was delivered (tests look for leaks here). */
  get heldOctets(): number {
    return this.window.held
  }

  /**
   * Takes in one DATA chunk of a stream that exists, with user data. What it completes is in `delivery` afterwards.
   *
   * @param octets the packet; borrowed. A message that is whole and in order goes to `delivery` without a copy.
   */
  receive(chunk: DataChunk, octets: Uint8Array): DataOutcome {
    const verdict = this.tracker.judge(chunk.tsn)
    if (verdict === 'duplicate') {
      this.tracker.noteDuplicate(chunk.tsn)
      return 'duplicate'
    }
    if (verdict === 'beyond-window') return 'dropped'
    if (!this.makeRoomFor(chunk.tsn, chunk.payloadLength + DATA_CHUNK_HEADER_LENGTH)) return 'dropped'

    if (chunk.beginning && chunk.ending) {
      if (this.reassembly.heldFragments > 0 && this.reassembly.contradicts(chunk)) return 'contradiction'
      this.tracker.receive(chunk.tsn)
      const { streamId, streamSequenceNumber, payloadProtocolId, unordered, tsn, payloadAt, payloadLength } = chunk
      this.sequence(streamId, streamSequenceNumber, payloadProtocolId, unordered, tsn, octets, payloadAt, payloadLength, false)
      if (this.reassembly.heldFragments > 0) this.deliverParts()
      return 'accepted'
    }
    if (this.forwarded && this.reassembly.isOrphan(chunk, this.tracker.cumulativeTsn)) {
      this.tracker.receive(chunk.tsn)
      return 'given-up'
    }
    const outcome = this.reassembly.add(chunk, octets)
    if (outcome === 'contradiction') return 'contradiction'
    this.tracker.receive(chunk.tsn)
    if (outcome !== 'held') {
      this.reassembledMessages++
      const { streamId, streamSequenceNumber, payloadProtocolId, unordered, lastTsn } = outcome
      this.sequence(streamId, streamSequenceNumber, payloadProtocolId, unordered, lastTsn, outcome.octets, 0, outcome.octets.length, true)
    }
    // Also behind a whole message: the turn may have come of one that fills the window.
    if (this.reassembly.heldFragments > 0) this.deliverParts()
    return 'accepted'
  }

  /** The same for one I-DATA chunk (RFC 8260 §2.2.3). */
  receiveInterleaved(chunk: IDataChunk, octets: Uint8Array): DataOutcome {
    const verdict = this.tracker.judge(chunk.tsn)
    if (verdict === 'duplicate') {
      this.tracker.noteDuplicate(chunk.tsn)
      return 'duplicate'
    }
    if (verdict === 'beyond-window') return 'dropped'
    if (!this.makeRoomFor(chunk.tsn, chunk.payloadLength + I_DATA_CHUNK_HEADER_LENGTH)) return 'dropped'
    if (!this.interleaved.add(chunk, octets)) return 'contradiction'
    this.tracker.receive(chunk.tsn)
    this.interleaved.advance(this.tracker.cumulativeTsn)
    this.reassembledMessages = this.interleaved.reassembled
    return 'accepted'
  }

  /**
   * RFC 3758 §3.6: TSNs up to the chunk's point that have not arrived will not. Gives up the messages they belong to, and hands over what
   * waited for those.
   *
   * @param chunk borrowed; the streams it names need not exist
   */
  forward(chunk: ForwardTsnChunk, inboundStreams: number): ForwardOutcome {
    const { tracker, reassembly, delivery } = this
    const from = tracker.cumulativeTsn
    const distance = tsnDistance(from, chunk.newCumulativeTsn)
    if (distance <= 0) return 'out-of-date'
    if (distance > MOST_FORWARDED) return 'beyond-window'
    this.forwarded = true
    const partly = reassembly.partlyDelivered
    reassembly.dropIncomplete(from, chunk.newCumulativeTsn)
    tracker.forward(chunk.newCumulativeTsn)
    if (partly !== null && reassembly.partlyDelivered === null) {
      // The user hears of the end of that message before anything that comes after it.
      delivery.breakOff(partly)
      for (const kept of this.unorderedBehindParts.splice(0)) this.deliverKept(kept, partly.streamId, true)
    }
    for (let i = 0; i < chunk.skippedStreamCount; i++) {
      const streamId = chunk.skippedStreams[2 * i]!
      if (streamId < inboundStreams) this.skip(streamId, chunk.skippedStreams[2 * i + 1]!)
    }
    if (reassembly.heldFragments > 0) this.deliverParts()
    return 'forwarded'
  }

  /** RFC 3758 §3.6: what is stranded behind the messages skipped is handed over, and what is in order after it. */
  private skip(streamId: number, streamSequenceNumber: number): void {
    const stream = this.streamOf(streamId)
    for (const stranded of stream.skipTo(streamSequenceNumber)) this.deliverKept(stranded, streamId, false)
    this.deliverEarly(stream, streamId)
  }

  /**
   * RFC 9260 §6.2: with a closed window, a TSN above the highest received is dropped; for one below it, which fills a gap, the
   * highest ones held are given up until there is room. The chunk that everything waits for is taken even when nothing can be
   * given up, or nothing would ever move again; there are no more such chunks than gaps.
   */
  private makeRoomFor(tsn: number, needed: number): boolean {
    const fillsGap = tsnLess(tsn, this.tracker.highestTsn)
    if (!fillsGap) return !this.window.closed && this.window.hasRoomFor(needed)
    while (!this.window.hasRoomFor(needed)) {
      if (!this.giveUpAbove(tsn)) return tsnDistance(this.tracker.cumulativeTsn, tsn) === 1
    }
    return true
  }

  /** Gives up the highest chunk held that lies above `tsn`. Messages put together from several chunks stay: no one TSN stands for them. */
  private giveUpAbove(tsn: number): boolean {
    const interleaved = this.interleaved.giveUpAbove(tsn, this.tracker.highestTsn)
    if (interleaved !== null) {
      this.tracker.renege(interleaved)
      return true
    }
    const fragment = this.reassembly.highestTsnAbove(tsn)
    const { stream, message } = this.highestEarlyAbove(tsn)
    if (fragment !== null && (message === null || tsnLess(message.tsn, fragment))) {
      if (!this.reassembly.dropLast(fragment)) return false
      this.tracker.renege(fragment)
      return true
    }
    if (stream === null || message === null || message.page === null) return false
    stream.drop(message)
    this.slab.release(message.page)
    this.window.held -= message.heldOctets
    this.tracker.renege(message.tsn)
    return true
  }

  private highestEarlyAbove(tsn: number): { stream: OrderedStream | null; message: EarlyMessage | null } {
    let stream: OrderedStream | null = null
    let message: EarlyMessage | null = null
    let above = tsn
    for (const candidate of this.streams) {
      const highest = candidate?.highestAbove(above) ?? null
      if (candidate === undefined || highest === null) continue
      stream = candidate
      message = highest
      above = highest.tsn
    }
    return { stream, message }
  }

  /** A message is whole: hands it over if it is its turn, else keeps it. `owned`: its octets are not borrowed from a packet. */
  private sequence(
    streamId: number,
    streamSequenceNumber: number,
    payloadProtocolId: number,
    unordered: boolean,
    tsn: number,
    octets: Uint8Array,
    offset: number,
    length: number,
    owned: boolean,
  ): void {
    if (unordered) {
      const partly = this.reassembly.partlyDelivered
      if (partly?.unordered === true && partly.streamId === streamId) {
        // Between the parts of another unordered message of its stream it could not be told from them.
        this.unorderedBehindParts.push(this.kept(0, payloadProtocolId, tsn, octets, offset, length, owned))
        return
      }
      // §6.6: an unordered message is handed over as soon as it is whole.
      this.delivery.push(streamId, 0, payloadProtocolId, true, tsn, octets, offset, length, null, 0)
      return
    }
    const stream = this.streamOf(streamId)
    const turn = stream.judge(streamSequenceNumber)
    if (turn === 'now') {
      this.delivery.push(streamId, streamSequenceNumber, payloadProtocolId, false, tsn, octets, offset, length, null, 0)
      stream.delivered()
      this.deliverEarly(stream, streamId)
    } else if (turn === 'early') {
      stream.hold(this.kept(streamSequenceNumber, payloadProtocolId, tsn, octets, offset, length, owned))
    }
    // 'stale': a new TSN with an old stream sequence number. The peer is at fault and the message has no place: it is dropped.
  }

  /** A message that has to wait, counted against the window; copied unless it has octets of its own. */
  private kept(
    streamSequenceNumber: number,
    payloadProtocolId: number,
    tsn: number,
    octets: Uint8Array,
    offset: number,
    length: number,
    owned: boolean,
  ): EarlyMessage {
    const heldOctets = length + DATA_CHUNK_HEADER_LENGTH
    this.window.held += heldOctets
    if (owned) return { streamSequenceNumber, payloadProtocolId, tsn, octets, offset, length, page: null, heldOctets }
    this.slab.store(octets, offset, length)
    const { page, at } = this.slab
    return { streamSequenceNumber, payloadProtocolId, tsn, octets: page.octets, offset: at, length, page, heldOctets }
  }

  /**
   * RFC 9260 §6.9: a message that fills the buffer before it is whole is handed over in parts, or it could never be received. One
   * message at a time; those of other streams are handed over between its parts.
   */
  private deliverParts(): void {
    // The end of one message may make it the turn of the next that fills the window.
    while (this.deliverPart());
  }

  /** True when a message has come to its end. */
  private deliverPart(): boolean {
    if (this.reassembly.partlyDelivered === null) {
      if (this.window.held < this.partialDeliveryPoint) return false
      this.reassembly.beginPartialDelivery(
        (streamId, streamSequenceNumber, unordered) => unordered || this.streamOf(streamId).judge(streamSequenceNumber) === 'now',
      )
    }
    const part = this.reassembly.takePart()
    if (part === null) return false
    const { streamId, streamSequenceNumber, payloadProtocolId, unordered, lastTsn, octets, last } = part
    this.delivery.push(streamId, streamSequenceNumber, payloadProtocolId, unordered, lastTsn, octets, 0, octets.length, null, 0, !last)
    if (!last) return false
    this.reassembledMessages++
    if (unordered) {
      for (const kept of this.unorderedBehindParts.splice(0)) this.deliverKept(kept, streamId, true)
      return true
    }
    const stream = this.streamOf(streamId)
    // Unless a FORWARD TSN that does not name the message's end has taken its turn away.
    if (stream.expected === streamSequenceNumber) stream.delivered()
    this.deliverEarly(stream, streamId)
    return true
  }

  private streamOf(streamId: number): OrderedStream {
    return (this.streams[streamId] ??= new OrderedStream())
  }

  private deliverEarly(stream: OrderedStream, streamId: number): void {
    for (let early = stream.takeNext(); early !== null; early = stream.takeNext()) {
      this.deliverKept(early, streamId, false)
      stream.delivered()
    }
  }

  private deliverKept(kept: EarlyMessage, streamId: number, unordered: boolean): void {
    const { streamSequenceNumber, payloadProtocolId, tsn, octets, offset, length, page, heldOctets } = kept
    this.delivery.push(streamId, streamSequenceNumber, payloadProtocolId, unordered, tsn, octets, offset, length, page, heldOctets)
  }
}
