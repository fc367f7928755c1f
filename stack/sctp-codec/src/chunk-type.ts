/**
 * Chunk types of RFC 9260 §3.2, of AUTH (RFC 4895 §5.1), ASCONF and its answer (RFC 5061 §4.1), PAD (RFC 4820 §3), FORWARD TSN (RFC 3758
 * §3.2), I-DATA and I-FORWARD-TSN (RFC 8260 §2.1, §2.3.1).
 */
export const DATA = 0
export const INIT = 1
export const INIT_ACK = 2
export const SACK = 3
export const HEARTBEAT = 4
export const HEARTBEAT_ACK = 5
export const ABORT = 6
export const SHUTDOWN = 7
export const SHUTDOWN_ACK = 8
export const ERROR = 9
export const COOKIE_ECHO = 10
export const COOKIE_ACK = 11
export const SHUTDOWN_COMPLETE = 14
export const AUTH = 0x0f
export const I_DATA = 0x40
export const ASCONF_ACK = 0x80
export const PAD = 0x84
export const FORWARD_TSN = 0xc0
export const ASCONF = 0xc1
export const I_FORWARD_TSN = 0xc2

/** The RFC's short name, also for the chunk types of extensions this codec does not read; "chunk type 77" for the rest. */
export function chunkTypeName(type: number): string {
  return NAMES.get(type) ?? `chunk type ${type}`
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [DATA, 'DATA'],
  [INIT, 'INIT'],
  [INIT_ACK, 'INIT ACK'],
  [SACK, 'SACK'],
  [HEARTBEAT, 'HEARTBEAT'],
  [HEARTBEAT_ACK, 'HEARTBEAT ACK'],
  [ABORT, 'ABORT'],
  [SHUTDOWN, 'SHUTDOWN'],
  [SHUTDOWN_ACK, 'SHUTDOWN ACK'],
  [ERROR, 'ERROR'],
  [COOKIE_ECHO, 'COOKIE ECHO'],
  [COOKIE_ACK, 'COOKIE ACK'],
  [12, 'ECNE'],
  [13, 'CWR'],
  [SHUTDOWN_COMPLETE, 'SHUTDOWN COMPLETE'],
  [AUTH, 'AUTH'],
  [I_DATA, 'I-DATA'],
  [ASCONF_ACK, 'ASCONF-ACK'],
  [0x82, 'RE-CONFIG'], // RFC 6525 §3.1
  [PAD, 'PAD'],
  [FORWARD_TSN, 'FORWARD TSN'],
  [ASCONF, 'ASCONF'],
  [I_FORWARD_TSN, 'I-FORWARD-TSN'],
])
