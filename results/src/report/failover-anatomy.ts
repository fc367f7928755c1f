import { type FailoverMeasure, failoverStages, type StageVerdict } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { differenceText, durationText, msText } from './figures.js'
import { type Paint, paintFor, proseWidth, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { FAILING_STAGES, flowWord, outageMs, trafficEndMs } from './run-words.js'
import { renderTable } from './table.js'
import { hanging } from './text-layout.js'

/** Each failover stage by stage, computed beside measured. Empty when there was none. */
export function failoverAnatomy(run: RecordedRun, options: RenderOptions): string[] {
  const paint = paintFor(options)
  return failoverStageTables(run).flatMap(({ title, table: { columns, rows } }, index) => [
    ...(index === 0 ? [] : ['']),
    ...hanging(`${paint.bold('FAILOVER')}  `, title, proseWidth(options)),
    ...renderTable(
      columns,
      rows.map((row) => row.map((cell, i) => (i === VERDICT ? painted(cell, paint) : cell))),
      options,
    ),
  ])
}

export interface FailoverStageTable {
  readonly title: string
  readonly table: ReportTable
}

export function failoverStageTables(run: RecordedRun): FailoverStageTable[] {
  return run.failovers.map((failover) => oneFailover(run, failover))
}

function oneFailover(run: RecordedRun, failover: FailoverMeasure): FailoverStageTable {
  const outage = outageMs(run)
  const observed = Math.max(0, trafficEndMs(run) - failover.cutAtMs)
  const [first, potentiallyFailed, inactive] = failoverStages(failover, outage, observed)
  const row = (name: string, computedMs: number | null, measuredMs: number | null, verdict: StageVerdict): string[] => [
    name,
    computedMs === null || computedMs === Number.POSITIVE_INFINITY ? '–' : msText(computedMs),
    measuredMs === null ? 'not reached' : msText(measuredMs),
    stageText(verdict, computedMs, measuredMs, failover.toleranceMs, outage ?? observed, outage === null),
  ]
  const rows = [
    row('path potentially failed', failover.computedPotentiallyFailedMs, failover.potentiallyFailedMs, potentiallyFailed),
    row('first on alternate path', failover.computedFirstDeliveryMs, failover.firstDeliveryOnAlternateMs, first),
    row('path inactive', failover.computedInactiveMs, failover.inactiveMs, inactive),
    drained(failover),
    activeAgain(failover, outage),
  ]
  const { flow, node, association } = failover
  const title = `${flowWord(flow)}, association ${association} as seen by ${node};\nRTO ${durationText(failover.rtoAtCutMs)} at the cut`
  return { title, table: { columns: COLUMNS, rows } }
}

/** What is as it should be begins with ✓, what is not with ✗; everything else is a remark. */
function painted(verdict: string, paint: Paint): string {
  if (verdict.startsWith('✓')) return `${paint.green('✓')}${verdict.slice(1)}`
  return verdict.startsWith('✗') ? `${paint.red('✗')}${verdict.slice(1)}` : paint.dim(verdict)
}

function stageText(
  verdict: StageVerdict,
  computedMs: number | null,
  measuredMs: number | null,
  toleranceMs: number,
  openMs: number,
  forGood: boolean,
): string {
  const sign = FAILING_STAGES.has(verdict) ? '✗' : '✓'
  const tolerance = durationText(toleranceMs)
  if (computedMs === Number.POSITIVE_INFINITY)
    return measuredMs === null ? 'not a state these timers lead to' : `${sign} not a state these timers lead to`
  if (verdict === 'no-figure' || computedMs === null) return 'no figure computed'
  if (verdict === 'beyond-outage') {
    const lasted = forGood ? `the run ended ${durationText(openMs)} after the cut` : `the cut lasted ${durationText(openMs)}`
    return `needs ${durationText(computedMs)} of outage, ${lasted}`
  }
  if (measuredMs === null) return `${sign} due after ${durationText(computedMs)}, never happened`
  return `${sign} ${differenceText(measuredMs - computedMs, durationText)}, ${verdict === 'as-computed' ? 'within' : 'beyond'} ${tolerance}`
}

/** Without a figure to hold it against: how long it takes depends on what had gathered. */
function drained({ drainedMs }: FailoverMeasure): string[] {
  if (drainedMs === null) return ['backlog of the cut gone', '–', 'not reached', 'nothing was seen on the alternate path']
  return ['backlog of the cut gone', '–', msText(drainedMs), 'the last message of the cut had arrived']
}

function activeAgain({ activeAgainMs }: FailoverMeasure, outage: number | null): string[] {
  const name = 'path active again'
  if (activeAgainMs !== null) return [name, '–', msText(activeAgainMs), 'counted from the return']
  return [name, '–', 'not reached', outage === null ? 'the path did not come back' : 'not before the run ended']
}

const COLUMNS: readonly ReportColumn[] = [
  { head: 'stage', align: 'left' },
  { head: 'computed ms', align: 'right' },
  { head: 'measured ms', align: 'right' },
  { head: 'verdict', align: 'left', gives: true },
]
/** The column with the verdict on the stage. */
const VERDICT = 3
