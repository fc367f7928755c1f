import type { RunOutcome } from '@sigbed/measurement'
import type { RecordedRun } from './recorded-run.js'
import type { ResultsStore } from './results-store.js'
import { BASELINE_TAG, RunTags } from './run-tags.js'
import { RunWriter } from './run-writer.js'

/** What became of a run that was to be taken into a database. */
export interface TakenRun {
  readonly identity: string
  /** Its number there, and its number here. */
  readonly runIdThere: number
  readonly runId: number
  /** `known`: it is here already. `updated`: it was, but had not been finished then. */
  readonly taken: 'new' | 'known' | 'updated'
  /** It is a baseline there; here its kind has another already, which stays. */
  readonly baselineLeft: boolean
}

/**
 * Takes runs of another database, in the order given and all or none; each is asked for when the one before is written. A run is known by its identity, so that taking it twice takes it
 * once; its number here is the next free one.
 * @throws ResultsError
 */
export function takeRuns(store: ResultsStore, runs: Iterable<RecordedRun>): TakenRun[] {
  return store.write(() => {
    const before = new Set(new RunTags(store).runsWith(BASELINE_TAG))
    return Array.from(runs, (run) => takeRun(store, run, before))
  })
}

/** @param baselines the runs here that were one before anything was taken */
function takeRun(store: ResultsStore, run: RecordedRun, baselines: ReadonlySet<number>): TakenRun {
  const known = store.database.prepare<[string], Known>(SELECT_KNOWN).get(run.identity)
  const taken = { identity: run.identity, runIdThere: run.runId, baselineLeft: false }
  if (known !== undefined && (known.concluded === 1 || !run.concluded)) return { ...taken, runId: known.runId, taken: 'known' }
  if (known !== undefined) store.database.prepare('DELETE FROM run WHERE run_id = ?').run(known.runId)
  const { runId } = writeRun(store, run)
  const tags = new RunTags(store)
  const baselineLeft = run.description.tags.includes(BASELINE_TAG) && tags.baselineFor(runId).some((other) => baselines.has(other))
  if (baselineLeft) tags.remove([runId], BASELINE_TAG)
  return { ...taken, runId, taken: known === undefined ? 'new' : 'updated', baselineLeft }
}

function writeRun(store: ResultsStore, run: RecordedRun): RunWriter {
  const writer = RunWriter.begin(store.database, run.description, run.environment, run.identity)
  writer.add(run)
  writer.conclude(run)
  writer.touch(run.lastWrittenAtUtc)
  if (run.concluded) writer.finish({ outcome: run.status as RunOutcome, verdict: run.verdict, reasons: run.reasons }, run.finishedAtUtc)
  return writer
}

interface Known {
  readonly runId: number
  readonly concluded: 0 | 1
}

const SELECT_KNOWN = 'SELECT run_id AS runId, outcome IS NOT NULL AS concluded FROM run WHERE identity = ?'
