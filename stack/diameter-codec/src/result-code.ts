/**
 * The values of the Result-Code AVP, named as in RFC 6733 §7.1. The thousands digit is the class: 3xxx are protocol
 * errors and travel only in answers whose E bit is set (§7.1.3), 4xxx only in answers whose E bit is clear (§7.1.4).
 */
export const ResultCode = {
  DIAMETER_MULTI_ROUND_AUTH: 1001,
  DIAMETER_SUCCESS: 2001,
  DIAMETER_LIMITED_SUCCESS: 2002,
  DIAMETER_COMMAND_UNSUPPORTED: 3001,
  DIAMETER_UNABLE_TO_DELIVER: 3002,
  DIAMETER_REALM_NOT_SERVED: 3003,
  DIAMETER_TOO_BUSY: 3004,
  DIAMETER_LOOP_DETECTED: 3005,
  DIAMETER_REDIRECT_INDICATION: 3006,
  DIAMETER_APPLICATION_UNSUPPORTED: 3007,
  DIAMETER_INVALID_HDR_BITS: 3008,
  DIAMETER_INVALID_AVP_BITS: 3009,
  DIAMETER_UNKNOWN_PEER: 3010,
  DIAMETER_AUTHENTICATION_REJECTED: 4001,
  DIAMETER_OUT_OF_SPACE: 4002,
  ELECTION_LOST: 4003,
  DIAMETER_AVP_UNSUPPORTED: 5001,
  DIAMETER_UNKNOWN_SESSION_ID: 5002,
  DIAMETER_AUTHORIZATION_REJECTED: 5003,
  DIAMETER_INVALID_AVP_VALUE: 5004,
  DIAMETER_MISSING_AVP: 5005,
  DIAMETER_RESOURCES_EXCEEDED: 5006,
  DIAMETER_CONTRADICTING_AVPS: 5007,
  DIAMETER_AVP_NOT_ALLOWED: 5008,
  DIAMETER_AVP_OCCURS_TOO_MANY_TIMES: 5009,
  DIAMETER_NO_COMMON_APPLICATION: 5010,
  DIAMETER_UNSUPPORTED_VERSION: 5011,
  DIAMETER_UNABLE_TO_COMPLY: 5012,
  DIAMETER_INVALID_BIT_IN_HEADER: 5013,
  DIAMETER_INVALID_AVP_LENGTH: 5014,
  DIAMETER_INVALID_MESSAGE_LENGTH: 5015,
  DIAMETER_INVALID_AVP_BIT_COMBO: 5016,
  DIAMETER_NO_COMMON_SECURITY: 5017,
} as const

export type ResultCodeName = keyof typeof ResultCode

export type ResultCodeClass = 'informational' | 'success' | 'protocol-error' | 'transient-failure' | 'permanent-failure'

/** The RFC's name of a code, or null for one that this list does not hold. */
export function resultCodeName(code: number): ResultCodeName | null {
  return NAMES.get(code) ?? null
}

export function resultCodeClass(code: number): ResultCodeClass {
  switch (Math.trunc(code / 1000)) {
    case 1:
      return 'informational'
    case 2:
      return 'success'
    case 3:
      return 'protocol-error'
    case 4:
      return 'transient-failure'
    default:
      // RFC 6733 §7.1: a class nobody knows is handled as a permanent failure.
      return 'permanent-failure'
  }
}

const NAMES: ReadonlyMap<number, ResultCodeName> = new Map(
  Object.entries(ResultCode).map(([name, code]) => [code, name as ResultCodeName] as const),
)
