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
  /** SGP: the ASPs are sent no NTFY, for those that cannot bear it. Between IPSPs it is optional (RFC 4666 §4.3.4.5.1). */
  readonly sendsNoNotify?: boolean
  /** SGP: ASPAC, ASPIA and DATA that name no Routing Context are answered "Missing Parameter", even where but one AS can be meant. */
  readonly requiresRoutingContext?: boolean
  /** SGP: ASPs in ASP-INACTIVE are told of destinations, and their DAUD answered; RFC 4666 §4.3.1 has neither. */
  readonly ssnmToInactiveAsps?: boolean
  /** SGP: an ASP that becomes active is not told which destinations are not plainly available, as RFC 4666 §4.5.1 allows. */
  readonly reportsNoDestinationsOnActivation?: boolean
  /** SGP: DAUD about a destination nobody has told of is answered DAVA instead of DUNA, for ASPs that give it up at the first DUNA. */
  readonly unknownDestinationsAreAvailable?: boolean
  /** SGP: DAUD about such a destination is answered by ERR "Destination Status Unknown". */
  readonly refusesAuditOfUnknownDestinations?: boolean
  /** ASP: ASPAC ACK with another Traffic Mode Type than was asked for is as good as one with the right one. */
  readonly acceptsAnyTrafficMode?: boolean
}
