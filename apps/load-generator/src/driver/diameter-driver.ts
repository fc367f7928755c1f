import type { DiameterPeer, DiameterPeerEvent, PeerListener, ReceivedRequest, RequestFailure } from '@sigbed/diameter'
import type { Surroundings, TimerHandle } from '@sigbed/sctp-sockets'
import { type AvpCursor, type MessageHeader, ResultCode, resultCodeName } from 'diameter-codec'
import { LoadConnectionError } from '../load-generator-error.js'
import type { DiameterTraffic, LoadPlan } from '../plan/load-plan.js'
import { compileRequest } from '../template/compile-request.js'
import type { CompiledRequest } from '../template/compiled-request.js'
import { RunValues } from '../template/value-slot.js'
import { AnswerResult } from './answer-result.js'
import { type DiameterConnections, type LoadConnection, loadNode } from './diameter-connections.js'
import type { LoadDriver, LoadDriverUser, LoadShare } from './load-driver.js'
import { ProcedureChoice } from './procedure-choice.js'
import { ProcedureTable } from './procedure-table.js'
import { WaitingProcedures } from './waiting-procedures.js'

/**
 * Requests of templates on Diameter connections. A procedure stays on the connection it began on; its next request goes out when the
 * answer to the one before is there and good.
 *
 * Per message: patches a request that was compiled beforehand, hands it to the peer, and looks the answer up by a number. Nothing is
 * built.
 */
export class DiameterDriver implements LoadDriver, PeerListener {
  readonly kinds: readonly string[]
  private readonly traffic: DiameterTraffic
  private readonly procedures = new ProcedureTable()
  private readonly choice: ProcedureChoice
  private readonly values = new RunValues()
  private readonly result = new AnswerResult()
  /** By template and step: what reports call it, how long it waits, and which codes are good. */
  private readonly steps: readonly (readonly DriverStep[])[]
  private readonly connections: OpenConnection[] = []
  private readonly byPeer = new Map<DiameterPeer, OpenConnection>()
  private nextConnection = 0
  private timer: TimerHandle | null = null
  private timerAtMs = Infinity
  private user!: LoadDriverUser
  private trouble = ''
  private closing = false

  constructor(
    private readonly plan: LoadPlan,
    share: LoadShare,
    /** How many of all connections are this generator's, and the number of its first. */
    private readonly own: { readonly first: number; readonly count: number },
    private readonly transport: DiameterConnections,
    private readonly surroundings: Surroundings,
  ) {
    this.traffic = plan.traffic as DiameterTraffic
    this.choice = new ProcedureChoice(this.traffic, share, plan.seed)
    this.kinds = [...new Set(this.traffic.templates.flatMap(({ template }) => template.steps.map(({ kind }) => kind)))]
    this.steps = this.traffic.templates.map(({ template }) =>
      template.steps.map(({ kind, afterMs, expect }) => new DriverStep(this.kinds.indexOf(kind), afterMs, expect)),
    )
    this.values.sessionHigh = this.traffic.startTimeSeconds
  }

  get outstanding(): number {
    return this.procedures.size
  }

  async connect(user: LoadDriverUser): Promise<void> {
    this.user = user
    const { surroundings, own, plan } = this
    for (let i = 0; i < own.count; i++) {
      const number = plan.connections === 1 ? null : own.first + i
      const node = loadNode(this.traffic, plan, number, () => surroundings.randomUint32())
      const connection = this.transport.open(
        node,
        this,
        (reason) => {
          this.trouble = reason
        },
        (kind, detail) => {
          if (!this.closing) this.user.event(kind, detail)
        },
      )
      const open = new OpenConnection(connection)
      this.connections.push(open)
      this.byPeer.set(connection.peer, open)
      connection.peer.start(surroundings.now())
      connection.settle()
    }
    await this.allOpen()
  }

  offer(sequence: number, intendedAtMs: number): boolean {
    const { choice, procedures } = this
    const connection = this.takeConnection()
    if (connection < 0) return false
    const arrival = choice.arrivalOf(sequence)
    const template = choice.templateOf(arrival)
    const run = choice.sequenceOf(template)
    const row = choice.rowOf(run)
    if (row < 0) {
      this.user.exhausted(intendedAtMs)
      return false
    }
    const procedure = procedures.begin()
    procedures.template[procedure] = template
    procedures.step[procedure] = 0
    procedures.connection[procedure] = connection
    procedures.row[procedure] = row
    procedures.arrival[procedure] = arrival
    procedures.sequence[procedure] = run
    procedures.intendedAtMs[procedure] = intendedAtMs
    if (this.send(procedure)) {
      choice.begin(template)
      return true
    }
    procedures.end(procedure)
    return false
  }

  kindOf(sequence: number): number {
    return this.steps[this.choice.templateOf(this.choice.arrivalOf(sequence))]![0]!.kind
  }

