/** Durations in milliseconds. */
export interface PeerTimers {
  /** Twinit of RFC 3539 §3.4.1; the watchdog's interval Tw is this, two seconds more or less. Never below 6 000. */
  readonly watchdogMs: number
  /** Tc of RFC 6733 §2.1 and §12: between attempts to connect. */
  readonly reconnectMs: number
  /** Tx: how long an answer is waited for before the request is given up. */
  readonly requestTimeoutMs: number
  /** For the association and the capabilities exchange together, on either side (RFC 6733 §5.6: Timeout in the Wait states). */
  readonly setupTimeoutMs: number
  /** For the DPA after a DPR, and for the disconnection after a DPA (RFC 6733 §5.6: Timeout in Closing). */
  readonly disconnectTimeoutMs: number
  /** How long a connection that could be closed is kept for messages still under way (RFC 6733 §2.1.1). */
  readonly lingerMs: number
}

export const DEFAULT_PEER_TIMERS: PeerTimers = {
  watchdogMs: 30_000,
  reconnectMs: 30_000,
  requestTimeoutMs: 10_000,
  setupTimeoutMs: 10_000,
  disconnectTimeoutMs: 5_000,
  lingerMs: 1_000,
}

/** The defaults with these changes. Throws a RangeError for a watchdog that RFC 3539 forbids. */
export function peerTimers(changes: Partial<PeerTimers> = {}): PeerTimers {
  const timers = { ...DEFAULT_PEER_TIMERS, ...changes }
  // RFC 3539 §3.4.1: Twinit MUST NOT be set lower than 6 seconds.
  if (!(timers.watchdogMs >= SHORTEST_WATCHDOG_MS)) throw new RangeError(`watchdogMs below ${SHORTEST_WATCHDOG_MS}`)
  return timers
}

export const SHORTEST_WATCHDOG_MS = 6_000

/** A deadline that never comes. */
export const NEVER = Number.POSITIVE_INFINITY
