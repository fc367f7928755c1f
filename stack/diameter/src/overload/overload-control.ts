/** How a routing node reacts to overload. RFC 7683. */
export interface OverloadControl {
  /** Announce it in the requests of this node's own applications, and hold them back as reports ask (§5.1.1, §5.2.2). */
  readonly reacts: boolean
  /** The same as an agent, for requests of others that do not announce it themselves (§5.1.3). */
  readonly reactsForOthers: boolean
  /** Origin-Hosts of the peers whose reports are believed and passed on; from others everything of overload control is taken out (§10.4). */
  readonly trustedPeers: readonly string[] | 'all'
  /** How long it takes to return to full traffic after the end of an overload (§6.3). */
  readonly recoveryMs: number
  /** Overloaded hosts and realms that are kept in mind. */
  readonly maximumStates: number
}

export const DEFAULT_OVERLOAD_CONTROL: OverloadControl = {
  reacts: false,
  reactsForOthers: false,
  trustedPeers: 'all',
  recoveryMs: 10_000,
  maximumStates: 1024,
}
