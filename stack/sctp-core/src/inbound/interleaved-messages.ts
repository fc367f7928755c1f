import type { Slab, SlabPage } from '@sigbed/octets'
import { I_DATA_CHUNK_HEADER_LENGTH, type IDataChunk, tsnAdd, tsnDistance, tsnLess } from '@sigbed/sctp-codec'
import type { DeliveryQueue } from './delivery-queue.js'
import type { ReceiveWindow } from './receive-window.js'

/** The user data of one chunk, held in the slab. */
interface Fragment {
  readonly message: PartialMessage
  readonly tsn: number
  readonly fragmentSequenceNumber: number
  readonly page: SlabPage
  readonly at: number
  readonly length: number
}

/** A message that is not whole yet, or whose turn has not come. */
class PartialMessage {
  payloadProtocolId = 0
  /** By Fragment Sequence Number, but for those that have been handed over. */
  readonly fragments = new Map<number, Fragment>()
  /** The FSN to be handed over next, and that of the last fragment; null until that has come. */
  next = 0
  last: number | null = null
  /** The fragment furthest on, for what contradicts it. */
  furthest = 0
  constructor(
    readonly stream: InterleavedStream,
    readonly unordered: boolean,
    readonly messageId: number,
    readonly key: number,
  ) {}

  /** All that was not handed over is here. FSNs may wrap: what is held is far less than half of them. */
  get isWhole(): boolean {
    return this.last !== null && this.fragments.size === tsnDistance(this.next, this.last) + 1
  }

  /** The fragment that is to be handed over next has come. */
  get canBegin(): boolean {
    return this.fragments.has(this.next)
  }
}

/** One inbound stream. RFC 8260 §2.1: ordered and unordered messages are numbered apart. */
class InterleavedStream {
  /** MID of the ordered message whose turn it is. */
  expected = 0
  /** The message that is being handed over in parts: nothing else of the stream comes between them (RFC 6458 §8.1.20). */
  busy: PartialMessage | null = null
  /** Whole unordered messages behind it. Made when there is one, as the next: there may be 65,535 streams. */
  behind: Set<PartialMessage> | null = null
  /** Messages that could be handed over in parts, as their beginning is here and it is their turn. */
  beginnings: Set<PartialMessage> | null = null
  constructor(readonly id: number) {}
}

/**
 * Puts the user messages of I-DATA chunks together and in order (RFC 8260 §2.2.3): by stream, U bit and MID, then by FSN, whatever their
 * TSNs. Several messages may be handed over in parts at a time, one of each stream. All that is held counts against the receive window;
 * no chunk costs more than what it brings.
 */
export class InterleavedMessages {
  /** Messages put together from several chunks. */
  reassembled = 0
  private readonly streams: (InterleavedStream | undefined)[] = []
  /** By stream, U bit and MID: `keyOf`. */
  private readonly messages = new Map<number, PartialMessage>()
  private readonly byTsn = new Map<number, Fragment>()
  /** Messages that could be handed over in parts but for a TSN that is missing before their beginning's, by the latter. */
  private readonly early = new Map<number, PartialMessage>()
  /** Streams with a beginning and nothing else being handed over. */
  private readonly readyStreams = new Set<InterleavedStream>()
  private readonly busyStreams = new Set<InterleavedStream>()

  /**
   * @param cumulativeTsn up to which everything has arrived
   * @param partialDeliveryPoint held octets from which on messages are handed over in parts
   */
  constructor(
    private readonly slab: Slab,
    private readonly window: ReceiveWindow,
    private readonly delivery: DeliveryQueue,
    private cumulativeTsn: number,
    private readonly partialDeliveryPoint: number,
  ) {}

  /** The messages handed over in part, for whoever must be told that the rest will not come. */
  get partlyDelivered(): { readonly streamId: number; readonly streamSequenceNumber: number }[] {
    return [...this.busyStreams].map(({ id, busy }) => ({ streamId: id, streamSequenceNumber: busy!.messageId & LOWER_HALF }))
  }

  /**
   * Takes in one chunk with a new TSN; what is whole and in order stands in the delivery queue afterwards.
   *
   * @param octets the packet; borrowed. A message in one chunk whose turn it is goes to the delivery queue without a copy.
   * @returns false for a fragment that contradicts others of its message: the peer has to answer for it
   */
  add(chunk: IDataChunk, octets: Uint8Array): boolean {
    const stream = (this.streams[chunk.streamId] ??= new InterleavedStream(chunk.streamId))
    const { unordered, messageId } = chunk
    // A new TSN with an old MID: the peer is at fault and the message has no place, so it is dropped.
    if (!unordered && tsnLess(messageId, stream.expected)) return true
    const { messages } = this
    const key = keyOf(chunk.streamId, unordered, messageId)
    const known = messages.size === 0 ? undefined : messages.get(key)
    const itsTurn = unordered || messageId === stream.expected
    if (known === undefined && chunk.beginning && chunk.ending && itsTurn && stream.busy === null) {
      this.deliver(stream, unordered, messageId, chunk.payloadProtocolId, chunk.tsn, octets, chunk.payloadAt, chunk.payloadLength, null, 0)
      if (!unordered) this.turnOver(stream)
    } else {
      const message = known ?? new PartialMessage(stream, unordered, messageId, key)
      if (contradicts(message, chunk)) return false
      if (known === undefined) messages.set(key, message)
      this.hold(message, chunk, octets)
      this.progress(message)
    }
    return true
  }

