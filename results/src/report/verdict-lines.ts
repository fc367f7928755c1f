import type { FailoverMeasure, FlowAudit } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { countText, durationText } from './figures.js'
import { type Paint, paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { flowWord, outageMs, trafficEndMs, verdictLabel } from './run-words.js'
import { hanging } from './text-layout.js'

/** The run in one line, and under it why it passed or did not. */
export function verdictLines(run: RecordedRun, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const { scenario, profile, network } = run.description
  const label = verdictLabel(run.status, run.verdict, paint)
  const title = `${paint.bold(label)}  ${paint.bold(`Run ${run.runId}`)}: ${scenario}, profile ${profile}, ${network} network`
  return [title, ...findings(run, paint).flatMap(([sign, text]) => hanging(`  ${sign} `, text, proseWidth(options)))]
}

type Finding = readonly [sign: string, text: string]

function findings(run: RecordedRun, paint: Paint): Finding[] {
  const good = paint.green('✓')
  const bad = paint.red('✗')
  const open = paint.yellow('!')
  const found: Finding[] = []
  if (!run.concluded) found.push([open, unfinishedText(run)])
  else if (run.status !== 'completed')
    found.push([open, `The run was ${run.status === 'failed' ? 'broken off by an error' : 'interrupted'}.`])
  for (const audit of run.audits) found.push(isClean(audit) ? [good, cleanText(audit)] : [bad, faultText(audit)])
  for (const failover of run.failovers) found.push([failoverSign(failover, good, bad, open), failoverText(failover, outageMs(run))])
  const late = lateText(run)
  if (late !== null) found.push([open, late])
  for (const reason of run.reasons) found.push([run.verdict === 'fail' ? bad : open, sentence(reason)])
  return found
}

function unfinishedText(run: RecordedRun): string {
  const reached = `recorded up to ${durationText(trafficEndMs(run))} of ${durationText(run.description.plannedDurationMs)} of traffic`
  return run.status === 'running'
    ? `The run is still being measured: ${reached}.`
    : `The recording program ended without finishing the run: ${reached}.`
}

function isClean(audit: FlowAudit): boolean {
  return FAULTS.every((fault) => audit[fault] === 0)
}

function cleanText({ flow, offered, delivered }: FlowAudit): string {
  if (offered === 0) return `${flowWord(flow)}: nothing was offered.`
  return `${flowWord(flow)}: all ${countText(delivered)} messages delivered once, in order and intact.`
}

function faultText(audit: FlowAudit): string {
  const faults = FAULTS.filter((fault) => audit[fault] > 0).map((fault) => `${countText(audit[fault])} ${fault}`)
  return `${flowWord(audit.flow)}: of ${countText(audit.offered)} messages ${faults.join(', ')}.`
}

function failoverSign({ verdict }: FailoverMeasure, good: string, bad: string, open: string): string {
  if (verdict === 'not-measured') return open
  return verdict === 'pass' ? good : bad
}

function failoverText(failover: FailoverMeasure, outage: number | null): string {
  const flow = flowWord(failover.flow)
  const computed = `computed ${durationText(failover.computedFirstDeliveryMs)} ± ${durationText(failover.toleranceMs)}`
  if (failover.firstDeliveryOnAlternateMs !== null)
    return `${flow} from ${failover.node}: first delivery on the alternate path ${durationText(failover.firstDeliveryOnAlternateMs)} after the cut (${computed}).`
  const cut = outage === null ? '' : `; the cut lasted ${durationText(outage)}`
  return `${flow} from ${failover.node}: nothing was seen on the alternate path (${computed}${cut}).`
}

/** Late sends make latencies the generator's own; one in a thousand is worth a word. */
function lateText({ samples }: RecordedRun): string | null {
  const late = samples.reduce((sum, sample) => sum + sample.lateSends, 0)
  const offered = samples.reduce((sum, sample) => sum + sample.offered, 0)
  if (late <= offered / 1000) return null
  return `The generator itself was late with ${countText(late)} of ${countText(offered)} messages: latencies are too long by its own delay.`
}

function sentence(reason: string): string {
  return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
}

const FAULTS = ['lost', 'duplicated', 'reordered', 'corrupted', 'refused'] as const satisfies readonly (keyof FlowAudit)[]
