import { copyOctets } from '@sigbed/octets'

/** Who wants to hear the answer to a request that arrived a second time. */
export interface AnswerRepeater {
  /**
   * Sends the answer once more with this Hop-by-Hop Identifier. `octets` are borrowed for the call.
   * @param connectionSerial of the association the request came on; on a later one there is nobody to answer
   */
  repeatAnswer(octets: Uint8Array, length: number, hopByHopId: number, connectionSerial: number): void
}

/** A request seen, and its answer once there is one. Belongs to DuplicateDetection, which reuses it; `serial` tells uses apart. */
export class RememberedRequest {
  serial = 0
  hash = 0
  endToEndId = 0
  originHost = new Uint8Array(64)
  originHostLength = 0
  answer: Uint8Array = new Uint8Array(0)
  /** 0 until there is an answer. */
  answerLength = 0
  forgetAt = 0
  /** The last one to ask again before there was an answer. */
  repeater: AnswerRepeater | null = null
  repeaterHopByHopId = 0
  repeaterSerial = 0
  /** The next in the same bucket, as an index; -1 at the end. */
  next = -1
}

/**
 * Finds requests that arrive more than once, after a failover or a lost answer: RFC 6733 §3 has them recognised by Origin-Host and
 * End-to-End Identifier, answered the same, and without any effect. Hot: a ring of reused records, found through a table of
 * buckets. Bounded by `capacity` and by the octets of the answers: the oldest is forgotten for the newest, be its time up or not.
 */
export class DuplicateDetection {
  private readonly capacity: number
  private readonly records: RememberedRequest[] = []
  private readonly buckets: Int32Array
  private serial = 0
  /** Of the answers, as their records hold them. */
  private octets = 0

  /**
   * @param capacity requests remembered, rounded up to a power of two; 0 switches the detection off
   * @param keepMs how long; RFC 6733 §3 has identifiers unique for four minutes at least
   * @param seed of the table: a peer that does not know it cannot choose identifiers that all fall into one bucket
   */
  constructor(
    capacity: number,
    private readonly keepMs = FOUR_MINUTES_MS,
    private readonly maximumOctets = MAXIMUM_OCTETS,
    private readonly seed = 0,
  ) {
    this.capacity = capacity === 0 ? 0 : 2 ** Math.ceil(Math.log2(capacity))
    this.buckets = new Int32Array(2 * this.capacity).fill(-1)
  }

  /** The request with this origin and identifier if it has been seen, else null. */
  find(octets: Uint8Array, hostAt: number, hostLength: number, endToEndId: number, now: number): RememberedRequest | null {
    if (this.capacity === 0) return null
    const hash = hashOf(octets, hostAt, hostLength, endToEndId ^ this.seed)
    for (let index = this.buckets[hash & (this.buckets.length - 1)]!; index !== -1; index = this.records[index]!.next) {
      const record = this.records[index]!
      if (record.hash === hash && record.endToEndId === endToEndId && sameHost(record, octets, hostAt, hostLength)) {
        return now < record.forgetAt ? record : null
      }
    }
    return null
  }

  /** Takes a new request in, which `find` has not found; null when switched off. */
  remember(octets: Uint8Array, hostAt: number, hostLength: number, endToEndId: number, now: number): RememberedRequest | null {
    if (this.capacity === 0) return null
    const index = this.serial & (this.capacity - 1)
    const record = this.records[index] ?? (this.records[index] = new RememberedRequest())
    if (record.serial !== 0) this.unlink(index, record)
    this.serial++
    record.serial = this.serial
    record.hash = hashOf(octets, hostAt, hostLength, endToEndId ^ this.seed)
    record.endToEndId = endToEndId
    if (record.originHost.length < hostLength) record.originHost = new Uint8Array(hostLength)
    copyOctets(octets, hostAt, hostLength, record.originHost, 0)
    record.originHostLength = hostLength
    record.answerLength = 0
    record.forgetAt = now + this.keepMs
    record.repeater = null
    const bucket = record.hash & (this.buckets.length - 1)
    record.next = this.buckets[bucket]!
    this.buckets[bucket] = index
    return record
  }

  /**
   * Keeps a copy of the answer, and gives it to whoever has asked again meanwhile. Nothing happens when the record has been
   * reused for another request since (`serial` differs).
   */
  keepAnswer(record: RememberedRequest, serial: number, octets: Uint8Array, length: number): void {
    if (record.serial !== serial) return
    if (record.answer.length < length) {
      this.octets += length - record.answer.length
      record.answer = new Uint8Array(length)
    }
    copyOctets(octets, 0, length, record.answer, 0)
    record.answerLength = length
    const { repeater } = record
    record.repeater = null
    repeater?.repeatAnswer(record.answer, length, record.repeaterHopByHopId, record.repeaterSerial)
    if (this.octets > this.maximumOctets) this.forgetOldest()
  }

  /** Until the answers fit: who asks decides how long they are, by the Session-Id and the Proxy-Info they repeat. */
  private forgetOldest(): void {
    for (let age = 0; age < this.capacity && this.octets > this.maximumOctets; age++) {
      const index = (this.serial + age) & (this.capacity - 1)
      const record = this.records[index]
      if (record === undefined || record.answer.length === 0) continue
      if (record.serial !== 0) this.unlink(index, record)
      record.serial = 0
      this.octets -= record.answer.length
      record.answer = NO_ANSWER
      record.answerLength = 0
    }
  }

  private unlink(index: number, record: RememberedRequest): void {
    const bucket = record.hash & (this.buckets.length - 1)
    let at = this.buckets[bucket]!
    if (at === index) {
      this.buckets[bucket] = record.next
      return
    }
    while (this.records[at]!.next !== index) at = this.records[at]!.next
    this.records[at]!.next = record.next
  }
}

function sameHost(record: RememberedRequest, octets: Uint8Array, at: number, length: number): boolean {
  if (record.originHostLength !== length) return false
  for (let i = 0; i < length; i++) if (record.originHost[i] !== octets[at + i]) return false
  return true
}

/** FNV-1a over the name, the identifier mixed in. Collisions cost a comparison, nothing else. */
function hashOf(octets: Uint8Array, at: number, length: number, identifier: number): number {
  let hash = 0x811c_9dc5 ^ identifier
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ octets[at + i]!, 0x0100_0193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

const NO_ANSWER = new Uint8Array(0)
export const FOUR_MINUTES_MS = 240_000
/** Of remembered answers. */
export const MAXIMUM_OCTETS = 64 * 1024 * 1024
