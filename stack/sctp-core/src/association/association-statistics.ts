/** What an association has counted since its start: the association table of RFC 3873 §3 and what people ask for besides. */
export class AssociationStatistics {
  packetsSent = 0
  packetsReceived = 0
  dataChunksSent = 0
  dataChunksReceived = 0
  dataChunksRetransmitted = 0
  fastRetransmissions = 0
  t3Expirations = 0
  duplicateTsnsReceived = 0
  sacksSent = 0
  sacksReceived = 0
  messagesSent = 0
  messagesReceived = 0
  messagesAcknowledged = 0
  heartbeatsSent = 0
  heartbeatAcksReceived = 0
  zeroWindowProbes = 0
  dataDroppedForWindow = 0
  /** Chunks refused: malformed, of the wrong state, or with a value that makes no sense. */
  chunksDiscarded = 0
}
