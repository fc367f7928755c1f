import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RecordedRun } from '../../recorded-run.js'
import { failoverStageTables } from '../failover-anatomy.js'
import { durationText } from '../figures.js'
import { clampedText, latencyFigures, latencyMeaning } from '../latency-table.js'
import { messageCounts } from '../message-table.js'
import { paintFor } from '../render-options.js'
import type { ReportTable } from '../report-table.js'
import { REQUEST_MEANING, requestCounts } from '../request-table.js'
import { type FindingSign, runFindings } from '../run-findings.js'
import { verdictLabel } from '../run-words.js'
import { circumstancesOf } from '../scorecard.js'
import { happenings } from '../timeline.js'
import { failoverFigure } from './failover-figure.js'
import { assetText, htmlPage, htmlSection } from './html-page.js'
import { escaped, htmlTable, scriptJson } from './html-text.js'
import { latencyOverTimeFigure, stateLegend } from './latency-over-time-figure.js'
import { latencyPercentilesFigure } from './latency-percentiles-figure.js'
import { pathFigures } from './path-figures.js'
import { throughputFigure } from './throughput-figure.js'
import { zoomData } from './zoom-data.js'

/**
 * One run as one HTML page that needs nothing else: no network, no other file. Pictures are SVG, in a layout for wide windows and one
 * for phones; below them stand those one can zoom into, which a script in the page draws.
 */
export function renderRunPage(run: RecordedRun): string {
  const title = `${run.description.scenario}, run ${run.runId}`
  const sections = [heading(run), expectations(run), measurements(run), pictures(run), history(run), particulars(run), zoom(run)]
  return htmlPage(title, sections, [fileText(require.resolve('uplot/dist/uPlot.min.css'))])
}

function heading(run: RecordedRun): string {
  const { scenario, profile, network, tags } = run.description
  const label = verdictLabel(run.status, run.verdict, paintFor({ colour: false, width: 80 }))
  const findings = runFindings(run).map(({ sign, text }) => `<li><b class="${SIGN_CLASSES[sign]}">${sign}</b>${escaped(text)}</li>`)
  const circumstances = circumstancesOf(run).map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`)
  const tagged = tags.length === 0 ? '' : `<dt>Tags</dt><dd>${escaped(tags.join(', '))}</dd>`
  return `<header>
<span class="verdict ${run.verdict ?? ''}">${escaped(label)}</span>
<h1>Run ${run.runId}: ${escaped(scenario)}</h1>
<p class="note">profile ${escaped(profile)}, ${escaped(network)} network</p>
<ul class="findings">${findings.join('\n')}</ul>
<dl>${circumstances.join('\n')}${tagged}</dl>
</header>`
}

function expectations({ expectations: all }: RecordedRun): string {
  if (all.length === 0) return ''
  const rows = all.map(({ text, met, seen }) => {
    const sign: FindingSign = met === null ? '!' : met ? '✓' : '✗'
    return [`<b class="${SIGN_CLASSES[sign]}">${sign}</b>`, escaped(text), escaped(seen)]
  })
  const table = htmlTable(
    [
      { head: '', align: 'left' },
      { head: 'expected', align: 'left' },
      { head: 'seen', align: 'left' },
    ],
    rows,
  )
  return htmlSection('Expectations', table)
}

function measurements(run: RecordedRun): string {
  const clamped = clampedText(run)
  const stages = failoverStageTables(run).map(
    ({ title, table }) => `<figure><figcaption>${escaped(title.replaceAll('\n', ' '))}</figcaption>${tableOf(table)}</figure>`,
  )
  const failover = `<figure>${failoverFigure(run)}
<p class="note">Time since the cut, on a logarithmic scale: ● measured, the band what the timers promise with its tolerance.
* recover counts from the return of the path.</p></figure>
<details><summary>In figures</summary>${stages.join('\n')}</details>`
  const note = clamped === null ? '' : `<p class="note">${escaped(clamped)}</p>`
  return [
    run.audits.length === 0 ? '' : htmlSection('Messages', tableOf(messageCounts(run))),
    run.requestAudits.length === 0 ? '' : htmlSection(`Requests, ${REQUEST_MEANING}`, tableOf(requestCounts(run))),
    run.failovers.length === 0 ? '' : htmlSection('Failover', failover),
    run.latencies.length === 0
      ? ''
      : htmlSection('Latency', `<p class="note">${escaped(latencyMeaning(run))}</p>${tableOf(latencyFigures(run))}${note}`),
  ].join('\n')
}

function pictures(run: RecordedRun): string {
  if (!run.samples.some(({ delivered }) => delivered > 0)) return ''
  const paths = pathFigures(run)
  return [
    htmlSection(
      'Latency over time',
      `<figure>${latencyOverTimeFigure(run)}</figure><p class="note">${stateLegend(run)}</p>${faultList(run)}`,
    ),
    run.latencies.length === 0 ? '' : htmlSection('Latency by percentile', `<figure>${latencyPercentilesFigure(run)}</figure>`),
    htmlSection('Throughput', `<figure>${throughputFigure(run)}</figure>`),
    paths === '' ? '' : htmlSection('Paths', paths),
  ].join('\n')
}

function faultList({ faults }: RecordedRun): string {
  if (faults.length === 0) return ''
  const items = faults.map(({ atMs, text }) => `<dt>${escaped(durationText(atMs))}</dt><dd>${escaped(text)}</dd>`)
  return `<dl>${items.join('\n')}</dl>`
}

function history(run: RecordedRun): string {
  const table = happenings(run)
  if (table.rows.length === 0) return ''
  return htmlSection(
    'What happened',
    `<details${table.rows.length > OPEN_ROWS ? '' : ' open'}><summary>${table.rows.length} events</summary>${tableOf(table)}</details>`,
  )
}

function particulars({ description }: RecordedRun): string {
  const parameters = `<details><summary>Protocol parameters</summary><pre>${escaped(JSON.stringify(description.parameters, null, 2))}</pre></details>`
  const scenario =
    description.scenarioText === null
      ? ''
      : `<details><summary>The scenario</summary><pre>${escaped(description.scenarioText)}</pre></details>`
  return htmlSection('Particulars', scenario + parameters)
}

function zoom(run: RecordedRun): string {
  if (run.samples.length === 0) return ''
  return `<section id="zoom-section">
<h2>Closer</h2>
<p class="note">Drag over a stretch to see it closer; a double click shows all again.</p>
<div id="zoom"></div>
<script type="application/json" id="zoom-data">${scriptJson(zoomData(run))}</script>
<script>
${fileText(require.resolve('uplot/dist/uPlot.iife.min.js'))}
${assetText('report-zoom.js')}
</script>
</section>`
}

function tableOf({ columns, rows }: ReportTable): string {
  return htmlTable(
    columns,
    rows.map((row) => row.map((cell) => escaped(cell).replaceAll('\n', '<br>'))),
  )
}

function fileText(file: string): string {
  return readFileSync(file, 'utf8').trim()
}

const require = createRequire(import.meta.url)
const SIGN_CLASSES: Readonly<Record<FindingSign, string>> = { '✓': 'good', '✗': 'bad', '!': 'open' }
/** A longer history is folded. */
const OPEN_ROWS = 24
