import type { Capabilities } from '../capabilities-exchange.js'
import type { DiameterPeer } from '../peer.js'
import { IdentityTable } from './identity-table.js'
import { NextHop } from './next-hop.js'
import type { RoutingAvps } from './routing-avps.js'

/** The peers requests can be sent to, by name and by connection. Those no route names are kept as long as they are connected. */
export class NextHops {
  /** This node, so that its name is found where a message has it. */
  readonly self: NextHop
  private readonly byName = new IdentityTable<NextHop>()
  private readonly byConnection = new Map<DiameterPeer, NextHop>()
  private readonly localRealm = new IdentityTable<true>()
  private mark = 0

  constructor(localHost: string, localRealm: string) {
    this.self = this.configured(localHost)
    this.localRealm.set(localRealm, true)
  }

  /** Whether the realm that stands there is this node's own. */
  isLocalRealm(octets: Uint8Array, at: number, length: number): boolean {
    return this.localRealm.find(octets, at, length) !== null
  }

  /** The peer of this name, to be kept from now on. */
  configured(originHost: string): NextHop {
    const hop = this.entry(originHost)
    hop.configured = true
    return hop
  }

  find(octets: Uint8Array, at: number, length: number): NextHop | null {
    return this.byName.find(octets, at, length)
  }

  /** All but this node. */
  all(): readonly NextHop[] {
    return this.byName.values().filter((hop) => hop !== this.self)
  }

  named(originHost: string): NextHop | null {
    return this.byName.get(originHost)
  }

  /** Whose connection this is; null before it is open. */
  of(connection: DiameterPeer): NextHop | null {
    return this.byConnection.get(connection) ?? null
  }

  opened(connection: DiameterPeer, remote: Capabilities): NextHop {
    const hop = this.entry(remote.originHost)
    hop.opened(connection, remote)
    this.byConnection.set(connection, hop)
    return hop
  }

  closed(connection: DiameterPeer): void {
    const hop = this.byConnection.get(connection)
    if (hop === undefined) return
    this.byConnection.delete(connection)
    hop.closed(connection)
    this.forget(hop)
  }

  /** Forgets a peer that is not connected and that no route names. */
  forget(hop: NextHop): void {
    if (hop.connection === null && !hop.configured) this.byName.delete(hop.originHost)
  }

  /**
   * Marks the peers a request has passed already, and returns the mark. RFC 6733 §6.1.7: a route by one of them MUST be ignored. When
   * the request has passed this node, `self` bears the mark too.
   */
  markPassed(avps: RoutingAvps): number {
    this.mark++
    for (let i = 0; i < avps.routeRecords && !avps.hasTooManyRouteRecords(); i++) {
      const passed = this.byName.find(avps.octets, avps.routeRecordAt(i), avps.routeRecordLength(i))
      if (passed !== null) passed.mark = this.mark
    }
    return this.mark
  }

  /** The peer of this name, made when there is none. */
  entry(originHost: string): NextHop {
    const found = this.byName.get(originHost)
    if (found !== null) return found
    const made = new NextHop(originHost, false)
    this.byName.set(originHost, made)
    return made
  }
}
