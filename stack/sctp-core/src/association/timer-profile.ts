import type { Duration } from '../time.js'
import { type ProtocolParameters, protocolParameters } from './protocol-parameters.js'

/** A set of timers known by name, so that a run can be told apart and repeated. */
export interface TimerProfile {
  readonly name: string
  readonly summary: string
  readonly parameters: Partial<ProtocolParameters>
}

/** Values left out are those of RFC 9260 §16. A delayed SACK must come well before the RTO, so fast profiles shorten it too. */
export const TIMER_PROFILES: readonly TimerProfile[] = [
  {
    name: 'telecom',
    summary: 'fast signalling timers: RTO 120 to 800 ms, 4 strikes, heartbeat every second',
    parameters: {
      rtoInitialMs: 120,
      rtoMinMs: 120,
      rtoMaxMs: 800,
      pathMaxRetrans: 3,
      associationMaxRetrans: 8,
      heartbeatIntervalMs: 1000,
      sackDelayMs: 20,
    },
  },
  { name: 'rfc9260', summary: 'the suggested values of RFC 9260 §16: RTO 1 to 60 s, 6 strikes', parameters: {} },
  { name: 'linux', summary: 'the kernel’s defaults: RTO.Initial 3 s, then 1 to 60 s', parameters: { rtoInitialMs: 3000 } },
  {
    name: 'freediameter',
    summary: 'what freeDiameter sets: RTO 1 to 5 s, heartbeat every 6 s',
    parameters: { rtoMaxMs: 5000, heartbeatIntervalMs: 6000 },
  },
  {
    name: 'ericsson',
    summary: 'a radio node: RTO.Initial 300 ms, then 100 to 400 ms, heartbeat every second',
    parameters: { rtoInitialMs: 300, rtoMinMs: 100, rtoMaxMs: 400, associationMaxRetrans: 8, heartbeatIntervalMs: 1000, sackDelayMs: 20 },
  },
  {
    name: 'oracle-dsr',
    summary: 'a Diameter router: RTO 120 ms flat, without back-off',
    parameters: { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 120, heartbeatIntervalMs: 1000, sackDelayMs: 20 },
  },
  {
    name: 'eagle',
    summary: 'a signal transfer point: RTO 120 to 800 ms, 11 strikes',
    parameters: {
      rtoInitialMs: 120,
      rtoMinMs: 120,
      rtoMaxMs: 800,
      pathMaxRetrans: 10,
      associationMaxRetrans: 20,
      heartbeatIntervalMs: 1000,
      sackDelayMs: 20,
    },
  },
]

/** The profile of that name, or null. */
export function timerProfile(name: string): TimerProfile | null {
  return TIMER_PROFILES.find((profile) => profile.name === name) ?? null
}

/** What the timers promise once a path in steady use goes dead, counted from the last acknowledgement it brought. */
export interface FailoverExpectation {
  /** First retransmission on another path: the first T3-rtx expiry (RFC 9260 §6.3.3, §6.4). */
  readonly firstRetransmissionMs: Duration
  /** The path is potentially failed (RFC 7829); Infinity where that is switched off, or where a path is inactive before. */
  readonly potentiallyFailedMs: Duration
  /** The error count exceeds Path.Max.Retrans (RFC 9260 §8.2). */
  readonly inactiveMs: Duration
}

/** @param rtoMs the path's RTO when it goes dead; it doubles with every expiry up to RTO.Max (RFC 9260 §6.3.3 E2). */
export function failoverExpectation(chosen: Partial<ProtocolParameters>, rtoMs: Duration): FailoverExpectation {
  const parameters = protocolParameters(chosen)
  const strikes = (errors: number) => {
    let total = 0
    for (let i = 0, rto = rtoMs; i < errors; i++, rto = Math.min(rto * 2, parameters.rtoMaxMs)) total += rto
    return total
  }
  return {
    firstRetransmissionMs: strikes(1),
    // The error that makes a path potentially failed must not be the one that makes it inactive, as with Path.Max.Retrans 0.
    potentiallyFailedMs:
      parameters.potentiallyFailed && parameters.potentiallyFailedMaxRetrans < parameters.pathMaxRetrans
        ? strikes(parameters.potentiallyFailedMaxRetrans + 1)
        : Number.POSITIVE_INFINITY,
    inactiveMs: strikes(parameters.pathMaxRetrans + 1),
  }
}
