/**
 * What a sweep over timers says about itself: one scenario, run with every combination of them. Every `…Ms` is milliseconds and may
 * have a fraction. Lists are in the order in which a picture shows them.
 */
export interface SweepRecord {
  readonly scenario: string
  /** The timer profile that everything not swept comes from. */
  readonly profile: string
  /** RTO.Max of every cell; where RTO.Min is above it, RTO.Min. */
  readonly rtoMaxMs: number
  /** In the words of the timetable: what breaks, and how every link is where failovers would be spurious. null: that half was not run. */
  readonly cut: string | null
  readonly disturbance: string | null
  /** Most that any flow offers. */
  readonly messagesPerSecond: number
  /** Of each disturbed run. */
  readonly observedMs: number
  /** Of chance, in every cell and either half. */
  readonly seeds: readonly number[]
  readonly runsPlanned: number
  /** Less when somebody stopped it. */
  readonly runsDone: number
  /** By potentially failed, then heartbeat interval, then Path.Max.Retrans, then RTO.Min. */
  readonly cells: readonly SweepCell[]
}

/** One combination of timers, and what all its runs have shown. */
export interface SweepCell {
  readonly timers: SweepTimers
  /** null: no run was about failovers. */
  readonly failover: SweptFailover | null
  /** null: no run was disturbed. */
  readonly spurious: SpuriousFailovers | null
  /** Why runs of it say nothing, in a sentence each. */
  readonly problems: readonly string[]
}

export interface SweepTimers {
  readonly rtoMinMs: number
  readonly pathMaxRetrans: number
  /** PFMR of RFC 7829; null: without the potentially failed state. */
  readonly potentiallyFailedMaxRetrans: number | null
  /** 0: idle paths get none. */
  readonly heartbeatIntervalMs: number
}

/** The failovers of the scenario's first cut: one for each seed, flow and node that sent there. */
export interface SweptFailover {
  readonly failovers: number
  /** From the cut until new data avoids the path: it is potentially failed (RFC 7829 §3.2) or inactive (RFC 9260 §8.2). */
  readonly detected: SweptStage
  /** From the cut to the first message delivered over the alternate path. */
  readonly alternate: SweptStage
  /** From the cut to the path being inactive. */
  readonly inactive: SweptStage
  /** From the return of the path to its being active again. */
  readonly recovered: SweptStage
  /** Paths declared potentially failed or inactive in these runs though nothing had cut them. */
  readonly spuriousFailovers: number
}

/** One stage over all failovers of a cell. The three figures are null where it was never seen. */
export interface SweptStage {
  readonly leastMs: number | null
  readonly medianMs: number | null
  readonly mostMs: number | null
  /** What the timers promise (RFC 9260 §6.3.3, §8.2; RFC 7829 §3.2), in the median; null: no figure is known. */
  readonly computedMs: number | null
  /** Failovers in which it did not happen though it was due. */
  readonly missing: number
  /** Failovers in which it was seen more than one RTO of the cut path away from what was computed. */
  readonly beyondOneRto: number
}

/** Paths declared failed that nothing had cut. */
export interface SpuriousFailovers {
  /** Under traffic, all seeds together. */
  readonly observedMs: number
  /** Times that a path stopped being active, as one end saw it. */
  readonly failovers: number
  /** Times that one became inactive. */
  readonly inactive: number
}
