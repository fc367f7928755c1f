import type { AspState } from '../asp-state-machine.js'
import { NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT, type RoutedTraffic } from '../routing-context.js'

/** One AS as its ASP sees it: the state it is in there, and the one it means to be in. */
export class AspTraffic implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  state: AspState = 'ASP-DOWN'
  /** Whether to be ASP-ACTIVE in this AS. */
  wanted = false
  /** Named by the ASPAC or ASPIA under way. */
  requested = false
  /** Refused or never answered: not asked for again until management or a new association says so. */
  refused = false

  constructor(routingContext: number | null, networkAppearance: number | null) {
    this.routingContext = routingContext ?? NO_ROUTING_CONTEXT
    this.networkAppearance = networkAppearance ?? NO_NETWORK_APPEARANCE
  }
}
