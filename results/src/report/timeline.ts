import type { PathEvent, RunEvent } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { countText, durationText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { faultWord, STATE_WORDS } from './run-words.js'
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

/** All of it, what the lab did included. What belongs to every run's beginning and end is left out, and so are changes of the data path, which follow from the states of the paths. */
export function happenings(run: RecordedRun): ReportTable {
  const { cutAtMs } = run.description
  const fault = faultWord(run) === 'cut' ? 'cut' : 'fault'
  const endMs = run.events.find((event) => event.kind === 'traffic-end')?.atMs ?? Number.POSITIVE_INFINITY
  const moments = [
    ...run.faults.map(({ atMs, text }) => ({ atMs, node: LAB, text })),
    ...run.events
      .filter((event) => event.atMs <= endMs && isTold(event) && !(run.faults.length > 0 && TOLD_AS_FAULTS.includes(event.kind)))
      .map((event) => ({ atMs: event.atMs, node: event.node, text: eventText(event) })),
    ...run.pathEvents
      .filter((event) => isNews(event, cutAtMs))
      .map((event) => ({ atMs: event.atMs, node: event.node, text: pathText(event) })),
  ].sort((a, b) => a.atMs - b.atMs)
  // Without a cut nothing is since it.
  if (cutAtMs === null) return { columns: [AT, NODE, EVENT], rows: moments.map(({ atMs, node, text }) => [secondsText(atMs), node, text]) }
  const rows = moments.map(({ atMs, node, text }) => [secondsText(atMs), since(atMs, cutAtMs, fault), node, text])
  return { columns: [AT, { head: `since ${fault}`, align: 'right' }, NODE, EVENT], rows }
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

function since(atMs: number, cutAtMs: number, fault: string): string {
  if (atMs < cutAtMs) return ''
  return atMs === cutAtMs ? fault : `+${secondsText(atMs - cutAtMs)}`
}

const AT: ReportColumn = { head: 'at', align: 'right' }
const NODE: ReportColumn = { head: 'node', align: 'left' }
const EVENT: ReportColumn = { head: 'event', align: 'left', gives: true }
const MOST_SHOWN = 24
const UNTOLD: readonly string[] = ['data-path-change', 'traffic-start', 'traffic-end', 'generator', 'peer-shutdown', 'shutdown-complete']
const TOLD_AS_FAULTS: readonly string[] = ['path-cut', 'path-restored']
/** Who carries faults out. */
const LAB = 'lab'
