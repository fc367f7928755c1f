/** What an association has counted since its start: the association table of RFC 3873 §3 and what people ask for besides. */
export class AssociationStatistics {
  packetsSent = 0
  packetsReceived = 0
  /** First transmissions of DATA chunks, and those of them with the U bit. */
  dataChunksSent = 0
  unorderedChunksSent = 0
  /** DATA chunks received for the first time and taken in, and those of them with the U bit. */
  dataChunksReceived = 0
  unorderedChunksReceived = 0
  dataChunksRetransmitted = 0
  fastRetransmissions = 0
  t3Expirations = 0
  duplicateTsnsReceived = 0
  /** Chunks other than DATA, SACKs among them. */
  controlChunksSent = 0
  controlChunksReceived = 0
  /** User messages that took more than one DATA chunk. */
  messagesFragmented = 0
  messagesReassembled = 0
  t1Expirations = 0
  t2Expirations = 0
  sacksSent = 0
  sacksReceived = 0
  messagesSent = 0
  messagesReceived = 0
  messagesAcknowledged = 0
  /** Given up by their policies (RFC 3758 §3.4), after at least a part of them was sent, and before; AbandonedMessages has more. */
  messagesAbandonedSent = 0
  messagesAbandonedUnsent = 0
  forwardTsnsSent = 0
  forwardTsnsReceived = 0
  heartbeatsSent = 0
  heartbeatAcksReceived = 0
  zeroWindowProbes = 0
  dataDroppedForWindow = 0
  /** Packets whose AUTH chunk proved nothing, and chunks that came without the one they need (RFC 4895 §6.3). */
  authenticationFailures = 0
  unauthenticatedChunks = 0
  /** Chunks refused: malformed, of the wrong state, or with a value that makes no sense. */
  chunksDiscarded = 0

  /** Adds what another has counted: an endpoint keeps the sums of associations that are gone. */
  absorb(other: AssociationStatistics): void {
    for (const name of Object.keys(this) as (keyof AssociationStatistics)[]) {
      const count = other[name]
      if (typeof count === 'number') (this as unknown as Record<string, number>)[name]! += count
    }
  }
}
