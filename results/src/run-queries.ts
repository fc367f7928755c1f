import {
  type EnvironmentFingerprint,
  type ExpectationOutcome,
  type FailoverMeasure,
  type FlowAudit,
  HistogramBlobError,
  type IntervalSample,
  LatencyHistogram,
  type OfferedFlow,
  type PathEvent,
  type PathSample,
  type PhaseLatency,
  type ProcessorTime,
  type RequestAudit,
  type RunDescription,
  type RunEvent,
  type RunFault,
  type RunVerdict,
} from '@sigbed/measurement'
import type { FlowSummary, RecordedRun, RunStatus, RunSummary } from './recorded-run.js'
import { DatabaseDamagedError, RunNotFoundError } from './results-error.js'
import type { ResultsStore } from './results-store.js'

/** Which runs a list is of; null: whatever it is. */
export interface RunFilter {
  readonly scenario: string | null
  readonly tag: string | null
  /** `none`: the run did not get far enough for one, or is under way. */
  readonly verdict: RunVerdict | 'none' | null
}

/** Reads measured runs. */
export class RunQueries {
  constructor(private readonly store: ResultsStore) {}

  /** The newest first. @param most how many at most. */
  list(most = Number.MAX_SAFE_INTEGER, filter: Partial<RunFilter> = {}): RunSummary[] {
    const { database } = this.store
    return this.store.read(() => {
      const flows = database.prepare<[number], FlowSummary>(SELECT_FLOW_SUMMARIES)
      const tags = database.prepare<[number], string>(SELECT_TAGS).pluck()
      return database
        .prepare<unknown[], SummaryRow>(SELECT_SUMMARIES)
        .all({ ...EVERY_RUN, ...filter, most })
        .map((row) => ({ ...row, gitDirty: row.gitDirty === 1, flows: flows.all(row.runId), tags: tags.all(row.runId) }))
    })
  }

  /** One run with everything. @throws RunNotFoundError, DatabaseDamagedError when a stored histogram cannot be read. */
  run(runId: number): RecordedRun {
    return this.store.read(() => {
      const row = this.store.database.prepare<[number], RunRow>(SELECT_RUN).get(runId)
      if (row === undefined) throw this.notFound(String(runId))
      return {
        runId,
        identity: row.identity,
        description: this.descriptionOf(row),
        environment: environmentOf(row),
        status: row.status,
        concluded: row.finishedAtUtc !== null,
        verdict: row.verdict,
        reasons: JSON.parse(row.reasons) as string[],
        lastWrittenAtUtc: row.lastWrittenAtUtc,
        finishedAtUtc: row.finishedAtUtc,
        samples: this.rowsOf<IntervalSample>(SELECT_SAMPLES, runId),
        pathEvents: this.rowsOf<PathEvent>(SELECT_PATH_EVENTS, runId),
        pathSamples: this.pathSamplesOf(runId),
        events: this.rowsOf<RunEvent>(SELECT_EVENTS, runId),
        faults: this.rowsOf<RunFault>(SELECT_FAULTS, runId),
        latencies: this.latenciesOf(runId),
        audits: this.rowsOf<FlowAudit>(SELECT_AUDITS, runId),
        requestAudits: this.rowsOf<RequestAudit>(SELECT_REQUEST_AUDITS, runId),
        failovers: this.rowsOf<FailoverMeasure>(SELECT_FAILOVERS, runId),
        expectations: this.expectationsOf(runId),
        processorTimes: this.rowsOf<ProcessorTime>(SELECT_PROCESSOR_TIMES, runId),
      }
    })
  }

  /** The newest run, or null in an empty database. */
  latest(): RecordedRun | null {
    const runId = this.newestButOne(0)
    return runId === null ? null : this.run(runId)
  }

