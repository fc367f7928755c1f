/** What became of the DATA of one AS, in messages, since it was configured. Every message counts once among the first six. */
export class ApplicationServerStatistics {
  /** Taken by an association; in broadcast, by one at least. */
  sent = 0
  /** Put into the queue of AS-PENDING. */
  queued = 0
  refusedQueueFull = 0
  refusedNotActive = 0
  refusedSendBufferFull = 0
  refusedNoDataStream = 0

  /** Of the queued: sent when an ASP became active, not taken by its association then, dropped when T(r) expired. */
  replayed = 0
  replayRefused = 0
  discarded = 0

  /** Copies that broadcast could not hand to one of several ASPs. */
  broadcastRefused = 0

  /** From its ASPs, towards a destination that is not available. */
  discardedUnavailable = 0

  /** Of the sent: given to another ASP, or to the queue, after the association that had them was lost. */
  redistributed = 0
  /** Of the sent: left, but were not acknowledged when the association was lost; they may have arrived. */
  unacknowledged = 0
  /** Of the sent: had not left when the association was lost, and nobody else could take them. */
  undeliverable = 0
}
