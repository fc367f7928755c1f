import type { PathEvent, RunEvent } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { countText, durationText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { STATE_WORDS } from './run-words.js'
import { renderTable } from './table.js'

/** What happened to the paths and elsewhere, in order. Empty when nothing did. */
export function timeline(run: RecordedRun, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const { columns, rows } = happenings(run)
  if (rows.length === 0) return []
  const left = rows.length - MOST_SHOWN
  const more = left <= 0 ? [] : [paint.dim(`  … and ${countText(left)} more, all in the database`)]
  return [paint.bold('WHAT HAPPENED'), ...renderTable(columns, rows.slice(0, MOST_SHOWN), options), ...more]
}

/** All of it. What belongs to every run's beginning and end is left out, and so are changes of the data path, which follow from the states of the paths. */
export function happenings(run: RecordedRun): ReportTable {
  const { cutAtMs } = run.description
  const endMs = run.events.find((event) => event.kind === 'traffic-end')?.atMs ?? Number.POSITIVE_INFINITY
  const moments = [
    ...run.events
      .filter((event) => event.atMs <= endMs && isTold(event))
      .map((event) => ({ atMs: event.atMs, node: event.node, text: eventText(event) })),
    ...run.pathEvents
      .filter((event) => isNews(event, cutAtMs))
      .map((event) => ({ atMs: event.atMs, node: event.node, text: pathText(event) })),
  ].sort((a, b) => a.atMs - b.atMs)
  return { columns: COLUMNS, rows: moments.map(({ atMs, node, text }) => [secondsText(atMs), sinceCut(atMs, cutAtMs), node, text]) }
}

function isTold({ atMs, kind }: RunEvent): boolean {
  return atMs >= 0 && !UNTOLD.includes(kind)
}

function isNews({ atMs, state }: PathEvent, cutAtMs: number | null): boolean {
  return state === 'potentially-failed' || state === 'inactive' || (cutAtMs !== null && atMs >= cutAtMs)
}

function pathText({ association, localAddress, remoteAddress, state, reason, rtoMs }: PathEvent): string {
  return `${association} ${localAddress} → ${remoteAddress} ${STATE_WORDS[state]}\n(${reason}; RTO ${durationText(rtoMs)})`
}

function eventText({ kind, detail }: RunEvent): string {
  const words = kind.replaceAll('-', ' ')
  return detail === '' ? words : `${words}: ${detail}`
}

/** Seconds with all three decimals, so that the points stand one under the other. */
function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`
}

function sinceCut(atMs: number, cutAtMs: number | null): string {
  if (cutAtMs === null || atMs < cutAtMs) return ''
  return atMs === cutAtMs ? 'cut' : `+${secondsText(atMs - cutAtMs)}`
}

const MOST_SHOWN = 24
const UNTOLD: readonly string[] = ['data-path-change', 'traffic-start', 'traffic-end', 'generator', 'peer-shutdown', 'shutdown-complete']

const COLUMNS: readonly ReportColumn[] = [
  { head: 'at', align: 'right' },
  { head: 'since cut', align: 'right' },
  { head: 'node', align: 'left' },
  { head: 'event', align: 'left', gives: true },
]
