/**
 * What peers in the field need that the RFC does not ask for, each by what it does here, and each off when left out. Where a switch says
 * nothing of a side, it holds for both.
 */
export interface Interoperability {
  /** DATA on stream 0 are taken, instead of being answered "Invalid Stream Identifier" (RFC 4666 §1.4.7). */
  readonly acceptsDataOnStreamZero?: boolean
  /** DATA and SSNM of any Network Appearance are taken, for peers that number their networks otherwise, instead of being answered so. */
  readonly acceptsAnyNetworkAppearance?: boolean
  /** ASP: SSNM that names no Routing Context concerns every AS of the association, instead of being answered "No Configured AS for ASP". */
  readonly ssnmWithoutRoutingContextConcernsAll?: boolean
  /** ASP: ASPAC ACK with another Traffic Mode Type than was asked for is as good as one with the right one. */
  readonly acceptsAnyTrafficMode?: boolean
}
