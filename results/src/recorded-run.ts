import type {
  EnvironmentFingerprint,
  ExpectationOutcome,
  FailoverMeasure,
  FlowAudit,
  FlowName,
  IntervalSample,
  NetworkKind,
  PathEvent,
  PathSample,
  PhaseLatency,
  ProcessorTime,
  RequestAudit,
  RunDescription,
  RunEvent,
  RunFault,
  RunOutcome,
  RunVerdict,
} from '@sigbed/measurement'

/**
 * Where a run stands: its outcome once its recorder said so; until then `running`, and after two minutes without a word from
 * the recorder `interrupted`, because the recording program must have died.
 */
export type RunStatus = RunOutcome | 'running'

/** How a run ended, said once, at its end. */
export interface RunConclusion {
  readonly outcome: RunOutcome
  /** null when the run did not get far enough for one. */
  readonly verdict: RunVerdict | null
  /** Why the verdict is what it is, or why the run broke off; sentences for people, without a full stop. */
  readonly reasons: readonly string[]
  readonly audits: readonly FlowAudit[]
  /** One of each flow whose requests reached a server. */
  readonly requestAudits?: readonly RequestAudit[]
  readonly failovers: readonly FailoverMeasure[]
  /** In the order of the scenario; empty when it demands nothing. */
  readonly expectations: readonly ExpectationOutcome[]
  /** One of each node whose program was watched. */
  readonly processorTimes?: readonly ProcessorTime[]
}

/** One run with everything that was recorded of it. */
export interface RecordedRun extends Required<Omit<RunConclusion, 'outcome'>> {
  /** Its number in this database. */
  readonly runId: number
  /** Tells it from every other run, in whatever database either is. */
  readonly identity: string
  readonly description: RunDescription
  readonly environment: EnvironmentFingerprint
  readonly status: RunStatus
  /** Whether the recorder finished the run; when not, a status of `interrupted` is a conclusion from its silence. */
  readonly concluded: boolean
  readonly lastWrittenAtUtc: string
  readonly finishedAtUtc: string | null
  /** By time, then flow. */
  readonly samples: readonly IntervalSample[]
  /** By path, then time. */
  readonly pathSamples: readonly PathSample[]
  readonly pathEvents: readonly PathEvent[]
  readonly events: readonly RunEvent[]
  readonly faults: readonly RunFault[]
  readonly latencies: readonly PhaseLatency[]
}

/** What a list tells of one flow of a run. */
export interface FlowSummary {
  readonly flow: FlowName
  readonly offeredPerSecond: number
  /** From the audit, or without one from the interval samples. */
  readonly delivered: number
  /** null before the audit. */
  readonly lost: number | null
  readonly duplicated: number | null
}

/** One line of a list of runs. */
export interface RunSummary {
  readonly runId: number
  readonly startedAtUtc: string
  readonly scenario: string
  readonly profile: string
  readonly network: NetworkKind
  readonly status: RunStatus
  readonly verdict: RunVerdict | null
  readonly flows: readonly FlowSummary[]
  /** The slowest of the run's failovers, from the cut to the first delivery on the alternate path; null: none was seen. */
  readonly slowestFailoverMs: number | null
  readonly gitCommit: string | null
  readonly gitDirty: boolean
  /** In the order of the alphabet. */
  readonly tags: readonly string[]
}
