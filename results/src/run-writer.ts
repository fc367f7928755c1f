import type { EnvironmentFingerprint, RunDescription } from '@sigbed/measurement'
import type { Database, Statement } from 'better-sqlite3'
import type { RunConclusion } from './recorded-run.js'
import type { RunBatch } from './run-recorder.js'

/**
 * The rows of one run, written within whatever transaction its caller has under way: `RunRecorder` writes a run as it happens, `takeRun`
 * one that happened elsewhere.
 */
export class RunWriter {
  private readonly insertSample: Statement<unknown[]>
  private readonly insertPathEvent: Statement<unknown[]>
  private readonly insertSampledPath: Statement<unknown[]>
  private readonly insertPathSample: Statement<unknown[]>
  private readonly insertEvent: Statement<unknown[]>
  private readonly insertFault: Statement<unknown[]>
  private readonly replaceLatency: Statement<unknown[]>
  private readonly insertAudit: Statement<unknown[]>
  private readonly insertRequestAudit: Statement<unknown[]>
  private readonly insertFailover: Statement<unknown[]>
  private readonly insertExpectation: Statement<unknown[]>
  private readonly insertProcessorTime: Statement<unknown[]>
  private readonly touchRun: Statement<unknown[]>
  private readonly finishRun: Statement<unknown[]>

  constructor(
    database: Database,
    readonly runId: number,
  ) {
    this.insertSample = database.prepare(INSERT_SAMPLE)
    this.insertPathEvent = database.prepare(INSERT_PATH_EVENT)
    this.insertSampledPath = database.prepare(INSERT_SAMPLED_PATH)
    this.insertPathSample = database.prepare(INSERT_PATH_SAMPLE)
    this.insertEvent = database.prepare(INSERT_EVENT)
    this.insertFault = database.prepare(INSERT_FAULT)
    this.replaceLatency = database.prepare(REPLACE_LATENCY)
    this.insertAudit = database.prepare(INSERT_AUDIT)
    this.insertRequestAudit = database.prepare(INSERT_REQUEST_AUDIT)
    this.insertFailover = database.prepare(INSERT_FAILOVER)
    this.insertExpectation = database.prepare(INSERT_EXPECTATION)
    this.insertProcessorTime = database.prepare(INSERT_PROCESSOR_TIME)
    this.touchRun = database.prepare(TOUCH_RUN)
    this.finishRun = database.prepare(FINISH_RUN)
  }

  /**
   * Makes the run, with a number of its own.
   * @param identity of a run that has one already; null gives it a new one
   */
  static begin(database: Database, description: RunDescription, environment: EnvironmentFingerprint, identity: string | null): RunWriter {
    const { lastInsertRowid: runId } = database.prepare(INSERT_RUN).run({
      ...environment,
      ...description,
      identity,
      gitDirty: environment.gitDirty ? 1 : 0,
      parameters: JSON.stringify(description.parameters),
    })
    const insertFlow = database.prepare(INSERT_FLOW)
    for (const [ordinal, flow] of description.flows.entries()) insertFlow.run({ runId, ...flow, ordinal })
    const insertTag = database.prepare(INSERT_TAG)
    for (const tag of new Set(description.tags)) insertTag.run({ runId, tag })
    return new RunWriter(database, Number(runId))
  }

  add({ samples = [], pathEvents = [], pathSamples = [], events = [], faults = [], latencies = [] }: RunBatch): void {
    const { runId } = this
    for (const sample of samples) this.insertSample.run({ runId, ...sample })
    for (const event of pathEvents) this.insertPathEvent.run({ runId, ...event })
    for (const { carriesData, ...sample } of pathSamples) {
      this.insertSampledPath.run({ runId, ...sample })
      this.insertPathSample.run({ runId, ...sample, carriesData: Number(carriesData) })
    }
    for (const event of events) this.insertEvent.run({ runId, ...event })
    for (const fault of faults) this.insertFault.run({ runId, ...fault })
    for (const { flow, phase, histogram } of latencies) this.replaceLatency.run({ runId, flow, phase, histogram: histogram.toBlob() })
  }

