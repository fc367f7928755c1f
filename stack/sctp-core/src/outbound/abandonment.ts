import { DATA_BEGINNING, DATA_ENDING, DATA_UNORDERED } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { AT_ONCE, type Instant } from '../time.js'
import { CHUNK_ABANDONED, CHUNK_IN_FLIGHT, CHUNK_MARKED, type OutstandingChunk, type OutstandingData } from './outstanding-data.js'
import { isExpired, isSpent, PRIORITY } from './reliability-policy.js'
import type { QueuedMessage, SendQueue } from './send-queue.js'

/**
 * Gives up what is not to be sent any more, before packets are written: messages with a chunk that would be sent again (RFC 3758 §4.1
 * TR4, RFC 7496 §3.1), and the message in front when its lifetime has ended (TR3). To be called before control chunks are sent.
 */
export function abandonWhatIsSpent(association: Association, now: Instant): void {
  const { outbound, capabilities } = association
  if (!outbound.partlyReliable) return
  const { outstanding } = outbound
  if (outstanding.marked > 0 && capabilities.partialReliability) {
    for (let index = 0; index < outstanding.length; index++) {
      const chunk = outstanding.at(index)
      if (chunk.state === CHUNK_MARKED && isSpent(chunk.policy, chunk.policyValue, chunk.transmissions, now))
        abandonSent(association, chunk.serial, index)
    }
  }
  while (abandonFront(association, now));
}

/** TR3: the message in front is given up when its lifetime has ended. True when there was one. */
export function abandonFront(association: Association, now: Instant): boolean {
  const { outbound, capabilities } = association
  if (!outbound.partlyReliable || outbound.queue.length === 0) return false
  const message = outbound.queue.front
  if (!isExpired(message.policy, message.policyValue, now)) return false
  if (message.sent === 0) abandonUnsent(association, message)
  // What the peer has a part of can only be given up with its help.
  else if (capabilities.partialReliability) abandonSent(association, message.serial, outbound.outstanding.length - 1)
  else return false
  return true
}

/**
 * RFC 7496 §3.2: makes room for `length` octets by giving up messages of a lower priority than the message has that wants in; one without
 * a priority is above them all. Those that wait go first, then those that would be sent again, of either the longest queued first. What
 * is in flight stays: should it be lost, its path is to learn of it (RFC 3758 §3.5 F5).
 *
 * @returns false, and nothing was given up, when that would not be enough
 */
export function abandonForRoom(association: Association, length: number, policy: number, policyValue: number): boolean {
  const { outbound, capabilities, parameters } = association
  const { queue, outstanding } = outbound
  const needed = queue.bufferedOctets + length - parameters.sendBufferOctets
  const above = policy === PRIORITY ? policyValue : Number.NEGATIVE_INFINITY
  const givesWay = (one: QueuedMessage | OutstandingChunk) => one.policy === PRIORITY && one.policyValue > above

  let freed = 0
  const waiting: QueuedMessage[] = []
  for (let message = queue.oldest; message !== null && freed < needed; message = queue.after(message)) {
    if (message.sent > 0 || !givesWay(message)) continue
    waiting.push(message)
    freed += message.length
  }
  const marked = new Set<number>()
  for (let index = 0; capabilities.partialReliability && index < outstanding.length && freed < needed; index++) {
    const chunk = outstanding.at(index)
    if (chunk.state !== CHUNK_MARKED || !givesWay(chunk)) continue
    marked.add(chunk.serial)
    freed += chunk.length
  }
  if (freed < needed) return false
  for (const message of waiting) abandonUnsent(association, message)
  for (let index = 0; marked.size > 0 && index < outstanding.length; index++) {
    const { serial, state } = outstanding.at(index)
    if (state === CHUNK_MARKED && marked.delete(serial)) abandonSent(association, serial, index)
  }
  return true
}

/** A message without a TSN: nothing is sent for it (RFC 3758 §4.1 TR3). */
function abandonUnsent(association: Association, message: QueuedMessage): void {
  const { queue } = association.outbound
  const { page, length, context, streamId, policy } = message
  queue.bufferedOctets -= length
  queue.remove(message)
  queue.slab.release(page)
  settle(association, streamId, policy, context, false)
}

