/** A point on the time line of whoever calls, in milliseconds; only differences mean anything. */
export type Instant = number
export const NEVER: Instant = Number.POSITIVE_INFINITY

/** The port M3UA listens on, registered for SCTP. RFC 4666 §7.3. */
export const M3UA_PORT = 2905
/** Payload Protocol Identifier of every M3UA message. RFC 4666 §7.1. */
export const M3UA_PAYLOAD_PROTOCOL_IDENTIFIER = 3

/** What M3UA asks of its association: one whole message per call. Something else opens, closes and re-opens the association. */
export interface LowerLayer {
  /**
   * Sends one M3UA message of `length` octets, with Payload Protocol Identifier 3. The octets are copied before it returns.
   * False when the association will not take it now (send buffer full, not established); nothing is remembered then.
   */
  send(octets: Uint8Array, offset: number, length: number, streamId: number, unordered: boolean): boolean
}

/**
 * Shows every message that an association had taken and did not see acknowledged, in the order of `send`. `sent`: it has left, and may have
 * arrived. The octets are borrowed until `visit` returns; the whole is good until the call returns that was handed it.
 */
export type UndeliveredMessages = (visit: (octets: Uint8Array, offset: number, length: number, sent: boolean) => void) => void
export const NOTHING_UNDELIVERED: UndeliveredMessages = () => {}

/**
 * What the association tells M3UA, named after the SCTP notifications of RFC 4666 §4.2.1. Calls are made one at a time,
 * never from within `LowerLayer.send`.
 */
export interface AssociationUser {
  /** @param outboundStreams how many streams this side may send on; DATA needs two (RFC 4666 §1.4.7). */
  communicationUp(outboundStreams: number, now: Instant): void
  /** @param undelivered what the association could not deliver; nothing when left out. May be called again, with what came to light later. */
  communicationLost(now: Instant, undelivered?: UndeliveredMessages): void
  /** The peer's SCTP began anew on the same association: everything agreed with it is void. */
  restart(outboundStreams: number, now: Instant, undelivered?: UndeliveredMessages): void
  /** One message; the octets are borrowed until the call returns. Never throws, whatever the octets. */
  handleMessage(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void
}

/** Whoever owns timers: `handleTimeout` is due at `pollTimeout()`, which may change with every other call. Early calls do nothing. */
export interface Timed {
  handleTimeout(now: Instant): void
  /** NEVER when idle. */
  pollTimeout(): Instant
}
