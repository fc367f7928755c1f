import type { AspEvent, IpspEvent, RemoteIpsp, SendOutcome } from '@sigbed/m3ua'
import { type DataMessage, ERROR_CODE, errorCodeName, type ProtocolData } from '@sigbed/m3ua-codec'
import { ApplicationServerProcessOverSctp, type AssociationObserver, IpServerProcessOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket, ProtocolParameters, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { LoadPlan, M3uaTraffic } from '../plan/load-plan.js'
import { AcknowledgementQueue } from './acknowledgement-queue.js'
import { tellPathEvent } from './path-events.js'

/** Whom an association tells. */
export interface M3uaAssociationUser {
  onData(message: DataMessage): void
  onActive(association: M3uaAssociation): void
  /** What the peer had not acknowledged is in `unacknowledged`. */
  onLost(association: M3uaAssociation, reason: string): void
  onWritable(): void
  onPathEvent(kind: string, detail: string): void
  /** The peer refused something. */
  onError(reason: string): void
  /** Everything sent has been acknowledged. */
  onDry(association: M3uaAssociation): void
}

/** One association of a load as an ASP at a gateway, or as an IPSP at another: active, and again after every loss. */
export class M3uaAssociation {
  readonly unacknowledged = new AcknowledgementQueue()
  /** Messages of this association that the peer has acknowledged and that have been taken out of the queue. */
  acknowledged = 0
  socket: OneToOneSocket | null = null
  private readonly process: {
    readonly state: string
    activate(now: number): void
    down(now: number): void
    sendData(protocolData: ProtocolData, routingContext: number): SendOutcome
  }
  private readonly settle: () => void
  private readonly stopTimers: () => void
  private readonly whenUp: Promise<void>
  private readonly watchesAcknowledgements: boolean
  private wasActive = false
  private measuring = Number.NaN

  constructor(
    plan: LoadPlan,
    number: number,
    endpoint: SctpEndpoint,
    private readonly surroundings: Surroundings,
    parameters: Partial<ProtocolParameters>,
    private readonly user: M3uaAssociationUser,
  ) {
    const traffic = plan.traffic as M3uaTraffic
    const { addresses, port, encapsulationPort } = plan.target
    const configuration = {
      applicationServers: [{ routingContext: traffic.routingContext }],
      trafficMode: traffic.trafficMode,
      aspIdentifier: traffic.aspIdentifier === null ? null : traffic.aspIdentifier + number,
    }
    const connect = { addresses, port, encapsulationPort, parameters, reconnectMs: RECONNECT_MS }
    this.watchesAcknowledgements = !traffic.echo
    const observer = this.observer()
    if (traffic.role === 'asp') {
      const listener = { onEvent: (event: AspEvent) => this.noteEvent(event), onData: (message: DataMessage) => user.onData(message) }
      const binding = new ApplicationServerProcessOverSctp(surroundings, configuration, listener, observer)
      this.process = binding.process
      this.settle = () => binding.settle()
      this.stopTimers = () => binding.stop()
      this.process.activate(surroundings.now())
      this.whenUp = binding.connect(endpoint, connect)
    } else {
      const listener = {
        onEvent: (event: IpspEvent) => this.noteEvent(event),
        onData: (message: DataMessage, _: RemoteIpsp) => user.onData(message),
      }
      const binding = new IpServerProcessOverSctp(surroundings, { ...configuration, exchange: 'single' }, listener, observer)
      const { ipsp, whenUp } = binding.connect(endpoint, connect)
      this.process = {
        get state() {
          return ipsp.state
        },
        activate: (now) => ipsp.activate(now),
        down: (now) => ipsp.down(now),
        sendData: (protocolData, routingContext) => binding.process.sendData(protocolData, routingContext),
      }
      this.settle = () => binding.settle()
      this.stopTimers = () => binding.stop()
      ipsp.activate(surroundings.now())
      this.whenUp = whenUp
    }
    // With reconnecting, this comes only of options that make no sense, or of the stop.
    this.whenUp.then(
      () => this.settle(),
      () => {},
    )
  }

  get isActive(): boolean {
    return this.process.state === 'ASP-ACTIVE'
  }

  /** False when the association takes none now. */
  send(protocolData: ProtocolData, routingContext: number, intendedAtMs: number): boolean {
    this.measuring = intendedAtMs
    const outcome = this.process.sendData(protocolData, routingContext)
    this.measuring = Number.NaN
    return outcome === 'sent'
  }

  /** Messages the peer has acknowledged since the association was set up. */
  get acknowledgedByPeer(): number {
    return this.socket?.statistics.messagesAcknowledged ?? 0
  }

  down(): void {
    this.process.down(this.surroundings.now())
    this.settle()
  }

  stop(): void {
    this.stopTimers()
  }

  private observer(): AssociationObserver {
    return {
      onSocket: (socket) => {
        this.socket = socket
        this.acknowledged = 0
        if (this.watchesAcknowledgements) socket.subscribe('sender-dry')
      },
      // M3UA's own messages are acknowledged like any other, and stand in the same line.
      ...(this.watchesAcknowledgements && { onOutbound: () => this.unacknowledged.add(this.measuring) }),
      onNotification: (_, notification) => {
        if (notification.kind === 'send-buffer-available') this.user.onWritable()
        else if (notification.kind === 'sender-dry') this.user.onDry(this)
        else if (notification.kind === 'communication-lost') this.user.onLost(this, notification.detail)
        else if (notification.kind === 'shutdown-complete') this.user.onLost(this, 'shut down by the peer')
        else tellPathEvent(notification, (kind, detail) => this.user.onPathEvent(kind, detail))
      },
    }
  }

  private noteEvent(event: AspEvent | IpspEvent): void {
    if (event.kind === 'error-received')
      this.user.onError(`the peer sent ERR ${errorCodeName(event.message.errorCode)}${REMEDIES[event.message.errorCode] ?? ''}`)
    if (this.isActive === this.wasActive) return
    this.wasActive = this.isActive
    if (this.isActive) this.user.onActive(this)
  }
}

/** What a gateway refuses because it is set up otherwise. */
const REMEDIES: Readonly<Partial<Record<number, string>>> = {
  [ERROR_CODE.INVALID_ROUTING_CONTEXT]: ': say --routing-context as it has it',
  [ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE]: ': say --traffic-mode as it has it',
}
const RECONNECT_MS = 1_000