  /** Everything up to this TSN has arrived. To be called after each chunk. */
  advance(cumulativeTsn: number): void {
    while (this.early.size > 0 && tsnLess(this.cumulativeTsn, cumulativeTsn)) {
      this.cumulativeTsn = tsnAdd(this.cumulativeTsn, 1)
      const message = this.early.get(this.cumulativeTsn)
      if (message !== undefined) this.offerBeginning(message)
    }
    this.cumulativeTsn = cumulativeTsn
    this.deliverParts()
  }

  /** Gives up the highest TSN held above `tsn` and at most `highest` (RFC 9260 §6.2); null when there is none. */
  giveUpAbove(tsn: number, highest: number): number | null {
    if (this.byTsn.size === 0) return null
    for (let candidate = highest; tsnLess(tsn, candidate); candidate = tsnAdd(candidate, -1)) {
      const fragment = this.byTsn.get(candidate)
      if (fragment === undefined) continue
      this.giveUp(fragment)
      return candidate
    }
    return null
  }

  private hold(message: PartialMessage, chunk: IDataChunk, octets: Uint8Array): void {
    const { tsn, fragmentSequenceNumber, payloadLength: length } = chunk
    this.slab.store(octets, chunk.payloadAt, length)
    const fragment = { message, tsn, fragmentSequenceNumber, page: this.slab.page, at: this.slab.at, length }
    this.window.held += length + I_DATA_CHUNK_HEADER_LENGTH
    this.byTsn.set(tsn, fragment)
    message.fragments.set(fragmentSequenceNumber, fragment)
    if (chunk.beginning) message.payloadProtocolId = chunk.payloadProtocolId
    if (chunk.ending) message.last = fragmentSequenceNumber
    if (message.fragments.size === 1 || tsnLess(message.furthest, fragmentSequenceNumber)) message.furthest = fragmentSequenceNumber
  }

  /** A fragment of the message has come. */
  private progress(message: PartialMessage): void {
    const { stream, unordered } = message
    if (stream.busy === message) {
      this.handOverPart(message)
      return
    }
    // An ordered one waits for its turn, where it is found by its MID.
    if (!unordered && message.messageId !== stream.expected) return
    if (!message.isWhole) {
      if (message.canBegin) this.offerBeginning(message)
    } else if (stream.busy !== null) {
      this.withdrawBeginning(message)
      // §2.1 numbers unordered messages, too, but they need not come in that order.
      if (unordered) (stream.behind ??= new Set()).add(message)
    } else {
      this.deliverWhole(message)
      if (!unordered) this.turnOver(stream)
    }
  }

  /** The turn is the next ordered message's, and that of those after it which are whole. */
  private turnOver(stream: InterleavedStream): void {
    stream.expected = tsnAdd(stream.expected, 1)
    this.deliverInTurn(stream)
  }

  private deliverInTurn(stream: InterleavedStream): void {
    while (this.messages.size > 0) {
      const message = this.messages.get(keyOf(stream.id, false, stream.expected))
      if (message === undefined) return
      if (!message.isWhole) {
        if (message.canBegin) this.offerBeginning(message)
        return
      }
      this.deliverWhole(message)
      stream.expected = tsnAdd(stream.expected, 1)
    }
  }

  private deliverWhole(message: PartialMessage): void {
    const { stream, unordered, messageId, payloadProtocolId, fragments } = message
    this.withdrawBeginning(message)
    this.messages.delete(message.key)
    if (fragments.size > 1) {
      this.reassembled++
      const { octets, lastTsn } = this.gather(message)
      this.deliver(stream, unordered, messageId, payloadProtocolId, lastTsn, octets, 0, octets.length, null, 0)
      return
    }
    // It stays where it is held until the user has taken it.
    const { tsn, page, at, length } = fragments.get(message.next)!
    this.forget(tsn)
    const heldOctets = length + I_DATA_CHUNK_HEADER_LENGTH
    this.deliver(stream, unordered, messageId, payloadProtocolId, tsn, page.octets, at, length, page, heldOctets)
  }

  // ---- messages in parts (RFC 9260 §6.9)

  /** What fills the buffer before it is whole is handed over as it comes, or it could never be received. */
  private deliverParts(): void {
    while (this.window.held >= this.partialDeliveryPoint && this.readyStreams.size > 0) {
      const [stream] = this.readyStreams as Iterable<InterleavedStream>
      const [message] = stream!.beginnings as Iterable<PartialMessage>
      this.withdrawBeginning(message!)
      this.readyStreams.delete(stream!)
      this.busyStreams.add(stream!)
      stream!.busy = message!
      this.handOverPart(message!)
    }
  }

