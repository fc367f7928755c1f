import {
  type EnvironmentFingerprint,
  type FailoverMeasure,
  type FlowName,
  failoverVerdict,
  type IntervalSample,
  LatencyHistogram,
  phaseAt,
  RUN_PHASES,
  type RunDescription,
} from '@sigbed/measurement'
import type { RecordedRun } from '../src/recorded-run.js'

/** What a synthetic run differs in from the usual one: 30 s of both flows, the path cut at 10 s for 4 s, RTO 1 s. */
export interface Variation {
  readonly runId: number
  readonly seed: number
  readonly plannedDurationMs: number
  readonly cutAtMs: number | null
  readonly restoreAtMs: number | null
  /** Latency of an undisturbed message is between this and about four times this. */
  readonly latencyUs: number
  /** From the cut to the first delivery on the alternate path. */
  readonly failoverMs: number
  readonly m3uaPerSecond: number
  readonly lost: number
  readonly late: number
  readonly requestAudits: RecordedRun['requestAudits']
}

export const USUAL: Variation = {
  runId: 17,
  seed: 7,
  plannedDurationMs: 30_000,
  cutAtMs: 10_000,
  restoreAtMs: 14_000,
  latencyUs: 180,
  failoverMs: 1004,
  m3uaPerSecond: 500,
  lost: 0,
  late: 0,
  requestAudits: [],
}

export const ENVIRONMENT: EnvironmentFingerprint = {
  cpuModel: 'AMD EPYC 7B13',
  cores: 2,
  memoryMiB: 7966,
  kernel: 'Linux 6.1.0',
  nodeVersion: '20.20.2',
  platform: 'linux',
  architecture: 'x64',
  gitCommit: '4f2c9e1d8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d',
  gitDirty: false,
  sigbedVersion: '0.1.0',
}

/** A run as the recorder would have seen it; the same for the same variation, to the last digit. */
export function syntheticRun(variation: Partial<Variation> = {}): RecordedRun {
  const usual = { ...USUAL, ...variation }
  const description = descriptionOf(usual)
  const measured = description.flows.map(({ name, offeredPerSecond }, index) => measure(name, offeredPerSecond, usual, index))
  const failovers = usual.cutAtMs === null ? [] : description.flows.map(({ name }) => failoverOf(name, usual))
  const passed = usual.lost === 0 && failovers.every((failover) => failover.verdict !== 'fail')
  return {
    runId: usual.runId,
    identity: `synthetic ${usual.runId}`,
    description,
    environment: ENVIRONMENT,
    status: 'completed',
    concluded: true,
    verdict: passed ? 'pass' : 'fail',
    reasons: [],
    lastWrittenAtUtc: '2026-01-07T14:03:53.101Z',
    finishedAtUtc: '2026-01-07T14:03:53.101Z',
    samples: measured.flatMap((flow) => flow.samples).sort((a, b) => a.fromMs - b.fromMs || (a.flow < b.flow ? -1 : 1)),
    pathEvents: usual.cutAtMs === null ? [] : pathEventsOf(usual.cutAtMs, usual),
    pathSamples: usual.cutAtMs === null ? [] : pathSamplesOf(usual.cutAtMs, usual),
    events: usual.cutAtMs === null ? [] : cutEventsOf(usual.cutAtMs, usual.restoreAtMs),
    faults: usual.cutAtMs === null ? [] : faultsOf(usual.cutAtMs, usual.restoreAtMs),
    latencies: measured.flatMap((flow) => flow.latencies),
    audits: measured.map((flow, index) => ({
      flow: flow.name,
      offered: flow.offered,
      delivered: flow.offered - (index === 0 ? usual.lost : 0),
      lost: index === 0 ? usual.lost : 0,
      duplicated: 0,
      reordered: 0,
      corrupted: 0,
      refused: 0,
    })),
    requestAudits: usual.requestAudits,
    failovers,
    expectations: [
      { text: 'lost = 0', met: usual.lost === 0, seen: `${usual.lost} lost` },
      { text: 'path-b stays active', met: null, seen: 'no path-b' },
    ],
    processorTimes: [{ node: 'asp', userMs: 1234.5, systemMs: 321 }],
  }
}

function descriptionOf({ seed, plannedDurationMs, cutAtMs, restoreAtMs, m3uaPerSecond }: Variation): RunDescription {
  return {
    scenario: 'primary-path-cut',
    scenarioText: null,
    profile: 'rfc9260',
    network: 'loopback',
    seed,
    plannedDurationMs,
    cutAtMs,
    restoreAtMs,
    startedAtUtc: '2026-01-07T14:03:22.480Z',
    flows: [
      { name: 'm3ua', offeredPerSecond: m3uaPerSecond },
      { name: 'diameter', offeredPerSecond: 100 },
    ],
    parameters: { sctp: { rtoInitialMs: 1000, rtoMinMs: 1000, rtoMaxMs: 60_000, pathMaxRetrans: 5, potentiallyFailedMaxRetrans: 0 } },
    captureFile: 'results/data/run-17.pcapng',
    tags: [],
  }
}

