import { NumberedPayload, type ProcessorTime, readNumberedPayload } from '@sigbed/measurement'
import {
  type ArrivalAddress,
  type NodeCommand,
  type NodeProgram,
  type NodeProgramContext,
  type OpenNodeProgram,
  outageOf,
  type RoleKind,
  type RoleObserver,
  type ScenarioRole,
} from '@sigbed/testbed'
import { eventLoopProbe } from '../measurement/event-loop-probe.js'
import { SelfWatch } from '../measurement/self-watch.js'
import type { LoadTimer } from '../workload/load-clock.js'
import { AssociationWatch } from './association-watch.js'
import { flowSchedule } from './flow-schedule.js'
import { HoldUpWatch } from './hold-up-watch.js'
import { NodeClock } from './node-clock.js'
import { ReceivingFlow } from './receiving-flow.js'
import { SendingFlow } from './sending-flow.js'
import { ServingFlow } from './serving-flow.js'

/**
 * What runs on the nodes of scenarios whose roles are of these kinds. The same program runs in virtual time within a process that
 * has all nodes, and in real time as a process of its own.
 */
export function scenarioNodeProgram(roleKinds: readonly RoleKind[]): OpenNodeProgram {
  return (context) => {
    const kind = roleKinds.find(({ word }) => word === context.plan.role)
    if (kind === undefined) throw new Error(`no role is called ${context.plan.role}`)
    return new ScenarioNodeProgram(context, kind)
  }
}

class ScenarioNodeProgram implements NodeProgram {
  private readonly clock: NodeClock
  private readonly associations: AssociationWatch
  private readonly selfWatch: SelfWatch
  private readonly holdUps: HoldUpWatch
  private readonly sending = new Map<string, SendingFlow>()
  /** By flow number, which is the place of the flow in the scenario; null for flows that do not end here. */
  private readonly receiving: readonly (ReceivingFlow | null)[]
  /** Flows whose requests have come to be served here. */
  private readonly serving = new Map<string, ServingFlow>()
  private readonly flowNumbers: ReadonlyMap<string, number>
  private readonly payload = new NumberedPayload()
  private readonly timers = new Set<LoadTimer>()
  private role: ScenarioRole | null = null
  private state: 'new' | 'preparing' | 'ready' | 'ending' | 'over' = 'new'
  private isTrafficTime = false
  private isJoining = false
  private reportedToMs = Number.NEGATIVE_INFINITY
  private hadPaths = false
  private processorBefore: NodeJS.CpuUsage | null = null

  constructor(
    private readonly context: NodeProgramContext,
    private readonly kind: RoleKind,
  ) {
    const { scenario, plan, node } = context
    this.clock = new NodeClock(context.surroundings, context.sharedClockOffsetMs)
    this.associations = new AssociationWatch(plan.name, this.clock, context.report)
    this.selfWatch = new SelfWatch(context.realTime ? eventLoopProbe() : null)
    this.holdUps = new HoldUpWatch(this.clock)
    this.flowNumbers = new Map(scenario.traffic.map(({ flow }, number) => [flow, number]))
    const outage = outageOf(scenario)
    // Answers end where their requests began; which it is, the protocol of the role says.
    this.receiving = scenario.traffic.map(({ flow, from, to }) =>
      (this.isAnswered ? from === plan.name : to.includes(plan.name)) ? new ReceivingFlow(flow, outage, this.arrivesFrom) : null,
    )
    context.report({ kind: 'opened', addresses: node.addresses })
  }

  handle(command: NodeCommand): void {
    if (this.state === 'over') return
    switch (command.kind) {
      case 'prepare':
        void this.prepare()
        break
      case 'traffic':
        this.beginTraffic(command.zeroAt, command.joins)
        break
      case 'sample':
        this.sample(command.last)
        break
      case 'stall':
        this.role?.stall(command.stalled)
        break
      case 'settle':
        for (const flow of this.sending.values()) flow.endSchedule()
        this.settle(this.context.surroundings.now() + command.patienceMs)
        break
      case 'end':
        void this.end()
        break
      // For whoever hosts the program.
      case 'link':
        break
      default:
        command satisfies never
    }
  }

