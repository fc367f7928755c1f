import { type MessageHeader, PROXIABLE_FLAG, ResultCode } from 'diameter-codec'
import type { DiameterNode } from '../diameter-node.js'
import type { NextHop } from './next-hop.js'
import type { NextHops } from './next-hops.js'
import type { PeerRealms } from './peer-realms.js'
import type { RoutingAvps } from './routing-avps.js'
import type { Route, RoutingTable } from './routing-table.js'

/**
 * Where a request goes, found in the order of RFC 6733 §6.1: to this node, to a peer by name, by the routing table, nowhere. Reused for
 * request after request; hot.
 */
export class RequestDestination {
  /** 'refused' has resultCode; 'forwarded' has nextHop; 'routed' has route, whose action is never LOCAL. */
  kind: 'local' | 'forwarded' | 'routed' | 'refused' = 'refused'
  resultCode = 0
  nextHop: NextHop | null = null
  route: Route | null = null

  constructor(
    private readonly node: DiameterNode,
    private readonly nextHops: NextHops,
    private readonly table: RoutingTable,
    /** What requests of this node go by; null where it has a table. */
    private readonly peerRealms: PeerRealms | null,
  ) {}

  /** Of a request that was received. */
  ofReceived(header: MessageHeader, avps: RoutingAvps): void {
    const { nextHops } = this
    const named = avps.destinationHostLength > 0 ? nextHops.find(avps.octets, avps.destinationHostAt, avps.destinationHostLength) : null
    // RFC 6733 §6.1.4: for local consumption with this host's identity, or with no destination at all. §3: a request whose P bit is clear
    // "MUST be locally processed".
    const nowhere = avps.destinationHostLength === 0 && avps.destinationRealmLength === 0
    if (named === nextHops.self || nowhere || (header.flags & PROXIABLE_FLAG) === 0) this.setLocal(header.applicationId)
    else if (named !== null) this.setForwarded(named)
    else if (!this.isForLocalRealm(header.applicationId, avps)) this.setRouted(header.applicationId, avps)
    else if (avps.destinationHostLength === 0) this.setLocal(header.applicationId)
    // Its realm is this node's, the host is not: whom the realm's only server does not know does not exist.
    else this.refuse(ResultCode.DIAMETER_UNABLE_TO_DELIVER)
  }

  /** Of a request this node begins: never itself. */
  ofOriginated(header: MessageHeader, avps: RoutingAvps): void {
    const named =
      avps.destinationHostLength > 0 ? this.nextHops.find(avps.octets, avps.destinationHostAt, avps.destinationHostLength) : null
    if (named !== null && named !== this.nextHops.self) {
      this.setForwarded(named)
      return
    }
    const route = this.peerRealms?.find(avps.octets, avps.destinationRealmAt, avps.destinationRealmLength) ?? null
    if (route === null || avps.destinationRealmLength === 0) this.setRouted(header.applicationId, avps)
    else this.setRoute(route)
  }

  /** RFC 6733 §6.1.4: a realm that is served here. Without an entry of its own the node's realm is, for the applications it has. */
  private isForLocalRealm(applicationId: number, avps: RoutingAvps): boolean {
    const { octets, destinationRealmAt, destinationRealmLength } = avps
    if (destinationRealmLength === 0) return false
    const route = this.table.find(octets, destinationRealmAt, destinationRealmLength, applicationId)
    if (route !== null) return route.entry.action === 'LOCAL'
    if (!this.nextHops.isLocalRealm(octets, destinationRealmAt, destinationRealmLength)) return false
    return this.node.serves(applicationId) || this.table.findDefault(applicationId) === null
  }

  private setLocal(applicationId: number): void {
    // RFC 6733 §7.1.3: "A request was sent for an application that is not supported."
    if (!this.node.serves(applicationId)) this.refuse(ResultCode.DIAMETER_APPLICATION_UNSUPPORTED)
    else this.kind = 'local'
  }

  /** RFC 6733 §6.1.5: the named host is in the peer table, so that the request goes there and nowhere else. */
  private setForwarded(nextHop: NextHop): void {
    this.kind = 'forwarded'
    this.nextHop = nextHop
    this.route = null
  }

  /** RFC 6733 §6.1.6: by realm and application. */
  private setRouted(applicationId: number, avps: RoutingAvps): void {
    const { table } = this
    const { octets, destinationRealmAt, destinationRealmLength } = avps
    // RFC 6733 §7.1.3, DIAMETER_UNABLE_TO_DELIVER: "the Destination-Host AVP was given without the associated Destination-Realm AVP".
    if (destinationRealmLength === 0) {
      this.refuse(ResultCode.DIAMETER_UNABLE_TO_DELIVER)
      return
    }
    const exact = table.find(octets, destinationRealmAt, destinationRealmLength, applicationId)
    const route = exact === null || exact.entry.action === 'LOCAL' ? table.findDefault(applicationId) : exact
    if (route === null || route.entry.action === 'LOCAL') {
      // RFC 6733 §7.1.3: 3003 for a realm nobody knows; 3002 when no host of the realm has the application.
      const known = table.knowsRealm(octets, destinationRealmAt, destinationRealmLength)
      this.refuse(known ? ResultCode.DIAMETER_UNABLE_TO_DELIVER : ResultCode.DIAMETER_REALM_NOT_SERVED)
      return
    }
    this.setRoute(route)
  }

  private setRoute(route: Route): void {
    this.kind = 'routed'
    this.route = route
    this.nextHop = null
  }

  private refuse(resultCode: number): void {
    this.kind = 'refused'
    this.resultCode = resultCode
  }
}
