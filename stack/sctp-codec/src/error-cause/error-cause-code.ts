/** Cause codes of RFC 9260 §3.3.10 RFC 5061 §4.3 and RFC 4895 §4.1. */
export const INVALID_STREAM_IDENTIFIER = 1
export const MISSING_MANDATORY_PARAMETER = 2
export const STALE_COOKIE = 3
export const OUT_OF_RESOURCE = 4
export const UNRESOLVABLE_ADDRESS = 5
export const UNRECOGNIZED_CHUNK_TYPE = 6
export const INVALID_MANDATORY_PARAMETER = 7
export const UNRECOGNIZED_PARAMETERS = 8
export const NO_USER_DATA = 9
export const COOKIE_RECEIVED_WHILE_SHUTTING_DOWN = 10
export const RESTART_WITH_NEW_ADDRESSES = 11
export const USER_INITIATED_ABORT = 12
export const PROTOCOL_VIOLATION = 13
export const REQUEST_TO_DELETE_LAST_ADDRESS = 0xa0
export const RESOURCE_SHORTAGE = 0xa1
export const REQUEST_TO_DELETE_SOURCE_ADDRESS = 0xa2
export const ILLEGAL_ASCONF_ACK = 0xa3
export const REQUEST_REFUSED_NO_AUTHORIZATION = 0xa4
export const UNSUPPORTED_HMAC_IDENTIFIER = 0x0105

/** The RFC's name, also for causes of extensions this codec keeps as unknown; "cause code 77" for the rest. */
export function errorCauseName(code: number): string {
  return NAMES.get(code) ?? `cause code ${code}`
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [INVALID_STREAM_IDENTIFIER, 'Invalid Stream Identifier'],
  [MISSING_MANDATORY_PARAMETER, 'Missing Mandatory Parameter'],
  [STALE_COOKIE, 'Stale Cookie'],
  [OUT_OF_RESOURCE, 'Out of Resource'],
  [UNRESOLVABLE_ADDRESS, 'Unresolvable Address'],
  [UNRECOGNIZED_CHUNK_TYPE, 'Unrecognized Chunk Type'],
  [INVALID_MANDATORY_PARAMETER, 'Invalid Mandatory Parameter'],
  [UNRECOGNIZED_PARAMETERS, 'Unrecognized Parameters'],
  [NO_USER_DATA, 'No User Data'],
  [COOKIE_RECEIVED_WHILE_SHUTTING_DOWN, 'Cookie Received While Shutting Down'],
  [RESTART_WITH_NEW_ADDRESSES, 'Restart of an Association with New Addresses'],
  [USER_INITIATED_ABORT, 'User-Initiated Abort'],
  [PROTOCOL_VIOLATION, 'Protocol Violation'],
  [REQUEST_TO_DELETE_LAST_ADDRESS, 'Request to Delete Last Remaining IP Address'],
  [RESOURCE_SHORTAGE, 'Operation Refused Due to Resource Shortage'],
  [REQUEST_TO_DELETE_SOURCE_ADDRESS, 'Request to Delete Source IP Address'],
  [ILLEGAL_ASCONF_ACK, 'Association Aborted Due to Illegal ASCONF-ACK'],
  [REQUEST_REFUSED_NO_AUTHORIZATION, 'Request Refused - No Authorization'],
  [UNSUPPORTED_HMAC_IDENTIFIER, 'Unsupported HMAC Identifier'],
])
