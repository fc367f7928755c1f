import type { KeptMessage } from './message-information.js'

/** How much a reader may leave lying before the peer has to wait. */
export interface QueueLimits {
  /** Messages of one association; 256 unless told. */
  readonly messages?: number
  /** Octets of payload of one association; 1 MiB unless told. A single message may be longer. */
  readonly octets?: number
}

/** Whoever can be made to wait: a socket. Neither call may do anything but note the wish. */
export interface MessageSource {
  pause(): void
  resume(): void
}

/**
 * Messages waiting for a reader who takes them one by one. Bounded for each association by itself, so that one whose messages nobody
 * takes does not hold up the others (RFC 6458 §3.3): when its lane is full, the association is paused and its peer's window closes;
 * when half of it has been taken, it goes on.
 *
 * One iteration at a time. Leaving it (break, return) pauses every source and keeps what lies here: the next iteration goes on there.
 */
export class MessageQueue implements AsyncIterable<KeptMessage> {
  private entries: Entry[] = []
  private head = 0
  private readonly lanes = new Set<MessageLane>()
  private readonly mostMessages: number
  private readonly mostOctets: number
  private waiting: Waiting[] = []
  private ended: { readonly error: Error | null } | null = null
  private errorTold = false
  private held = false
  private iterating = false

  /** @throws RangeError for limits below 1. */
  constructor(limits: QueueLimits = {}) {
    this.mostMessages = limits.messages ?? 256
    this.mostOctets = limits.octets ?? 1_048_576
    if (!(this.mostMessages >= 1 && this.mostOctets >= 1)) throw new RangeError('a queue holds 1 message and 1 octet at least')
  }

  /** Messages that wait. */
  get length(): number {
    return this.entries.length - this.head
  }

  /** A way in for one association. */
  open(source: MessageSource): MessageLane {
    const lane = new MessageLane(this, source)
    this.lanes.add(lane)
    if (this.held) lane.pause()
    return lane
  }

  /** No more will come; what lies here is still handed out. With an error the iteration then throws it, once. */
  end(error: Error | null): void {
    if (this.ended !== null) return
    this.ended = { error }
    if (this.length === 0) for (const { resolve, reject } of this.waiting.splice(0)) this.finish(resolve, reject)
  }

  /** Whoever hands the queue out refuses a second iteration while `isRead`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<KeptMessage> {
    this.iterating = true
    this.release()
    const iterator: AsyncIterableIterator<KeptMessage> = {
      next: () => this.next(),
      return: async () => {
        this.leave()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  /** An iteration is under way. */
  get isRead(): boolean {
    return this.iterating
  }

  /** For lanes. */
  accept(lane: MessageLane, message: KeptMessage): void {
    const waiting = this.waiting.shift()
    if (waiting !== undefined) {
      waiting.resolve({ done: false, value: message })
      return
    }
    this.entries.push({ lane, message })
    lane.messages++
    lane.octets += message.payload.length
    if (lane.messages >= this.mostMessages || lane.octets >= this.mostOctets) lane.pause()
  }

  /** For lanes. */
  forget(lane: MessageLane): void {
    this.lanes.delete(lane)
  }

  private next(): Promise<IteratorResult<KeptMessage>> {
    return new Promise((resolve, reject) => {
      const entry = this.take()
      if (entry !== null) resolve({ done: false, value: entry.message })
      else if (this.ended !== null || !this.iterating) this.finish(resolve, reject)
      else this.waiting.push({ resolve, reject })
    })
  }

  private take(): Entry | null {
    const entry = this.entries[this.head]
    if (entry === undefined) return null
    this.head++
    // The array is cut only when half of it is spent: what is taken costs the same whatever waits behind it.
    if (this.head >= SPENT_ENTRIES && 2 * this.head >= this.entries.length) {
      this.entries = this.entries.slice(this.head)
      this.head = 0
    }
    const { lane, message } = entry
    lane.messages--
    lane.octets -= message.payload.length
    if (!this.held && 2 * lane.messages <= this.mostMessages && 2 * lane.octets <= this.mostOctets) lane.resume()
    return entry
  }

  private finish(resolve: Waiting['resolve'], reject: Waiting['reject']): void {
    const error = this.ended?.error ?? null
    if (error === null || this.errorTold) resolve({ done: true, value: undefined })
    else {
      this.errorTold = true
      reject(error)
    }
  }

  private leave(): void {
    this.iterating = false
    this.held = true
    for (const lane of this.lanes) lane.pause()
    for (const { resolve } of this.waiting.splice(0)) resolve({ done: true, value: undefined })
  }

  private release(): void {
    if (!this.held) return
    this.held = false
    for (const lane of this.lanes) if (lane.messages < this.mostMessages && lane.octets < this.mostOctets) lane.resume()
  }
}

/** What one association has in a queue. */
export class MessageLane {
  messages = 0
  /** Of payload. */
  octets = 0
  private paused = false
  private closed = false

  constructor(
    private readonly queue: MessageQueue,
    private readonly source: MessageSource,
  ) {}

  accept(message: KeptMessage): void {
    this.queue.accept(this, message)
  }

  /** Nothing more comes this way; what it brought stays, and its source is free. */
  close(): void {
    this.resume()
    this.closed = true
    this.queue.forget(this)
  }

  pause(): void {
    if (this.paused || this.closed) return
    this.paused = true
    this.source.pause()
  }

  resume(): void {
    if (!this.paused) return
    this.paused = false
    this.source.resume()
  }
}

interface Entry {
  readonly lane: MessageLane
  readonly message: KeptMessage
}

interface Waiting {
  readonly resolve: (result: IteratorResult<KeptMessage>) => void
  readonly reject: (error: Error) => void
}

const SPENT_ENTRIES = 64
