import { IdentityTable } from './identity-table.js'
import type { NextHop } from './next-hop.js'
import { RouteServer } from './server-selection.js'

/** What is done with requests that match an entry. RFC 6733 §2.7. */
export type LocalAction = 'LOCAL' | 'RELAY' | 'PROXY' | 'REDIRECT'

/** Values of Redirect-Host-Usage by their names (RFC 6733 §6.13). */
export const REDIRECT_HOST_USAGES = {
  DONT_CACHE: 0,
  ALL_SESSION: 1,
  ALL_REALM: 2,
  REALM_AND_APPLICATION: 3,
  ALL_APPLICATION: 4,
  ALL_HOST: 5,
  ALL_USER: 6,
} as const

export type RedirectHostUsage = keyof typeof REDIRECT_HOST_USAGES

/** One entry of the routing table as it is configured. RFC 6733 §2.7. */
export type RouteEntry = RouteKey & (LocalEntry | ForwardingEntry | RedirectEntry)

export interface RouteKey {
  /** Compared without regard to case. 'default' matches what no other entry does. */
  readonly realm: string
  readonly applicationId: number | 'any'
}

interface LocalEntry {
  readonly action: 'LOCAL'
}

interface ForwardingEntry {
  readonly action: 'RELAY' | 'PROXY'
  readonly servers: readonly ServerEntry[]
}

export interface ServerEntry {
  readonly originHost: string
  /** The lowest is asked first. */
  readonly priority: number
  /** Share among those of one priority, a positive integer. */
  readonly weight: number
}

interface RedirectEntry {
  readonly action: 'REDIRECT'
  /** DiameterURIs, in the order they are to be tried. */
  readonly redirectHosts: readonly string[]
  readonly usage: RedirectHostUsage
  /** Of no meaning with DONT_CACHE. */
  readonly maxCacheTimeSeconds: number
}

/** An entry made ready for the hot path. */
export interface Route {
  readonly entry: RouteEntry
  /** In the order of their priority; none for LOCAL and REDIRECT. */
  readonly servers: readonly RouteServer[]
}

/** The routes of one realm. */
class RealmRoutes {
  any: Route | null = null
  readonly byApplication = new Map<number, Route>()

  route(applicationId: number): Route | null {
    return this.byApplication.get(applicationId) ?? this.any
  }
}

/**
 * The realm-based routing table. The realm is the primary key and must match whole; the application is the secondary one, where an entry
 * of its own goes before one for any. RFC 6733 §2.7.
 */
export class RoutingTable {
  private readonly realms = new IdentityTable<RealmRoutes>()
  private readonly defaults = new RealmRoutes()

  /** @param nextHop finds or makes the peer of a name */
  constructor(entries: readonly RouteEntry[], nextHop: (originHost: string) => NextHop) {
    for (const entry of entries) this.add(entry, nextHop)
  }

  /** The entry for a realm that stands in a message; null when there is none. */
  find(octets: Uint8Array, realmAt: number, realmLength: number, applicationId: number): Route | null {
    return this.realms.find(octets, realmAt, realmLength)?.route(applicationId) ?? null
  }

  /** RFC 6733 §2.7: "The routing table MAY include a default entry that MUST be used for any requests not matching any of the other entries." */
  findDefault(applicationId: number): Route | null {
    return this.defaults.route(applicationId)
  }

  /** Whether any entry is about this realm, of whatever application. */
  knowsRealm(octets: Uint8Array, realmAt: number, realmLength: number): boolean {
    return this.realms.find(octets, realmAt, realmLength) !== null
  }

  private add(entry: RouteEntry, nextHop: (originHost: string) => NextHop): void {
    const servers = entry.action === 'RELAY' || entry.action === 'PROXY' ? entry.servers : []
    for (const { originHost, weight } of servers) {
      if (!Number.isInteger(weight) || weight < 1) throw new RangeError(`the weight of ${originHost} is ${weight}, not a positive integer`)
    }
    const route: Route = {
      entry,
      servers: servers
        .map((server) => new RouteServer(nextHop(server.originHost), server.priority, server.weight))
        .sort((a, b) => a.priority - b.priority),
    }
    const routes = entry.realm === 'default' ? this.defaults : (this.realms.get(entry.realm) ?? new RealmRoutes())
    if (entry.realm !== 'default') this.realms.set(entry.realm, routes)
    const duplicate = entry.applicationId === 'any' ? routes.any !== null : routes.byApplication.has(entry.applicationId)
    if (duplicate) throw new RangeError(`two routes for realm ${entry.realm} and application ${entry.applicationId}`)
    if (entry.applicationId === 'any') routes.any = route
    else routes.byApplication.set(entry.applicationId, route)
  }
}
