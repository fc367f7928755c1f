import type { FlowAudit, NetworkKind, PathEvent, PathSample, ProcessorTime, RequestAudit, RunEvent } from '@sigbed/measurement'
import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import { type ProtocolParameters, protocolParameters } from '@sigbed/sctp-core'
import type { NodeReport } from '../lab/node-protocol.js'
import { associationEnds } from '../scenario/association-name.js'
import { outageOf } from '../scenario/fault-effect.js'
import type { Scenario } from '../scenario/scenario.js'
import { type DeliveryBacklog, failoverMeasures } from './failover-anatomy.js'
import { FlowLedger } from './flow-ledger.js'
import { jointHoldUps, type NodeHoldUp } from './hold-up.js'
import { pathKey } from './path-key.js'
import { RequestLedger } from './request-ledger.js'
import type { CarriedOutFault, FlowArrival, FlowDelivery, NodeAddress, RunEvidence } from './run-evidence.js'
import type { RunBatch, RunFrame } from './run-sink.js'

/** Everything the nodes of a run report, put in order: batches and frames while it lasts, the evidence at its end. */
export class EvidenceBook {
  readonly ledgers: readonly FlowLedger[]
  readonly requestLedgers: readonly RequestLedger[]
  readonly processorTimes: ProcessorTime[] = []
  /** How a node's generator fell short, in sentences. */
  readonly generatorReasons: string[] = []
  private readonly parameters: ProtocolParameters
  private readonly addresses = new Map<string, readonly NodeAddress[]>()
  private readonly faults: CarriedOutFault[] = []
  private readonly pathEvents: PathEvent[] = []
  private readonly pathSamples: PathSample[] = []
  private readonly events: RunEvent[] = []
  private readonly arrivals: FlowArrival[] = []
  private readonly deliveries: FlowDelivery[] = []
  private readonly backlogs: DeliveryBacklog[] = []
  private readonly holdUps: NodeHoldUp[] = []
  private readonly latestPaths = new Map<string, PathSample>()
  /** How many of each list have been in a batch. */
  private readonly taken = { faults: 0, pathEvents: 0, pathSamples: 0, events: 0 }

  constructor(private readonly scenario: Scenario) {
    this.ledgers = scenario.traffic.map((plan) => new FlowLedger(plan, scenario.durationMs))
    this.requestLedgers = scenario.traffic.map((plan) => new RequestLedger(plan, scenario.durationMs))
    this.parameters = protocolParameters(scenario.parameters)
  }

  /** @throws MeasurementError, RangeError for what no node of this program reports in this run */
  takeReport(node: string, report: NodeReport): void {
    switch (report.kind) {
      case 'opened':
        this.noteAddresses(node, report.addresses)
        break
      case 'path-event':
        demandOwn(node, report.event)
        this.pathEvents.push(report.event)
        break
      case 'event':
        demandOwn(node, report.event)
        this.events.push(report.event)
        break
      case 'paths':
        for (const sample of report.samples) demandOwn(node, sample)
        this.pathSamples.push(...report.samples)
        // All that the node has: what is not among them is lost.
        this.forgetPaths(node)
        for (const sample of report.samples) this.latestPaths.set(pathKey(sample), sample)
        break
      case 'offered':
        this.ledger(report.flow).takeOffered(this.stoodStill(node) ? { ...report, lateSends: 0 } : report)
        break
      case 'delivered': {
        const { flow, toMs, delivered, backlogMs } = report
        this.ledger(flow).takeDelivered(report)
        if (delivered > 0) this.deliveries.push({ flow, node, toMs, delivered })
        if (backlogMs !== null) this.backlogs.push({ flow, node, atMs: backlogMs })
        break
      }
      case 'requested': {
        const { flow, backlogMs } = report
        this.requestLedgers[this.ledgers.indexOf(this.ledger(flow))]!.takeRequested(report)
        if (backlogMs !== null) this.backlogs.push({ flow, node, atMs: backlogMs })
        break
      }
      case 'arrives-from': {
        const { atMs, address } = report
        const { flow } = this.ledger(report.flow).plan
        this.arrivals.push({ flow, node, atMs, address, network: this.networkOf(address) })
        break
      }
      case 'held-up':
        for (const { fromMs, toMs } of report.holdUps) this.holdUps.push({ node, fromMs, toMs })
        break
      case 'generator':
        // A program that the timetable made stand still could not keep its schedule.
        if (report.judgement !== 'sound' && !this.stoodStill(node))
          this.generatorReasons.push(...report.reasons.map((reason) => `${node}: ${reason}`))
        if (report.processorTime !== null) this.processorTimes.push(report.processorTime)
        break
      default:
      // What concerns the conductor alone.
    }
  }

  noteFault(fault: CarriedOutFault): void {
    this.faults.push(fault)
  }

  noteEvent(event: RunEvent): void {
    this.events.push(event)
  }

