import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LatencyHistogram } from '@sigbed/measurement'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syntheticRun } from '../test/synthetic-run.js'
import type { RecordedRun } from './recorded-run.js'
import { ResultsStore } from './results-store.js'
import { RunQueries } from './run-queries.js'
import { RunRecorder } from './run-recorder.js'

let folder: string
let store: ResultsStore
let queries: RunQueries
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-results-'))
  store = ResultsStore.open(join(folder, 'results.sqlite'))
  queries = new RunQueries(store)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const REQUESTS = { flow: 'diameter', arrived: 12_000, marked: 193, arrivedAgain: 23, arrivedAgainUnmarked: 1, carriedOutAgain: 22 }

describe('a recorded run', () => {
  it('reads back as it was written, second by second', () => {
    const run = syntheticRun({ late: 12, lost: 1, requestAudits: [REQUESTS] })
    const description = { ...run.description, scenarioText: 'scenario: primary-path-cut\n', tags: ['before', 'nightly'] }
    const recorder = RunRecorder.begin(store, description, run.environment)
    for (const fromMs of new Set(run.samples.map((sample) => sample.fromMs))) {
      const within = (atMs: number): boolean => atMs >= fromMs && atMs < fromMs + 1000
      recorder.append({
        samples: run.samples.filter((sample) => sample.fromMs === fromMs),
        pathEvents: run.pathEvents.filter((event) => within(event.atMs)),
        pathSamples: run.pathSamples.filter((sample) => within(sample.atMs)),
        events: run.events.filter((event) => within(event.atMs)),
        faults: run.faults.filter((fault) => within(fault.atMs)),
      })
    }
    recorder.finish({ ...run, outcome: 'completed', reasons: ['one message was lost'] }, { latencies: run.latencies })

    const read = queries.run(recorder.runId)
    expect(withoutBookkeeping(read)).toEqual(withoutBookkeeping({ ...run, description, reasons: ['one message was lost'] }))
    expect(read.finishedAtUtc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(read.concluded).toBe(true)
    expect(read.identity).toMatch(/^[0-9a-f]{32}$/)
  })

  it('keeps fractions, absent figures and odd texts', () => {
    const run = syntheticRun({ plannedDurationMs: 1000.5, cutAtMs: 333.25, restoreAtMs: null, seed: 2 ** 40 + 1 })
    const environment = { ...run.environment, gitCommit: null, gitDirty: true, cpuModel: "O'Neil’s “fast” CPU; DROP TABLE run" }
    const recorder = RunRecorder.begin(store, { ...run.description, captureFile: null, flows: [] }, environment)
    const read = queries.run(recorder.runId)
    expect(read.description).toEqual({ ...run.description, captureFile: null, flows: [] })
    expect(read.environment).toEqual(environment)
  })

  it('merges its stored histograms into what all latencies together would have given', () => {
    const run = syntheticRun()
    record(run)
    const merged = new LatencyHistogram()
    const expected = new LatencyHistogram()
    for (const { histogram } of queries.latest()!.latencies) merged.merge(histogram)
    for (const { histogram } of run.latencies) expected.merge(histogram)
    expect(merged.count).toBe(18_000)
    expect(merged.toBlob()).toEqual(expected.toBlob())
  })

  it('keeps only the newest state of a histogram stored several times', () => {
    const run = syntheticRun()
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    const histogram = new LatencyHistogram()
    for (const latencyUs of [100, 200, 300]) {
      histogram.record(latencyUs)
      recorder.append({ latencies: [{ flow: 'm3ua', phase: 'before', histogram }] })
    }
    expect(queries.run(recorder.runId).latencies.map((latency) => latency.histogram.count)).toEqual([3])
  })

  it('is running until its recorder finishes it, and interrupted when the recorder falls silent', () => {
    const run = syntheticRun()
    const { runId } = RunRecorder.begin(store, run.description, run.environment)
    expect(queries.run(runId).status).toBe('running')
    silence(runId, '-100 seconds')
    expect(queries.run(runId).status).toBe('running')
    silence(runId, '-130 seconds')
    expect(queries.run(runId)).toMatchObject({ status: 'interrupted', concluded: false, verdict: null, finishedAtUtc: null })
    expect(queries.list()[0]!.status).toBe('interrupted')
  })

  it('takes a batch whole or not at all', () => {
    const run = syntheticRun()
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    const twice = [run.samples[0]!, run.samples[0]!]
    expect(() => recorder.append({ events: run.events, samples: twice })).toThrow()
    expect(() => recorder.finish({ ...run, outcome: 'completed' }, { samples: twice, pathEvents: run.pathEvents })).toThrow()
    expect(queries.run(recorder.runId)).toMatchObject({ samples: [], events: [], pathEvents: [], audits: [], status: 'running' })
    recorder.finish({ ...run, outcome: 'completed' }, { events: run.events, pathEvents: run.pathEvents })
    expect(queries.run(recorder.runId).events).toEqual(run.events)
  })

  it('takes nothing more once it is finished', () => {
    const run = syntheticRun()
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    recorder.finish({ outcome: 'failed', verdict: null, reasons: ['the server went away'], audits: [], failovers: [], expectations: [] })
    const finished = expect.objectContaining({ code: 'SIGBED_RECORDING_FINISHED' })
    expect(() => recorder.append({ events: run.events })).toThrow(finished)
    expect(() =>
      recorder.finish({ outcome: 'completed', verdict: 'pass', reasons: [], audits: [], failovers: [], expectations: [] }),
    ).toThrow(finished)
    expect(queries.run(recorder.runId)).toMatchObject({ status: 'failed', verdict: null, reasons: ['the server went away'] })
  })

  it('is reported as damaged when a histogram in it is', () => {
    const runId = record(syntheticRun())
    store.database.prepare(`UPDATE phase_latency SET histogram = x'0102' WHERE phase = 'during'`).run()
    expect(() => queries.run(runId)).toThrow(
      expect.objectContaining({ code: 'SIGBED_DATABASE_DAMAGED', message: expect.stringContaining('run 1') }),
    )
  })
})

describe('the list of runs', () => {
  it('tells the newest first, with losses and the slowest failover', () => {
    record(syntheticRun())
    record(syntheticRun({ lost: 3, failoverMs: 1100 }))
    expect(queries.list()).toMatchObject([
      {
        runId: 2,
        verdict: 'fail',
        status: 'completed',
        slowestFailoverMs: 1100,
        flows: [
          { flow: 'm3ua', lost: 3 },
          { flow: 'diameter', lost: 0 },
        ],
      },
      { runId: 1, verdict: 'pass', slowestFailoverMs: 1004, gitDirty: false, flows: [{ delivered: 15_000, offeredPerSecond: 500 }, {}] },
    ])
    expect(queries.list(1).map((run) => run.runId)).toEqual([2])
  })

  it('counts deliveries from the samples before there is an audit', () => {
    const run = syntheticRun()
    RunRecorder.begin(store, run.description, run.environment).append({ samples: run.samples.slice(0, 6) })
    expect(queries.list()[0]!.flows).toEqual([
      { flow: 'm3ua', offeredPerSecond: 500, delivered: 1500, lost: null, duplicated: null },
      { flow: 'diameter', offeredPerSecond: 100, delivered: 300, lost: null, duplicated: null },
    ])
  })

  it('is empty in a new database, and so is the latest run', () => {
    expect(queries.list()).toEqual([])
    expect(queries.latest()).toBeNull()
    expect(() => queries.resolve('latest')).toThrow(/no run goes by "latest".*holds no run yet/)
  })

  it.each([
    ['2', 2],
    ['#2', 2],
    [' 3 ', 3],
    ['latest', 3],
    ['-1', 3],
    ['-3', 1],
  ])('finds the run meant by %j', (reference, runId) => {
    for (let run = 0; run < 3; run++) record(syntheticRun())
    expect(queries.resolve(reference)).toBe(runId)
  })

  it.each(['4', '0', '-4', '-0', '1.5', '', 'first', '1; DELETE FROM run', '99999999999999999999'])(
    'finds no run by %j and says what there is',
    (reference) => {
      for (let run = 0; run < 3; run++) record(syntheticRun({ plannedDurationMs: 1000, cutAtMs: null, restoreAtMs: null }))
      expect(() => queries.resolve(reference)).toThrow(expect.objectContaining({ code: 'SIGBED_RUN_NOT_FOUND', reference }))
      expect(() => queries.resolve(reference)).toThrow(/holds 3 runs, 1 to 3\. Say a number/)
      expect(() => queries.run(77)).toThrow(expect.objectContaining({ code: 'SIGBED_RUN_NOT_FOUND' }))
    },
  )
})

function record(run: RecordedRun): number {
  const recorder = RunRecorder.begin(store, run.description, run.environment)
  recorder.append(run)
  recorder.finish({ ...run, outcome: 'completed' })
  return recorder.runId
}

function silence(runId: number, ago: string): void {
  store.database.prepare(`UPDATE run SET last_written_at_utc = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?) WHERE run_id = ?`).run(ago, runId)
}

/** What the database itself decides is left out, and histograms become octets, so that runs can be compared as they are. */
function withoutBookkeeping({ runId: _, identity: __, lastWrittenAtUtc: ___, finishedAtUtc: ____, ...run }: RecordedRun): object {
  const latencies = run.latencies.map(({ flow, phase, histogram }) => ({ flow, phase, octets: [...histogram.toBlob()] }))
  const inOrder = latencies.sort((a, b) => (a.flow < b.flow ? -1 : a.flow > b.flow ? 1 : 0))
  const samples = [...run.samples]
    .sort((a, b) => a.fromMs - b.fromMs || (a.flow < b.flow ? -1 : 1))
    .map((sample) => ({ ...sample, histogram: [...sample.histogram!] }))
  return { ...run, latencies: inOrder, samples }
}
