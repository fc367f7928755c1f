/**
 * One user message on its way to the user. Hot: reused. `octets` from `offset` for `length` are borrowed: good until the callback
 * it was given to returns, or the next handle… or poll… call; to keep it, copyPayload().
 */
export class ReceivedMessage {
  streamId = 0
  streamSequenceNumber = 0
  payloadProtocolId = 0
  unordered = false
  /** TSN of the last chunk of the message. */
  tsn = 0
  /** Where the packet came from whose arrival completed the message or its turn: an index into the transport address table. */
  remoteAddress = -1
  /**
   * More of this message follows, in messages of the same stream and stream sequence number (RFC 9260 §11.1.7): it is longer than
   * the receive buffer likes. False for whole messages and for last parts.
   */
  partial = false
  octets: Uint8Array = NO_OCTETS
  offset = 0
  length = 0

  /** A copy of the payload that stays good. */
  copyPayload(): Uint8Array {
    // Uint8Array.slice copies; the slice of a Node Buffer would not.
    return Uint8Array.prototype.slice.call(this.octets, this.offset, this.offset + this.length)
  }
}

const NO_OCTETS = new Uint8Array(0)
