import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syntheticRun, type Variation } from '../test/synthetic-run.js'
import { mergeDatabase } from './database-merge.js'
import type { RecordedRun } from './recorded-run.js'
import { ResultsStore } from './results-store.js'
import { exportRuns, importedRuns } from './run-document.js'
import { type PruneRule, prunable, prune } from './run-pruning.js'
import { RunQueries } from './run-queries.js'
import { RunRecorder } from './run-recorder.js'
import { RunSelection } from './run-selection.js'
import { RunTags } from './run-tags.js'
import { takeRuns } from './run-taking.js'

let folder: string
let store: ResultsStore
let queries: RunQueries
let tags: RunTags
let selection: RunSelection
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-stored-'))
  store = ResultsStore.open(join(folder, 'results.sqlite'))
  queries = new RunQueries(store)
  tags = new RunTags(store)
  selection = new RunSelection(store)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a selection of runs', () => {
  it('takes numbers, ranges, tags and the baseline, several at once, each run once', () => {
    for (let run = 0; run < 6; run++) record()
    tags.add([2, 5], 'night')
    tags.setBaseline([1, 3])
    store.database.exec('DELETE FROM run WHERE run_id = 4')
    expect(selection.select('3..5')).toEqual([3, 5])
    expect(selection.select('latest, 2,2')).toEqual([2, 6])
    expect(selection.select('tag:night,-1')).toEqual([2, 5, 6])
    expect(selection.select('baseline')).toEqual([1, 3])
  })

  it('says what there is when nothing is meant', () => {
    record()
    expect(() => selection.select('7..9')).toThrow(/no run goes by "7\.\.9".*holds run 1/)
    expect(() => selection.select('tag:night')).toThrow(/No run has a tag/)
    tags.add([1], 'day')
    expect(() => selection.select('tag:night')).toThrow(/The tags in use are day/)
    expect(() => selection.select('baseline')).toThrow(expect.objectContaining({ code: 'SIGBED_NO_BASELINE' }))
  })

  it('knows the series a run ends: as far back as kind and commit are the same', () => {
    record({}, { profile: 'linux' })
    for (let run = 0; run < 3; run++) record()
    expect(selection.series(4)).toEqual([2, 3, 4])
    expect(selection.series(3)).toEqual([2, 3])
    expect(selection.series(1)).toEqual([1])
  })
})

describe('tags', () => {
  it('are put on and taken off, and told of only where that changes something', () => {
    record()
    record()
    expect(tags.add([1, 2], 'a')).toEqual([1, 2])
    expect(tags.add([1, 2], 'a')).toEqual([])
    expect(tags.remove([2], 'a')).toEqual([2])
    expect(tags.remove([2], 'a')).toEqual([])
    expect(tags.list()).toEqual([{ tag: 'a', runs: 1 }])
    expect(queries.list().map((run) => run.tags)).toEqual([[], ['a']])
    expect(queries.run(1).description.tags).toEqual(['a'])
  })

  it.each(['', 'two words', '-x', 'a,b', 'ä', 'x'.repeat(65)])('refuse %j', (tag) => {
    record()
    expect(() => tags.add([1], tag)).toThrow(expect.objectContaining({ code: 'SIGBED_INVALID_TAG' }))
  })

  it('have one baseline for each kind of runs', () => {
    record()
    record()
    record({}, { profile: 'linux' })
    expect(tags.setBaseline([1, 3])).toEqual({ set: [1, 3], replaced: [] })
    expect(tags.setBaseline([2])).toEqual({ set: [2], replaced: [1] })
    expect(tags.baselineFor(1)).toEqual([2])
    expect(tags.baselineFor(3)).toEqual([3])
  })
})

