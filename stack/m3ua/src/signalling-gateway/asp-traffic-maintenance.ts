import { type AspTrafficMaintenanceMessage, ERROR_CODE } from '@sigbed/m3ua-codec'
import type { Instant } from '../lower-layer.js'
import { findTraffic, routingContextsOf } from '../routing-context.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'

/** RFC 4666 §4.3.4.3. What can be activated is, and acknowledged at once; the rest is refused by Error Code. */
export function handleAspActive(
  asp: RemoteAsp,
  message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPAC' | 'ASPAC ACK' }>,
  now: Instant,
): void {
  if (asp.managementBlocked) {
    asp.refuse(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'ASPAC', message.routingContexts)
    return
  }
  const meant = membershipsNamed(asp, message.routingContexts, 'ASPAC')
  const blocked = meant.filter(({ applicationServer }) => applicationServer.managementBlocked)
  if (blocked.length > 0) asp.refuse(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'ASPAC', routingContextsOf(blocked))
  const named = meant.filter((membership) => !blocked.includes(membership))
  const { trafficModeType: asked } = message
  const agreed = named.filter(({ applicationServer }) => applicationServer.acceptsTrafficMode(asked))
  for (const { applicationServer } of agreed) applicationServer.settleTrafficMode(asked)
  if (agreed.length > 0) {
    // The Routing Contexts MUST be in the acknowledgement when they were in the request; and when it is not for all of them.
    const all = message.routingContexts.length === 0 && agreed.length === meant.length
    const routingContexts = all ? [] : routingContextsOf(agreed)
    asp.send({ kind: 'ASPAC ACK', trafficModeType: asked, routingContexts, info: null })
  }
  if (agreed.length < named.length) {
    const refused = named.filter((membership) => !agreed.includes(membership))
    asp.refuse(ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE, 'ASPAC', routingContextsOf(refused))
  }
  asp.move(agreed, 'ASP Active', now)
}

/** RFC 4666 §4.3.4.4. */
export function handleAspInactive(
  asp: RemoteAsp,
  message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPIA' | 'ASPIA ACK' }>,
  now: Instant,
): void {
  const named = membershipsNamed(asp, message.routingContexts, 'ASPIA')
  if (named.length === 0) return
  const routingContexts = message.routingContexts.length === 0 ? [] : routingContextsOf(named)
  asp.send({ kind: 'ASPIA ACK', routingContexts, info: null })
  asp.move(named, 'ASP Inactive', now)
}

/**
 * The memberships that Routing Contexts name, each once; all when none is named. What comes in ASP-DOWN or names nothing is
 * answered with ERR here.
 *
 * Not per RFC 4666 §4.3.4.3, which gives the two codes the other way round for ASPAC, but per §3.8.1, which defines them, §4.3.4.4 and
 * what peers expect: "Invalid Routing Context" for one that is not configured, "No Configured AS for ASP" when none is known.
 */
function membershipsNamed(asp: RemoteAsp, routingContexts: readonly number[], where: 'ASPAC' | 'ASPIA'): readonly Membership[] {
  const { memberships } = asp
  if (!asp.isUp) {
    asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, where, routingContexts)
    return []
  }
  if (memberships.length === 0) {
    asp.refuse(ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP, where, routingContexts)
    return []
  }
  if (routingContexts.length === 0) {
    if (asp.owner.interoperability.requiresRoutingContext !== true) return memberships
    asp.refuse(ERROR_CODE.MISSING_PARAMETER, where)
    return []
  }
  const found = routingContexts.map((routingContext) => findTraffic(memberships, routingContext))
  const unknown = routingContexts.filter((_, i) => found[i] === null)
  // RFC 4666 §3.8.1: the invalid Routing Contexts MUST be in the ERR.
  if (unknown.length > 0) asp.refuse(ERROR_CODE.INVALID_ROUTING_CONTEXT, where, [...new Set(unknown)])
  return [...new Set(found)].filter((membership) => membership !== null)
}
