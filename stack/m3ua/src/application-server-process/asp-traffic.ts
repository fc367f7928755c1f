import type { AffectedPointCode } from '@sigbed/m3ua-codec'
import type { AspState } from '../asp-state-machine.js'
import type { DestinationTable } from '../destination-table.js'
import { NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT, type RoutedTraffic } from '../routing-context.js'

/** One AS as its ASP is configured with it. */
export interface AspApplicationServer {
  /** Null only where it is the only one, and is not sent then. */
  readonly routingContext: number | null
  readonly networkAppearance?: number | null
  /** Those it expects to communicate with: the SGP is asked about them whenever the ASP has become active (RFC 4666 §4.5.3). None when left out. */
  readonly destinations?: readonly AffectedPointCode[]
}

/** One AS as its ASP sees it: the state it is in there, the one it means to be in, and where its traffic can go. */
export class AspTraffic implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  readonly expectedDestinations: readonly AffectedPointCode[]
  state: AspState = 'ASP-DOWN'
  /** Whether to be ASP-ACTIVE in this AS. */
  wanted = false
  /** Named by the ASPAC or ASPIA under way. */
  requested = false
  /** Refused or never answered: not asked for again until management or a new association says so. */
  refused = false
  /** When the destinations were last looked after. */
  wasActive = false

  constructor(
    { routingContext, networkAppearance, destinations: expectedDestinations }: AspApplicationServer,
    readonly destinations: DestinationTable,
  ) {
    this.routingContext = routingContext ?? NO_ROUTING_CONTEXT
    this.networkAppearance = networkAppearance ?? NO_NETWORK_APPEARANCE
    this.expectedDestinations = expectedDestinations ?? []
  }
}