  /** The recorder lives. @param atUtc null: now */
  touch(atUtc: string | null = null): void {
    this.touchRun.run({ runId: this.runId, atUtc })
  }

  /** What is said once, at the end. */
  conclude({
    audits,
    requestAudits = [],
    failovers,
    expectations,
    processorTimes = [],
  }: Omit<RunConclusion, 'outcome' | 'verdict' | 'reasons'>): void {
    const { runId } = this
    for (const audit of audits) this.insertAudit.run({ runId, ...audit })
    for (const audit of requestAudits) this.insertRequestAudit.run({ runId, ...audit })
    for (const [ordinal, failover] of failovers.entries()) this.insertFailover.run({ runId, ordinal, ...failover })
    for (const [ordinal, { met, ...expectation }] of expectations.entries())
      this.insertExpectation.run({ runId, ordinal, ...expectation, met: met === null ? null : Number(met) })
    for (const processorTime of processorTimes) this.insertProcessorTime.run({ runId, ...processorTime })
  }

  /** @param atUtc null: now */
  finish({ outcome, verdict, reasons }: Pick<RunConclusion, 'outcome' | 'verdict' | 'reasons'>, atUtc: string | null = null): void {
    this.finishRun.run({ runId: this.runId, outcome, verdict, reasons: JSON.stringify(reasons), atUtc })
  }
}

/** What is told of one run keeps the order it was told in. */
function nextOrdinal(table: 'path_event' | 'run_event' | 'run_fault'): string {
  return `(SELECT COALESCE(MAX(ordinal) + 1, 0) FROM ${table} WHERE run_id = @runId)`
}

