import { type AspStateMaintenanceMessage, ERROR_CODE } from '@sigbed/m3ua-codec'
import type { Instant } from '../lower-layer.js'
import type { RemoteAsp } from './remote-asp.js'

/** RFC 4666 §4.3.4.1: acknowledged in every state, or refused by Error Code. */
export function handleAspUp(
  asp: RemoteAsp,
  message: Extract<AspStateMaintenanceMessage, { kind: 'ASPUP' | 'ASPUP ACK' }>,
  now: Instant,
): void {
  const { aspIdentifier } = message
  if (asp.managementBlocked) {
    asp.refuse(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'ASPUP')
    return
  }
  if (aspIdentifier === null && asp.owner.aspIdentifierRequired) {
    asp.refuse(ERROR_CODE.ASP_IDENTIFIER_REQUIRED, 'ASPUP')
    return
  }
  // RFC 4666 §3.5.1: the identifier is unique among the ASPs that support an AS.
  if (aspIdentifier !== null && asp.owner.isAspIdentifierTaken(aspIdentifier, asp)) {
    asp.refuse(ERROR_CODE.INVALID_ASP_IDENTIFIER, 'ASPUP')
    return
  }
  asp.aspIdentifier = aspIdentifier
  const wasActive = asp.memberships.some(({ state }) => state === 'ASP-ACTIVE')
  // RFC 4666 §3.5.2: an IPSP may give its own identifier with the acknowledgement.
  asp.send({ kind: 'ASPUP ACK', aspIdentifier: asp.owner.ownAspIdentifier, info: null })
  // RFC 4666 §4.3.4.1: from ASP-ACTIVE it is answered with ERR as well, the ASP is ASP-INACTIVE, and what it registered is void.
  if (wasActive) asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, 'ASPUP')
  asp.comeUp(now)
  if (wasActive) asp.owner.registration?.lapse(asp, now)
}

/** RFC 4666 §4.3.4.2: the SGP MUST acknowledge ASP Down even when the ASP is ASP-DOWN already, and consider it deregistered. */
export function handleAspDown(asp: RemoteAsp, now: Instant): void {
  asp.send({ kind: 'ASPDN ACK', info: null })
  asp.goDown('ASP Down', now)
}
