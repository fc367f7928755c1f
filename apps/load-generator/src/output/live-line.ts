import { type IntervalSample, phaseAt } from '@sigbed/measurement'
import { latencyText, secondsText } from './figures.js'
import {
  flowWord,
  type LiveFlow,
  type LiveOptions,
  type LivePath,
  type LiveState,
  PHASE_WORDS,
  paintOf,
  pathCounts,
  pathCountsText,
  rateOf,
  STATE_SIGNS,
} from './live-state.js'
import { clipped, type Paint, paintFor, shownWidth } from './paint.js'
import { progressBar } from './progress-bar.js'

/**
 * What the live display tells, in one line, for a log or a terminal that cannot be painted over: as much of it as the width
 * allows, what matters least left out first. An array of that one line.
 */
export function progressLine(state: LiveState, { colour, width }: LiveOptions): string[] {
  const paint = paintFor(colour)
  // Lines of a run are to look alike: none tells more because there happens to be less to tell.
  const usual = usualState(state)
  const most = DETAILS.findIndex((detail) => shownWidth(lineOf(usual, detail, paint)) <= width)
  const forms = DETAILS.slice(Math.max(0, most)).map((detail) => lineOf(state, detail, paint))
  const fitting = forms.find((form) => shownWidth(form) <= width)
  return [fitting ?? clipped(lineOf(state, DETAILS.at(-1)!, paintFor(false)), width)]
}

/** As wide as it is in most seconds of a run with a fault in it. */
function usualState(state: LiveState): LiveState {
  const flows = state.flows.map((flow) => ({ ...flow, lastSecond: flow.lastSecond === null ? null : usualSecond(flow.lastSecond) }))
  const paths = state.paths.map((path, i): LivePath => ({ ...path, state: i % 2 === 0 ? 'active' : 'potentially-failed' }))
  return { ...state, flows, paths, generator: null }
}

function usualSecond(second: IntervalSample): IntervalSample {
  return { ...second, delivered: second.offered, p50Us: USUAL_US, p99Us: USUAL_US, maximumUs: USUAL_US }
}

function lineOf(state: LiveState, detail: LineDetail, paint: Paint): string {
  const { elapsedMs, totalMs, cutAtMs, restoreAtMs, paths } = state
  // That of the figures, which are of the second that is over.
  const phaseNow = phaseAt(Math.max(0, Math.floor(elapsedMs / 1000 + 1e-9) * 1000 - 1), cutAtMs, restoreAtMs)
  const total = secondsText(totalMs)
  const elapsed = `${Math.floor(Math.min(elapsedMs, totalMs) / 1000 + 1e-9)}`.padStart(total.replace(/\..*| s/g, '').length)
  const isOver = elapsedMs >= totalMs
  const phase = isOver ? 'ended' : cutAtMs === null ? '' : detail.words ? PHASE_WORDS[phaseNow] : phaseNow
  const widest = cutAtMs === null ? 0 : detail.words ? PHASE_WORDS.after.length : 'during'.length
  const parts = [
    `${elapsed}/${total}${detail.bar === 0 ? '' : ` ${progressBar(state, detail.bar, paint)}`}`,
    detail.phase ? `${!isOver && phaseNow === 'during' ? paint.red(phase) : phase}${' '.repeat(Math.max(0, widest - phase.length))}` : '',
    ...state.flows.map((flow) => flowPart(flow, detail, paint)),
    detail.paths ? pathPart(paths, detail, paint) : '',
    state.generator?.judgement === 'saturated' ? paint.red('! saturated') : '',
  ]
  return parts.filter((part) => part !== '').join('  ')
}

function flowPart({ flow, lastSecond }: LiveFlow, detail: LineDetail, paint: Paint): string {
  const name = flowWord(flow)
  if (lastSecond === null) return `${name} –`
  const offered = rateOf(lastSecond, lastSecond.offered)
  const delivered = rateOf(lastSecond, lastSecond.delivered)
  // A message on its way at the end of the second is nothing to be told of.
  const keepsUp = Math.abs(lastSecond.delivered - lastSecond.offered) <= lastSecond.offered / 100
  const rates = offered === delivered || keepsUp ? `${name} ${delivered}/s` : `${name} ${paint.yellow(`${delivered} of ${offered}/s`)}`
  const { p50Us, p99Us, maximumUs } = lastSecond
  if (detail.latencies === 0 || lastSecond.delivered === 0) return rates
  const p99 = `p99 ${latencyText(p99Us)}`
  return `${rates} ${detail.latencies === 1 ? p99 : `p50 ${latencyText(p50Us)} ${p99} max ${latencyText(maximumUs)}`} ms`
}

function pathPart(paths: readonly LivePath[], { words }: LineDetail, paint: Paint): string {
  if (paths.length === 0) return ''
  if (words) return `paths: ${pathCountsText(paths)}`
  return pathCounts(paths)
    .map(({ state, count }) => paintOf(state, paint)(`${STATE_SIGNS[state]}${count}`))
    .join(' ')
}

/** How much a line tells; the first form that fits is taken. */
interface LineDetail {
  /** Columns of the bar. */
  readonly bar: number
  readonly phase: boolean
  readonly paths: boolean
  /** Phase and paths in words instead of a word and signs. */
  readonly words: boolean
  /** How many latencies of p50, p99 and worst. */
  readonly latencies: 0 | 1 | 3
}

/** 999 ms. */
const USUAL_US = 999_000

const DETAILS: readonly LineDetail[] = [
  { bar: 20, phase: true, paths: true, words: true, latencies: 3 },
  { bar: 10, phase: true, paths: true, words: false, latencies: 3 },
  { bar: 10, phase: true, paths: true, words: false, latencies: 1 },
  { bar: 0, phase: true, paths: true, words: false, latencies: 1 },
  { bar: 0, phase: true, paths: false, words: false, latencies: 1 },
  { bar: 0, phase: true, paths: true, words: false, latencies: 0 },
  { bar: 0, phase: false, paths: false, words: false, latencies: 0 },
]
