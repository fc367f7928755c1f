/** What the gateway and its ASPs, which are processes of their own, have to agree on. */

export const GATEWAY_ADDRESS = '127.46.66.1'
export const ASP_ADDRESSES = ['127.46.66.11', '127.46.66.12', '127.46.66.13']
export const ENCAPSULATION_PORT = 19_466
export const GATEWAY_PORT = 2905
export const ROUTING_CONTEXT = 1

/** SCTP notices a peer that was killed within 50 + 100 + 200 + 200 ms. */
export const PARAMETERS = {
  rtoInitialMs: 100,
  rtoMinMs: 50,
  rtoMaxMs: 200,
  pathMaxRetrans: 3,
  associationMaxRetrans: 3,
  maxInitRetransmits: 3,
  heartbeatIntervalMs: 500,
  sackDelayMs: 20,
  outboundStreams: 17,
  inboundStreams: 17,
}

/** Octets of one delivery on record: its number, its SLS, and the instant in milliseconds as a double. */
export const RECORD_LENGTH = 16

/** The monotonic clock of the machine, which all its processes share, in milliseconds. */
export function monotonicMs() {
  return Number(process.hrtime.bigint()) / 1e6
}
