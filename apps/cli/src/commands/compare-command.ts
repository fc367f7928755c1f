import type { RegressionLimits, RunComparison } from '@sigbed/results'
import { typedCommand } from '../checkout.js'
import { type Command, type CommandSurroundings, type ExitStatus, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, RUNS_HELP, type StoredRuns, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed compare [a] [b]`: two runs, or two groups of runs, side by side. */
export const COMPARE_COMMAND: Command = {
  usage: 'compare [a] [b]',
  summary: 'Compare runs, or groups of runs, figure by figure',

  declare: (yargs) =>
    yargs
      .positional('a', { describe: `${RUNS_HELP}.\nWhat to compare with`, defaultDescription: 'the last but one' })
      .positional('b', { describe: 'The runs in question', defaultDescription: 'the last; beside a\ngroup its whole series' })
      .options({
        'fail-if-worse': {
          describe: 'Exit with status 4 when a figure is surely\nworse by more: 10%, or latency=10%,faults=0%',
          requiresArg: true,
        },
        anyway: { describe: 'Also compare runs that are not of a kind', type: 'boolean' },
        format: { describe: 'text, or markdown for a pull request', defaultDescription: 'text', requiresArg: true },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
        ...DATABASE_FLAG,
      })
      .example('$0 compare', 'the last run against the one before it')
      .example('$0 compare baseline', 'the last series against the baseline')
      .example('$0 compare 3..12 13..22', 'ten runs against ten')
      .example('$0 compare tag:before tag:after --fail-if-worse 10%', 'in a build: 4 when it got worse')
      .epilogue(
        'Several runs a side are tested: what is called better or worse is so in all but one of a hundred comparisons of what is the same. One run against one is judged by known noise and proves nothing. Five runs a side are the least to prove anything.',
      ),

  async run(flags, surroundings) {
    const references = [textFlag(flags, 'a'), textFlag(flags, 'b')] as const
    const format = formatOf(flags)
    const limits = await limitsOf(flags)
    const { compareRuns, comparisonKind, regressionsPast } = await import('@sigbed/results')
    const comparison = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) => {
      const another = typedCommand(`run${runs.databaseFlag}`, surroundings.environment)
      const [a, b] = groups(runs, references, another)
      if (limits !== null && comparisonKind(a.length, b.length) !== 'groups')
        throw new UsageError(
          `--fail-if-worse takes more runs: with ${a.length} and ${b.length} no difference can be told from chance. Five of each are enough.`,
        )
      return compareRuns(
        a.map((runId) => runs.queries.run(runId)),
        b.map((runId) => runs.queries.run(runId)),
      )
    })
    if (comparison.unlike.length > 0 && !switchFlag(flags, 'anyway'))
      throw new UsageError(
        `These runs are not of a kind:\n${comparison.unlike.map((text) => `  ${text}`).join('\n')}\nCompare them all the same with --anyway.`,
      )
    surroundings.output.write(await rendered(comparison, format, surroundings))
    return limits === null
      ? 0
      : statusOf(
          regressionsPast(limits, comparison.metrics).map(({ metric, flow }) => `${flow ?? 'run'} ${metric}`),
          surroundings,
        )
  },
}

type Format = 'text' | 'markdown' | 'json'

function formatOf(flags: Flags): Format {
  const format = textFlag(flags, 'format') ?? 'text'
  if (format !== 'text' && format !== 'markdown') throw new UsageError(`--format is text or markdown, not ${JSON.stringify(format)}.`)
  return switchFlag(flags, 'json') ? 'json' : format
}

async function limitsOf(flags: Flags): Promise<RegressionLimits | null> {
  const text = textFlag(flags, 'fail-if-worse')
  if (text === null) return null
  const { parseRegressionLimits } = await import('@sigbed/results')
  const limits = parseRegressionLimits(text)
  if (typeof limits === 'string') throw new UsageError(`--fail-if-worse: ${limits}.`)
  return limits
}

async function rendered(comparison: RunComparison, format: Format, surroundings: CommandSurroundings): Promise<string> {
  const { comparisonJson, comparisonMarkdown, renderComparison, renderJson } = await import('@sigbed/results')
  if (format === 'json') return renderJson(comparisonJson(comparison))
  return format === 'markdown' ? comparisonMarkdown(comparison) : renderComparison(comparison, lookOf(surroundings.output, surroundings))
}

function statusOf(regressions: readonly string[], { errors }: CommandSurroundings): ExitStatus {
  if (regressions.length === 0) return 0
  errors.write(`sigbed: worse than it may be: ${regressions.join(', ')}.\n`)
  return 4
}

/** Numbers of the runs of either side; no run is on both. */
function groups(
  { queries, selection, shownPath }: StoredRuns,
  [first, second]: readonly [string | null, string | null],
  another: string,
): [number[], number[]] {
  const stored = queries.list(2).length
  if (stored < 2) {
    const holds = stored === 0 ? 'no run yet' : 'one run only'
    throw new UsageError(
      `${shownPath} holds ${holds}, and a comparison takes two. Measure ${stored === 0 ? 'one' : 'another'} with "${another}".`,
    )
  }
  const latest = queries.resolve('latest')
  // A baseline is that of the other side's kind, whichever side it is on.
  const kindOfB = second === null || second === 'baseline' ? latest : selection.select(second).at(-1)!
  const a = selection.select(first ?? '-2', kindOfB)
  const b = second === null ? unnamed(selection, latest, a) : selection.select(second, a.at(-1)!)
  const [shared] = b.filter((runId) => a.includes(runId))
  if (shared !== undefined && a.length === 1 && b.length === 1)
    throw new UsageError(`Run ${shared} cannot be compared with itself. Name two different runs, as in "sigbed compare -2 -1".`)
  if (shared !== undefined) throw new UsageError(`Run ${shared} is on both sides. Name groups that have no run in common.`)
  return [a, b]
}

/** The runs in question when nobody named them: the last, and beside a group the rest of its series. */
function unnamed(selection: StoredRuns['selection'], latest: number, a: readonly number[]): number[] {
  if (a.length === 1) return [latest]
  const series = selection.series(latest).filter((runId) => !a.includes(runId))
  return series.length === 0 ? [latest] : series
}
