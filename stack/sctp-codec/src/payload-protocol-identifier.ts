/**
 * Payload Protocol Identifiers: what the user data of a DATA chunk is, as its upper layer says. SCTP carries the number
 * and never acts on it (RFC 9260 §3.3.1); the values are IANA's (§15.5).
 */

/** M3UA, MTP3 user adaptation. RFC 4666 §7.1. */
export const M3UA = 3
/** Diameter in clear text over SCTP. RFC 6733 §11.5. */
export const DIAMETER = 46
/** Diameter over DTLS over SCTP. RFC 6733 §11.5. */
export const DIAMETER_DTLS = 47

/** The protocol's usual name; "unspecified" for 0, "payload protocol 77" for what stands not in the table below. */
export function payloadProtocolName(identifier: number): string {
  return NAMES.get(identifier) ?? `payload protocol ${identifier}`
}

/** The registered identifiers a signalling network is likely to show. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'unspecified'], // RFC 9260 §3.3.1
  [1, 'IUA'],
  [2, 'M2UA'],
  [M3UA, 'M3UA'],
  [4, 'SUA'],
  [5, 'M2PA'],
  [6, 'V5UA'],
  [7, 'H.248'],
  [8, 'BICC/Q.2150.3'],
  [10, 'DUA'],
  [11, 'ASAP'],
  [12, 'ENRP'],
  [13, 'H.323'],
  [18, 'S1AP'],
  [19, 'RUA'],
  [20, 'HNBAP'],
  [24, 'SBc-AP'],
  [25, 'NBAP'],
  [27, 'X2AP'],
  [DIAMETER, 'Diameter'],
  [DIAMETER_DTLS, 'Diameter over DTLS'],
  [60, 'NGAP'],
  [61, 'XnAP'],
])