  abandon(): void {
    this.state = 'over'
    this.holdUps.stop()
    for (const flow of this.sending.values()) flow.stop()
    for (const timer of this.timers) this.clock.stopTimer(timer)
    this.timers.clear()
  }

  private get isAnswered(): boolean {
    return this.kind.protocol === 'diameter'
  }

  private async prepare(): Promise<void> {
    if (this.state !== 'new') return
    this.state = 'preparing'
    const { scenario, plan, node, whereIs, surroundings, realTime, report } = this.context
    try {
      const { parameters } = scenario
      const { name, settings } = plan
      const observer = this.observer()
      this.role = this.kind.open({ scenario, name, settings, node, whereIs, surroundings, parameters, realTime, observer })
      for (const flow of scenario.traffic.filter(({ from }) => from === name)) {
        const sender = this.role.openFlow(flow)
        this.sending.set(flow.flow, new SendingFlow(flow, scenario, sender, this.clock, this.selfWatch, this.isAnswered))
      }
      await this.role.start()
      await this.role.ready(this.isJoining)
    } catch (error) {
      if (this.state === 'preparing') this.reportFailure(error)
      return
    }
    if (this.state !== 'preparing') return
    this.state = 'ready'
    report({ kind: 'ready' })
    this.startFlows()
  }

  private beginTraffic(zeroAt: number, joins: boolean): void {
    this.clock.setZero(zeroAt)
    this.isTrafficTime = true
    this.isJoining = joins
    if (this.context.realTime) {
      this.processorBefore = process.cpuUsage()
      this.holdUps.start()
    }
    this.tick()
    this.startFlows()
  }

  private startFlows(): void {
    if (this.state !== 'ready' || !this.isTrafficTime) return
    this.isTrafficTime = false
    for (const flow of this.sending.values()) flow.start(this.isJoining)
  }

  /** At the end of each tenth of a second of the run; a program that stood still makes up for none. */
  private tick(): void {
    const nextMs = (Math.floor(this.clock.now() / INTERVAL_MS) + 1) * INTERVAL_MS
    this.after(nextMs - this.clock.now(), () => {
      // A timer is never early, but start + delay may round to a hair before the end.
      const nowMs = Math.max(this.clock.now(), nextMs)
      if (nowMs >= 0) this.reportInterval(nowMs - (nowMs % INTERVAL_MS), false)
      this.selfWatch.askProbe()
      this.tick()
    })
  }

  private sample(last: boolean): void {
    for (const flow of this.receiving) flow?.askAddress()
    for (const flow of this.serving.values()) flow.askAddress()
    const nowMs = this.clock.now()
    // An interval that is over is told as such, though its timer is still to come: what was in it is not of the next one.
    const endedMs = nowMs - (nowMs % INTERVAL_MS)
    if (nowMs >= 0 && endedMs > this.reportedToMs) this.reportInterval(endedMs, false)
    this.reportInterval(nowMs, last)
    this.context.report({ kind: 'sampled' })
  }

  private reportInterval(untilMs: number, last: boolean): void {
    const { report } = this.context
    // A sample may have been taken since the end of the interval that is told only now.
    const toMs = Math.max(untilMs, this.reportedToMs)
    this.reportedToMs = toMs
    const offered = [...this.sending.values()].map((flow) => flow.takeReport(toMs, last))
    const delivered = this.receiving.map((flow) => flow?.takeReport(toMs) ?? null)
    const requested = [...this.serving.values()].map((flow) => flow.takeReport(toMs))
    for (const account of [...offered, ...delivered, ...requested]) if (account !== null) report(account)
    const samples = this.associations.samples(toMs)
    // That there are none any more is told as well.
    if (samples.length > 0 || this.hadPaths) report({ kind: 'paths', samples })
    this.hadPaths = samples.length > 0
    const holdUps = this.holdUps.take()
    if (holdUps.length > 0) report({ kind: 'held-up', holdUps })
  }

  private settle(deadlineMs: number): void {
    const flows = [...this.sending.values()]
    if (this.context.surroundings.now() < deadlineMs && !flows.every((flow) => flow.isSettled)) {
      this.after(SETTLING_STEP_MS, () => this.settle(deadlineMs))
      return
    }
    for (const flow of flows) flow.stop()
    this.context.report({ kind: 'stopped' })
  }

