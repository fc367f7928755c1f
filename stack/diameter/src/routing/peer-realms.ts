import { RELAY_APPLICATION_ID } from 'diameter-codec'
import { applicationsOf, type Capabilities } from '../capabilities-exchange.js'
import { IdentityTable } from './identity-table.js'
import type { NextHop } from './next-hop.js'
import type { Route } from './routing-table.js'
import { RouteServer } from './server-selection.js'

/** A route whose servers come and go with their connections. */
class PeerRoute implements Route {
  readonly entry: Route['entry']
  readonly servers: RouteServer[] = []

  constructor(realm: string) {
    this.entry = { realm, applicationId: 'any', action: 'RELAY', servers: [] }
  }
}

/**
 * Where the requests go that a node without a routing table begins: to the open peers of the Destination-Realm, by what their capabilities
 * exchange has said, and without any to those that relay. RFC 6733 §2.7 has the table configured; a client with one server is not to need one.
 */
export class PeerRealms {
  private readonly byRealm = new IdentityTable<PeerRoute>()
  private readonly relays = new PeerRoute('default')
  private readonly routesOf = new Map<NextHop, readonly PeerRoute[]>()

  opened(hop: NextHop, remote: Capabilities): void {
    this.closed(hop)
    const realm = remote.originRealm
    let route = this.byRealm.get(realm)
    if (route === null) {
      route = new PeerRoute(realm)
      this.byRealm.set(realm, route)
    }
    const routes = applicationsOf(remote).includes(RELAY_APPLICATION_ID) ? [route, this.relays] : [route]
    for (const { servers } of routes) servers.push(new RouteServer(hop, 1, 1))
    this.routesOf.set(hop, routes)
  }

  /** Nothing for a peer that is not in here. */
  closed(hop: NextHop): void {
    for (const { entry, servers } of this.routesOf.get(hop) ?? []) {
      servers.splice(
        servers.findIndex(({ nextHop }) => nextHop === hop),
        1,
      )
      if (servers.length === 0 && entry.realm !== 'default') this.byRealm.delete(entry.realm)
    }
    this.routesOf.delete(hop)
  }

  /** For the realm that stands there; null when no open peer is of it and none relays. */
  find(octets: Uint8Array, realmAt: number, realmLength: number): Route | null {
    const route = this.byRealm.find(octets, realmAt, realmLength)
    if (route !== null) return route
    return this.relays.servers.length > 0 ? this.relays : null
  }
}
