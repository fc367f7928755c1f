import { type CongestionMessage, type DestinationStateMessage, ERROR_CODE } from '@sigbed/m3ua-codec'
import { findTraffic, NO_NETWORK_APPEARANCE } from '../routing-context.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'

/**
 * The AS that SSNM of an ASP is about: those its Routing Contexts name, or all of the ASP's, as far as they are in the network that its
 * Network Appearance names. None when the message makes no sense, which is answered with ERR here. RFC 4666 §3.4, §3.8.1.
 */
export function membershipsNamed(asp: RemoteAsp, message: DestinationStateMessage | CongestionMessage): readonly Membership[] {
  const { kind, networkAppearance, routingContexts } = message
  const { memberships } = asp
  if (!asp.isUp) {
    asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, kind, routingContexts)
    return []
  }
  if (memberships.length === 0) {
    asp.refuse(ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP, kind, routingContexts)
    return []
  }
  const unknown = routingContexts.filter((routingContext) => findTraffic(memberships, routingContext) === null)
  if (unknown.length > 0) {
    asp.refuse(ERROR_CODE.INVALID_ROUTING_CONTEXT, kind, unknown)
    return []
  }
  const named = memberships.filter(({ routingContext }) => routingContexts.length === 0 || routingContexts.includes(routingContext))
  if (networkAppearance === null || asp.owner.interoperability.acceptsAnyNetworkAppearance === true) return named
  // As with DATA: where an AS has no Network Appearance, whatever the ASP says means its network.
  const within = named.filter((each) => each.networkAppearance === NO_NETWORK_APPEARANCE || each.networkAppearance === networkAppearance)
  if (within.length === 0) asp.refuse(ERROR_CODE.INVALID_NETWORK_APPEARANCE, kind, routingContexts, networkAppearance)
  return within
}
