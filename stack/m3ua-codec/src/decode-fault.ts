import type { ErrorCode } from './error-code.js'

/**
 * Octets refused: a value, never an exception. `errorCode` is what the ERR message that answers them carries
 * (RFC 4666 §3.8.1); `where` names the field for people. Faults are frozen constants, so refusing costs no allocation.
 */
export interface DecodeFault {
  readonly kind: 'DECODE-FAULT'
  readonly errorCode: ErrorCode
  readonly where: string
}

/** Made once per place that refuses, at module load. */
export function fault(errorCode: ErrorCode, where: string): DecodeFault {
  return Object.freeze({ kind: 'DECODE-FAULT', errorCode, where })
}
