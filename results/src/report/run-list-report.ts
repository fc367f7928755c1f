import type { RunSummary } from '../recorded-run.js'
import { countText, instantText, msText } from './figures.js'
import { type Paint, paintFor, type RenderOptions } from './render-options.js'
import { ratesText, verdictLabel } from './run-words.js'
import { renderTable, type TableColumn } from './table.js'

/** The runs of a database, one line each, in the order given. Ends with a newline. */
export function renderRunList(runs: readonly RunSummary[], options: RenderOptions): string {
  if (runs.length === 0) return 'No run has been measured yet.\n'
  const paint = paintFor(options)
  const columns = COLUMNS.filter((column) => column.fromWidth <= options.width)
  const rows = runs.map((run) => columns.map((column) => column.cell(run, paint)))
  return `${renderTable(columns, rows, options).join('\n')}\n`
}

interface RunColumn extends TableColumn {
  /** Shown on terminals of this width and more. */
  readonly fromWidth: number
  readonly cell: (run: RunSummary, paint: Paint) => string
}

function lostText({ flows }: RunSummary, paint: Paint): string {
  if (flows.some((flow) => flow.lost === null)) return '–'
  const lost = flows.reduce((sum, flow) => sum + flow.lost!, 0)
  return lost === 0 ? '0' : paint.red(countText(lost))
}

function commitText({ gitCommit, gitDirty }: RunSummary): string {
  return gitCommit === null ? '–' : `${gitCommit.slice(0, 7)}${gitDirty ? '+' : ''}`
}

const COLUMNS: readonly RunColumn[] = [
  { head: 'run', align: 'right', fromWidth: 0, cell: (run) => String(run.runId) },
  // To the minute: the run's number tells two runs of one minute apart.
  { head: 'started UTC', align: 'left', fromWidth: 0, cell: (run) => instantText(run.startedAtUtc).slice(0, 16) },
  { head: 'scenario', align: 'left', gives: true, fromWidth: 0, cell: (run) => run.scenario },
  // What a scenario changes in its profile is told by the scorecard.
  { head: 'profile', align: 'left', fromWidth: 0, cell: (run) => run.profile.replace(/ with .*$/, ' +') },
  { head: 'network', align: 'left', fromWidth: 100, cell: (run) => run.network },
  {
    head: 'offered',
    align: 'left',
    fromWidth: 132,
    cell: (run) => ratesText(run.flows.map(({ flow, offeredPerSecond }) => ({ name: flow, offeredPerSecond }))),
  },
  { head: 'lost', align: 'right', fromWidth: 0, cell: lostText },
  {
    head: 'failover',
    align: 'right',
    fromWidth: 0,
    cell: (run) => (run.slowestFailoverMs === null ? '–' : `${msText(run.slowestFailoverMs)} ms`),
  },
  { head: 'commit', align: 'left', fromWidth: 100, cell: commitText },
  { head: 'tags', align: 'left', fromWidth: 120, cell: (run) => run.tags.join(' ') },
  { head: 'verdict', align: 'left', fromWidth: 0, cell: (run, paint) => verdictLabel(run.status, run.verdict, paint) },
]
