import type { AffectedPointCode, RoutingKeyDestination } from '@sigbed/m3ua-codec'
import type { AspState } from '../asp-state-machine.js'
import type { DestinationTable } from '../destination-table.js'
import { checkRoutingContexts, NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT, type RoutedTraffic } from '../routing-context.js'

/** One AS as its ASP is configured with it. */
export interface AspApplicationServer {
  /** Null where it is learnt by registration, or where this is the only AS and none is sent. */
  readonly routingContext: number | null
  readonly networkAppearance?: number | null
  /** Those it expects to communicate with: the SGP is asked about them whenever the ASP has become active (RFC 4666 §4.5.3). None when left out. */
  readonly destinations?: readonly AffectedPointCode[]
  /** Registered with the SGP before the ASP becomes active, again after each new association (RFC 4666 §4.4.1). Not registered when left out. */
  readonly routingKey?: AspRoutingKey
}

/** The traffic an ASP asks the SGP for. Network Appearance and traffic mode are those of the AS and the ASP. RFC 4666 §3.6.1. */
export interface AspRoutingKey {
  /** One at least. */
  readonly destinations: readonly RoutingKeyDestination[]
  /** The Routing Context of a key that the SGP has already, and that is to become this one (RFC 4666 §4.4.1). */
  readonly routingContextToChange?: number
}

/** One AS as its ASP sees it: the state it is in there, the one it means to be in, its registration, and where its traffic can go. */
export class AspTraffic implements RoutedTraffic {
  /** UNREGISTERED until learnt, where it is learnt. Kept after a loss, so that what names it is answered "not active". */
  routingContext: number
  readonly networkAppearance: number
  readonly expectedDestinations: readonly AffectedPointCode[]
  readonly routingKey: AspRoutingKey | null
  state: AspState = 'ASP-DOWN'
  /** Whether to be ASP-ACTIVE in this AS. */
  wanted = false
  /** Named by the ASPAC or ASPIA under way. */
  requested = false
  /** Refused or never answered: not asked for again until management or a new association says so. */
  refused = false
  /** When the destinations were last looked after. */
  wasActive = false
  /** Whether the ASP is in this AS as far as the SGP knows: always where nothing needs registering. */
  isRegistered: boolean
  registrationWanted = true
  /** Named by the REG REQ or DEREG REQ under way. */
  registrationRequested = false
  /** As `refused`, of the registration or deregistration. */
  registrationRefused = false

  constructor(
    { routingContext, networkAppearance, destinations: expectedDestinations, routingKey }: AspApplicationServer,
    /** This end's own number for the key, by which the SGP's answer names it. */
    readonly localRoutingKeyIdentifier: number,
    readonly destinations: DestinationTable,
  ) {
    this.routingKey = routingKey ?? null
    this.routingContext = routingContext ?? (routingKey === undefined ? NO_ROUTING_CONTEXT : UNREGISTERED)
    this.networkAppearance = networkAppearance ?? NO_NETWORK_APPEARANCE
    this.expectedDestinations = expectedDestinations ?? []
    this.isRegistered = routingKey === undefined
  }

  /** Whether ASPAC may name it. */
  get canActivate(): boolean {
    return this.state === 'ASP-INACTIVE' && this.wanted && !this.refused
  }

  /** Whether ASPIA is to name it. */
  get canDeactivate(): boolean {
    return this.state === 'ASP-ACTIVE' && !this.wanted
  }
}

/** Stands for a Routing Context that registration has yet to tell. */
export const UNREGISTERED = -2

/** @throws M3uaConfigurationError for Routing Contexts that do not go together. Those yet to be learnt go with all. */
export function checkApplicationServers(applicationServers: readonly AspApplicationServer[]): void {
  const fixed = applicationServers.filter(({ routingKey }) => routingKey === undefined)
  if (fixed.length > 0 || applicationServers.length === 0) {
    checkRoutingContexts(fixed.map(({ routingContext }) => routingContext ?? NO_ROUTING_CONTEXT))
  }
}
