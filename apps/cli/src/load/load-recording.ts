import {
  arrivalsText,
  closedLoopWarning,
  type GeneratorEvent,
  type KindTally,
  type LoadPlan,
  type LoadResult,
  type LoadSecond,
  type LoadTally,
  latencyMeaning,
  messagesText,
} from '@sigbed/load-generator'
import type {
  EnvironmentFingerprint,
  FlowAudit,
  IntervalSample,
  OfferedFlow,
  PhaseLatency,
  ProcessorTime,
  RunDescription,
  RunEvent,
} from '@sigbed/measurement'
import { type LoadWords, type ResultsStore, RunRecorder } from '@sigbed/results'
import { protocolParameters, timerProfile } from '@sigbed/sctp-core'
import { resultCodeName } from 'diameter-codec'

/** A load as a run of the store: one flow for each kind of message, everything in the phase before a cut that never comes. */
export class LoadRecording {
  private recorder: RunRecorder | null = null
  private processorTimeBefore = process.cpuUsage()
  private events: RunEvent[] = []

  constructor(
    private readonly store: ResultsStore,
    private readonly plan: LoadPlan,
    private readonly environment: EnvironmentFingerprint,
    private readonly startedAtUtc: string,
  ) {}

  /** Null before traffic begins. */
  get runId(): number | null {
    return this.recorder?.runId ?? null
  }

  note({ atMs, kind, detail }: GeneratorEvent): void {
    this.events.push({ atMs, node: NODE, kind, detail })
  }

  /** Traffic begins. @throws ResultsError */
  begin(): void {
    this.recorder = RunRecorder.begin(this.store, this.description(), this.environment)
    this.processorTimeBefore = process.cpuUsage()
  }

  /** @throws ResultsError */
  take({ second, whole, events }: LoadSecond): void {
    for (const event of events) this.note(event)
    // What ends in its warm-up has a last second of no length, in which nothing counts.
    const samples = second.length > 0 ? second.kinds.map((kind, i) => this.sample(kind, second, i)) : []
    this.recorder?.append({ samples, events: this.takeEvents(), latencies: latenciesOf(whole, this.plan) })
  }

  /** The load broke down in the middle. */
  breakOff(reason: string): void {
    const conclusion = { outcome: 'failed', verdict: null, reasons: [reason], audits: [], failovers: [], expectations: [] } as const
    this.recorder?.finish(conclusion, { events: this.takeEvents() })
  }

  /** @returns the run's number; null when traffic never began */
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
      verdict === 'invalid'
        ? { verdict: null, reasons: ['INVALID: the generator was the bottleneck', ...reasons] }
        : { verdict: outcome === 'interrupted' && whole.total().offered === 0 ? null : verdict, reasons }
    recorder.finish(
      { outcome, ...conclusion, audits, failovers: [], expectations: thresholds, processorTimes: [this.processorTime()] },
      { events: this.takeEvents(), latencies: latenciesOf(whole, plan) },
    )
    return recorder.runId
  }

  /** Of generators, display and recording together: all are threads of this process. */
  private processorTime(): ProcessorTime {
    const { user, system } = process.cpuUsage(this.processorTimeBefore)
    return { node: NODE, userMs: user / 1000, systemMs: system / 1000 }
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

  private description(): RunDescription {
    const { plan } = this
    const { parameters } = timerProfile(plan.sctpProfile)!
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
      flows: [...plannedRates(plan)].map(([kind, perSecond]): OfferedFlow => ({ name: flowOf(kind, plan), offeredPerSecond: perSecond })),
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

/** Of each kind of message a second, in the order reports tell them; 0 where the plan has no one rate. */
function plannedRates({ arrivals, traffic }: LoadPlan): ReadonlyMap<string, number> {
  const perSecond = arrivals.model === 'open' && arrivals.rates.length === 1 ? arrivals.rates[0]!.perSecond : 0
  if (traffic.protocol === 'm3ua') return new Map([['DATA', perSecond]])
  const rates = new Map<string, number>()
  const weights = traffic.templates.reduce((sum, { weight }) => sum + weight, 0)
  for (const { template, weight } of traffic.templates)
    for (const { kind } of template.steps) rates.set(kind, (rates.get(kind) ?? 0) + (perSecond * weight) / weights)
  return rates
}

/** All that made the load what it was; first, in words, what two loads have to agree in to be compared. */
function loadParameters(plan: LoadPlan): object {
  const { target, connections, workers, arrivals, traffic, warmUpMs, timeoutMs } = plan
  const { instants: _, ...model } = arrivals.model === 'replayed' ? arrivals : { ...arrivals, instants: null }
  const what =
    traffic.protocol === 'm3ua'
      ? traffic
      : { protocol: traffic.protocol, templates: traffic.templates.map(({ template, weight }) => ({ template: template.name, weight })) }
  const words: LoadWords = { messages: messagesText(plan), offered: arrivalsText(plan), latency: latencyMeaning(plan) }
  return { ...words, ...target, connections, workers, arrivals: model, traffic: what, warmUpMs, timeoutMs }
}

function auditOf(kind: KindTally, plan: LoadPlan): FlowAudit {
  const { offered, completed, lost, duplicated, reordered, refused } = kind
  return { flow: flowOf(kind.kind, plan), offered, delivered: completed, lost, duplicated, reordered, corrupted: 0, refused }
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