function measure(name: FlowName, perSecond: number, usual: Variation, salt: number) {
  const chance = chanceFrom(usual.seed * 31 + salt)
  const phases = RUN_PHASES.map((phase) => ({ flow: name, phase, histogram: new LatencyHistogram() }))
  const seconds = Math.ceil(usual.plannedDurationMs / 1000)
  const intervals = Array.from({ length: seconds }, () => ({ offered: 0, latenciesUs: [] as number[] }))
  const offered = Math.round((usual.plannedDurationMs * perSecond) / 1000)
  for (let serial = 0; serial < offered; serial++) {
    const atMs = (serial * 1000) / perSecond
    const latencyUs = usual.latencyUs * (1 + chance() ** 8 * 3) + waitedUs(atMs, usual)
    phases.find(({ phase }) => phase === phaseAt(atMs, usual.cutAtMs, usual.restoreAtMs))!.histogram.record(latencyUs)
    intervals[Math.floor(atMs / 1000)]!.offered++
    intervals[Math.min(seconds - 1, Math.floor((atMs + latencyUs / 1000) / 1000))]!.latenciesUs.push(latencyUs)
  }
  // One for all seconds: each takes 70 KiB, and an hour has many.
  const histogram = new LatencyHistogram()
  const samples: IntervalSample[] = intervals.map(({ offered, latenciesUs }, second) => {
    histogram.reset()
    for (const latencyUs of latenciesUs) histogram.record(latencyUs)
    return {
      flow: name,
      fromMs: second * 1000,
      toMs: (second + 1) * 1000,
      offered,
      delivered: histogram.count,
      p50Us: histogram.valueAtPercentile(50),
      p99Us: histogram.valueAtPercentile(99),
      maximumUs: histogram.maximumUs,
      lateSends: second === 3 ? usual.late : 0,
      histogram: histogram.toBlob(),
    }
  })
  return { name, offered, samples, latencies: phases.filter(({ histogram }) => histogram.count > 0) }
}

/** What is sent into the cut path waits until the traffic moves. */
function waitedUs(atMs: number, { cutAtMs, failoverMs }: Variation): number {
  if (cutAtMs === null || atMs < cutAtMs || atMs >= cutAtMs + failoverMs) return 0
  return (cutAtMs + failoverMs - atMs) * 1000
}

function failoverOf(flow: FlowName, { cutAtMs, restoreAtMs, failoverMs, plannedDurationMs }: Variation): FailoverMeasure {
  const measure = {
    flow,
    node: flow === 'm3ua' ? 'asp' : 'client',
    association: flow === 'm3ua' ? 'asp-sg' : 'client-server',
    cutAtMs: cutAtMs!,
    firstDeliveryOnAlternateMs: failoverMs,
    potentiallyFailedMs: failoverMs - 1,
    inactiveMs: null,
    activeAgainMs: restoreAtMs === null ? null : 2104,
    drainedMs: failoverMs + 2,
    rtoAtCutMs: 1000,
    computedFirstDeliveryMs: 1000,
    computedPotentiallyFailedMs: 1000,
    computedInactiveMs: 63_000,
    toleranceMs: 250,
  }
  const outageMs = restoreAtMs === null ? null : restoreAtMs - cutAtMs!
  return { ...measure, verdict: failoverVerdict(measure, outageMs, plannedDurationMs - cutAtMs!) }
}

function pathEventsOf(cutAtMs: number, { restoreAtMs, failoverMs }: Variation): RecordedRun['pathEvents'] {
  const asp = { node: 'asp', association: 'asp-sg', localAddress: '127.0.1.1', remoteAddress: '127.0.2.1' }
  const client = { node: 'client', association: 'client-server', localAddress: '127.0.1.1', remoteAddress: '127.0.2.1' }
  const cut = [asp, client].map((path, index) => ({
    ...path,
    atMs: cutAtMs + failoverMs - 1 + index * 3.2,
    state: 'potentially-failed' as const,
    reason: 'T3-rtx expired',
    rtoMs: 2000,
  }))
  const back = [asp, client].map((path, index) => ({
    ...path,
    atMs: (restoreAtMs ?? 0) + 2104 + index * 8,
    state: 'active' as const,
    reason: 'HEARTBEAT ACK',
    rtoMs: 1000,
  }))
  const begun = [asp, client].map((path) => ({ ...path, atMs: 0, state: 'active' as const, reason: 'COOKIE ACK', rtoMs: 1000 }))
  return [...begun, ...cut, ...(restoreAtMs === null ? [] : back)]
}

function faultsOf(cutAtMs: number, restoreAtMs: number | null): RecordedRun['faults'] {
  const cut = { atMs: cutAtMs, text: 'cut path-a', effect: 'breaks' as const }
  return restoreAtMs === null ? [cut] : [cut, { atMs: restoreAtMs, text: 'restore path-a', effect: 'mends' }]
}

/** The ASP's path at the cut and after it: data has left it, and its timeout has doubled. */
function pathSamplesOf(cutAtMs: number, { failoverMs }: Variation): RecordedRun['pathSamples'] {
  const path = { node: 'asp', association: 'asp-sg', localAddress: '127.0.1.1', remoteAddress: '127.0.2.1' }
  const before = { state: 'active' as const, carriesData: true, rtoMs: 1000, smoothedRoundTripMs: 0.4, congestionWindow: 4380 }
  const after = { state: 'potentially-failed' as const, carriesData: false, rtoMs: 2000, smoothedRoundTripMs: null, congestionWindow: 1460 }
  return [
    { ...path, ...before, atMs: cutAtMs, outstandingOctets: 120 },
    { ...path, ...after, atMs: cutAtMs + failoverMs + 50, outstandingOctets: 0 },
  ]
}

function cutEventsOf(cutAtMs: number, restoreAtMs: number | null): RecordedRun['events'] {
  const cut = { atMs: cutAtMs, node: 'lab', kind: 'path-cut', detail: '127.0.1.1 and 127.0.2.1 hear nothing of each other' }
  if (restoreAtMs === null) return [cut]
  return [cut, { atMs: restoreAtMs, node: 'lab', kind: 'path-restored', detail: '127.0.1.1 and 127.0.2.1 hear each other again' }]
}

/** Numbers in [0, 1) from a linear congruential generator: enough for noise, the same everywhere. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