  /** Nodes that have only ever set associations up, and wait for none: they take leave first. */
  clients(): ReadonlySet<string> {
    const ends = [...this.latestPaths.values()].map(({ association }) => associationEnds(association))
    const called = new Set(ends.map(({ acceptor }) => acceptor))
    return new Set(ends.map(({ initiator }) => initiator).filter((initiator) => !called.has(initiator)))
  }

  /** Octets that any association has outstanding, by the latest samples. */
  get outstandingOctets(): number {
    let octets = 0
    for (const sample of this.latestPaths.values()) octets += sample.outstandingOctets
    return octets
  }

  /** @param toMs samples of flows are taken up to here; what comes later of these tenths counts for the next */
  takeBatch(toMs: number): RunBatch {
    const samples = this.ledgers.flatMap((ledger) => ledger.takeSamples(toMs))
    const { taken } = this
    const batch = {
      samples: samples.sort((a, b) => a.fromMs - b.fromMs),
      faults: this.faults.slice(taken.faults).map(({ atMs, text, effect }) => ({ atMs, text, effect })),
      pathEvents: this.pathEvents.slice(taken.pathEvents),
      pathSamples: this.pathSamples.slice(taken.pathSamples),
      events: this.events.slice(taken.events),
      latencies: this.ledgers.flatMap((ledger) => ledger.phaseLatencies()),
    }
    taken.faults = this.faults.length
    taken.pathEvents = this.pathEvents.length
    taken.pathSamples = this.pathSamples.length
    taken.events = this.events.length
    return batch
  }

  frame(elapsedMs: number): RunFrame {
    const { fromMs, untilMs } = outageOf(this.scenario)
    const flows = this.ledgers.map(({ plan, lastSecond, waitingNow }) => ({ flow: plan.flow, lastSecond, waiting: waitingNow }))
    const paths = [...this.latestPaths.values()]
    return { elapsedMs, totalMs: this.scenario.durationMs, cutAtMs: fromMs, restoreAtMs: untilMs, flows, paths, generator: null }
  }

  /** A node has ended, or stands still: of its paths nothing is known any more. */
  forgetPaths(node: string): void {
    for (const [key, sample] of this.latestPaths) if (sample.node === node) this.latestPaths.delete(key)
  }

  audits(): FlowAudit[] {
    return this.ledgers.map((ledger) => ledger.audit())
  }

  requestAudits(): RequestAudit[] {
    return this.requestLedgers.flatMap((ledger) => ledger.audit() ?? [])
  }

  evidence(network: NetworkKind, durationMs: number, endMs: number): RunEvidence {
    const observed = {
      scenario: this.scenario,
      network,
      addresses: this.scenario.nodes.flatMap(({ name }) => this.addresses.get(name) ?? []),
      faults: this.faults,
      pathEvents: inOrder(this.pathEvents),
      pathSamples: inOrder(this.pathSamples),
      events: inOrder(this.events),
      audits: this.audits(),
      requestAudits: this.requestAudits(),
      phaseLatencies: this.ledgers.flatMap((ledger) => ledger.phaseLatencies()),
      arrivals: inOrder(this.arrivals),
      deliveries: [...this.deliveries].sort((a, b) => a.toMs - b.toMs),
      holdUps: jointHoldUps(this.holdUps, this.faults),
      parameters: this.parameters,
      durationMs,
      endMs,
    }
    return { ...observed, failovers: failoverMeasures(observed, this.backlogs) }
  }

  private ledger(flow: string): FlowLedger {
    const ledger = this.ledgers.find(({ plan }) => plan.flow === flow)
    if (ledger === undefined) throw new RangeError(`there is no flow ${flow}`)
    return ledger
  }

  private noteAddresses(node: string, addresses: readonly string[]): void {
    const interfaces = this.scenario.nodes.find(({ name }) => name === node)?.interfaces ?? []
    if (addresses.length !== interfaces.length)
      throw new RangeError(`it has ${addresses.length} addresses, and ${interfaces.length} interfaces in the scenario`)
    const known = interfaces.map(({ network }, i) => ({ node, network, address: canonical(addresses[i]!) }))
    this.addresses.set(node, known)
  }

  private networkOf(address: string): string | null {
    for (const known of this.addresses.values()) for (const each of known) if (each.address === address) return each.network
    return null
  }

  private stoodStill(node: string): boolean {
    return this.faults.some(({ action }) => action.kind === 'pause' && action.node === node)
  }
}

function demandOwn(node: string, told: { readonly node: string }): void {
  if (told.node !== node) throw new RangeError(`it speaks for ${told.node}`)
}

/** Reports of several nodes come as they come. */
function inOrder<T extends { readonly atMs: number }>(happenings: readonly T[]): T[] {
  return [...happenings].sort((a, b) => a.atMs - b.atMs)
}

/** As endpoints write addresses. */
function canonical(address: string): string {
  const octets = parseIpAddress(address)
  return octets === null ? address : formatIpAddress(octets)
}
