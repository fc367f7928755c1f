import type { RecordedRun } from '../recorded-run.js'
import { paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { type FindingSign, runFindings } from './run-findings.js'
import { verdictLabel } from './run-words.js'
import { hanging } from './text-layout.js'

/** The run in one line, and under it why it passed or did not. */
export function verdictLines(run: RecordedRun, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const { scenario, profile, network } = run.description
  const painted: Readonly<Record<FindingSign, string>> = { '✓': paint.green('✓'), '✗': paint.red('✗'), '!': paint.yellow('!') }
  const label = verdictLabel(run.status, run.verdict, paint)
  const title = `${paint.bold(label)}  ${paint.bold(`Run ${run.runId}`)}: ${scenario}, profile ${profile}, ${network} network`
  return [title, ...runFindings(run).flatMap(({ sign, text }) => hanging(`  ${painted[sign]} `, text, proseWidth(options)))]
}
