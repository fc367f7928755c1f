import type { Slab, SlabPage } from '@sigbed/octets'
import { DATA_CHUNK_HEADER_LENGTH, type DataChunk, tsnDistance, tsnLess } from '@sigbed/sctp-codec'
import type { ReceiveWindow } from './receive-window.js'

/** One fragment held in the slab. */
interface Fragment {
  readonly page: SlabPage
  readonly at: number
  readonly length: number
}

/** Fragments of one message with consecutive TSNs: all that is known of a message so far, or a part of it. */
interface Run {
  firstTsn: number
  lastTsn: number
  begins: boolean
  ends: boolean
  octets: number
  readonly streamId: number
  readonly streamSequenceNumber: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  fragments: Fragment[]
}

/** A part of a message that is handed over before the rest has come. */
export interface PartOfMessage extends ReassembledMessage {
  /** Nothing of the message follows. */
  readonly last: boolean
}

/** A message put together again. `octets` is its own copy. */
export interface ReassembledMessage {
  readonly streamId: number
  readonly streamSequenceNumber: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  readonly lastTsn: number
  readonly octets: Uint8Array
}

/** What a fragment led to: held for more, a whole message, or a contradiction the peer has to answer for. */
export type ReassemblyOutcome = 'held' | 'contradiction' | ReassembledMessage

/**
 * Puts fragmented user messages together (RFC 9260 §6.9). Fragments of a message have consecutive TSNs, so what has arrived is a
 * set of runs that grow at both ends and merge; a run with a beginning and an end is a message.
 */
export class ReassemblyQueue {
  /** Fragments held; zero when every message begun has been put together. */
  heldFragments = 0
  /** The message of which parts have been handed over already. */
  private delivering: Run | null = null
  private readonly byFirst = new Map<number, Run>()
  private readonly byLast = new Map<number, Run>()

  /** @param window what is held here counts against it, headers included */
  constructor(
    private readonly slab: Slab,
    private readonly window: ReceiveWindow,
  ) {}

  /** Takes in a DATA chunk that is not a whole message; `octets` is the packet, copied here. */
  add(chunk: DataChunk, octets: Uint8Array): ReassemblyOutcome {
    if (this.contradicts(chunk)) return 'contradiction'
    const before = chunk.beginning ? undefined : this.byLast.get((chunk.tsn - 1) >>> 0)
    const after = chunk.ending ? undefined : this.byFirst.get((chunk.tsn + 1) >>> 0)
    if ((before !== undefined && !sameMessage(before, chunk)) || (after !== undefined && !sameMessage(after, chunk))) return 'contradiction'

    this.slab.store(octets, chunk.payloadAt, chunk.payloadLength)
    const fragment = { page: this.slab.page, at: this.slab.at, length: chunk.payloadLength }
    this.window.held += fragment.length + DATA_CHUNK_HEADER_LENGTH
    this.heldFragments++
    const run = this.extend(before, chunk, fragment)
    const whole = after === undefined ? run : this.merge(run, after)
    return whole.begins && whole.ends && whole !== this.delivering ? this.complete(whole) : 'held'
  }

  /**
   * True when the runs next to the chunk cannot be right together with it: TSNs of one message are consecutive (§6.9), so a message
   * begins exactly where the one before ends. Asked for whole messages too; what contradicts could never be put together.
   */
  contradicts(chunk: DataChunk): boolean {
    const before = this.byLast.get((chunk.tsn - 1) >>> 0)
    const after = this.byFirst.get((chunk.tsn + 1) >>> 0)
    return (before !== undefined && before.ends !== chunk.beginning) || (after !== undefined && after.begins !== chunk.ending)
  }

  /** The highest TSN held here above `tsn`: the end of a run, but for what has been handed over; null when there is none. */
  highestTsnAbove(tsn: number): number | null {
    let highest: number | null = null
    for (const [last, run] of this.byLast) if (run.fragments.length > 0 && tsnLess(highest ?? tsn, last)) highest = last
    return highest
  }

  /** Gives up the fragment with this TSN if it is the last of its run; true when it was there. For making room (§6.2). */
  dropLast(tsn: number): boolean {
    const run = this.byLast.get(tsn)
    if (run === undefined) return false
    const fragment = run.fragments.pop()
    // What has been handed over cannot be given up.
    if (fragment === undefined) return false
    this.byLast.delete(run.lastTsn)
    this.forget(fragment)
    run.ends = false
    run.octets -= fragment.length
    if (run.fragments.length === 0 && run !== this.delivering) {
      this.byFirst.delete(run.firstTsn)
    } else {
      run.lastTsn = (run.lastTsn - 1) >>> 0
      this.byLast.set(run.lastTsn, run)
    }
    return true
  }

  /**
   * RFC 3758 §3.6: gives up every message that still lacks a TSN above `from`, the point so far, and up to `to`, as that will not come any
   * more. A message being handed over in parts may be among them: `partlyDelivered` is null then. Costs no more than the TSNs passed or
   * the runs held, whichever are fewer.
   */
  dropIncomplete(from: number, to: number): void {
    if (this.byFirst.size === 0) return
    const begun = this.byLast.get(from)
    if (begun !== undefined && !begun.ends) this.drop(begun)
    const passed = tsnDistance(from, to) + 1
    if (passed < this.byFirst.size) {
      for (let i = 1; i <= passed; i++) this.dropIfIncomplete(this.byFirst.get((from + i) >>> 0), to)
    } else {
      for (const run of this.byFirst.values()) this.dropIfIncomplete(run, to)
    }
  }

