import { join, resolve } from 'node:path'
import type { RecordedRun, ResultsStore, RunQueries, RunSelection, RunTags } from '@sigbed/results'
import { shownPath } from './checkout.js'
import { type CommandSurroundings, type Flags, textFlag } from './command.js'
import { RUN_DEFAULTS } from './run-options.js'

/** A database of runs. */
export interface StoredRuns {
  readonly store: ResultsStore
  readonly queries: RunQueries
  readonly selection: RunSelection
  readonly tags: RunTags
  /** Where it is, as the user would write it. */
  readonly shownPath: string
  /** What to add to a command for it to read the same database; empty for the usual one, else with a blank in front. */
  readonly databaseFlag: string
}

/** Where runs are stored: what `--database` says, or the usual place. Absolute. */
export function databasePath(flags: Flags, { workingFolder, resultsFolder }: CommandSurroundings): string {
  const given = textFlag(flags, 'database')
  return given === null ? usualDatabase(resultsFolder) : resolve(workingFolder, given)
}

/**
 * Opens the database, does the work, closes it.
 * @param mustExist false: makes it where there is none, for those who bring runs
 * @throws ResultsError (rejects) when it cannot be read or is not there
 */
export async function withStoredRuns<Result>(
  path: string,
  surroundings: CommandSurroundings,
  work: (runs: StoredRuns) => Result | Promise<Result>,
  mustExist = true,
): Promise<Result> {
  const results = await import('@sigbed/results')
  const store = results.ResultsStore.open(path, { mustExist })
  try {
    const shown = shownPath(path, surroundings.workingFolder)
    const databaseFlag = path === usualDatabase(surroundings.resultsFolder) ? '' : ` --database ${quoted(shown)}`
    const { RunQueries, RunSelection, RunTags } = results
    const parts = { queries: new RunQueries(store), selection: new RunSelection(store), tags: new RunTags(store) }
    return await work({ store, ...parts, shownPath: shown, databaseFlag })
  } finally {
    store.close()
  }
}

/** A run for people: the capture where they would look for it. */
export function asShown(run: RecordedRun, { workingFolder }: CommandSurroundings): RecordedRun {
  const { captureFile } = run.description
  if (captureFile === null) return run
  return { ...run, description: { ...run.description, captureFile: shownPath(captureFile, workingFolder) } }
}

/** Makes sure that a run can be stored, by taking the right to write and writing nothing. @throws ResultsError */
export function proveWritable(store: ResultsStore): void {
  store.write(() => {})
}

function usualDatabase(resultsFolder: string): string {
  return join(resultsFolder, RUN_DEFAULTS.databaseFile)
}

/** Fit for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** The flag that all commands on stored runs have. */
export const DATABASE_FLAG = {
  database: { describe: 'File the runs are stored in', defaultDescription: 'results/data/sigbed.sqlite', requiresArg: true },
} as const

/** How runs are named wherever several may be meant. */
export const RUNS_HELP = 'Runs: 12, 3..12, latest, -1, tag:before,\nbaseline; several with commas'