describe('exported runs', () => {
  it('come back as they were, histograms to the last count', () => {
    const seen = { arrived: 900, marked: 20, arrivedAgain: 7, arrivedAgainUnmarked: 0, carriedOutAgain: 6 }
    record({ lost: 2, requestAudits: [{ flow: 'diameter', ...seen }] })
    tags.add([1], 'a')
    const run = queries.run(1)
    const [read] = importedRuns(exportRuns([run], '2026-01-07T14:03:22.480Z'), 'file')
    expect(comparable(read!)).toEqual(comparable(run))
    const elsewhere = ResultsStore.open(join(folder, 'elsewhere.sqlite'))
    takeRuns(elsewhere, [read!])
    expect(comparable(new RunQueries(elsewhere).run(1))).toEqual(comparable(run))
    elsewhere.close()
  })

  it('keep that a path never gets into a state, which JSON has no number for', () => {
    record()
    const run = queries.run(1)
    const failovers = run.failovers.map((failover) => ({ ...failover, computedPotentiallyFailedMs: Number.POSITIVE_INFINITY }))
    expect(failovers.length).toBeGreaterThan(0)
    const [read] = importedRuns(exportRuns([{ ...run, failovers }], '2026-01-07T14:03:22.480Z'), 'file')
    expect(read!.failovers).toEqual(failovers)
    const elsewhere = ResultsStore.open(join(folder, 'elsewhere.sqlite'))
    takeRuns(elsewhere, [read!])
    expect(new RunQueries(elsewhere).run(1).failovers).toEqual(failovers)
    elsewhere.close()
  })

  it('of before requests were counted are taken as well', () => {
    record()
    const document = JSON.parse(gunzipSync(exportRuns([queries.run(1)], '2026-01-07T14:03:22.480Z')).toString('utf8'))
    expect(document.runs[0].requestAudits).toEqual([])
    delete document.runs[0].requestAudits
    expect(importedRuns(Buffer.from(JSON.stringify(document)), 'file')[0]!.requestAudits).toEqual([])
  })

  it('are taken once, however often', () => {
    record()
    const [run] = importedRuns(exportRuns([queries.run(1)], ''), 'file')
    expect(takeRuns(store, [run!])).toMatchObject([{ taken: 'known', runId: 1 }])
    expect(queries.list()).toHaveLength(1)
  })

  it('that were under way are brought up to date when they are finished', () => {
    const elsewhere = ResultsStore.open(join(folder, 'elsewhere.sqlite'))
    const there = new RunQueries(elsewhere)
    const { description, environment, ...rest } = syntheticRun(SHORT)
    const recorder = RunRecorder.begin(elsewhere, description, environment)
    expect(takeRuns(store, [there.run(1)])).toMatchObject([{ taken: 'new' }])
    expect(takeRuns(store, [there.run(1)])).toMatchObject([{ taken: 'known' }])
    recorder.finish({ ...rest, outcome: 'completed' })
    expect(takeRuns(store, [there.run(1)])).toMatchObject([{ taken: 'updated', runId: 2 }])
    expect(takeRuns(store, [there.run(1)])).toMatchObject([{ taken: 'known', runId: 2 }])
    expect(queries.list()).toMatchObject([{ status: 'completed' }])
    elsewhere.close()
  })

  it.each<[string, (document: Json) => unknown, RegExp]>([
    ['another format', (document) => ({ ...document, format: 'sigbed-run' }), /its format is not one this program knows/],
    ['a later version', (document) => ({ ...document, version: 2 }), /its version is not one this program knows/],
    ['no runs', ({ runs: _, ...document }) => document, /runs: /],
    ['a number in words', edited((run) => ({ ...run, audits: [{ ...run.audits[0], lost: 'none' }] })), /runs\.0\.audits\.0\.lost/],
    [
      'a histogram that is none',
      edited((run) => ({ ...run, latencies: [{ ...run.latencies[0], histogram: 'AQID' }] })),
      /runs\.0: stored latency/,
    ],
    ['a run both finished and running', edited((run) => ({ ...run, status: 'running' })), /not running/],
  ])('are refused with %s', (_, change, words) => {
    record()
    const document = JSON.parse(gunzipSync(exportRuns([queries.run(1)], '')).toString('utf8'))
    const octets = Buffer.from(JSON.stringify(change(document)))
    for (const file of [octets, gzipSync(octets)])
      expect(() => importedRuns(file, 'file')).toThrow(
        expect.objectContaining({ code: 'SIGBED_RUN_DOCUMENT', message: expect.stringMatching(words) }),
      )
  })

  it('are refused when they are no JSON, or broken off', () => {
    record()
    const octets = exportRuns([queries.run(1)], '')
    expect(() => importedRuns(Buffer.from('hello'), 'notes.txt')).toThrow('notes.txt cannot be imported: it is no JSON')
    expect(() => importedRuns(octets.subarray(0, 100), 'x')).toThrow(/damaged/)
  })
})

