import { durationText } from '@sigbed/measurement'
import { heldUpWhile, joined } from '../run/hold-up.js'
import type { CarriedOutFault, RunEvidence } from '../run/run-evidence.js'
import type { TimeLimit } from '../scenario/expectation.js'
import { networksOf } from './evidence-queries.js'

/**
 * How long something may take: what the expectation says, and on top what no timer can help. That is the way of a packet, the time
 * until the next message is sent at all, the time the lab took to carry out faults, and on a machine that has other things to do
 * the time in which it kept nodes from their work.
 */
export interface TimeAllowance {
  /** What is due: a length of time as such, or multiples of the RTO the path had. */
  readonly dueMs: number
  readonly wayMs: number
  readonly machineMs: number
}

/**
 * null when the limit is in RTOs and none was seen.
 *
 * @param network whose RTO counts; null: that of the path that carried the data
 * @param flow whose messages show it; null: those of any
 */
export function allowanceFor(
  limit: TimeLimit,
  fault: CarriedOutFault,
  network: string | null,
  flow: string | null,
  evidence: RunEvidence,
): TimeAllowance | null {
  const dueMs = limit.kind === 'time' ? limit.ms : limit.times * rtoAt(fault, network, evidence)
  if (Number.isNaN(dueMs)) return null
  return allowed(fault.atMs, dueMs, wayMs(flow, evidence), evidence)
}

/** The allowance for what does not begin with a fault, but at some instant. */
export function allowanceFrom(fromMs: number, limit: TimeLimit, flow: string, evidence: RunEvidence): TimeAllowance {
  const dueMs = limit.kind === 'time' ? limit.ms : limit.times * evidence.parameters.rtoMinMs
  return allowed(fromMs, dueMs, wayMs(flow, evidence), evidence)
}

function allowed(fromMs: number, dueMs: number, way: number, evidence: RunEvidence): TimeAllowance {
  return { dueMs, wayMs: way, machineMs: Math.ceil(machineMs(fromMs, dueMs + way, evidence)) }
}

export function allowedMs({ dueMs, wayMs: way, machineMs }: TimeAllowance): number {
  return dueMs + way + machineMs
}

/** `120 ms are due, 3 ms for the way, 50 ms for the machine`. */
export function allowanceText({ dueMs, wayMs: way, machineMs }: TimeAllowance): string {
  const extras = [
    way === 0 ? '' : `, ${durationText(way)} for the way`,
    machineMs === 0 ? '' : `, ${durationText(machineMs)} for the machine`,
  ]
  const due = durationText(dueMs)
  return `${due} ${due.startsWith('1 ') ? 'is' : 'are'} due${extras.join('')}`
}

/** The longest RTO that paths had just before the fault: of that network, or of those that carried data. NaN when none was sampled. */
function rtoAt(fault: CarriedOutFault, network: string | null, evidence: RunEvidence): number {
  const senders = new Set(evidence.scenario.traffic.flatMap(({ from, to }) => [from, ...to]))
  const latest = new Map<string, { readonly rtoMs: number; readonly carriesData: boolean }>()
  for (const sample of evidence.pathSamples) {
    if (sample.atMs > fault.atMs || !senders.has(sample.node)) continue
    if (network !== null && !networksOf(sample.node, sample.localAddress, evidence).includes(network)) continue
    latest.set(`${sample.node} ${sample.association} ${sample.localAddress} ${sample.remoteAddress}`, sample)
  }
  const paths = [...latest.values()]
  const carrying = paths.filter(({ carriesData }) => carriesData)
  const rtos = (carrying.length > 0 ? carrying : paths).map(({ rtoMs }) => rtoMs)
  return rtos.length === 0 ? Number.NaN : Math.max(...rtos)
}

/** One way over the slowest link there ever is, after the longest pause of the flow between two messages, or of that which has the shortest. */
function wayMs(flow: string | null, { scenario }: RunEvidence): number {
  const impaired = scenario.timetable.flatMap(({ action }) => (action.kind === 'impair' ? [action.change.changes] : []))
  const links = [...scenario.networks.map(({ link }) => link), ...scenario.links.map(({ changes }) => changes), ...impaired]
  const oneWayMs = Math.max(0, ...links.map(({ delayMs = 0, jitterMs = 0 }) => delayMs + jitterMs))
  const flows = scenario.traffic.filter((plan) => flow === null || plan.flow === flow)
  return oneWayMs + Math.min(...flows.map(({ perSecond, arrivals }) => (PAUSES[arrivals] * 1000) / perSecond))
}

/** What the machine may add to a time that begins at `fromMs`, the lab's own work included: nothing where it is virtual. */
function machineMs(fromMs: number, lengthMs: number, { network, holdUps, faults }: RunEvidence): number {
  if (network === 'simulated') return 0
  const taken = joined([...holdUps, ...faults.map(({ atMs, doneMs }) => ({ fromMs: atMs, toMs: doneMs }))])
  return MACHINE_SLACK_MS + heldUpWhile(fromMs, lengthMs + MACHINE_SLACK_MS, taken)
}

/** What hold-ups that are too short to be told may add up to. */
const MACHINE_SLACK_MS = 20
/** Between two messages, in mean intervals: by chance alone hardly one pause in twenty thousand is longer than ten of them. */
const PAUSES = { constant: 1, poisson: 10 } as const
