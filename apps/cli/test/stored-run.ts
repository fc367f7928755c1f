import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EnvironmentFingerprint, LatencyHistogram, type RunDescription, type RunOutcome, type RunVerdict } from '@sigbed/measurement'
import { type RecordedRun, ResultsStore, RunQueries, RunRecorder } from '@sigbed/results'

/** A folder of its own for one test, gone after it. */
export async function inFolder<Result>(work: (folder: string) => Result | Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-cli-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Stores a run of two seconds of M3UA as a recorder would. @returns its number */
export function storeRun(
  path: string,
  {
    outcome = 'completed',
    verdict = 'pass',
    latencyUs = 100,
    profile = DESCRIPTION.profile,
  }: { outcome?: RunOutcome; verdict?: RunVerdict | null; latencyUs?: number; profile?: string } = {},
): number {
  const store = ResultsStore.open(path)
  try {
    const recorder = RunRecorder.begin(store, { ...DESCRIPTION, profile }, ENVIRONMENT)
    const histogram = new LatencyHistogram()
    for (let i = 1; i <= 200; i++) histogram.record(latencyUs + i)
    recorder.append({
      samples: [0, 1].map((second) => ({
        flow: 'm3ua' as const,
        fromMs: second * 1000,
        toMs: second * 1000 + 1000,
        offered: 100,
        delivered: 100,
        p50Us: 200,
        p99Us: 298,
        maximumUs: 300,
        lateSends: 0,
        histogram: null,
      })),
      latencies: [{ flow: 'm3ua', phase: 'before', histogram }],
    })
    const audit = { flow: 'm3ua' as const, offered: 200, delivered: 200, lost: 0, duplicated: 0, reordered: 0, corrupted: 0, refused: 0 }
    recorder.finish({ outcome, verdict, reasons: [], audits: [audit], failovers: [], expectations: [] })
    return recorder.runId
  } finally {
    store.close()
  }
}

/** The runs of a database, in the order in which they were. */
export function storedRuns(folder: string, file = 'a.sqlite'): RecordedRun[] {
  const store = ResultsStore.open(join(folder, file))
  try {
    const queries = new RunQueries(store)
    return queries
      .list()
      .map(({ runId }) => queries.run(runId))
      .sort((a, b) => a.runId - b.runId)
  } finally {
    store.close()
  }
}

/** Everything about a run but when it was and what it is called. */
export function figuresOf({
  description,
  samples,
  pathSamples,
  pathEvents,
  events,
  faults,
  audits,
  failovers,
  expectations,
  latencies,
}: RecordedRun) {
  const histograms = latencies.map(({ flow, phase, histogram }) => [flow, phase, [...histogram.toBlob()]])
  const { seed: _, startedAtUtc: __, scenarioText: ___, ...described } = description
  return { described, samples, pathSamples, pathEvents, events, faults, audits, failovers, expectations, histograms }
}

/** A database without a run. */
export function emptyDatabase(path: string): void {
  ResultsStore.open(path).close()
}

/** A database as a later version of the program will leave it. */
export function newerDatabase(path: string): void {
  const store = ResultsStore.open(path)
  store.database.pragma('user_version = 9999')
  store.close()
}

const DESCRIPTION: RunDescription = {
  scenario: 'two-homed-failover',
  scenarioText: null,
  profile: 'telecom',
  network: 'loopback',
  seed: 1,
  plannedDurationMs: 2000,
  cutAtMs: 500,
  restoreAtMs: 1500,
  startedAtUtc: '2026-01-07T14:03:22.480Z',
  flows: [{ name: 'm3ua', offeredPerSecond: 100 }],
  parameters: { rtoMinMs: 120 },
  captureFile: null,
  tags: [],
}

const ENVIRONMENT: EnvironmentFingerprint = {
  cpuModel: 'AMD EPYC 7B13',
  cores: 2,
  memoryMiB: 7966,
  kernel: 'Linux 6.1.0',
  nodeVersion: '20.20.2',
  platform: 'linux',
  architecture: 'x64',
  gitCommit: '4f2c9e1d8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d',
  gitDirty: false,
  sigbedVersion: '0.1.0',
}
