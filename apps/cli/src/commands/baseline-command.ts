import type { RunSummary } from '@sigbed/results'
import { type Command, switchFlag, textFlag } from '../command.js'
import { DATABASE_FLAG, databasePath, RUNS_HELP, type StoredRuns, withStoredRuns } from '../stored-runs.js'

/** `sigbed baseline [runs]`: says which runs later ones are held against. */
export const BASELINE_COMMAND: Command = {
  usage: 'baseline [runs]',
  summary: 'Say which runs later ones are held against',

  declare: (yargs) =>
    yargs
      .positional('runs', { describe: `${RUNS_HELP};\nshow; or clear, for none`, defaultDescription: 'show' })
      .options({ json: { describe: 'Write JSON, for programs', type: 'boolean' }, ...DATABASE_FLAG })
      .example('$0 baseline 3..12', 'these ten')
      .example('$0 baseline', 'which are they?')
      .example('$0 compare baseline', 'the last runs against them')
      .epilogue(
        'There is one baseline for each scenario, profile, network and machine (on the simulated network for all machines). It is the tag "baseline" on its runs, travels with exports, and is never pruned.',
      ),

  async run(flags, surroundings) {
    const wish = textFlag(flags, 'runs') ?? 'show'
    const asJson = switchFlag(flags, 'json')
    const { BASELINE_TAG, runNumbers } = await import('@sigbed/results')
    const text = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) => {
      const json = (change: object): string => `${JSON.stringify({ format: 'sigbed-baseline', version: 1, ...change }, null, 2)}\n`
      if (wish === 'show') {
        const baseline = runs.tags.runsWith(BASELINE_TAG)
        return asJson ? json({ baseline }) : shown(runs, baseline, runNumbers)
      }
      if (wish === 'clear') {
        const cleared = runs.tags.remove(runs.tags.runsWith(BASELINE_TAG), BASELINE_TAG)
        if (asJson) return json({ cleared })
        return cleared.length === 0 ? 'There was no baseline.\n' : `No baseline any more; it was ${named(cleared, runNumbers)}.\n`
      }
      const { set, replaced } = runs.tags.setBaseline(runs.selection.select(wish))
      if (asJson) return json({ set, replaced })
      const before = replaced.length === 0 ? '' : ` in place of ${named(replaced, runNumbers)}`
      return `The baseline is ${named(set, runNumbers)}${before}.\n`
    })
    surroundings.output.write(text)
    return 0
  },
}

type RunNumbers = (runIds: readonly number[]) => string

function named(runIds: readonly number[], runNumbers: RunNumbers): string {
  return `${runIds.length === 1 ? 'run' : 'runs'} ${runNumbers(runIds)}`
}

/** One line for each kind of runs that has one. */
function shown({ queries, tags, shownPath }: StoredRuns, baseline: readonly number[], runNumbers: RunNumbers): string {
  if (baseline.length === 0) return `${shownPath} has no baseline. Set one with "sigbed baseline" and the runs it is to be.\n`
  const summaries = new Map(queries.list().map((run) => [run.runId, run]))
  const lines: string[] = []
  const left = new Set(baseline)
  for (const runId of baseline) {
    if (!left.has(runId)) continue
    const ofKind = tags.baselineFor(runId)
    for (const each of ofKind) left.delete(each)
    lines.push(`  ${kindText(summaries.get(runId)!)}: ${named(ofKind, runNumbers)}\n`)
  }
  return lines.join('')
}

function kindText({ scenario, profile, network }: RunSummary): string {
  return `${scenario}, profile ${profile}, ${network} network`
}