  async close(): Promise<void> {
    this.closing = true
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    for (const { peer, connection } of this.connections) {
      peer.stop('DO_NOT_WANT_TO_TALK_TO_YOU', this.surroundings.now())
      connection.settle()
    }
    const deadline = this.surroundings.now() + CLOSING_PATIENCE_MS
    while (this.connections.some(({ isUp }) => isUp) && this.surroundings.now() < deadline) await this.sleep(LOOK_EVERY_MS)
    await this.transport.close()
  }

  // ---- PeerListener

  onEvent(event: DiameterPeerEvent, peer: DiameterPeer): void {
    const connection = this.byPeer.get(peer)
    if (connection === undefined) return
    switch (event.kind) {
      case 'open':
        connection.isUp = true
        this.compile(connection, event.remote.originHost, event.remote.originRealm)
        this.user.event('connection-open', `${connection.originHost} to ${event.remote.originHost}`)
        this.user.writable()
        break
      case 'capabilities-refused':
        this.trouble = `capabilities refused by ${event.by === 'local' ? 'this side' : 'the peer'}: ${resultCodeName(event.resultCode) ?? event.resultCode}`
        connection.isRefused = true
        break
      case 'closed':
        if (connection.isUp && !this.closing) this.user.event('connection-lost', `${connection.originHost}: ${event.reason}`)
        connection.isUp = false
        if (this.trouble === '') this.trouble = event.reason
        break
      case 'failover':
      case 'failback':
        this.user.event(event.kind, connection.originHost)
        break
      case 'writable':
        this.resume()
        break
      default:
    }
  }

  /** RFC 6733 §8.3.2, §8.5.2: what a server wants of a session is agreed to, and goes no further; anything else is not served here. */
  onRequest(header: MessageHeader, _avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    const agreed = header.commandCode === RE_AUTH || header.commandCode === ABORT_SESSION
    peer.beginAnswer(request, agreed ? ResultCode.DIAMETER_SUCCESS : ResultCode.DIAMETER_COMMAND_UNSUPPORTED)
    // Without room for it the peer asks again, or does without.
    if (peer.endAnswer(request, this.surroundings.now()) === 'send-buffer-full') peer.dropRequest(request)
  }

  onAnswer(procedure: number, _header: MessageHeader, avps: AvpCursor): void {
    const { procedures, result, user } = this
    const steps = this.steps[procedures.template[procedure]!]!
    const number = procedures.step[procedure]!
    const step = steps[number]!
    const intendedAtMs = procedures.intendedAtMs[procedure]!
    const nowMs = this.surroundings.now() - user.zeroMs
    result.read(avps)
    const good = step.accepts(result.code)
    user.measurement.completed(step.kind, intendedAtMs, nowMs, good)
    user.measurement.result(result.code, result.vendorId, intendedAtMs)
    if (!good || number + 1 === steps.length || this.closing) {
      this.finish(procedure)
      return
    }
    const next = steps[number + 1]!
    procedures.step[procedure] = number + 1
    procedures.intendedAtMs[procedure] = nowMs + next.afterMs
    if (next.afterMs === 0 && next.waiting.count === 0 && this.send(procedure)) return
    next.waiting.add(procedure, nowMs + next.afterMs)
    this.wakeAt(nowMs + Math.max(next.afterMs, RETRY_MS))
  }

  onRequestFailed(procedure: number, _endToEndId: number, _failure: RequestFailure): void {
    if (!this.closing) this.lose(procedure)
  }

  // ---- the way of a procedure

  /** Sends the request of its present step; false when the connection takes none now. */
  private send(procedure: number): boolean {
    const { procedures, values } = this
    const { peer, connection, requests } = this.connections[procedures.connection[procedure]!]!
    const template = procedures.template[procedure]!
    const number = procedures.step[procedure]!
    const sequence = procedures.sequence[procedure]!
    const request = requests[template]?.[number]
    if (request === undefined) return false
    const now = this.surroundings.now()
    values.sequence = sequence
    values.subscriber = this.choice.subscriberOf(template, sequence)
    values.requestNumber = number
    values.row = procedures.row[procedure]!
    values.sessionLow = procedures.arrival[procedure]!
    values.timeSeconds = this.traffic.startTimeSeconds + Math.trunc(now / 1000)
    request.write(values, connection.node.nextEndToEndId())
    if (peer.forwardRequest(request.octets, 0, request.length, procedure, now) !== 'sent') return false
    this.user.measurement.offered(this.steps[template]![number]!.kind, procedures.intendedAtMs[procedure]!)
    return true
  }

  private finish(procedure: number): void {
    this.procedures.end(procedure)
    this.user.ended()
  }

  private lose(procedure: number): void {
    const { procedures } = this
    const { kind } = this.steps[procedures.template[procedure]!]![procedures.step[procedure]!]!
    this.user.measurement.lost(kind, procedures.intendedAtMs[procedure]!)
    this.finish(procedure)
  }