describe('another database', () => {
  it('is merged once, however often, with new numbers, and stays as it is', () => {
    record()
    const path = join(folder, 'other.sqlite')
    const other = ResultsStore.open(path)
    for (let run = 0; run < 3; run++) recordIn(other)
    new RunTags(other).setBaseline([2, 3])
    expect(mergeDatabase(store, path).map(({ runIdThere, runId, taken }) => [runIdThere, runId, taken])).toEqual([
      [1, 2, 'new'],
      [2, 3, 'new'],
      [3, 4, 'new'],
    ])
    expect(tags.runsWith('baseline')).toEqual([3, 4])
    expect(mergeDatabase(store, path).map(({ taken }) => taken)).toEqual(['known', 'known', 'known'])
    expect(comparable(queries.run(4))).toEqual(comparable(new RunQueries(other).run(3)))
    expect(new RunQueries(other).list()).toHaveLength(3)
    other.close()
  })

  it('does not unseat a baseline', () => {
    record()
    tags.setBaseline([1])
    const path = join(folder, 'other.sqlite')
    const other = ResultsStore.open(path)
    recordIn(other)
    new RunTags(other).setBaseline([1])
    other.close()
    expect(mergeDatabase(store, path)).toMatchObject([{ runId: 2, baselineLeft: true }])
    expect(tags.runsWith('baseline')).toEqual([1])
  })

  it('is missed when it is not there', () => {
    expect(() => mergeDatabase(store, join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'SIGBED_DATABASE_MISSING' }))
  })
})

describe('pruning', () => {
  it('is of runs that meet all conditions, and never of a baseline or a run under way', () => {
    for (let run = 0; run < 5; run++) record()
    RunRecorder.begin(store, syntheticRun().description, syntheticRun().environment)
    tags.add([1, 2, 3], 'night')
    tags.setBaseline([2])
    const ids = (changes: Partial<PruneRule>) =>
      prunable(store, { keep: null, olderThanDays: null, tag: null, ...changes }).map((run) => run.runId)
    expect(ids({ tag: 'night' })).toEqual([1, 3])
    expect(ids({ keep: 2 })).toEqual([1, 3])
    expect(ids({ keep: 1, tag: 'night' })).toEqual([1])
    store.database.exec(`UPDATE run SET started_at_utc = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-40 days') WHERE run_id IN (2, 4)`)
    store.database.exec(`UPDATE run SET started_at_utc = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE run_id NOT IN (2, 4)`)
    expect(ids({ olderThanDays: 30 })).toEqual([4])
    prune(store, [4])
    expect(queries.list().map((run) => run.runId)).toEqual([6, 5, 3, 2, 1])
    expect(store.database.pragma('foreign_key_check')).toEqual([])
  })
})

interface Json {
  readonly runs: readonly { readonly audits: readonly object[]; readonly latencies: readonly object[] }[]
}

function edited(change: (run: Json['runs'][number]) => object): (document: Json) => object {
  return (document) => ({ ...document, runs: document.runs.map(change) })
}

function record(variation: Partial<Variation> = {}, change: Partial<RecordedRun['description']> = {}): void {
  recordIn(store, variation, change)
}

function recordIn(into: ResultsStore, variation: Partial<Variation> = {}, change: Partial<RecordedRun['description']> = {}): void {
  const run = syntheticRun({ ...SHORT, ...variation })
  const recorder = RunRecorder.begin(into, { ...run.description, ...change }, run.environment)
  recorder.append(run)
  recorder.finish({ ...run, outcome: 'completed' })
}

/** All but its number, with histograms as octets. */
function comparable({ runId: _, ...run }: RecordedRun): object {
  const { samples, latencies } = run
  return {
    ...run,
    samples: samples.map((sample) => ({ ...sample, histogram: sample.histogram === null ? null : [...sample.histogram] })),
    latencies: latencies.map((latency) => ({ ...latency, histogram: [...latency.histogram.toBlob()] })),
  }
}

const SHORT: Partial<Variation> = { plannedDurationMs: 3000, cutAtMs: 1000, restoreAtMs: 2500 }
