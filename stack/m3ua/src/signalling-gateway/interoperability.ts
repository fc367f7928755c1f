/** Where peers in the field differ from RFC 4666 or from one another. Everything left out is as the RFC has it. */
export interface SignallingGatewayInteroperability {
  /** Whether the ASPs are told the state of their AS by NTFY; true when left out. Between IPSPs it is optional (RFC 4666 §4.3.4.5.1). */
  readonly sendNotify?: boolean
  /** Whether DATA on stream 0 is taken instead of answered with "Invalid Stream Identifier" (§1.4.7); false when left out. */
  readonly acceptDataOnStreamZero?: boolean
  /**
   * Whether ASPAC, ASPIA and DATA must name a Routing Context although there is but one AS that could be meant; false when left out.
   * What names none is answered with "Missing Parameter".
   */
  readonly requireRoutingContext?: boolean
  /** Whether ASPs in ASP-INACTIVE are told of destinations, and their DAUD answered (§4.3.1 has neither); false when left out. */
  readonly ssnmToInactiveAsps?: boolean
  /** Whether an ASP that becomes active is told which destinations are not plainly available (§4.5.1 allows it); true when left out. */
  readonly reportDestinationsOnActivation?: boolean
  /**
   * What DAUD is told of a destination nobody has said anything about. 'unavailable', when left out, is DUNA, as §4.5.3 has it; 'refused' is
   * ERR "Destination Status Unknown"; 'available' is DAVA, for peers that give up a destination at the first DUNA.
   */
  readonly unknownDestinations?: 'unavailable' | 'refused' | 'available'
}

/** With every switch set. */
export type InteroperabilitySwitches = Required<SignallingGatewayInteroperability>

export function interoperabilitySwitches(chosen: SignallingGatewayInteroperability = {}): InteroperabilitySwitches {
  return { ...BY_THE_RFC, ...chosen }
}

const BY_THE_RFC: InteroperabilitySwitches = {
  sendNotify: true,
  acceptDataOnStreamZero: false,
  requireRoutingContext: false,
  ssnmToInactiveAsps: false,
  reportDestinationsOnActivation: true,
  unknownDestinations: 'unavailable',
}
