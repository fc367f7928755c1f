import { type FailoverMeasure, failoverStages, type StageVerdict } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { differenceText, durationText, msText } from './figures.js'
import { type Paint, paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { FAILING_STAGES, flowWord, outageMs, trafficEndMs } from './run-words.js'
import { renderTable, type TableColumn } from './table.js'
import { hanging } from './text-layout.js'

/** Each failover stage by stage, computed beside measured. Empty when there was none. */
export function failoverAnatomy(run: RecordedRun, options: RenderOptions): string[] {
  return run.failovers.flatMap((failover, index) => [...(index === 0 ? [] : ['']), ...oneFailover(run, failover, options)])
}

function oneFailover(run: RecordedRun, failover: FailoverMeasure, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const outage = outageMs(run)
  const observed = Math.max(0, trafficEndMs(run) - failover.cutAtMs)
  const [first, potentiallyFailed, inactive] = failoverStages(failover, outage, observed)
  const row = (name: string, computedMs: number | null, measuredMs: number | null, verdict: StageVerdict): string[] => [
    name,
    computedMs === null ? '–' : msText(computedMs),
    measuredMs === null ? 'not reached' : msText(measuredMs),
    stageText(verdict, computedMs, measuredMs, failover.toleranceMs, outage ?? observed, outage === null, paint),
  ]
  const stages = [
    row('path potentially failed', failover.computedPotentiallyFailedMs, failover.potentiallyFailedMs, potentiallyFailed),
    row('first on alternate path', failover.computedFirstDeliveryMs, failover.firstDeliveryOnAlternateMs, first),
    row('path inactive', failover.computedInactiveMs, failover.inactiveMs, inactive),
  ]
  const { flow, node, association } = failover
  const title = `${flowWord(flow)}, association ${association} as seen by ${node};\nRTO ${durationText(failover.rtoAtCutMs)} at the cut`
  return [
    ...hanging(`${paint.bold('FAILOVER')}  `, title, proseWidth(options)),
    ...renderTable(COLUMNS, [...stages, activeAgain(failover, outage, paint)], options),
  ]
}

function stageText(
  verdict: StageVerdict,
  computedMs: number | null,
  measuredMs: number | null,
  toleranceMs: number,
  openMs: number,
  forGood: boolean,
  paint: Paint,
): string {
  const sign = FAILING_STAGES.has(verdict) ? paint.red('✗') : paint.green('✓')
  const tolerance = durationText(toleranceMs)
  if (verdict === 'no-figure' || computedMs === null) return paint.dim('no figure computed')
  if (verdict === 'beyond-outage') {
    const lasted = forGood ? `the run ended ${durationText(openMs)} after the cut` : `the cut lasted ${durationText(openMs)}`
    return paint.dim(`needs ${durationText(computedMs)} of outage, ${lasted}`)
  }
  if (measuredMs === null) return `${sign} due after ${durationText(computedMs)}, never happened`
  return `${sign} ${differenceText(measuredMs - computedMs, durationText)}, ${verdict === 'as-computed' ? 'within' : 'beyond'} ${tolerance}`
}

function activeAgain({ activeAgainMs }: FailoverMeasure, outage: number | null, paint: Paint): string[] {
  const name = 'path active again'
  if (activeAgainMs !== null) return [name, '–', msText(activeAgainMs), paint.dim('counted from the return')]
  return [name, '–', 'not reached', paint.dim(outage === null ? 'the path did not come back' : 'not before the run ended')]
}

const COLUMNS: readonly TableColumn[] = [
  { head: 'stage', align: 'left' },
  { head: 'computed ms', align: 'right' },
  { head: 'measured ms', align: 'right' },
  { head: 'verdict', align: 'left', gives: true },
]
