import { existsSync } from 'node:fs'
import type { PrunedRun, PruneRule } from '@sigbed/results'
import { shownPath, typedCommand } from '../checkout.js'
import { type Command, type CommandSurroundings, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, withStoredRuns } from '../stored-runs.js'

/** `sigbed prune`: deletes runs nobody wants any more. */
export const PRUNE_COMMAND: Command = {
  usage: 'prune',
  summary: 'Delete runs nobody wants any more',

  declare: (yargs) =>
    yargs
      .options({
        keep: { describe: 'All but the newest so many', requiresArg: true },
        'older-than': { describe: 'Those begun longer ago: 30d, 12h, 8w', requiresArg: true },
        tag: { describe: 'Those with this tag', requiresArg: true },
        yes: { describe: 'Really delete; left out: only show them', type: 'boolean' },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
        ...DATABASE_FLAG,
      })
      .example('$0 prune --keep 200', 'what would go?')
      .example('$0 prune --tag nightly --older-than 30d --yes', 'nightly runs of last month')
      .epilogue(
        'With several conditions, runs go that meet all of them. A baseline never goes, nor a run under way. Captures stay; they are listed.',
      ),

  async run(flags, surroundings) {
    const rule = ruleOf(flags)
    const yes = switchFlag(flags, 'yes')
    const results = await import('@sigbed/results')
    const text = await withStoredRuns(databasePath(flags, surroundings), surroundings, ({ store }) => {
      const runs = results.prunable(store, rule)
      if (yes)
        results.prune(
          store,
          runs.map((run) => run.runId),
        )
      const captures = capturesOf(runs, surroundings)
      if (switchFlag(flags, 'json'))
        return `${JSON.stringify({ format: 'sigbed-prune', version: 1, deleted: yes, runs, captures }, null, 2)}\n`
      return report(runs, captures, yes, results.runNumbers, surroundings)
    })
    surroundings.output.write(text)
    return 0
  },
}

function ruleOf(flags: Flags): PruneRule {
  const rule = { keep: keepOf(flags), olderThanDays: daysOf(flags), tag: textFlag(flags, 'tag') }
  if (rule.keep === null && rule.olderThanDays === null && rule.tag === null)
    throw new UsageError('Say which runs may go: --keep 200, --older-than 30d, --tag nightly, or several of these.')
  return rule
}

function keepOf(flags: Flags): number | null {
  const text = textFlag(flags, 'keep')
  if (text === null || /^\d{1,9}$/.test(text)) return text === null ? null : Number(text)
  throw new UsageError(`--keep takes a whole number, not ${JSON.stringify(text)}.`)
}

function daysOf(flags: Flags): number | null {
  const text = textFlag(flags, 'older-than')
  if (text === null) return null
  const [, number, unit] = /^(\d{1,6}(?:\.\d+)?)([hdw])$/.exec(text) ?? []
  if (number === undefined) throw new UsageError(`--older-than takes hours, days or weeks, as 12h, 30d or 8w, not ${JSON.stringify(text)}.`)
  return Number(number) * DAYS[unit as keyof typeof DAYS]
}

/** Of the runs' captures, those that are still there. */
function capturesOf(runs: readonly PrunedRun[], { workingFolder }: CommandSurroundings): string[] {
  return runs.flatMap(({ captureFile }) => (captureFile !== null && existsSync(captureFile) ? [shownPath(captureFile, workingFolder)] : []))
}

function report(
  runs: readonly PrunedRun[],
  captures: readonly string[],
  yes: boolean,
  runNumbers: (runIds: readonly number[]) => string,
  { environment }: CommandSurroundings,
): string {
  if (runs.length === 0) return 'No run meets that.\n'
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`
  const oldest = runs[0]!.startedAtUtc.slice(0, 10)
  const newest = runs.at(-1)!.startedAtUtc.slice(0, 10)
  const days = oldest === newest ? `of ${oldest}` : `of ${oldest} to ${newest}`
  return [
    `${yes ? 'Deleted' : 'Would delete'} ${count} ${days}: ${runNumbers(runs.map((run) => run.runId))}.`,
    ...(captures.length === 0 ? [] : ['Their captures stay:', ...captures.map((capture) => `  ${capture}`)]),
    ...(yes ? [] : [`Nothing was deleted. To do it, add --yes to "${typedCommand('prune', environment)} …".`]),
    '',
  ].join('\n')
}

const DAYS = { h: 1 / 24, d: 1, w: 7 } as const
