import { canonicalKey, type KeyDestination, type KeyOfAs, overlap, specificity } from './routing-key.js'

interface Route<T> extends KeyDestination {
  readonly to: T
}

/**
 * Which AS a message belongs to, by Routing Keys. RFC 4666 §1.4.2.1, §1.4.2.3. A message should fit one key only; where keys lie one within the
 * other, the one that says most is meant.
 */
export class RoutingTable<T> {
  /** By Network Appearance and Destination Point Code; those that say most first. */
  private readonly routes = new Map<number, Map<number, Route<T>[]>>()
  private readonly keys = new Map<T, KeyOfAs>()
  private readonly byCanonicalKey = new Map<string, T>()

  /** Null when no key fits. On the path taken per message: allocates nothing. */
  route(networkAppearance: number, destinationPointCode: number, serviceIndicator: number, originatingPointCode: number): T | null {
    const routes = this.routes.get(networkAppearance)?.get(destinationPointCode)
    if (routes === undefined) return null
    for (let i = 0; i < routes.length; i++) {
      const { services, origins, to } = routes[i]!
      if (((services >>> serviceIndicator) & 1) === 1 && (origins === null || origins.has(originatingPointCode))) return to
    }
    return null
  }

  /** Who has a key that means exactly the same. */
  withKey(key: KeyOfAs): T | null {
    return this.byCanonicalKey.get(canonicalKey(key)) ?? null
  }

  /** Whether a message could fit this key and another's. */
  overlapsOthers(key: KeyOfAs, except: T | null): boolean {
    return key.destinations.some((destination) =>
      this.routesTo(key, destination).some((route) => route.to !== except && overlap(route, destination)),
    )
  }

  /** Whether a message could fit this key and another's without one of the two saying more. */
  isAmbiguousWithOthers(key: KeyOfAs): boolean {
    return key.destinations.some((destination) =>
      this.routesTo(key, destination).some((route) => overlap(route, destination) && specificity(route) === specificity(destination)),
    )
  }

  /** Replaces the key `to` had before, if any. */
  set(to: T, key: KeyOfAs): void {
    this.delete(to)
    this.keys.set(to, key)
    this.byCanonicalKey.set(canonicalKey(key), to)
    const network = this.routes.get(key.networkAppearance) ?? new Map<number, Route<T>[]>()
    this.routes.set(key.networkAppearance, network)
    for (const destination of key.destinations) {
      const routes = [...this.routesTo(key, destination), { ...destination, to }]
      network.set(
        destination.destinationPointCode,
        routes.sort((a, b) => specificity(b) - specificity(a)),
      )
    }
  }

  delete(to: T): void {
    const key = this.keys.get(to)
    if (key === undefined) return
    this.keys.delete(to)
    this.byCanonicalKey.delete(canonicalKey(key))
    const network = this.routes.get(key.networkAppearance)!
    for (const destination of key.destinations) {
      const rest = this.routesTo(key, destination).filter((route) => route.to !== to)
      if (rest.length > 0) network.set(destination.destinationPointCode, rest)
      else network.delete(destination.destinationPointCode)
    }
  }

  private routesTo({ networkAppearance }: KeyOfAs, { destinationPointCode }: KeyDestination): readonly Route<T>[] {
    return this.routes.get(networkAppearance)?.get(destinationPointCode) ?? []
  }
}