/**
 * RFC 3758 §3.5 A3: everything of a message of which at least a part has a TSN, also what has none yet.
 *
 * @param near index of one of its chunks, or of one above all of them
 */
function abandonSent(association: Association, serial: number, near: number): void {
  const { outbound } = association
  const { queue, outstanding } = outbound
  const chunks = chunksOf(outstanding, serial, near)
  const last = chunks.at(-1)
  const rest = last !== undefined && (last.flags & DATA_ENDING) !== 0 ? null : queuedOf(queue, serial)
  const one = rest ?? last
  if (one === undefined) return
  const { page, context, streamId, policy } = one
  for (const chunk of chunks) abandonChunk(association, chunk)
  if (rest !== null) skipRest(association, rest)
  queue.slab.release(page)
  outbound.advancedPeerAckPoint.abandoned()
  settle(association, streamId, policy, context, true)
}

/** §3.5 A2: finally acknowledged and no longer outstanding, but no path is credited with it. */
function abandonChunk({ outbound, paths }: Association, chunk: OutstandingChunk): void {
  const { queue, outstanding, advancedPeerAckPoint } = outbound
  const path = paths.paths[chunk.path]!
  if (chunk.state === CHUNK_IN_FLIGHT) {
    outbound.peerWindow += chunk.length
    if (path.timedTsn === chunk.tsn) path.timedAt = Number.NaN
  }
  queue.bufferedOctets -= chunk.length
  outstanding.abandon(chunk, paths.paths)
  if (path.outstandingOctets === 0 && !advancedPeerAckPoint.waitsOn(path)) path.stopT3()
}

/**
 * A TSN stands for all that was not sent: a FORWARD TSN must end behind the message, and where it has not come yet, fragments without an
 * end right before the beginning of the next message would be a contradiction (RFC 9260 §6.9).
 */
function skipRest({ outbound, paths }: Association, rest: QueuedMessage): void {
  const { queue, outstanding } = outbound
  const chunk = outstanding.skip(paths.dataPath(), paths.paths)
  chunk.flags = rest.unordered ? DATA_ENDING | DATA_UNORDERED : DATA_ENDING
  chunk.streamId = rest.streamId
  chunk.streamSequenceNumber = rest.streamSequenceNumber
  chunk.serial = rest.serial
  queue.bufferedOctets -= rest.length - rest.sent
  queue.remove(rest)
}

/** Counts it, and notes what the user is to hear. */
function settle(association: Association, streamId: number, policy: number, context: number, sent: boolean): void {
  const { statistics, abandonedMessages, outcomes } = association
  if (sent) statistics.messagesAbandonedSent++
  else statistics.messagesAbandonedUnsent++
  abandonedMessages.count(streamId, policy, sent)
  if (context !== 0) outcomes.push(context, false, sent, true)
  // In a turn whose packets are being written, outcomes and events have been asked for already: there is to be another.
  association.followUpAt = AT_ONCE
}

/** What is outstanding of a message, in the order of TSNs. */
function chunksOf(outstanding: OutstandingData, serial: number, near: number): OutstandingChunk[] {
  const chunks: OutstandingChunk[] = []
  const take = (index: number): number => {
    const chunk = outstanding.at(index)
    if (chunk.serial !== serial || chunk.state === CHUNK_ABANDONED) return 0
    chunks.push(chunk)
    return chunk.flags
  }
  for (let index = near; index >= 0; index--) if ((take(index) & DATA_BEGINNING) !== 0) break
  chunks.reverse()
  const ended = chunks.length > 0 && (chunks.at(-1)!.flags & DATA_ENDING) !== 0
  for (let index = near + 1; !ended && index < outstanding.length; index++) if ((take(index) & DATA_ENDING) !== 0) break
  return chunks
}

function queuedOf(queue: SendQueue, serial: number): QueuedMessage | null {
  for (let message = queue.oldest; message !== null; message = queue.after(message)) if (message.serial === serial) return message
  return null
}
