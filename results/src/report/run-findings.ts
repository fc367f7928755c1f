import type { FailoverMeasure, FlowAudit, NetworkKind } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { countText, durationText } from './figures.js'
import { flowWord, outageMs, trafficEndMs } from './run-words.js'

/** ✓ as it should be, ✗ what failed the run, ! what one should know before believing a figure. */
export type FindingSign = '✓' | '✗' | '!'

export interface Finding {
  readonly sign: FindingSign
  /** A sentence. */
  readonly text: string
}

/**
 * Why a run passed or did not, what held and what one should know. In the order a report tells it. A run whose scenario allows
 * messages to be lost passes with some: that is then something one should know, and no more.
 */
export function runFindings(run: RecordedRun): Finding[] {
  const found: Finding[] = []
  const amiss: FindingSign = run.verdict === 'pass' ? '!' : '✗'
  const tell = (sign: FindingSign, text: string): void => {
    found.push({ sign, text })
  }
  if (!run.concluded) tell('!', unfinishedText(run))
  else if (run.status !== 'completed') tell('!', `The run was ${run.status === 'failed' ? 'broken off by an error' : 'interrupted'}.`)
  for (const audit of run.audits) {
    if (isClean(audit)) tell('✓', cleanText(audit, run.description.network))
    else tell(amiss, faultText(audit))
  }
  for (const { flow, carriedOutAgain } of run.requestAudits) {
    if (carriedOutAgain > 0) tell('!', `${flowWord(flow)}: ${countText(carriedOutAgain)} requests were carried out twice.`)
  }
  for (const failover of run.failovers) tell(failoverSign(failover, amiss), failoverText(failover, outageMs(run)))
  const late = lateText(run)
  if (late !== null) tell('!', late)
  for (const reason of run.reasons) tell(run.verdict === 'fail' ? '✗' : '!', sentence(reason, run))
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

function cleanText({ flow, offered, delivered }: FlowAudit, network: NetworkKind): string {
  if (offered === 0) return `${flowWord(flow)}: nothing was offered.`
  // Whoever loads a foreign node sees what comes back, and not in which order or state it arrived.
  if (network === 'external') return `${flowWord(flow)}: all ${countText(delivered)} messages answered or acknowledged, none lost.`
  return `${flowWord(flow)}: all ${countText(delivered)} messages delivered once, in order and intact.`
}

function faultText(audit: FlowAudit): string {
  const faults = FAULTS.filter((fault) => audit[fault] > 0).map((fault) => `${countText(audit[fault])} ${fault}`)
  return `${flowWord(audit.flow)}: of ${countText(audit.offered)} messages ${faults.join(', ')}.`
}

function failoverSign({ verdict }: FailoverMeasure, amiss: FindingSign): FindingSign {
  if (verdict === 'not-measured') return '!'
  return verdict === 'pass' ? '✓' : amiss
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

/** What begins with an expectation or the name of a node keeps that as it is. */
function sentence(reason: string, { expectations }: Pick<RecordedRun, 'expectations'>): string {
  const isNamed = /^[a-z][a-z0-9-]*: /.test(reason) || expectations.some(({ text }) => reason.startsWith(`${text}: `))
  const begun = isNamed ? reason : `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}`
  return `${begun}${/[.!?]$/.test(reason) ? '' : '.'}`
}

const FAULTS = ['lost', 'duplicated', 'reordered', 'corrupted', 'refused'] as const satisfies readonly (keyof FlowAudit)[]
