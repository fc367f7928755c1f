import type { FlowName, PathState, RunPhase, StageVerdict } from '@sigbed/measurement'
import { loadWordsOf } from '../load-words.js'
import type { RecordedRun, RunStatus } from '../recorded-run.js'
import { durationText, rateText } from './figures.js'
import type { Paint } from './render-options.js'

/** How the reports call what the records name. */

/** A protocol by its proper name; a flow that a scenario named, by that. */
export function flowWord(flow: FlowName): string {
  return flow === 'm3ua' ? 'M3UA' : flow === 'diameter' ? 'Diameter' : flow
}

/** `before the cut`, `during the faults`; in a run without any, or without an end to them, the phases are what they really were. */
export function phaseText(phase: RunPhase, run: Pick<RecordedRun, 'description' | 'faults'>): string {
  const { cutAtMs, restoreAtMs } = run.description
  if (cutAtMs === null) return 'whole run'
  const fault = faultWord(run)
  if (phase === 'before') return `before the ${fault}`
  if (phase === 'after') return fault === 'cut' ? 'after the return' : `after the ${fault}`
  return `${restoreAtMs === null ? 'since' : 'during'} the ${fault}`
}

/** What the phases of a run are named after: one cut, one fault of another kind, or several. */
export function faultWord({ faults }: Pick<RecordedRun, 'faults'>): 'cut' | 'fault' | 'faults' {
  const breaking = faults.filter(({ effect }) => effect === 'breaks')
  if (breaking.length > 1) return 'faults'
  return breaking.length === 0 || breaking[0]!.text.startsWith('cut ') ? 'cut' : 'fault'
}

/** `loss 5% on path-a at 3 s, restore at 7 s`. */
export function faultsText({ faults }: Pick<RecordedRun, 'faults'>): string {
  const told = faults.slice(0, MOST_FAULTS).map(({ text, atMs }) => `${text} at ${durationText(atMs)}`)
  const left = faults.length - told.length
  return `${told.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

export const STATE_WORDS: Readonly<Record<PathState, string>> = {
  unconfirmed: 'unconfirmed',
  active: 'active',
  'potentially-failed': 'potentially failed',
  inactive: 'inactive',
}

/** Stage verdicts that make a failover fail. */
export const FAILING_STAGES: ReadonlySet<StageVerdict> = new Set<StageVerdict>(['too-early', 'too-late', 'missing'])

/** The verdict, or what stands in its place, as a label of one word. */
export function verdictLabel(status: RunStatus, verdict: RecordedRun['verdict'], paint: Paint): string {
  if (status === 'running') return paint.cyan('RUNNING')
  if (verdict === 'pass') return paint.green('PASS')
  if (verdict === 'fail') return paint.red('FAIL')
  return paint.yellow(status === 'completed' ? 'NO VERDICT' : status.toUpperCase())
}

/** `M3UA 1,000/s and Diameter 200/s`. */
export function ratesText(flows: readonly { readonly name: FlowName; readonly offeredPerSecond: number }[]): string {
  if (flows.length === 0) return 'no traffic'
  // Of a closed loop, and wherever the rate changes by plan, there is no one rate.
  const told = flows.map(
    ({ name, offeredPerSecond }) => `${flowWord(name)}${offeredPerSecond === 0 ? '' : ` ${rateText(offeredPerSecond)}/s`}`,
  )
  return told.join(' and ')
}

/** `M3UA 1,000/s for 30 s`; of a load what it sent, and when. */
export function trafficText({ description }: Pick<RecordedRun, 'description'>): string {
  const { flows, plannedDurationMs } = description
  const load = loadWordsOf({ description })
  const length = plannedDurationMs === 0 ? [] : [`for ${durationText(plannedDurationMs)}`]
  return load === null ? [ratesText(flows), ...length].join(' ') : [load.messages, load.offered, ...length].join(', ')
}

/** `commit 4f2c9e1 with uncommitted changes`. */
export function commitText(gitCommit: string | null, gitDirty: boolean): string {
  if (gitCommit === null) return 'no commit'
  return `commit ${gitCommit.slice(0, 7)}${gitDirty ? ' with uncommitted changes' : ''}`
}

/** `path cut at 10 s, back at 14 s`. */
export function cutText(cutAtMs: number | null, restoreAtMs: number | null): string {
  if (cutAtMs === null) return 'no path cut'
  const cut = `path cut at ${durationText(cutAtMs)}`
  return restoreAtMs === null ? `${cut} for good` : `${cut}, back at ${durationText(restoreAtMs)}`
}

/** When the traffic ended, as far as it was recorded: milliseconds since its start. */
export function trafficEndMs(run: RecordedRun): number {
  const { plannedDurationMs } = run.description
  // A load by number, in a closed loop, is over when it is over.
  if (run.status === 'completed' && plannedDurationMs > 0) return plannedDurationMs
  return run.samples.reduce((end, sample) => Math.max(end, sample.toMs), 0)
}

/** How long the path was cut; null: to the end of the run. */
export function outageMs({ description: { cutAtMs, restoreAtMs } }: RecordedRun): number | null {
  return cutAtMs === null || restoreAtMs === null ? null : restoreAtMs - cutAtMs
}

const MOST_FAULTS = 8
