import type { SweepRecord } from '@sigbed/measurement'
import { heatMaps } from '../sweep/heat-map.js'
import { sweepTable } from '../sweep/sweep-table.js'
import { sweepCircumstances, sweepNotes } from '../sweep/sweep-words.js'
import { heatLegend, heatMapFigure } from './heat-map-figure.js'
import { htmlPage, htmlSection } from './html-page.js'
import { escaped, htmlTable } from './html-text.js'

/** One sweep as one HTML page that needs nothing else: a heat map for each figure, and all figures as a table. */
export function renderSweepPage(record: SweepRecord): string {
  const { columns, rows } = sweepTable(record)
  const table = htmlTable(
    columns,
    rows.map((row) => row.map(escaped)),
  )
  const maps = heatMaps(record).map((map) =>
    htmlSection(map.title, `<p class="note">${escaped(map.meaning)}</p>\n${heatLegend(map)}\n<figure>${heatMapFigure(map)}</figure>`),
  )
  const all = htmlSection('All figures', `<details><summary>${rows.length} combinations</summary>${table}</details>`)
  return htmlPage(`Sweep of ${record.scenario}`, [heading(record), ...maps, all])
}

function heading(record: SweepRecord): string {
  const circumstances = sweepCircumstances(record).map(([label, text]) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`)
  const notes = sweepNotes(record).map((note) => `<p class="note">${escaped(note)}</p>`)
  return `<header>
<h1>Sweep of ${escaped(record.scenario)}</h1>
<dl>${circumstances.join('\n')}</dl>
${notes.join('\n')}
</header>`
}