const NOW_UTC = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`

const INSERT_RUN = `
  INSERT INTO run (identity, scenario, scenario_text, profile, network, seed, planned_duration_ms, cut_at_ms, restore_at_ms, started_at_utc, capture_file, parameters,
    cpu_model, cores, memory_mib, kernel, node_version, platform, architecture, git_commit, git_dirty, sigbed_version, last_written_at_utc)
  VALUES (COALESCE(@identity, lower(hex(randomblob(16)))), @scenario, @scenarioText, @profile, @network, @seed, @plannedDurationMs, @cutAtMs, @restoreAtMs, @startedAtUtc, @captureFile, @parameters,
    @cpuModel, @cores, @memoryMiB, @kernel, @nodeVersion, @platform, @architecture, @gitCommit, @gitDirty, @sigbedVersion, ${NOW_UTC})`

const INSERT_FLOW = `
  INSERT INTO offered_flow (run_id, flow, offered_per_second, ordinal) VALUES (@runId, @name, @offeredPerSecond, @ordinal)`

const INSERT_TAG = `INSERT INTO run_tag (run_id, tag) VALUES (@runId, @tag)`

const INSERT_SAMPLE = `
  INSERT INTO interval_sample (run_id, flow, from_ms, to_ms, offered, delivered, p50_us, p99_us, maximum_us, late_sends, histogram)
  VALUES (@runId, @flow, @fromMs, @toMs, @offered, @delivered, @p50Us, @p99Us, @maximumUs, @lateSends, @histogram)`

const INSERT_PATH_EVENT = `
  INSERT INTO path_event (run_id, ordinal, at_ms, node, association, local_address, remote_address, state, reason, rto_ms)
  VALUES (@runId, ${nextOrdinal('path_event')}, @atMs, @node, @association, @localAddress, @remoteAddress, @state, @reason, @rtoMs)`

const INSERT_SAMPLED_PATH = `
  INSERT INTO sampled_path (run_id, path, node, association, local_address, remote_address)
  SELECT @runId, COALESCE(MAX(path) + 1, 0), @node, @association, @localAddress, @remoteAddress FROM sampled_path WHERE run_id = @runId
  ON CONFLICT DO NOTHING`

const INSERT_PATH_SAMPLE = `
  INSERT INTO path_sample (run_id, path, ordinal, at_ms, state, carries_data, rto_ms, smoothed_round_trip_ms, congestion_window,
    outstanding_octets)
  SELECT run_id, path, (SELECT COALESCE(MAX(ordinal) + 1, 0) FROM path_sample AS earlier WHERE earlier.run_id = of.run_id
      AND earlier.path = of.path),
    @atMs, @state, @carriesData, @rtoMs, @smoothedRoundTripMs, @congestionWindow, @outstandingOctets
  FROM sampled_path AS of
  WHERE run_id = @runId AND node = @node AND association = @association AND local_address = @localAddress
    AND remote_address = @remoteAddress`

const INSERT_EVENT = `
  INSERT INTO run_event (run_id, ordinal, at_ms, node, kind, detail)
  VALUES (@runId, ${nextOrdinal('run_event')}, @atMs, @node, @kind, @detail)`

const INSERT_FAULT = `
  INSERT INTO run_fault (run_id, ordinal, at_ms, text, effect) VALUES (@runId, ${nextOrdinal('run_fault')}, @atMs, @text, @effect)`

const REPLACE_LATENCY = `
  INSERT INTO phase_latency (run_id, flow, phase, histogram) VALUES (@runId, @flow, @phase, @histogram)
  ON CONFLICT (run_id, flow, phase) DO UPDATE SET histogram = excluded.histogram`

const INSERT_AUDIT = `
  INSERT INTO flow_audit (run_id, flow, offered, delivered, lost, duplicated, reordered, corrupted, refused)
  VALUES (@runId, @flow, @offered, @delivered, @lost, @duplicated, @reordered, @corrupted, @refused)`

const INSERT_REQUEST_AUDIT = `
  INSERT INTO request_audit (run_id, flow, arrived, marked, arrived_again, arrived_again_unmarked, carried_out_again)
  VALUES (@runId, @flow, @arrived, @marked, @arrivedAgain, @arrivedAgainUnmarked, @carriedOutAgain)`

const INSERT_FAILOVER = `
  INSERT INTO failover_measure (run_id, ordinal, flow, node, association, cut_at_ms, first_delivery_on_alternate_ms, potentially_failed_ms,
    inactive_ms, active_again_ms, drained_ms, rto_at_cut_ms, computed_first_delivery_ms, computed_potentially_failed_ms, computed_inactive_ms,
    tolerance_ms, verdict)
  VALUES (@runId, @ordinal, @flow, @node, @association, @cutAtMs, @firstDeliveryOnAlternateMs, @potentiallyFailedMs,
    @inactiveMs, @activeAgainMs, @drainedMs, @rtoAtCutMs, @computedFirstDeliveryMs, @computedPotentiallyFailedMs, @computedInactiveMs,
    @toleranceMs, @verdict)`

const INSERT_EXPECTATION = `INSERT INTO expectation (run_id, ordinal, text, met, seen) VALUES (@runId, @ordinal, @text, @met, @seen)`

const INSERT_PROCESSOR_TIME = `
  INSERT INTO processor_time (run_id, node, user_ms, system_ms) VALUES (@runId, @node, @userMs, @systemMs)`

const TOUCH_RUN = `UPDATE run SET last_written_at_utc = COALESCE(@atUtc, ${NOW_UTC}) WHERE run_id = @runId`

const FINISH_RUN = `
  UPDATE run SET outcome = @outcome, verdict = @verdict, reasons = @reasons, finished_at_utc = COALESCE(@atUtc, ${NOW_UTC}),
    last_written_at_utc = COALESCE(@atUtc, ${NOW_UTC})
  WHERE run_id = @runId`
