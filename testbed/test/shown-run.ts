import { LatencyHistogram, type PathEvent, type PathSample, type RunEvent } from '@sigbed/measurement'
import { protocolParameters } from '@sigbed/sctp-core'
import type { CarriedOutFault, FlowArrival, FlowDelivery, RunEvidence } from '../src/run/run-evidence.js'
import { effectOf } from '../src/scenario/fault-effect.js'
import { read, SOUND } from './example-scenario.js'

/** A run of the example scenario, on virtual time unless told, that showed nothing but what is given. */
export function shownRun(shown: Partial<RunEvidence> = {}): RunEvidence {
  const scenario = shown.scenario ?? read(SOUND)
  return {
    scenario,
    network: 'simulated',
    addresses: scenario.nodes.flatMap(({ name, interfaces }) => interfaces.map((one) => ({ node: name, ...one }))),
    faults: [],
    pathEvents: [],
    pathSamples: [sample(0, 'one', 'path-a')],
    events: [],
    audits: [],
    requestAudits: [],
    phaseLatencies: [],
    arrivals: [],
    deliveries: [],
    holdUps: [],
    failovers: [],
    parameters: protocolParameters(scenario.parameters),
    durationMs: scenario.durationMs,
    endMs: scenario.durationMs + 100,
    ...shown,
  }
}

/** The faults of the example's timetable up to an instant, each carried out at its time. */
export function carriedOut(untilMs = Number.POSITIVE_INFINITY, tookMs = 0): CarriedOutFault[] {
  const scenario = read(SOUND)
  return scenario.timetable
    .filter(({ atMs }) => atMs <= untilMs)
    .map(({ atMs, text, action }) => ({ atMs, text, action, effect: effectOf(action, scenario), doneMs: atMs + tookMs }))
}

const OWN = { 'path-a': { gate: '10.132.1.10', one: '10.132.1.11' }, 'path-b': { gate: 'fd00:132:2::10', one: 'fd00:132:2::11' } } as const
type Network = keyof typeof OWN
type End = 'gate' | 'one'

function path(node: End, network: Network) {
  const other = node === 'one' ? 'gate' : 'one'
  return { node, association: 'one - gate', localAddress: OWN[network][node], remoteAddress: OWN[network][other] }
}

export function sample(atMs: number, node: End, network: Network, rtoMs = 120): PathSample {
  return {
    atMs,
    ...path(node, network),
    state: 'active',
    carriesData: true,
    rtoMs,
    smoothedRoundTripMs: 2,
    congestionWindow: 4000,
    outstandingOctets: 0,
  }
}

export function pathEvent(atMs: number, node: End, network: Network, state: PathEvent['state']): PathEvent {
  return { atMs, ...path(node, network), state, reason: 'T3-rtx expired', rtoMs: 120 }
}

/** From the other end. */
export function arrival(atMs: number, flow: string, node: End, network: Network): FlowArrival {
  return { flow, node, atMs, address: path(node, network).remoteAddress, network }
}

export function delivery(toMs: number, flow: string, node: string, delivered = 50): FlowDelivery {
  return { flow, node, toMs, delivered }
}

export function event(atMs: number, node: string, kind: string, detail = ''): RunEvent {
  return { atMs, node, kind, detail }
}

export function latencies(...us: number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const latencyUs of us) histogram.record(latencyUs)
  return histogram
}
