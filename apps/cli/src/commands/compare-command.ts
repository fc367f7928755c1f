import { typedCommand } from '../checkout.js'
import { type Command, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { databasePath, type StoredRuns, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed compare [a] [b]`: two runs side by side. */
export const COMPARE_COMMAND: Command = {
  usage: 'compare [a] [b]',
  summary: 'Compare two runs, figure by figure',

  declare: (yargs) =>
    yargs
      .positional('a', { describe: 'Run to compare with: a number, "latest", -1, -2 ...', defaultDescription: 'the last but one' })
      .positional('b', { describe: 'Run in question', defaultDescription: 'the last' })
      .options({
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
        database: { describe: 'File the runs are stored in', defaultDescription: 'results/data/sigbed.sqlite', requiresArg: true },
      })
      .example('$0 compare', 'the last run against the one before it')
      .example('$0 compare 12 17', 'run 17 against run 12')
      .example('$0 compare 12', 'the last run against run 12'),

  async run(flags, surroundings) {
    const references = [textFlag(flags, 'a'), textFlag(flags, 'b')] as const
    const { compareRuns, comparisonJson, renderComparison, renderJson } = await import('@sigbed/results')
    const comparison = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) => {
      const another = typedCommand(`run${runs.databaseFlag}`, surroundings.environment)
      const [a, b] = twoRuns(runs, references, another)
      return compareRuns(runs.queries.run(a), runs.queries.run(b))
    })
    const asJson = switchFlag(flags, 'json')
    surroundings.output.write(
      asJson ? renderJson(comparisonJson(comparison)) : renderComparison(comparison, lookOf(surroundings.output, surroundings)),
    )
    return 0
  },
}

function twoRuns(
  { queries, shownPath }: StoredRuns,
  references: readonly [string | null, string | null],
  another: string,
): [number, number] {
  const stored = queries.list(2).length
  if (stored < 2) {
    const holds = stored === 0 ? 'no run yet' : 'one run only'
    throw new UsageError(
      `${shownPath} holds ${holds}, and a comparison takes two. Measure ${stored === 0 ? 'one' : 'another'} with "${another}".`,
    )
  }
  const a = queries.resolve(references[0] ?? '-2')
  const b = queries.resolve(references[1] ?? '-1')
  if (a === b) throw new UsageError(`Run ${a} cannot be compared with itself. Name two different runs, as in "sigbed compare -2 -1".`)
  return [a, b]
}
