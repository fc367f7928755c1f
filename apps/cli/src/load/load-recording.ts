import {
  closedLoopWarning,
  type GeneratorEvent,
  type KindTally,
  type LoadPlan,
  type LoadResult,
  type LoadSecond,
  type LoadTally,
} from '@sigbed/load-generator'
import type {
  EnvironmentFingerprint,
  FlowAudit,
  IntervalSample,
  OfferedFlow,
  PhaseLatency,
  RunDescription,
  RunEvent,
} from '@sigbed/measurement'
import { type ResultsStore, RunRecorder } from '@sigbed/results'
import { protocolParameters, timerProfile } from '@sigbed/sctp-core'
import { resultCodeName } from 'diameter-codec'

/**
 * A load as a run of the store: one flow for each kind of message, everything in the phase before a cut that never comes. It is begun
 * with the first second that was measured, for a closed loop does not know its rate before.
 */
export class LoadRecording {
  private recorder: RunRecorder | null = null
  private events: RunEvent[] = []

  constructor(
    private readonly store: ResultsStore,
    private readonly plan: LoadPlan,
    private readonly environment: EnvironmentFingerprint,
    private readonly startedAtUtc: string,
  ) {}

  /** Null before the first second. */
  get runId(): number | null {
    return this.recorder?.runId ?? null
  }

  note({ atMs, kind, detail }: GeneratorEvent): void {
    this.events.push({ atMs, node: NODE, kind, detail })
  }

  take({ second, whole, events }: LoadSecond): void {
    for (const event of events) this.note(event)
    this.recorder ??= RunRecorder.begin(this.store, this.description(second), this.environment)
    const samples = second.kinds.map((kind, i) => this.sample(kind, second, i))
    this.recorder.append({ samples, events: this.takeEvents(), latencies: latenciesOf(whole, this.plan) })
  }

  /** @returns the run's number; null when nothing was measured */
  finish(result: LoadResult): number | null {
    const { recorder, plan } = this
    if (recorder === null) return null
    const { outcome, verdict, thresholds, whole, self, lengthMs } = result
    const warning = closedLoopWarning(plan)
    const reasons = [...(warning === null ? [] : [warning]), ...result.reasons]
    for (const { code, vendorId, count } of whole.results) {
      const name = vendorId === 0 ? (resultCodeName(code) ?? '') : `of vendor ${vendorId}`
      this.note({ atMs: lengthMs, kind: 'result-code', detail: `${code} ${name}: ${count.toLocaleString('en')}` })
    }
    this.note({ atMs: lengthMs, kind: 'generator', detail: `${self.judgement}: ${self.reasons.join('; ')}` })
    const audits = whole.kinds.map((kind) => auditOf(kind, plan))
    // A load whose figures are the generator's own has no verdict: it says nothing about the target, good or bad.
    const conclusion =
      verdict === 'invalid' ? { verdict: null, reasons: ['INVALID: the generator was the bottleneck', ...reasons] } : { verdict, reasons }
    recorder.finish(
      { outcome, ...conclusion, audits, failovers: [], expectations: thresholds },
      { events: this.takeEvents(), latencies: latenciesOf(whole, plan) },
    )
    return recorder.runId
  }

  private takeEvents(): RunEvent[] {
    const { events } = this
    this.events = []
    return events
  }

  private sample(kind: KindTally, { fromMs, toMs, late }: LoadTally, i: number): IntervalSample {
    const { latencies } = kind
    return {
      flow: flowOf(kind.kind, this.plan),
      fromMs,
      toMs,
      offered: kind.offered,
      delivered: kind.completed,
      p50Us: latencies.valueAtPercentile(50),
      p99Us: latencies.valueAtPercentile(99),
      maximumUs: latencies.maximumUs,
      // Lateness is of a procedure, whose first message stands first.
      lateSends: i === 0 ? late : 0,
      histogram: latencies.count === 0 ? null : latencies.toBlob(),
    }
  }

  private description(first: LoadTally): RunDescription {
    const { plan } = this
    const { parameters } = timerProfile(plan.sctpProfile)!
    const { length } = first
    const flows = first.kinds.map((kind): OfferedFlow => {
      const perSecond = length > 0 ? (kind.offered * 1000) / length : 0
      return { name: flowOf(kind.kind, plan), offeredPerSecond: plannedRates(plan).get(kind.kind) ?? Math.max(perSecond, SLOWEST) }
    })
    return {
      scenario: 'load',
      scenarioText: plan.text === '' ? null : plan.text,
      profile: plan.sctpProfile,
      network: 'external',
      seed: plan.seed,
      plannedDurationMs: plannedDurationMs(plan),
      cutAtMs: null,
      restoreAtMs: null,
      startedAtUtc: this.startedAtUtc,
      flows,
      parameters: storable({ ...protocolParameters(parameters), load: loadParameters(plan) }),
      captureFile: null,
      tags: [],
    }
  }
}

/** Of a load that goes by a number of procedures, how long they take at its rate; 0 where that is not known. */
function plannedDurationMs({ durationMs, count, arrivals }: LoadPlan): number {
  if (durationMs !== Infinity) return durationMs
  return arrivals.model === 'open' && arrivals.rates.length === 1 ? (count * 1000) / arrivals.rates[0]!.perSecond : 0
}

/** What the plan says of each kind a second; empty where only the run shows it. */
function plannedRates({ arrivals, traffic }: LoadPlan): ReadonlyMap<string, number> {
  const rates = new Map<string, number>()
  if (arrivals.model !== 'open' || arrivals.rates.length !== 1) return rates
  const { perSecond } = arrivals.rates[0]!
  if (traffic.protocol === 'm3ua') return rates.set('DATA', perSecond)
  const weights = traffic.templates.reduce((sum, { weight }) => sum + weight, 0)
  for (const { template, weight } of traffic.templates)
    if (weight > 0) for (const { kind } of template.steps) rates.set(kind, (rates.get(kind) ?? 0) + (perSecond * weight) / weights)
  return rates
}

/** What two loads have to agree in to be compared. */
function loadParameters({ target, connections, workers, arrivals, traffic, warmUpMs, timeoutMs }: LoadPlan): object {
  const { instants: _, ...model } = arrivals.model === 'replayed' ? arrivals : { ...arrivals, instants: null }
  const what =
    traffic.protocol === 'm3ua'
      ? traffic
      : { protocol: traffic.protocol, templates: traffic.templates.map(({ template, weight }) => ({ template: template.name, weight })) }
  return { ...target, connections, workers, arrivals: model, traffic: what, warmUpMs, timeoutMs }
}

function auditOf(kind: KindTally, plan: LoadPlan): FlowAudit {
  const { offered, completed, lost, refused } = kind
  return { flow: flowOf(kind.kind, plan), offered, delivered: completed, lost, duplicated: 0, reordered: 0, corrupted: 0, refused }
}

function latenciesOf(whole: LoadTally, plan: LoadPlan): PhaseLatency[] {
  const measured = whole.kinds.filter(({ latencies }) => latencies.count > 0)
  return measured.map(({ kind, latencies }) => ({ flow: flowOf(kind, plan), phase: 'before', histogram: latencies }))
}

/** A flow of M3UA has the name it has in every other run. */
function flowOf(kind: string, { traffic }: LoadPlan): string {
  return traffic.protocol === 'm3ua' ? 'm3ua' : kind
}

/** JSON has no Infinity: a parameter that is switched off so is stored as null. */
function storable(parameters: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(parameters)) as Record<string, unknown>
}

const NODE = 'load'
/** A flow that offered nothing in its first second still has a rate. */
const SLOWEST = 0.001