  private async end(): Promise<void> {
    if (this.state === 'ending') return
    this.state = 'ending'
    this.clock.setZero()
    for (const flow of this.sending.values()) flow.stop()
    try {
      await this.role?.stop()
    } catch (error) {
      // Its account counts all the same.
      this.reportFailure(error)
    }
    // It was killed while its role was ending.
    if ((this.state as string) === 'over') return
    this.reportInterval(this.clock.now(), true)
    const { judgement, reasons } = this.selfWatch.report()
    this.context.report({ kind: 'generator', judgement, reasons, processorTime: this.processorTime() })
    this.abandon()
    this.context.report({ kind: 'ended' })
  }

  private reportFailure(error: unknown): void {
    this.context.report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  }

  /** In real time each node has a process of its own: what that took is the node's. */
  private processorTime(): ProcessorTime | null {
    if (this.processorBefore === null) return null
    const { user, system } = process.cpuUsage(this.processorBefore)
    return { node: this.context.plan.name, userMs: user / 1000, systemMs: system / 1000 }
  }

  private observer(): RoleObserver {
    const { associations } = this
    return {
      onSocket: (association, socket) => associations.addSocket(association, socket),
      onNotification: (association, notification) => associations.handleNotification(association, notification),
      onEvent: (kind, detail) => associations.tell(kind, detail),
      onWritable: () => {
        for (const flow of this.sending.values()) flow.resume()
      },
      onUserData: (octets, offset, length, orderKey, arrivedFrom) => this.receive(octets, offset, length, orderKey, arrivedFrom),
      onRequest: (flow, sequence, marked, repeated, arrivedFrom) => this.serve(flow, sequence, marked, repeated, arrivedFrom),
      onAnswer: (flow, sequence, failed, orderKey, arrivedFrom) => this.receiveAnswer(flow, sequence, failed, orderKey, arrivedFrom),
    }
  }

  private receive(octets: Uint8Array, offset: number, length: number, orderKey: number, arrivedFrom: ArrivalAddress): void {
    const { payload } = this
    const fault = readNumberedPayload(octets, offset, length, payload)
    const flow = fault === null ? this.receiving[payload.flowNumber] : undefined
    if (flow == null || payload.orderKey !== orderKey) {
      // What it was cannot be known, or is no business of this node: it burdens the first flow that ends here.
      this.receiving.find((some) => some !== null)?.recordCorruption()
      return
    }
    flow.recordDelivery(payload.sequence, orderKey, payload.intendedAtMs, this.clock.now(), arrivedFrom)
  }

  private serve(name: string, sequence: number, marked: boolean, repeated: boolean, arrivedFrom: ArrivalAddress): void {
    let flow = this.serving.get(name)
    if (flow === undefined) {
      const { scenario } = this.context
      const plan = scenario.traffic[this.flowNumbers.get(name) ?? -1]
      if (plan === undefined) return
      flow = new ServingFlow(name, flowSchedule(plan, scenario), this.arrivesFrom)
      this.serving.set(name, flow)
    }
    flow.recordRequest(sequence, marked, repeated, this.clock.now(), arrivedFrom)
  }

  private receiveAnswer(name: string, sequence: number, failed: boolean, orderKey: number, arrivedFrom: ArrivalAddress): void {
    const sent = this.sending.get(name)
    const flow = this.receiving[this.flowNumbers.get(name) ?? -1]
    if (sent === undefined || flow == null) return
    sent.recordAnswer(failed)
    if (failed) return
    const intendedAtMs = sent.intendedAtMs(sequence)
    if (Number.isNaN(intendedAtMs)) flow.recordCorruption()
    else flow.recordDelivery(sequence, orderKey, intendedAtMs, this.clock.now(), arrivedFrom)
  }

  private readonly arrivesFrom = (flow: string, atMs: number, address: string): void =>
    this.context.report({ kind: 'arrives-from', flow, atMs, address })

  private after(delayMs: number, expired: () => void): void {
    const timer = this.clock.startTimer(delayMs, () => {
      this.timers.delete(timer)
      if (this.state !== 'over') expired()
    })
    this.timers.add(timer)
  }
}

/** Reports come at the ends of these, counted from zero of the run's clock. */
const INTERVAL_MS = 100
const SETTLING_STEP_MS = 10
