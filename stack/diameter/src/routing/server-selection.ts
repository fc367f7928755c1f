import type { NextHop } from './next-hop.js'

/** One of the servers of a route. */
export class RouteServer {
  /** What it has saved up; the heart of the smooth round robin below. */
  credit = 0

  /**
   * @param priority the lowest is asked first; the next only when none of it can take the request
   * @param weight share among servers of one priority, a positive integer
   */
  constructor(
    readonly nextHop: NextHop,
    readonly priority: number,
    readonly weight: number,
  ) {}
}

/**
 * Chooses among the servers of a route: the lowest priority of which anybody takes the application, and there by smooth weighted round
 * robin, so that weights 3 and 1 give a a b a and not a a a b. Deterministic; builds nothing.
 *
 * @param servers in the order of their priority
 * @param mark next hops bearing it are passed over
 */
export function selectServer(servers: readonly RouteServer[], applicationId: number, mark: number): NextHop | null {
  let selected: RouteServer | null = null
  let weights = 0
  for (let i = 0; i < servers.length; i++) {
    const server = servers[i]!
    if (selected !== null && server.priority !== selected.priority) break
    if (server.nextHop.mark === mark || !server.nextHop.takes(applicationId)) continue
    server.credit += server.weight
    weights += server.weight
    if (selected === null || server.credit > selected.credit) selected = server
  }
  if (selected === null) return null
  selected.credit -= weights
  return selected.nextHop
}

/** Whether `selectServer` would find one; nobody's turn is used up. */
export function hasServer(servers: readonly RouteServer[], applicationId: number, mark: number): boolean {
  return servers.some((server) => server.nextHop.mark !== mark && server.nextHop.takes(applicationId))
}