  /** One after the other, of those that may be used; -1 when none may. */
  private takeConnection(): number {
    const { connections } = this
    for (let tried = 0; tried < connections.length; tried++) {
      const candidate = this.nextConnection
      this.nextConnection = candidate + 1 === connections.length ? 0 : candidate + 1
      if (connections[candidate]!.peer.isUsable()) return candidate
    }
    return -1
  }

  /** The stack takes messages again: first those of procedures under way, then new ones. */
  private resume(): void {
    this.sendWaiting()
    this.user.writable()
  }

  private sendWaiting(): void {
    const nowMs = this.surroundings.now() - this.user.zeroMs
    let nextMs = Infinity
    for (const steps of this.steps)
      for (const { waiting } of steps) {
        while (waiting.nextAtMs() <= nowMs) {
          const procedure = waiting.firstProcedure()
          if (!this.connections[this.procedures.connection[procedure]!]!.isUp) this.abandon(procedure)
          else if (!this.send(procedure)) break
          waiting.removeFirst()
        }
        nextMs = Math.min(nextMs, Math.max(waiting.nextAtMs(), nowMs + RETRY_MS))
      }
    this.wakeAt(nextMs)
  }

  /** Its connection is gone, and so is what the server knew of it. What could not be sent is not lost: it is refused. */
  private abandon(procedure: number): void {
    const { procedures } = this
    const { kind } = this.steps[procedures.template[procedure]!]![procedures.step[procedure]!]!
    this.user.measurement.refused(kind, procedures.intendedAtMs[procedure]!)
    this.finish(procedure)
  }

  private wakeAt(atMs: number): void {
    if (atMs >= this.timerAtMs || this.closing) return
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timerAtMs = atMs
    this.timer = this.surroundings.startTimer(Math.max(atMs + this.user.zeroMs - this.surroundings.now(), 0), this.wakeUp)
  }

  private readonly wakeUp = (): void => {
    this.timer = null
    this.timerAtMs = Infinity
    this.sendWaiting()
  }

  // ---- connections

  private compile(open: OpenConnection, destinationHost: string, originRealmOfPeer: string): void {
    const { traffic } = this
    const { originHost, originRealm } = open.connection.node.configuration.capabilities
    const identities = {
      originHost,
      originRealm,
      destinationRealm: traffic.destinationRealm ?? originRealmOfPeer,
      destinationHost: traffic.destinationHost === PEER_ITSELF ? destinationHost : traffic.destinationHost,
    }
    const refuse = (_: unknown, message: string): never => {
      throw new LoadConnectionError(message)
    }
    open.requests = traffic.templates.map(({ template }) => {
      // Steps that are repeated are one request.
      const compiled = new Map<object, CompiledRequest>()
      return template.steps.map((step) => {
        const request = compiled.get(step) ?? compileRequest(step, identities, traffic.data, refuse)!
        compiled.set(step, request)
        return request
      })
    })
  }

  private async allOpen(): Promise<void> {
    const { surroundings } = this
    const deadline = surroundings.now() + CONNECT_PATIENCE_MS
    while (this.connections.some(({ isUp }) => !isUp)) {
      if (this.closing) return
      if (surroundings.now() > deadline || this.connections.some(({ isRefused }) => isRefused)) {
        const { addresses, port, transport } = this.plan.target
        const up = this.connections.filter(({ isUp }) => isUp).length
        const which = this.connections.length === 1 ? 'no connection' : `${up} of ${this.connections.length} connections`
        throw new LoadConnectionError(`${which} to ${addresses.join(',')}:${port} over ${transport}: ${this.trouble || 'nobody answered'}`)
      }
      await this.sleep(LOOK_EVERY_MS)
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.surroundings.startTimer(ms, resolve))
  }
}

class OpenConnection {
  isUp = false
  isRefused = false
  requests: readonly (readonly CompiledRequest[])[] = []
  readonly peer: DiameterPeer

  constructor(readonly connection: LoadConnection) {
    this.peer = connection.peer
  }

  get originHost(): string {
    return this.connection.node.configuration.capabilities.originHost
  }
}

class DriverStep {
  readonly waiting = new WaitingProcedures()

  constructor(
    readonly kind: number,
    readonly afterMs: number,
    private readonly expect: readonly number[],
  ) {}

  accepts(code: number): boolean {
    // RFC 6733 §7.1.2: 2xxx is success.
    return this.expect.length === 0 ? code >= 2000 && code < 3000 : this.expect.includes(code)
  }
}

/** Destination-Host is whatever name the peer has. */
export const PEER_ITSELF = 'peer'

const RE_AUTH = 258
const ABORT_SESSION = 274
const CONNECT_PATIENCE_MS = 5_000
const CLOSING_PATIENCE_MS = 1_500
const LOOK_EVERY_MS = 2
/** Until a stack that took none is asked again, should it not say by itself. */
const RETRY_MS = 1
