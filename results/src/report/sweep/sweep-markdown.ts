import type { SweepRecord } from '@sigbed/measurement'
import { markdownTable, plain } from '../markdown-report.js'
import { type HeatPanel, heatMaps } from './heat-map.js'
import { sweepTable } from './sweep-table.js'
import { sweepCircumstances, sweepNotes } from './sweep-words.js'

/** A sweep as Markdown (GitHub's). Ends with a newline. */
export function renderMarkdownSweep(record: SweepRecord): string {
  const maps = heatMaps(record).map(({ title, meaning, panels }) =>
    [`### ${title}`, meaning, ...panels.flatMap((panel) => [`**${panel.title}**`, markdownTable(tableOf(panel))])].join('\n\n'),
  )
  const circumstances = markdownTable({
    columns: [
      { head: '', align: 'left' },
      { head: '', align: 'left' },
    ],
    rows: sweepCircumstances(record),
  })
  const all = `<details><summary>All figures</summary>\n\n${markdownTable(sweepTable(record))}\n\n</details>`
  const notes = sweepNotes(record)
    .map((note) => `- ${plain(note)}`)
    .join('\n')
  return `${[`## Sweep of ${plain(record.scenario)}`, circumstances, ...maps, notes, all].join('\n\n')}\n`
}

function tableOf({ rows, columns, cells }: HeatPanel) {
  return {
    columns: [{ head: 'Path.Max.Retrans', align: 'right' as const }, ...columns.map((head) => ({ head, align: 'right' as const }))],
    rows: cells.map((row, i) => [rows[i]!, ...row.map(({ text }) => text)]),
  }
}
