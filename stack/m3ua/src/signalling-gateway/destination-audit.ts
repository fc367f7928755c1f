import { type AffectedPointCode, type DestinationStateMessage, ERROR_CODE } from '@sigbed/m3ua-codec'
import type { Interoperability } from '../interoperability.js'
import { routingContextsOf } from '../routing-context.js'
import { type DestinationReport, messagesTelling } from './destination-report.js'
import type { Membership } from './membership.js'
import { membershipsNamed } from './network-scope.js'
import type { RemoteAsp } from './remote-asp.js'
import type { Ss7Network } from './ss7-network.js'

/**
 * DAUD: an ASP asks for the states of destinations, and is answered for each point code or range by DAVA, DRST or DUNA, with SCON before it
 * where there is congestion. RFC 4666 §4.5.3.
 */
export function handleDestinationAudit(asp: RemoteAsp, message: DestinationStateMessage): void {
  const asking = membershipsAsking(asp, message)
  if (asking.length === 0) return
  const { network } = asking[0]!.applicationServer
  const reports: DestinationReport[] = []
  const refused: AffectedPointCode[] = []
  for (const affected of outermost(message.affectedPointCodes)) {
    const answer = reportsOn(network, affected, asp.owner.interoperability)
    if (answer === null) refused.push(affected)
    else for (const report of answer) reports.push(report)
  }
  for (const answer of messagesTelling(reports, network.networkAppearance, routingContextsOf(asking))) asp.send(answer)
  if (refused.length > 0) {
    // RFC 4666 §3.8.1: the point codes MUST be in the ERR, with the Network Appearance or the Routing Context they belong to.
    const { networkAppearance, routingContexts } = message
    asp.refuse(ERROR_CODE.DESTINATION_STATUS_UNKNOWN, 'DAUD', routingContexts, networkAppearance, refused)
  }
}

/**
 * Each range once, and none that lies within another, whose answer tells of it: no DAUD is answered by more than is known of destinations and
 * asked, however often it names the whole network.
 */
function outermost(asked: readonly AffectedPointCode[]): readonly AffectedPointCode[] {
  const named = new Map<number, AffectedPointCode>()
  for (const each of asked) {
    const key = rangeKey(each.pointCode, Math.min(each.mask, WIDEST_MASK))
    if (!named.has(key)) named.set(key, each)
  }
  return [...named.values()].filter(({ pointCode, mask }) => {
    for (let wider = mask + 1; wider <= WIDEST_MASK; wider++) if (named.has(rangeKey(pointCode, wider))) return false
    return true
  })
}

/** The same for all point codes of one range, and different from that of every other range. */
function rangeKey(pointCode: number, mask: number): number {
  return mask * 2 ** WIDEST_MASK + (pointCode >>> mask)
}

/** Null where the status is not to be told. */
function reportsOn(network: Ss7Network, asked: AffectedPointCode, switches: Interoperability): readonly DestinationReport[] | null {
  if (network.isolated) return [{ affected: asked, status: 'unavailable', congestionLevel: null }]
  // RFC 4666 §4.5.3: of what the SG knows nothing, it has no route to.
  const unknown = switches.unknownDestinationsAreAvailable === true ? 'available' : 'unavailable'
  const reports = network.destinations.reportsOn(asked, unknown)
  if (reports !== null) return reports
  return switches.refusesAuditOfUnknownDestinations === true ? null : [{ affected: asked, status: unknown, congestionLevel: null }]
}

/** For the sake of which AS, all in one network, the ASP may ask. What it may not is answered with ERR here. */
function membershipsAsking(asp: RemoteAsp, message: DestinationStateMessage): readonly Membership[] {
  const named = membershipsNamed(asp, message)
  const concerned = named.filter((each) => each.applicationServer.network.isConcerned(each))
  if (concerned.length === 0) {
    // RFC 4666 §4.3.1: neither does an ASP that is not active get SSNM, nor does it ask.
    if (named.length > 0) asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, 'DAUD', message.routingContexts)
    return []
  }
  if (concerned.some(({ applicationServer }) => applicationServer.network !== concerned[0]!.applicationServer.network)) {
    // RFC 4666 §3.4.3: in which of several networks the point codes are, only these parameters tell.
    asp.refuse(ERROR_CODE.MISSING_PARAMETER, 'DAUD', message.routingContexts)
    return []
  }
  return concerned
}

/** Every bit of a point code left open. */
const WIDEST_MASK = 24