  /**
   * The run a person means by `17` or `#17`, by `latest`, or counted from the newest by `-1` (the newest), `-2` and so on.
   * @throws RunNotFoundError, which tells what there is.
   */
  resolve(reference: string): number {
    const word = reference.trim()
    const back = word === 'latest' ? 1 : Number(/^-(\d{1,9})$/.exec(word)?.[1] ?? 0)
    if (back > 0) {
      const runId = this.newestButOne(back - 1)
      if (runId !== null) return runId
    }
    const runId = Number(/^#?(\d{1,15})$/.exec(word)?.[1] ?? Number.NaN)
    if (this.store.read(() => this.store.database.prepare('SELECT 1 FROM run WHERE run_id = ?').get(runId)) !== undefined) return runId
    throw this.notFound(reference)
  }

  private newestButOne(newer: number): number | null {
    const select = this.store.database.prepare<[number], number>('SELECT run_id FROM run ORDER BY run_id DESC LIMIT 1 OFFSET ?')
    return this.store.read(() => select.pluck().get(newer)) ?? null
  }

  private rowsOf<Row>(sql: string, runId: number): Row[] {
    return this.store.database.prepare<[number], Row>(sql).all(runId)
  }

  private descriptionOf(row: RunRow): RunDescription {
    const { scenario, scenarioText, profile, network, seed, plannedDurationMs, cutAtMs, restoreAtMs, startedAtUtc, captureFile } = row
    const intention = { scenario, scenarioText, profile, network, seed, plannedDurationMs, cutAtMs, restoreAtMs, startedAtUtc, captureFile }
    const parameters = JSON.parse(row.parameters) as Record<string, unknown>
    const flows = this.rowsOf<OfferedFlow>(SELECT_FLOWS, row.runId)
    return { ...intention, flows, parameters, tags: this.store.database.prepare<[number], string>(SELECT_TAGS).pluck().all(row.runId) }
  }

  private pathSamplesOf(runId: number): PathSample[] {
    type Row = Omit<PathSample, 'carriesData'> & { readonly carriesData: number }
    return this.rowsOf<Row>(SELECT_PATH_SAMPLES, runId).map((row) => ({ ...row, carriesData: row.carriesData === 1 }))
  }

  private expectationsOf(runId: number): ExpectationOutcome[] {
    type Row = Omit<ExpectationOutcome, 'met'> & { readonly met: number | null }
    return this.rowsOf<Row>(SELECT_EXPECTATIONS, runId).map((row) => ({ ...row, met: row.met === null ? null : row.met === 1 }))
  }

  private latenciesOf(runId: number): PhaseLatency[] {
    type Row = Omit<PhaseLatency, 'histogram'> & { readonly histogram: Uint8Array }
    try {
      return this.rowsOf<Row>(SELECT_LATENCIES, runId).map((row) => ({ ...row, histogram: LatencyHistogram.fromBlob(row.histogram) }))
    } catch (error) {
      if (!(error instanceof HistogramBlobError)) throw error
      throw new DatabaseDamagedError(this.store.path, `run ${runId}: ${error.message}`, { cause: error })
    }
  }

  /** That there is no such run, with what there is instead. */
  notFound(reference: string): RunNotFoundError {
    const select = `SELECT COUNT(*) AS runs, MIN(run_id) AS oldest, MAX(run_id) AS newest FROM run`
    const { runs, oldest, newest } = this.store.database.prepare<[], { runs: number; oldest: number; newest: number }>(select).get()!
    if (runs === 0) return new RunNotFoundError(reference, `${this.store.path} holds no run yet`)
    return new RunNotFoundError(
      reference,
      `${this.store.path} holds ${runs === 1 ? `run ${newest}` : `${runs} runs, ${oldest} to ${newest}`}`,
    )
  }
}

function environmentOf(row: RunRow): EnvironmentFingerprint {
  const { cpuModel, cores, memoryMiB, kernel, nodeVersion, platform, architecture, gitCommit, sigbedVersion } = row
  return { cpuModel, cores, memoryMiB, kernel, nodeVersion, platform, architecture, gitCommit, gitDirty: row.gitDirty === 1, sigbedVersion }
}

type SummaryRow = Omit<RunSummary, 'flows' | 'tags' | 'gitDirty'> & { readonly gitDirty: number }

type RunRow = Omit<RunDescription, 'flows' | 'tags' | 'parameters'> &
  Omit<EnvironmentFingerprint, 'gitDirty'> &
  Pick<RecordedRun, 'runId' | 'identity' | 'verdict' | 'lastWrittenAtUtc' | 'finishedAtUtc'> & {
    readonly status: RunStatus
    readonly gitDirty: number
    readonly parameters: string
    readonly reasons: string
  }

const EVERY_RUN: RunFilter = { scenario: null, tag: null, verdict: null }

/** A recorder writes every second, and twice that is no cause for alarm; two minutes are. */
const STATUS = `COALESCE(outcome, IIF(julianday('now') - julianday(last_written_at_utc) > 120.0 / 86400, 'interrupted', 'running'))`

const SELECT_SUMMARIES = `
  SELECT run_id AS runId, started_at_utc AS startedAtUtc, scenario, profile, network, ${STATUS} AS status, verdict,
    (SELECT MAX(first_delivery_on_alternate_ms) FROM failover_measure WHERE failover_measure.run_id = run.run_id) AS slowestFailoverMs,
    git_commit AS gitCommit, git_dirty AS gitDirty
  FROM run
  WHERE (@scenario IS NULL OR scenario = @scenario) AND (@verdict IS NULL OR COALESCE(verdict, 'none') = @verdict)
    AND (@tag IS NULL OR EXISTS (SELECT 1 FROM run_tag WHERE run_tag.run_id = run.run_id AND run_tag.tag = @tag))
  ORDER BY run_id DESC LIMIT @most`

const SELECT_FLOW_SUMMARIES = `
  SELECT offered_flow.flow, offered_per_second AS offeredPerSecond,
    COALESCE(delivered, (SELECT SUM(delivered) FROM interval_sample AS sample
      WHERE sample.run_id = offered_flow.run_id AND sample.flow = offered_flow.flow), 0) AS delivered,
    lost, duplicated
  FROM offered_flow LEFT JOIN flow_audit USING (run_id, flow) WHERE offered_flow.run_id = ? ORDER BY ordinal`

const SELECT_RUN = `
  SELECT run_id AS runId, identity, scenario, scenario_text AS scenarioText, profile, network, seed, planned_duration_ms AS plannedDurationMs, cut_at_ms AS cutAtMs,
    restore_at_ms AS restoreAtMs, started_at_utc AS startedAtUtc, capture_file AS captureFile, parameters, cpu_model AS cpuModel, cores,
    memory_mib AS memoryMiB, kernel, node_version AS nodeVersion, platform, architecture, git_commit AS gitCommit, git_dirty AS gitDirty,
    sigbed_version AS sigbedVersion, last_written_at_utc AS lastWrittenAtUtc, finished_at_utc AS finishedAtUtc, ${STATUS} AS status, verdict,
    reasons
  FROM run WHERE run_id = ?`

const SELECT_FLOWS = `SELECT flow AS name, offered_per_second AS offeredPerSecond FROM offered_flow WHERE run_id = ? ORDER BY ordinal`

const SELECT_SAMPLES = `
  SELECT flow, from_ms AS fromMs, to_ms AS toMs, offered, delivered, p50_us AS p50Us, p99_us AS p99Us, maximum_us AS maximumUs,
    late_sends AS lateSends, histogram
  FROM interval_sample WHERE run_id = ? ORDER BY from_ms, flow`

const SELECT_PATH_EVENTS = `
  SELECT at_ms AS atMs, node, association, local_address AS localAddress, remote_address AS remoteAddress, state, reason, rto_ms AS rtoMs
  FROM path_event WHERE run_id = ? ORDER BY at_ms, ordinal`

const SELECT_TAGS = `SELECT tag FROM run_tag WHERE run_id = ? ORDER BY tag`

const SELECT_PATH_SAMPLES = `
  SELECT at_ms AS atMs, node, association, local_address AS localAddress, remote_address AS remoteAddress, state, carries_data AS carriesData,
    rto_ms AS rtoMs, smoothed_round_trip_ms AS smoothedRoundTripMs, congestion_window AS congestionWindow,
    outstanding_octets AS outstandingOctets
  FROM path_sample JOIN sampled_path USING (run_id, path) WHERE run_id = ? ORDER BY path, ordinal`

const SELECT_FAULTS = `SELECT at_ms AS atMs, text, effect FROM run_fault WHERE run_id = ? ORDER BY at_ms, ordinal`

const SELECT_EXPECTATIONS = `SELECT text, met, seen FROM expectation WHERE run_id = ? ORDER BY ordinal`

const SELECT_PROCESSOR_TIMES = `SELECT node, user_ms AS userMs, system_ms AS systemMs FROM processor_time WHERE run_id = ? ORDER BY node`

const SELECT_EVENTS = `SELECT at_ms AS atMs, node, kind, detail FROM run_event WHERE run_id = ? ORDER BY at_ms, ordinal`

const SELECT_LATENCIES = `
  SELECT flow, phase, histogram FROM phase_latency WHERE run_id = ?
  ORDER BY flow, CASE phase WHEN 'before' THEN 0 WHEN 'during' THEN 1 ELSE 2 END`

const SELECT_REQUEST_AUDITS = `
  SELECT request_audit.flow, arrived, marked, arrived_again AS arrivedAgain, arrived_again_unmarked AS arrivedAgainUnmarked,
    carried_out_again AS carriedOutAgain
  FROM request_audit LEFT JOIN offered_flow USING (run_id, flow) WHERE run_id = ? ORDER BY ordinal, request_audit.flow`

const SELECT_AUDITS = `
  SELECT flow_audit.flow, offered, delivered, lost, duplicated, reordered, corrupted, refused
  FROM flow_audit LEFT JOIN offered_flow USING (run_id, flow) WHERE run_id = ? ORDER BY ordinal, flow_audit.flow`

const SELECT_FAILOVERS = `
  SELECT flow, node, association, cut_at_ms AS cutAtMs, first_delivery_on_alternate_ms AS firstDeliveryOnAlternateMs,
    potentially_failed_ms AS potentiallyFailedMs, inactive_ms AS inactiveMs, active_again_ms AS activeAgainMs, drained_ms AS drainedMs, rto_at_cut_ms AS rtoAtCutMs,
    computed_first_delivery_ms AS computedFirstDeliveryMs, computed_potentially_failed_ms AS computedPotentiallyFailedMs,
    computed_inactive_ms AS computedInactiveMs, tolerance_ms AS toleranceMs, verdict
  FROM failover_measure WHERE run_id = ? ORDER BY ordinal`
