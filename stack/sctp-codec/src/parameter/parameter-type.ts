/** Parameter types this codec reads. RFC 9260 §3.3.2, §3.3.3, §3.3.5; RFC 4820 §4; RFC 4895 §3; RFC 5061 §4.2; RFC 3758 §3.1. */
export const HEARTBEAT_INFO = 1
export const IPV4_ADDRESS = 5
export const IPV6_ADDRESS = 6
export const STATE_COOKIE = 7
export const UNRECOGNIZED_PARAMETER = 8
export const COOKIE_PRESERVATIVE = 9
export const HOST_NAME_ADDRESS = 11
export const SUPPORTED_ADDRESS_TYPES = 12
export const ECN_CAPABLE = 0x8000
export const RANDOM = 0x8002
export const CHUNK_LIST = 0x8003
export const REQUESTED_HMAC_ALGORITHM = 0x8004
export const PADDING = 0x8005
export const SUPPORTED_EXTENSIONS = 0x8008
export const FORWARD_TSN_SUPPORTED = 0xc000
export const ADD_IP_ADDRESS = 0xc001
export const DELETE_IP_ADDRESS = 0xc002
export const ERROR_CAUSE_INDICATION = 0xc003
export const SET_PRIMARY_ADDRESS = 0xc004
export const SUCCESS_INDICATION = 0xc005

/** The RFC's name, also for parameters of extensions this codec keeps as unknown; "parameter type 77" for the rest. */
export function parameterTypeName(type: number): string {
  return NAMES.get(type) ?? `parameter type ${type}`
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [HEARTBEAT_INFO, 'Heartbeat Info'],
  [IPV4_ADDRESS, 'IPv4 Address'],
  [IPV6_ADDRESS, 'IPv6 Address'],
  [STATE_COOKIE, 'State Cookie'],
  [UNRECOGNIZED_PARAMETER, 'Unrecognized Parameter'],
  [COOKIE_PRESERVATIVE, 'Cookie Preservative'],
  [HOST_NAME_ADDRESS, 'Host Name Address'],
  [SUPPORTED_ADDRESS_TYPES, 'Supported Address Types'],
  [ECN_CAPABLE, 'ECN Capable'],
  [RANDOM, 'Random'],
  [CHUNK_LIST, 'Chunk List'],
  [REQUESTED_HMAC_ALGORITHM, 'Requested HMAC Algorithm'],
  [PADDING, 'Padding'],
  [SUPPORTED_EXTENSIONS, 'Supported Extensions'],
  [FORWARD_TSN_SUPPORTED, 'Forward-TSN-Supported'],
  [ADD_IP_ADDRESS, 'Add IP Address'],
  [DELETE_IP_ADDRESS, 'Delete IP Address'],
  [ERROR_CAUSE_INDICATION, 'Error Cause Indication'],
  [SET_PRIMARY_ADDRESS, 'Set Primary IP Address'],
  [SUCCESS_INDICATION, 'Success Indication'],
  [0xc006, 'Adaptation Layer Indication'], // RFC 5061 §4.2.6
])
