import { Slab, type SlabPage } from '@sigbed/octets'
import { RELIABLE } from './reliability-policy.js'
import { NO_MESSAGE, OutboundStream } from './scheduling/outbound-stream.js'
import { type StreamScheduler, type StreamSchedulerName, streamScheduler } from './scheduling/stream-scheduler.js'

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
  /** How reliable it is (reliability-policy.ts). */
  policy = RELIABLE
  policyValue = Number.NaN
  /** Assigned when the first fragment leaves, so that order on the wire and numbers agree (RFC 9260 §6.5); the MID where there are I-DATA. */
  streamSequenceNumber = 0
  /** FSN of the next fragment (RFC 8260 §2.1). */
  nextFragment = 0
  /** Its place in the order of `send`. */
  serial = 0
  // Neighbours in the order of `send` and in the stream, by slot; NO_MESSAGE at the ends. A free slot names the next one in `newer`.
  older = NO_MESSAGE
  newer = NO_MESSAGE
  before = NO_MESSAGE
  behind = NO_MESSAGE
  constructor(
    /** Where it stands in the send queue. */
    readonly slot: number,
  ) {}
}

/**
 * The user's messages, copied into a slab, in the order of `send`; with a scheduler that says which stream is next (RFC 8260 §3) there is
 * a queue for each stream besides. The memory of a message is shared with its outstanding chunks: one slab piece for the
 * whole message, released when its last chunk is acknowledged.
 */
export class SendQueue {
  /** Octets of user data here and outstanding together: what the send buffer's limit is held against. */
  bufferedOctets = 0
  /** Chunks of messages of different streams may take turns (RFC 8260 §2.2.2); without, a message begun is finished first. */
  interleaving = false
  /** A packet holds chunks of one stream only (RFC 8260 §3.3). */
  separatesStreams = false
  readonly slab: Slab
  private count = 0
  private slots: QueuedMessage[] = []
  private free = NO_MESSAGE
  private oldestSlot = NO_MESSAGE
  private newestSlot = NO_MESSAGE
  /** The message that must be finished before any other. */
  private begun = NO_MESSAGE
  private nextSerial = 0
  /** Those with messages since the scheduler was chosen. */
  private readonly streams: (OutboundStream | undefined)[] = []
  private scheduler: StreamScheduler | null = null

  /** @param values what the user sets for streams (RFC 8260 §4.3.3): the live map, read when a stream is first scheduled */
  constructor(
    poison: boolean,
    private readonly values: ReadonlyMap<number, number> = new Map(),
  ) {
    this.slab = new Slab(65_536, poison)
    this.addSlots(64)
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
    policy: number,
    policyValue: number,
  ): void {
    if (this.free === NO_MESSAGE) this.addSlots(this.slots.length)
    const message = this.slots[this.free]!
    this.free = message.newer
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
    message.policy = policy
    message.policyValue = policyValue
    message.streamSequenceNumber = 0
    message.nextFragment = 0
    message.serial = this.nextSerial++
    this.bufferedOctets += length
    this.link(message)
  }

  /** The message that is to be cut further: its stream has its turn. Only when length > 0. */
  get front(): QueuedMessage {
    if (this.begun !== NO_MESSAGE) return this.slots[this.begun]!
    return this.slots[this.scheduler === null ? this.oldestSlot : this.scheduler.next().first]!
  }

  /**
   * `octets` more of the message in front are in a chunk now. When that was the last of it, it is forgotten here, while its memory
   * lives on with its chunks.
   */
  cut(message: QueuedMessage, octets: number): void {
    message.sent += octets
    const ended = message.sent === message.length
    this.begun = ended || this.interleaving ? NO_MESSAGE : message.slot
    if (ended) this.unlink(message)
    if (this.scheduler !== null && this.begun === NO_MESSAGE) this.endTurn(message, this.interleaving ? octets : message.length)
  }

  /** Forgets a message wherever it stands; its memory, and what of it counts as buffered, are the caller's. */
  remove(message: QueuedMessage): void {
    if (this.begun === message.slot) this.begun = NO_MESSAGE
    this.unlink(message)
    if (this.scheduler === null) return
    const stream = this.streams[message.streamId]!
    if (stream.first === NO_MESSAGE) this.scheduler.leave(stream)
    else this.scheduler.changed(stream)
  }

