/**
 * Why octets from the peer were refused. A value, never an exception. `resultCode` is what an answer to the refused
 * request says (RFC 6733 §7.1); `failedAvp` is what goes into its Failed-AVP: one or more complete AVPs, header and
 * padding included, ready to be copied (§7.5); empty when the code names no AVP. The octets are the fault's own copy.
 */
export interface DecodeFault {
  readonly kind: 'decode-fault'
  readonly resultCode: number
  /** The part that was refused, in words for people: "Origin-Host", "message length". */
  readonly where: string
  readonly failedAvp: Uint8Array
}

/** A frozen fault. One without an AVP should be a constant of its module. */
export function decodeFault(resultCode: number, where: string, failedAvp: Uint8Array = NO_OCTETS): DecodeFault {
  return Object.freeze({ kind: 'decode-fault', resultCode, where, failedAvp })
}

/** Tells the refusal from what a reader returns when all is well. */
export function isDecodeFault(value: unknown): value is DecodeFault {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decode-fault'
}

const NO_OCTETS = new Uint8Array(0)
