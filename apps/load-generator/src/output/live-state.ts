import { type FlowName, type IntervalSample, type PathEvent, type PathState, phaseAt, type RunPhase } from '@sigbed/measurement'
import type { SelfReport } from '../measurement/self-watch.js'
import { countText, rateText } from './figures.js'
import type { Paint } from './paint.js'
import type { Progress } from './progress-bar.js'

/** What a run looks like at one moment, while it is measured. */
export interface LiveState extends Progress {
  readonly flows: readonly LiveFlow[]
  readonly paths: readonly LivePath[]
  /** How the generator itself fares; null: not known. */
  readonly generator: Pick<SelfReport, 'judgement' | 'reasons'> | null
}

export interface LiveFlow {
  readonly flow: FlowName
  /** Usually of the last second; null: no second has gone by. */
  readonly lastSecond: IntervalSample | null
  /** Messages that wait for the stack to take some again. */
  readonly waiting: number
}

/** A path as it was last heard of. */
export type LivePath = Pick<PathEvent, 'node' | 'association' | 'localAddress' | 'remoteAddress' | 'state' | 'rtoMs'>

export interface LiveOptions {
  readonly colour: boolean
  /** Columns of the terminal, 40 or more; no line is wider. Laid out for 80: below that, less is told. */
  readonly width: number
}

/** How many paths are in each state that any is in. */
export function pathCounts(paths: readonly LivePath[]): { readonly state: PathState; readonly count: number }[] {
  const counts = PATH_STATES.map((state) => ({ state, count: paths.filter((path) => path.state === state).length }))
  return counts.filter(({ count }) => count > 0)
}

/** `3 active, 1 inactive`. */
export function pathCountsText(paths: readonly LivePath[]): string {
  return pathCounts(paths)
    .map(({ state, count }) => `${countText(count)} ${STATE_WORDS[state]}`)
    .join(', ')
}

/** Messages per second over the sample's interval. */
export function rateOf({ fromMs, toMs }: IntervalSample, messages: number): string {
  return toMs > fromMs ? rateText((messages * 1000) / (toMs - fromMs)) : '0'
}

export function phaseOf({ elapsedMs, cutAtMs, restoreAtMs }: LiveState): RunPhase {
  return phaseAt(elapsedMs, cutAtMs, restoreAtMs)
}

export function isCutNow(state: LiveState): boolean {
  return state.elapsedMs < state.totalMs && phaseOf(state) === 'during'
}

export function paintOf(state: PathState, paint: Paint): (text: string) => string {
  if (state === 'active') return paint.green
  return state === 'potentially-failed' ? paint.yellow : state === 'inactive' ? paint.red : paint.dim
}

/** A protocol by its proper name; a flow that a scenario named, by that. */
export function flowWord(flow: FlowName): string {
  return flow === 'm3ua' ? 'M3UA' : flow === 'diameter' ? 'Diameter' : flow
}

export const PHASE_WORDS: Readonly<Record<RunPhase, string>> = {
  before: 'before the cut',
  during: 'during the cut',
  after: 'after the return',
}

/** In the order a path fails. */
export const PATH_STATES: readonly PathState[] = ['active', 'potentially-failed', 'inactive', 'unconfirmed']

export const STATE_WORDS: Readonly<Record<PathState, string>> = {
  unconfirmed: 'unconfirmed',
  active: 'active',
  'potentially-failed': 'potentially failed',
  inactive: 'inactive',
}

export const STATE_SIGNS: Readonly<Record<PathState, string>> = { unconfirmed: '◌', active: '●', 'potentially-failed': '◐', inactive: '○' }
