import { M3UA_PAYLOAD_PROTOCOL_IDENTIFIER } from '@sigbed/m3ua'
import { type M3uaMessage, messageLength, writeMessage } from '@sigbed/m3ua-codec'
import type { AssociationObserver } from '@sigbed/peer-bindings'
import type { Notification, OneToOneSocket, ProtocolParameters, SctpEndpoint, Surroundings, TimerHandle } from '@sigbed/sctp-sockets'
import type { M3uaConfiguration } from './configuration/m3ua-configuration.js'
import { ApplicationServerProcessEngine } from './peer/application-server-process-engine.js'
import { associationHappening } from './peer/association-text.js'
import { DataUse } from './peer/data-use.js'
import { Expectation } from './peer/expectation.js'
import type { Tell } from './peer/happening.js'
import { IpServerProcessEngine } from './peer/ip-server-process-engine.js'
import { MessageTrace } from './peer/message-trace.js'
import type { NodeStatus } from './peer/node-status.js'
import type { EngineContext, RoleEngine } from './peer/role-engine.js'
import { SignallingGatewayEngine } from './peer/signalling-gateway-engine.js'

export interface M3uaNodeOptions {
  readonly configuration: M3uaConfiguration
  readonly endpoint: SctpEndpoint
  readonly parameters: Partial<ProtocolParameters>
  readonly surroundings: Surroundings
  /** Hears of everything; called synchronously. */
  readonly tell: Tell
}

/** A message that came in while somebody waited for an answer. */
export interface Answer {
  readonly socket: OneToOneSocket
  readonly message: M3uaMessage
}

/** One M3UA node of any role on an SCTP endpoint, which stays the caller's to close. */
export class M3uaNode implements AssociationObserver {
  readonly engine: RoleEngine
  readonly expectation: Expectation
  /** The last messages that came in, DATA aside; emptied by `forgetAnswers`. */
  readonly answers: Answer[] = []
  private readonly trace: MessageTrace
  private readonly dataUse: DataUse
  private readonly startedAt: number
  private trafficTimer: TimerHandle | null = null
  private toldSent = 0
  private toldReceived = 0

  /** @throws M3uaConfigurationError for Application Servers that do not go together */
  constructor(readonly options: M3uaNodeOptions) {
    const { configuration, surroundings } = options
    this.startedAt = surroundings.now()
    this.expectation = new Expectation(surroundings)
    this.trace = new MessageTrace(
      configuration.pointCodeForm,
      options.tell,
      (socket) => this.engine.labelOf(socket),
      (socket, message) => this.noteAnswer(socket, message),
    )
    this.dataUse = new DataUse(configuration.traffic.onData, () => this.engine)
    this.engine = engineOf({
      ...options,
      observer: this,
      dataUse: this.dataUse,
      tell: (happening) => {
        options.tell(happening)
        // The engine is in the middle of something: whoever waits looks when it is done.
        surroundings.afterTurn(() => this.expectation.changed())
      },
    })
  }

  /**
   * Listens, or begins to set up associations.
   *
   * @param target how far up its ASPs go by themselves: 'down' leaves it to a script
   * @throws SctpError
   */
  start(target: 'down' | 'active'): void {
    this.engine.start(target)
    this.watchTraffic()
  }

  /** Takes its ASPs down as far as somebody answers, and ends all timers. Never rejects. */
  async stop(): Promise<void> {
    const { surroundings } = this.options
    const up = this.engine.asps.filter(({ process }) => process.state !== 'ASP-DOWN')
    for (const { process } of up) process.down(surroundings.now())
    if (up.length > 0) this.engine.settle()
    const allDown = () => (up.every(({ process }) => process.state === 'ASP-DOWN') ? true : null)
    await this.expectation.until(allDown, STOP_PATIENCE_MS, NOBODY_GIVES_UP)
    this.leave()
  }

  /** Ends all timers and says nothing: the associations are the endpoint's to close. */
  leave(): void {
    if (this.trafficTimer !== null) this.options.surroundings.stopTimer(this.trafficTimer)
    this.tellTraffic(true)
    this.engine.stop()
  }