  /** All that has come of a message, up to its first gap. */
  private handOverPart(message: PartialMessage): void {
    if (!message.canBegin) return
    const { stream, unordered, messageId, payloadProtocolId } = message
    const { octets, lastTsn } = this.gather(message)
    const ended = message.last !== null && tsnLess(message.last, message.next)
    this.deliver(stream, unordered, messageId, payloadProtocolId, lastTsn, octets, 0, octets.length, null, 0, !ended)
    if (!ended) return
    this.reassembled++
    this.messages.delete(message.key)
    stream.busy = null
    this.busyStreams.delete(stream)
    for (const kept of stream.behind ?? []) this.deliverWhole(kept)
    stream.behind = null
    if (!unordered) stream.expected = tsnAdd(stream.expected, 1)
    this.deliverInTurn(stream)
    if (stream.beginnings !== null && stream.beginnings.size > 0) this.readyStreams.add(stream)
  }

  /**
   * The message may be handed over in parts once nothing is missing before it: one that waited for it, of the same stream, would fill the
   * buffer that its own rest needs.
   */
  private offerBeginning(message: PartialMessage): void {
    const { stream } = message
    const { tsn } = message.fragments.get(message.next)!
    if (tsnLess(this.cumulativeTsn, tsn)) {
      this.early.set(tsn, message)
      return
    }
    this.early.delete(tsn)
    stream.beginnings ??= new Set()
    stream.beginnings.add(message)
    if (stream.busy === null) this.readyStreams.add(stream)
  }

  private withdrawBeginning(message: PartialMessage): void {
    const { stream } = message
    if (stream.beginnings?.delete(message) === true && stream.beginnings.size === 0) this.readyStreams.delete(stream)
  }

  // ---- memory

  /** The fragments from the next one on as one piece; they are held no longer. */
  private gather(message: PartialMessage): { readonly octets: Uint8Array; readonly lastTsn: number } {
    const parts: Fragment[] = []
    let length = 0
    for (let part = message.fragments.get(message.next); part !== undefined; part = message.fragments.get(message.next)) {
      parts.push(part)
      length += part.length
      message.fragments.delete(message.next)
      message.next = tsnAdd(message.next, 1)
    }
    const octets = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      octets.set(part.page.octets.subarray(part.at, part.at + part.length), at)
      at += part.length
      this.release(part)
    }
    return { octets, lastTsn: parts.at(-1)!.tsn }
  }

  private giveUp(fragment: Fragment): void {
    const { message, fragmentSequenceNumber } = fragment
    const { stream, unordered, messageId, fragments } = message
    fragments.delete(fragmentSequenceNumber)
    this.release(fragment)
    if (message.last === fragmentSequenceNumber) message.last = null
    stream.behind?.delete(message)
    if (!message.canBegin) this.withdrawBeginning(message)
    else if (stream.busy !== message && (unordered || messageId === stream.expected)) this.offerBeginning(message)
    if (fragments.size === 0 && stream.busy !== message) this.messages.delete(message.key)
  }

  private release({ tsn, page, length }: Fragment): void {
    this.forget(tsn)
    this.slab.release(page)
    this.window.held -= length + I_DATA_CHUNK_HEADER_LENGTH
  }

  private forget(tsn: number): void {
    this.byTsn.delete(tsn)
    this.early.delete(tsn)
  }

  /** §4.1: the lower half of the MID stands for the stream sequence number. */
  private deliver(
    stream: InterleavedStream,
    unordered: boolean,
    messageId: number,
    payloadProtocolId: number,
    tsn: number,
    octets: Uint8Array,
    offset: number,
    length: number,
    page: SlabPage | null,
    heldOctets: number,
    partial = false,
  ): void {
    const number = messageId & LOWER_HALF
    this.delivery.push(stream.id, number, payloadProtocolId, unordered, tsn, octets, offset, length, page, heldOctets, partial)
  }
}

/** RFC 8260 §2.1: FSNs count from 0, each once, and nothing comes after the last. */
function contradicts(message: PartialMessage, { fragmentSequenceNumber, beginning, ending }: IDataChunk): boolean {
  const { fragments, next, last, furthest } = message
  const begun = message.stream.busy === message
  // The first has the B bit; FSN 0 without it is what comes round again after 2^32 fragments.
  if (beginning ? begun : !begun && fragmentSequenceNumber === 0) return true
  if (tsnDistance(next, fragmentSequenceNumber) < 0 || fragments.has(fragmentSequenceNumber)) return true
  if (last !== null && (ending || tsnLess(last, fragmentSequenceNumber))) return true
  return ending && fragments.size > 0 && tsnLess(fragmentSequenceNumber, furthest)
}

/** One number for the three: 49 bits. */
function keyOf(streamId: number, unordered: boolean, messageId: number): number {
  return (2 * streamId + (unordered ? 1 : 0)) * 2 ** 32 + messageId
}

const LOWER_HALF = 0xffff
