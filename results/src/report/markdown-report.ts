import type { RecordedRun } from '../recorded-run.js'
import { expectationOutcomes } from './expectation-table.js'
import { failoverStageTables } from './failover-anatomy.js'
import { latencyFigures, latencyMeaning } from './latency-table.js'
import { messageCounts } from './message-table.js'
import { paintFor } from './render-options.js'
import type { ReportTable } from './report-table.js'
import { REQUEST_MEANING, requestCounts } from './request-table.js'
import { runFindings } from './run-findings.js'
import { verdictLabel } from './run-words.js'
import { circumstancesOf } from './scorecard.js'
import { happenings } from './timeline.js'

/** One run as Markdown (GitHub's), for issues and pull requests. Ends with a newline. */
export function renderMarkdownRun(run: RecordedRun): string {
  const { scenario, profile, network } = run.description
  const label = verdictLabel(run.status, run.verdict, paintFor({ colour: false, width: 80 }))
  const parts = [
    `## ${label}: ${plain(scenario)}, run ${run.runId}`,
    `profile ${plain(profile)}, ${network} network`,
    runFindings(run)
      .map(({ sign, text }) => `- ${sign} ${plain(text)}`)
      .join('\n'),
    markdownTable({
      columns: [
        { head: '', align: 'left' },
        { head: '', align: 'left' },
      ],
      rows: circumstancesOf(run).map(([label, text]) => [label, text]),
    }),
    run.expectations.length === 0 ? '' : `### Expectations\n\n${markdownTable(expectationOutcomes(run))}`,
    run.audits.length === 0 ? '' : `### Messages\n\n${markdownTable(messageCounts(run))}`,
    run.requestAudits.length === 0 ? '' : `### Requests, ${REQUEST_MEANING}\n\n${markdownTable(requestCounts(run))}`,
    ...failoverStageTables(run).map(({ title, table }) => `### Failover: ${plain(title.replaceAll('\n', ' '))}\n\n${markdownTable(table)}`),
    run.latencies.length === 0 ? '' : `### Latency\n\n${latencyMeaning(run)}\n\n${markdownTable(latencyFigures(run))}`,
    happeningsOf(run),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** A table in Markdown: what would end a cell is written otherwise. */
export function markdownTable({ columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ head }) => plain(head))),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((row) => line(columns.map((_, i) => plain(row[i] ?? '')))),
  ].join('\n')
}

function happeningsOf(run: RecordedRun): string {
  const table = happenings(run)
  if (table.rows.length === 0) return ''
  return `<details><summary>What happened: ${table.rows.length} events</summary>\n\n${markdownTable(table)}\n\n</details>`
}

/** Text that stays text: no markup, no line of its own. */
export function plain(text: string): string {
  return text.replaceAll('\n', ' ').replace(/[\\|`*_<>[\]#]/g, (letter) => `\\${letter}`)
}