  /** Sends one message as it is on stream 0. False when the association does not take it. */
  sendMessage(socket: OneToOneSocket, message: M3uaMessage): boolean {
    const octets = new Uint8Array(messageLength(message))
    writeMessage(octets, 0, message)
    return this.sendOctets(socket, octets, 0)
  }

  sendOctets(socket: OneToOneSocket, octets: Uint8Array, streamId: number): boolean {
    if (socket.sendMessage(octets, 0, octets.length, streamId, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, false) !== 'queued') return false
    this.trace.outbound(socket, octets, 0, octets.length)
    return true
  }

  /** How many messages of this name have been sent. */
  sentOf(name: M3uaMessage['kind']): number {
    return this.trace.counts.sent[name] ?? 0
  }

  forgetAnswers(): void {
    this.answers.length = 0
  }

  status(): NodeStatus {
    const { configuration, endpoint, surroundings } = this.options
    const { passed, refused, unroutable } = this.dataUse
    return {
      format: 'sigbed-m3ua-status',
      version: 1,
      name: configuration.name,
      role: configuration.role,
      processId: process.pid,
      upForMs: Math.round(surroundings.now() - this.startedAt),
      sctpPort: configuration.local.sctpPort,
      udpPort: endpoint.encapsulationPort,
      localAddresses: configuration.local.addresses,
      applicationServers: this.engine.applicationServers(),
      associations: this.engine.associations(),
      messages: this.trace.counts,
      passedOn: { passed, refused, unroutable },
    }
  }

  // ---- AssociationObserver

  onInbound(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number): void {
    this.trace.inbound(socket, octets, offset, length)
  }

  onOutbound(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number): void {
    this.trace.outbound(socket, octets, offset, length)
  }

  onRefused(socket: OneToOneSocket): void {
    const text = 'association refused: there are as many as this node takes'
    this.options.tell({ kind: 'association', peer: socket.peer, text, details: { what: 'refused' } })
  }

  onNotification(socket: OneToOneSocket, notification: Notification): void {
    const happening = associationHappening(this.engine.labelOf(socket), notification)
    if (happening !== null) this.options.tell(happening)
    this.expectation.changed()
  }

  private noteAnswer(socket: OneToOneSocket, message: M3uaMessage): void {
    this.answers.push({ socket, message })
    if (this.answers.length > MOST_ANSWERS) this.answers.shift()
    this.options.surroundings.afterTurn(() => this.expectation.changed())
  }

  private watchTraffic(): void {
    this.trafficTimer = this.options.surroundings.startTimer(TRAFFIC_EVERY_MS, () => {
      this.tellTraffic()
      this.watchTraffic()
    })
  }

  /** What came and went since the last time, if anything; at the last, in all. */
  private tellTraffic(last = false): void {
    const { dataSent, dataReceived } = this.trace
    const sent = dataSent - this.toldSent
    const received = dataReceived - this.toldReceived
    this.toldSent = dataSent
    this.toldReceived = dataReceived
    if (last ? dataSent + dataReceived === 0 : sent + received === 0) return
    const text = last
      ? `DATA ${dataReceived.toLocaleString('en')} received, ${dataSent.toLocaleString('en')} sent in all`
      : `DATA ${received.toLocaleString('en')} received, ${sent.toLocaleString('en')} sent`
    this.options.tell({
      kind: 'traffic',
      peer: null,
      text,
      details: { received, sent, totalReceived: dataReceived, totalSent: dataSent },
    })
  }
}

function engineOf(context: EngineContext): RoleEngine {
  switch (context.configuration.role) {
    case 'sg':
      return new SignallingGatewayEngine(context)
    case 'asp':
      return new ApplicationServerProcessEngine(context)
    case 'ipsp':
      return new IpServerProcessEngine(context)
  }
}

const TRAFFIC_EVERY_MS = 1000
const STOP_PATIENCE_MS = 1500
const MOST_ANSWERS = 100
const NOBODY_GIVES_UP = new AbortController().signal
