import type { SweepCell, SweepRecord, SweepTimers, SweptStage } from '@sigbed/measurement'

/** What of a sweep a test wants otherwise than usual. */
export interface SweepChanges extends Partial<Omit<SweepRecord, 'cells'>> {
  readonly rtoMinMs?: readonly number[]
  readonly pathMaxRetrans?: readonly number[]
  readonly potentiallyFailed?: readonly (number | null)[]
  readonly heartbeatMs?: readonly number[]
  readonly cell?: (cell: SweepCell) => SweepCell
}

/** A sweep that measured exactly what its timers promise, with an RTO.Max of a minute. */
export function syntheticSweep(changes: SweepChanges = {}): SweepRecord {
  const {
    rtoMinMs = [100, 200, 500, 1000],
    pathMaxRetrans = [0, 1, 2, 3, 4, 5],
    potentiallyFailed = [0, null],
    heartbeatMs = [1000, 30_000],
    cell = (usual) => usual,
    ...record
  } = changes
  const cells = potentiallyFailed.flatMap((potentiallyFailedMaxRetrans) =>
    heartbeatMs.flatMap((heartbeatIntervalMs) =>
      pathMaxRetrans.flatMap((retransmissions) =>
        rtoMinMs.map((rtoMin) =>
          cell(syntheticCell({ rtoMinMs: rtoMin, pathMaxRetrans: retransmissions, potentiallyFailedMaxRetrans, heartbeatIntervalMs })),
        ),
      ),
    ),
  )
  return {
    scenario: 'two-homed-failover',
    profile: 'telecom',
    rtoMaxMs: 60_000,
    cut: 'cut path-a',
    disturbance: 'loss 1% reorder 1% by 300ms',
    messagesPerSecond: 20,
    observedMs: 60_000,
    seeds: [1, 2],
    runsPlanned: 4 * cells.length,
    runsDone: 4 * cells.length,
    cells,
    ...record,
  }
}

export function stage(medianMs: number | null, changes: Partial<SweptStage> = {}): SweptStage {
  return { leastMs: medianMs, medianMs, mostMs: medianMs, computedMs: medianMs, missing: 0, beyondOneRto: 0, ...changes }
}

function syntheticCell(timers: SweepTimers): SweepCell {
  const { rtoMinMs, pathMaxRetrans, potentiallyFailedMaxRetrans, heartbeatIntervalMs } = timers
  const strikes = Array.from({ length: pathMaxRetrans + 1 }, (_, strike) => Math.min(60_000, rtoMinMs * 2 ** strike))
  const inactiveMs = strikes.reduce((sum, ms) => sum + ms)
  return {
    timers,
    failover: {
      failovers: 2,
      detected: stage(potentiallyFailedMaxRetrans === null ? inactiveMs : rtoMinMs),
      alternate: stage(rtoMinMs + 1),
      inactive: stage(inactiveMs),
      recovered: stage(heartbeatIntervalMs + rtoMinMs, { computedMs: null }),
      spuriousFailovers: 0,
    },
    spurious: { observedMs: 120_000, failovers: pathMaxRetrans === 0 ? Math.round(7000 / rtoMinMs) : 0, inactive: 0 },
    problems: [],
  }
}
