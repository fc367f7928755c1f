import {
  ApplicationServerProcess,
  type ApplicationServerProcessConfiguration,
  type ApplicationServerProcessListener,
  type AssociationUser,
  type LowerLayer,
  M3UA_PAYLOAD_PROTOCOL_IDENTIFIER,
  type RemoteAsp,
  type SignallingGatewayConfiguration,
  type SignallingGatewayListener,
  SignallingGatewayProcess,
} from '@sigbed/m3ua'
import type { ConnectOptions, ListenOptions, OneToOneSocket, ReceivedMessage, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { PeerTimer } from './peer-timer.js'

/** A Signalling Gateway Process on an SCTP endpoint: accepts associations, one ASP each (RFC 4666 §1.3.1). */
export class SignallingGatewayOverSctp {
  readonly process: SignallingGatewayProcess
  /** While onData runs: the transport address the packet at hand came from, for OneToOneSocket.addressText. */
  arrivedFrom = -1
  private readonly timer: PeerTimer

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly surroundings: Surroundings,
    configuration: SignallingGatewayConfiguration,
    listener: SignallingGatewayListener,
    private readonly observer: AssociationObserver = {},
  ) {
    this.process = new SignallingGatewayProcess(configuration, listener)
    this.timer = new PeerTimer(surroundings, this.process)
  }

  /** @throws SctpError when the port is taken */
  listen(endpoint: SctpEndpoint, port: number, parameters?: ListenOptions['parameters']): void {
    endpoint.listen(port, { ...(parameters && { parameters }), onAssociation: (socket) => this.accept(socket) })
  }

  /** To be called after a call into `process` that may have set a timer. */
  settle(): void {
    this.timer.settle()
  }

  /** Stops the timers; the associations are the endpoint's to close. */
  stop(): void {
    this.timer.stop()
  }

  private accept(socket: OneToOneSocket): void {
    const asp: RemoteAsp = this.process.attach(lowerLayerOf(socket))
    bind(socket, asp, this.surroundings, this, this.observer, (ended) => {
      if (ended) this.process.detach(asp, this.surroundings.now())
      this.timer.settle()
    })
    this.observer.onSocket?.(socket)
  }
}

/** An Application Server Process on an SCTP association that it sets up itself. */
export class ApplicationServerProcessOverSctp {
  readonly process: ApplicationServerProcess
  /** While onData runs: the transport address the packet at hand came from. */
  arrivedFrom = -1
  socket: OneToOneSocket | null = null
  private readonly timer: PeerTimer
  private readonly lowerLayer = new SwitchedLowerLayer()

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly surroundings: Surroundings,
    configuration: ApplicationServerProcessConfiguration,
    listener: ApplicationServerProcessListener,
    private readonly observer: AssociationObserver = {},
  ) {
    this.process = new ApplicationServerProcess(this.lowerLayer, configuration, listener)
    this.timer = new PeerTimer(surroundings, this.process)
  }

  /** Resolves when the association is up; ASPUP is on its way then if the process is to be up. @throws what SctpEndpoint.connect does */
  async connect(endpoint: SctpEndpoint, options: Omit<ConnectOptions, 'onSocket'>): Promise<void> {
    await endpoint.connect({
      ...options,
      onSocket: (socket) => {
        this.socket = socket
        this.lowerLayer.inner = lowerLayerOf(socket)
        bind(socket, this.process, this.surroundings, this, this.observer, () => this.timer.settle())
        this.observer.onSocket?.(socket)
      },
    })
  }

  /** To be called after a call into `process` that may have set a timer or sent a request. */
  settle(): void {
    this.timer.settle()
  }

  stop(): void {
    this.timer.stop()
  }
}

function lowerLayerOf(socket: OneToOneSocket): LowerLayer {
  return {
    send: (octets, offset, length, streamId, unordered) =>
      socket.sendMessage(octets, offset, length, streamId, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, unordered) === 'queued',
  }
}

/** The association of an ASP changes when it connects again, the process stays. */
class SwitchedLowerLayer implements LowerLayer {
  inner: LowerLayer | null = null

  send(octets: Uint8Array, offset: number, length: number, streamId: number, unordered: boolean): boolean {
    return this.inner?.send(octets, offset, length, streamId, unordered) ?? false
  }
}

/** SCTP's notifications become M3UA's (RFC 4666 §4.2.1, §1.6.3). `settled` is called after each, with true when the association is over. */
function bind(
  socket: OneToOneSocket,
  user: AssociationUser,
  surroundings: Surroundings,
  source: { arrivedFrom: number },
  observer: AssociationObserver,
  settled: (ended: boolean) => void,
): void {
  socket.onMessage = (message: ReceivedMessage) => {
    // RFC 4666 §7.1: identifier 3; 0 comes from stacks that do not set it. Anything else is not M3UA.
    if (message.payloadProtocolId !== M3UA_PAYLOAD_PROTOCOL_IDENTIFIER && message.payloadProtocolId !== 0) return
    source.arrivedFrom = message.remoteAddress
    user.handleMessage(message.octets, message.offset, message.length, message.streamId, surroundings.now())
    settled(false)
  }
  socket.onNotification = (notification) => {
    const now = surroundings.now()
    const ended = notification.kind === 'communication-lost' || notification.kind === 'shutdown-complete'
    if (notification.kind === 'communication-up') user.communicationUp(notification.outboundStreams, now)
    else if (notification.kind === 'restart') user.restart(notification.outboundStreams, now)
    else if (ended) user.communicationLost(now)
    settled(ended)
    observer.onNotification?.(socket, notification)
  }
}
