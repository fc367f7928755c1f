import { typedCommand } from '../checkout.js'
import { type Command, type CommandSurroundings, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { asShown, databasePath, type StoredRuns, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed report [run]`: the runs of a database, or everything about one of them. */
export const REPORT_COMMAND: Command = {
  usage: 'report [run]',
  summary: 'List the runs measured so far, or show one',

  declare: (yargs) =>
    yargs
      .positional('run', {
        describe: 'Number of a run, "latest", or -1 for the last,\n-2 for the one before it',
        defaultDescription: 'list all',
      })
      .options({
        most: { describe: 'List this many runs, the newest first', defaultDescription: String(MOST_RUNS), requiresArg: true },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
        database: { describe: 'File the runs are stored in', defaultDescription: 'results/data/sigbed.sqlite', requiresArg: true },
      })
      .example('$0 report', 'the runs, one line each')
      .example('$0 report latest', 'the scorecard of the last run')
      .example('$0 report 17 --json', 'all that is stored of run 17'),

  async run(flags, surroundings) {
    const most = mostRuns(flags)
    const reference = textFlag(flags, 'run')
    const text = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) =>
      reference === null ? runList(runs, most, flags, surroundings) : scorecard(runs, reference, flags, surroundings),
    )
    surroundings.output.write(text)
    return 0
  },
}

async function runList({ queries, databaseFlag, shownPath }: StoredRuns, most: number, flags: Flags, surroundings: CommandSurroundings) {
  const { renderJson, renderRunList, runListJson } = await import('@sigbed/results')
  const runs = queries.list(most)
  if (switchFlag(flags, 'json')) return renderJson(runListJson(runs))
  const typed = (words: string) => typedCommand(`${words}${databaseFlag}`, surroundings.environment)
  if (runs.length === 0) return `${shownPath} holds no run yet. A first one: ${typed('run')}\n`
  return `${renderRunList(runs, lookOf(surroundings.output, surroundings))}\n  Show one: ${typed(`report ${runs[0]!.runId}`)}\n`
}

/** A database without runs is told of by the error that there is no such run. */
async function scorecard(
  { queries, shownPath, databaseFlag }: StoredRuns,
  reference: string,
  flags: Flags,
  surroundings: CommandSurroundings,
) {
  const { renderJson, renderScorecard, runJson } = await import('@sigbed/results')
  if (queries.list(1).length === 0)
    throw new UsageError(
      `${shownPath} holds no run yet. Measure a first one with "${typedCommand(`run${databaseFlag}`, surroundings.environment)}".`,
    )
  const run = queries.run(queries.resolve(reference))
  if (switchFlag(flags, 'json')) return renderJson(runJson(run))
  const showCommand = typedCommand(`report ${run.runId}${databaseFlag}`, surroundings.environment)
  return renderScorecard(
    { run: asShown(run, surroundings), databasePath: shownPath, showCommand },
    lookOf(surroundings.output, surroundings),
  )
}

function mostRuns(flags: Flags): number {
  const text = textFlag(flags, 'most')
  if (text === null) return MOST_RUNS
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`--most takes a whole number from 1 up, not ${JSON.stringify(text)}.`)
}

const MOST_RUNS = 20
