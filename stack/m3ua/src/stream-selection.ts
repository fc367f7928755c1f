import { DATA_MESSAGE_CODE, MESSAGE_CLASS, MESSAGE_CODE, messageClassOf } from '@sigbed/m3ua-codec'

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

/**
 * Whether a message of this code has come on a stream it does not belong on, which is answered by "Invalid Stream Identifier" (RFC 4666
 * §3.8.1): DATA on stream 0; ASPSM and RKM on another, but for BEAT and its acknowledgement. NTFY, ASPTM and SSNM may come on any, and
 * an ERR, which is never answered, is taken wherever it comes.
 */
export function isUnexpectedStream(messageCode: number, streamId: number): boolean {
  if (streamId === MANAGEMENT_STREAM) return messageCode === DATA_MESSAGE_CODE
  switch (messageClassOf(messageCode)) {
    case MESSAGE_CLASS.ASPSM:
      return messageCode !== MESSAGE_CODE.BEAT && messageCode !== MESSAGE_CODE['BEAT ACK']
    case MESSAGE_CLASS.RKM:
      return true
    default:
      return false
  }
}
