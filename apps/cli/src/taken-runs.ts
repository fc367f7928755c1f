import type { TakenRun } from '@sigbed/results'
import { type Flags, switchFlag } from './command.js'

/** What came of runs that were brought from elsewhere. */
export function takenReport(taken: readonly TakenRun[], flags: Flags): string {
  if (switchFlag(flags, 'json')) return `${JSON.stringify({ format: 'sigbed-taken-runs', version: 1, runs: taken }, null, 2)}\n`
  if (taken.length === 0) return 'There is no run in it.\n'
  const lines = taken.map((run) => `  run ${run.runIdThere} there: ${hereText(run)}\n`)
  const count = (kind: TakenRun['taken']): number => taken.filter((run) => run.taken === kind).length
  return `${lines.join('')}  ${count('new')} taken, ${count('updated')} brought up to date, ${count('known')} known.\n`
}

function hereText({ runId, taken, baselineLeft }: TakenRun): string {
  if (taken === 'known') return `known, as run ${runId}`
  const baseline = baselineLeft ? ', not as a baseline, since its kind has one here' : ''
  return `${taken === 'new' ? '' : 'brought up to date, now '}run ${runId} here${baseline}`
}
