import { ResultCode } from 'diameter-codec'
import { DEFAULT_OVERLOAD_CONTROL, type OverloadControl } from '../overload/overload-control.js'
import type { ProxyPolicy } from './proxy-policy.js'
import type { RouteEntry } from './routing-table.js'

export interface RoutingConfiguration {
  readonly routes: readonly RouteEntry[]
  /**
   * Origin-Hosts of the nodes whose passing a request for this node's applications may show. RFC 6733 §2.9: the home server MUST check the
   * Route-Records; a request that came another way is answered with 5003.
   */
  readonly acceptableRouteRecords: readonly string[] | 'any'
  /**
   * Requests without an answer, of all peers together, and the octets they are kept in; beyond them 'too-busy' and 3004. The same bounds
   * hold for answers that wait for an asker who does not read; those beyond them are dropped.
   */
  readonly maximumPendingMessages: number
  readonly maximumPendingOctets: number
  /** How many peers one request is tried at, the first included. */
  readonly maximumAttempts: number
  /**
   * Send what has no answer to another peer, with the T bit, when a connection fails (RFC 6733 §5.5.4). Without it the one who asked is
   * told, and decides.
   */
  readonly resendsAfterFailover: boolean
  /** Result-Codes of answers with the E bit after which another peer is asked, when there is one (RFC 6733 §7.1.3). */
  readonly resultCodesToTryElsewhere: readonly number[]
  /** Ask the host a redirect agent names (RFC 6733 §6.1.8). Without it the answer with 3006 goes to the one who asked. */
  readonly followsRedirects: boolean
  /** Redirections of one request, and routes learnt from them that are kept (§6.13). */
  readonly maximumRedirections: number
  readonly maximumCachedRedirects: number
  /** Asked on routes whose action is PROXY; null makes them relay. */
  readonly proxyPolicy: ProxyPolicy | null
  readonly overloadControl: OverloadControl
}

export const DEFAULT_ROUTING: RoutingConfiguration = {
  routes: [],
  acceptableRouteRecords: 'any',
  maximumPendingMessages: 131_072,
  maximumPendingOctets: 64 * 1024 * 1024,
  maximumAttempts: 4,
  resendsAfterFailover: true,
  resultCodesToTryElsewhere: [ResultCode.DIAMETER_UNABLE_TO_DELIVER, ResultCode.DIAMETER_TOO_BUSY],
  followsRedirects: true,
  maximumRedirections: 3,
  maximumCachedRedirects: 1024,
  proxyPolicy: null,
  overloadControl: DEFAULT_OVERLOAD_CONTROL,
}
