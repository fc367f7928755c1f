/** ASPSM, ASPTM and MGMT go here, ordered. RFC 4666 §1.4.7. */
export const MANAGEMENT_STREAM = 0
/** There is no stream DATA may use. */
export const NO_DATA_STREAM = -1

/**
 * The stream for DATA with this Signalling Link Selection: the same for the same SLS, so that MTP3's sequence is kept, and never
 * stream 0. NO_DATA_STREAM when the association has no other: DATA cannot be sent at all then.
 */
export function dataStream(signallingLinkSelection: number, outboundStreams: number): number {
  // RFC 4666 §1.4.7: the DATA message MUST NOT be sent on stream 0.
  if (outboundStreams < 2) return NO_DATA_STREAM
  return 1 + (signallingLinkSelection % (outboundStreams - 1))
}
