/**
 * What a peer asks of its association, be it SCTP or TCP. The one who implements it calls the peer back: connectionUp when an
 * association stands, connectionLost when it could not be had or is gone, handleMessage for each message, handleWritable when
 * a send that was refused would succeed now.
 *
 * After close() or abort() nothing more is reported of that association, neither messages nor its end.
 */
export interface LowerLayer {
  /** True for SCTP, where a message may be sent without waiting for those before it. */
  readonly unorderedDelivery: boolean
  /**
   * Octets of the longest message `send` ever takes: a longer one would be refused for ever. Known once an association
   * stands; absent where any is taken.
   */
  readonly longestMessage?: number
  /** Asks for an association. Only an initiator is asked, and only while it has none. */
  connect(): void
  /**
   * Sends one message, copying it. False when the send buffer is full: nothing was taken then.
   * @param unordered leave the message outside the stream's order (RFC 6733 §2.1.1); false wherever unorderedDelivery is.
   */
  send(octets: Uint8Array, offset: number, length: number, unordered: boolean): boolean
  /**
   * Whether the peer's certificate lets it be this Origin-Host (RFC 6733 §13.1). Absent where nobody has to show one. A peer that claims
   * another name is refused as an unknown peer.
   */
  isAuthenticatedAs?(originHost: string): boolean
  /**
   * The peer's pollTimeout may be earlier from now on, though this layer has neither reported nor sent anything: it is to be asked again,
   * soon. Absent where it is asked all the time.
   */
  deadlineMoved?(): void
  /** Ends the association in order: what was sent is still delivered. */
  close(): void
  /** Ends it at once: an SCTP ABORT, a TCP RST. */
  abort(): void
}

/** Of SCTP and TCP alike (RFC 6733 §2.1). */
export const DIAMETER_PORT = 3868

/**
 * For DTLS and TLS. RFC 6733 §2.1 prints 5658; IANA registered 5868, and that is where implementations listen.
 */
export const DIAMETER_SECURE_PORT = 5868

/** SCTP payload protocol identifiers (RFC 6733 §2.1.1): clear text, and inside DTLS. */
export const DIAMETER_PAYLOAD_PROTOCOL_ID = 46
export const DIAMETER_DTLS_PAYLOAD_PROTOCOL_ID = 47

/** 46, and 0 from peers older than the number. 47 is refused: there is no DTLS here, so the octets would be ciphertext. */
export function acceptsPayloadProtocolId(payloadProtocolId: number): boolean {
  return payloadProtocolId === DIAMETER_PAYLOAD_PROTOCOL_ID || payloadProtocolId === UNSPECIFIED_PAYLOAD_PROTOCOL_ID
}

const UNSPECIFIED_PAYLOAD_PROTOCOL_ID = 0
