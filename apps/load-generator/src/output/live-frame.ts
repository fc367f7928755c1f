import type { IntervalSample } from '@sigbed/measurement'
import { countText, latencyText, secondsText, tenthsText } from './figures.js'
import {
  flowWord,
  isCutNow,
  type LiveFlow,
  type LiveOptions,
  type LivePath,
  type LiveState,
  PHASE_WORDS,
  paintOf,
  pathCountsText,
  phaseOf,
  rateOf,
  STATE_SIGNS,
  STATE_WORDS,
} from './live-state.js'
import { clipped, type Paint, paintFor } from './paint.js'
import { progressBar } from './progress-bar.js'

/** One frame of the live display: progress, flows, paths, and the generator's own trouble if it has any. */
export function liveFrame(state: LiveState, { colour, width }: LiveOptions): string[] {
  const paint = paintFor(colour)
  const sections = [progressLines(state, width, paint), flowLines(state.flows, width, paint), pathLines(state.paths, width, paint)]
  const trouble = troubleLines(state, width, paint)
  return [...sections, trouble]
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]))
}

function progressLines(state: LiveState, width: number, paint: Paint): string[] {
  const elapsed = `${tenthsText(Math.min(state.elapsedMs, state.totalMs))} s`
  const total = secondsText(state.totalMs)
  const begin = elapsed.padStart(ELAPSED_WIDTH)
  const bar = progressBar(state, Math.max(SHORTEST_BAR, width - begin.length - total.length - 4), paint)
  const words = phaseWords(state)
  const indent = ' '.repeat(begin.length + 2)
  return [
    `${' '.repeat(begin.length - elapsed.length)} ${paint.bold(elapsed)} ${bar} ${paint.dim(total)}`,
    ...(words === '' ? [] : [clipped(`${indent}${words}`, width)]).map((line) => (isCutNow(state) ? paint.red(line) : line)),
  ]
}

function phaseWords(state: LiveState): string {
  const { elapsedMs, totalMs, cutAtMs, restoreAtMs } = state
  if (elapsedMs >= totalMs) return 'traffic has ended; waiting for the last messages to arrive'
  if (cutAtMs === null) return 'no path is cut in this run'
  const back = restoreAtMs === null ? 'for good' : `back at ${secondsText(restoreAtMs)}`
  return `${PHASE_WORDS[phaseOf(state)]}: path cut at ${secondsText(cutAtMs)}${restoreAtMs === null ? ' ' : ', '}${back}`
}

function flowLines(flows: readonly LiveFlow[], width: number, paint: Paint): string[] {
  if (flows.length === 0) return []
  const columns = fittingColumns(width)
  const head = columns.map(({ title, width }, index) => (index === 0 ? title.padEnd(width) : title.padStart(width)))
  const rows = flows.map((flow) => {
    const cells = columns.map((column, index) => {
      const text = column.text(flow)
      const gap = ' '.repeat(Math.max(0, column.width - text.length))
      const painted = column.isFault?.(flow) ? paint.yellow(text) : index === 0 ? paint.bold(text) : text
      return index === 0 ? `${painted}${gap}` : `${gap}${painted}`
    })
    return `  ${cells.join('')}`
  })
  return [paint.dim(`  ${head.join('')}`), ...rows]
}

/** Leaves out what matters least until the rest fits. */
function fittingColumns(width: number): readonly FlowColumn[] {
  let columns = FLOW_COLUMNS
  for (const leaving of ['waiting', 'p50 ms', 'max ms', 'offered/s']) {
    if (columns.reduce((sum, column) => sum + column.width, 2) <= width) break
    columns = columns.filter(({ title }) => title !== leaving)
  }
  return columns
}

function pathLines(paths: readonly LivePath[], width: number, paint: Paint): string[] {
  const shown = paths.slice(0, paths.length > MOST_PATHS ? MOST_PATHS - 1 : MOST_PATHS)
  const owners = shown.map(({ node, association }) => `${node} ${association}`)
  const ownerWidth = longest(owners)
  const whereabouts = shown.map(
    ({ localAddress, remoteAddress }, index) => `${owners[index]!.padEnd(ownerWidth)}  ${localAddress} → ${remoteAddress}`,
  )
  const wide = longest(whereabouts)
  const states = shown.map(({ state }) => `${STATE_SIGNS[state]} ${STATE_WORDS[state]}`)
  const withRto = shown.map(({ rtoMs }, index) => `${states[index]}, RTO ${secondsText(rtoMs)}`)
  const right = wide + longest(withRto) + 4 <= width ? withRto : states
  const left = Math.min(wide, width - longest(right) - 4)
  const lines = shown.map(
    ({ state }, index) => `  ${clipped(whereabouts[index]!, left).padEnd(left)}  ${paintOf(state, paint)(right[index]!)}`,
  )
  const hidden = paths.slice(shown.length)
  if (hidden.length === 0) return lines
  return [...lines, paint.dim(clipped(`  … and ${countText(hidden.length)} more: ${pathCountsText(hidden)}`, width))]
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}

function troubleLines({ generator }: LiveState, width: number, paint: Paint): string[] {
  if (generator === null || generator.judgement === 'sound') return []
  const painted = generator.judgement === 'saturated' ? paint.red : paint.yellow
  const reasons = generator.reasons.map((reason) => `    ${reason}`)
  return [`  ! the generator itself is ${generator.judgement}:`, ...reasons].map((line) => painted(clipped(line, width)))
}

interface FlowColumn {
  readonly title: string
  readonly width: number
  readonly text: (flow: LiveFlow) => string
  readonly isFault?: (flow: LiveFlow) => boolean
}

function latencyColumn(title: string, width: number, latencyUs: (sample: IntervalSample) => number): FlowColumn {
  const text = ({ lastSecond }: LiveFlow) => (lastSecond === null || lastSecond.delivered === 0 ? '–' : latencyText(latencyUs(lastSecond)))
  return { title, width, text }
}

const FLOW_COLUMNS: readonly FlowColumn[] = [
  { title: 'flow', width: 8, text: ({ flow }) => flowWord(flow) },
  { title: 'offered/s', width: 12, text: ({ lastSecond }) => (lastSecond === null ? '–' : rateOf(lastSecond, lastSecond.offered)) },
  {
    title: 'delivered/s',
    width: 14,
    text: ({ lastSecond }) => (lastSecond === null ? '–' : rateOf(lastSecond, lastSecond.delivered)),
    isFault: ({ lastSecond }) => lastSecond !== null && lastSecond.delivered < lastSecond.offered,
  },
  latencyColumn('p50 ms', 11, (sample) => sample.p50Us),
  latencyColumn('p99 ms', 11, (sample) => sample.p99Us),
  latencyColumn('max ms', 11, (sample) => sample.maximumUs),
  { title: 'waiting', width: 11, text: ({ waiting }) => countText(waiting), isFault: ({ waiting }) => waiting > 0 },
]

const MOST_PATHS = 8
const ELAPSED_WIDTH = 7
const SHORTEST_BAR = 10