  /**
   * True for a fragment whose message was given up before it came: the one before it has been passed (`cumulativeTsn`) and is not held. It
   * could never be put together; what is held behind it goes, too.
   */
  isOrphan(chunk: DataChunk, cumulativeTsn: number): boolean {
    const before = (chunk.tsn - 1) >>> 0
    if (chunk.beginning || tsnLess(cumulativeTsn, before) || this.byLast.has(before)) return false
    const after = this.byFirst.get((chunk.tsn + 1) >>> 0)
    if (after !== undefined && !after.begins) this.drop(after)
    return true
  }

  private dropIfIncomplete(run: Run | undefined, to: number): void {
    if (run === undefined) return
    const lacks = run.begins ? !run.ends && tsnLess(run.lastTsn, to) : tsnLess((run.firstTsn - 2) >>> 0, to)
    if (lacks) this.drop(run)
  }

  private drop(run: Run): void {
    this.byFirst.delete(run.firstTsn)
    this.byLast.delete(run.lastTsn)
    for (const fragment of run.fragments) this.forget(fragment)
    run.fragments = []
    if (run === this.delivering) this.delivering = null
  }

  /** The message that is being handed over in parts, for whoever must be told that its rest will not come; null when none is. */
  get partlyDelivered(): Pick<ReassembledMessage, 'streamId' | 'streamSequenceNumber' | 'unordered'> | null {
    return this.delivering
  }

  /** Chooses a message to hand over in parts, unless one is being handed over: one that has begun and whose turn it is. */
  beginPartialDelivery(isItsTurn: (streamId: number, streamSequenceNumber: number, unordered: boolean) => boolean): void {
    if (this.delivering !== null) return
    for (const run of this.byFirst.values()) {
      if (!run.begins || !isItsTurn(run.streamId, run.streamSequenceNumber, run.unordered)) continue
      this.delivering = run
      return
    }
  }

  /** What of that message has come and not been handed over; null when there is nothing. */
  takePart(): PartOfMessage | null {
    const run = this.delivering
    if (run === null || run.fragments.length === 0) return null
    const last = run.ends
    const part = { ...this.gather(run), last }
    if (last) {
      this.delivering = null
      this.byFirst.delete(run.firstTsn)
      this.byLast.delete(run.lastTsn)
    }
    return part
  }

  private extend(before: Run | undefined, chunk: DataChunk, fragment: Fragment): Run {
    if (before === undefined) {
      const run: Run = {
        firstTsn: chunk.tsn,
        lastTsn: chunk.tsn,
        begins: chunk.beginning,
        ends: chunk.ending,
        octets: fragment.length,
        streamId: chunk.streamId,
        streamSequenceNumber: chunk.streamSequenceNumber,
        payloadProtocolId: chunk.payloadProtocolId,
        unordered: chunk.unordered,
        fragments: [fragment],
      }
      this.byFirst.set(run.firstTsn, run)
      this.byLast.set(run.lastTsn, run)
      return run
    }
    this.byLast.delete(before.lastTsn)
    before.lastTsn = chunk.tsn
    before.ends = chunk.ending
    before.octets += fragment.length
    before.fragments.push(fragment)
    this.byLast.set(before.lastTsn, before)
    return before
  }

  private merge(lower: Run, upper: Run): Run {
    this.byLast.delete(lower.lastTsn)
    this.byFirst.delete(upper.firstTsn)
    lower.lastTsn = upper.lastTsn
    lower.ends = upper.ends
    lower.octets += upper.octets
    if (lower.fragments.length < upper.fragments.length) {
      // Arrived backwards: put the few in front of the many.
      upper.fragments.unshift(...lower.fragments)
      lower.fragments = upper.fragments
    } else {
      for (const fragment of upper.fragments) lower.fragments.push(fragment)
    }
    this.byLast.set(lower.lastTsn, lower)
    return lower
  }

  private complete(run: Run): ReassembledMessage {
    this.byFirst.delete(run.firstTsn)
    this.byLast.delete(run.lastTsn)
    return this.gather(run)
  }

  /** All fragments of a run as one piece; the run is empty afterwards. */
  private gather(run: Run): ReassembledMessage {
    const octets = new Uint8Array(run.octets)
    let at = 0
    for (const fragment of run.fragments) {
      octets.set(fragment.page.octets.subarray(fragment.at, fragment.at + fragment.length), at)
      at += fragment.length
      this.forget(fragment)
    }
    run.fragments = []
    run.octets = 0
    return {
      streamId: run.streamId,
      streamSequenceNumber: run.streamSequenceNumber,
      payloadProtocolId: run.payloadProtocolId,
      unordered: run.unordered,
      lastTsn: run.lastTsn,
      octets,
    }
  }

  private forget(fragment: Fragment): void {
    this.slab.release(fragment.page)
    this.window.held -= fragment.length + DATA_CHUNK_HEADER_LENGTH
    this.heldFragments--
  }
}

/** RFC 9260 §6.9: all fragments of a message carry the same stream, stream sequence number and U flag. */
function sameMessage(run: Run, chunk: DataChunk): boolean {
  if (run.streamId !== chunk.streamId || run.unordered !== chunk.unordered) return false
  return chunk.unordered || run.streamSequenceNumber === chunk.streamSequenceNumber
}