  /** The first in the order of `send`; null when there is none. */
  get oldest(): QueuedMessage | null {
    return this.oldestSlot === NO_MESSAGE ? null : this.slots[this.oldestSlot]!
  }

  /** The one after `message` in the order of `send`; null after the last. */
  after(message: QueuedMessage): QueuedMessage | null {
    return message.newer === NO_MESSAGE ? null : this.slots[message.newer]!
  }

  // ---- scheduling (RFC 8260 §3)

  /** From now on; a message that must be finished is. */
  schedule(name: StreamSchedulerName): void {
    const scheduler = streamScheduler(name)
    this.scheduler = scheduler
    this.separatesStreams = name === 'round-robin-per-packet'
    this.streams.length = 0
    if (scheduler === null) return
    for (let message = this.oldest; message !== null; message = this.after(message)) this.linkInStream(message, scheduler)
  }

  /** RFC 8260 §4.3.3: a stream has been given another value than it had in `values`. */
  setValue(streamId: number, value: number): void {
    const stream = this.streams[streamId]
    if (stream === undefined) return
    stream.value = value
    if (stream.first !== NO_MESSAGE) this.scheduler?.changed(stream)
  }

  /** To be told before each packet; true when `front` is of another stream now. */
  startPacket(): boolean {
    return this.scheduler !== null && this.begun === NO_MESSAGE && this.scheduler.startPacket()
  }

  private endTurn(message: QueuedMessage, octets: number): void {
    const scheduler = this.scheduler!
    const stream = this.streams[message.streamId]!
    scheduler.served(stream, octets)
    if (stream.first === NO_MESSAGE) scheduler.leave(stream)
  }

  private streamOf(streamId: number): OutboundStream {
    let stream = this.streams[streamId]
    if (stream === undefined) {
      stream = new OutboundStream()
      stream.value = this.values.get(streamId) ?? 0
      this.streams[streamId] = stream
    }
    return stream
  }

  // ---- the two orders

  private link(message: QueuedMessage): void {
    const { slot } = message
    this.count++
    message.newer = NO_MESSAGE
    message.older = this.newestSlot
    if (this.newestSlot === NO_MESSAGE) this.oldestSlot = slot
    else this.slots[this.newestSlot]!.newer = slot
    this.newestSlot = slot
    if (this.scheduler !== null) this.linkInStream(message, this.scheduler)
  }

  private linkInStream(message: QueuedMessage, scheduler: StreamScheduler): void {
    const stream = this.streamOf(message.streamId)
    message.behind = NO_MESSAGE
    message.before = stream.last
    stream.last = message.slot
    if (message.before !== NO_MESSAGE) {
      this.slots[message.before]!.behind = message.slot
      return
    }
    stream.first = message.slot
    stream.firstSerial = message.serial
    scheduler.join(stream)
  }

  private unlink(message: QueuedMessage): void {
    const { slots } = this
    const { older, newer } = message
    this.count--
    if (older === NO_MESSAGE) this.oldestSlot = newer
    else slots[older]!.newer = newer
    if (newer === NO_MESSAGE) this.newestSlot = older
    else slots[newer]!.older = older
    if (this.scheduler !== null) this.unlinkInStream(message)
    message.page = NO_PAGE
    message.newer = this.free
    this.free = message.slot
  }

  private unlinkInStream({ streamId, before, behind }: QueuedMessage): void {
    const { slots } = this
    const stream = this.streams[streamId]!
    if (behind === NO_MESSAGE) stream.last = before
    else slots[behind]!.before = before
    if (before !== NO_MESSAGE) {
      slots[before]!.behind = behind
      return
    }
    stream.first = behind
    if (behind !== NO_MESSAGE) stream.firstSerial = slots[behind]!.serial
  }

  private addSlots(count: number): void {
    const { length } = this.slots
    for (let slot = length; slot < length + count; slot++) {
      const message = new QueuedMessage(slot)
      message.newer = slot + 1 < length + count ? slot + 1 : this.free
      this.slots.push(message)
    }
    this.free = length
  }
}

const NO_PAGE = new Slab(0).page
