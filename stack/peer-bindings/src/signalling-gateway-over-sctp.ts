import { type RemoteAsp, type SignallingGatewayConfiguration, type SignallingGatewayListener, SignallingGatewayProcess } from '@sigbed/m3ua'
import type { ListenOptions, OneToOneSocket, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { bind, DEFAULT_ASSOCIATIONS, lowerLayerOf, refuse } from './m3ua-association.js'
import { PeerTimer } from './peer-timer.js'

/** Routing Contexts of configured AS; undefined for the usual ones. */
export type ServedByAssociation = (socket: OneToOneSocket) => readonly number[] | undefined

/** A Signalling Gateway Process on an SCTP endpoint: accepts associations, one ASP each (RFC 4666 §1.3.1). */
export class SignallingGatewayOverSctp {
  readonly process: SignallingGatewayProcess
  /** While onData runs: the transport address the packet at hand came from, for OneToOneSocket.addressText. */
  arrivedFrom = -1
  /** The ASPs there are now, by their associations. */
  readonly asps: ReadonlyMap<OneToOneSocket, RemoteAsp>
  private readonly attached = new Map<OneToOneSocket, RemoteAsp>()
  private readonly timer: PeerTimer

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly surroundings: Surroundings,
    configuration: SignallingGatewayConfiguration,
    listener: SignallingGatewayListener,
    private readonly observer: AssociationObserver = {},
    /** At a time; those beyond are refused. */
    private readonly maximumAssociations: number = DEFAULT_ASSOCIATIONS,
  ) {
    this.process = new SignallingGatewayProcess(configuration, {
      onEvent: (event) => {
        listener.onEvent(event)
        if (event.kind === 'asp' && event.event.kind === 'peer-unavailable') this.abort(event.asp)
      },
      onData: (message, asp, routingContext) => listener.onData(message, asp, routingContext),
      onUndelivered: (message, asp, routingContext, sent) => listener.onUndelivered?.(message, asp, routingContext, sent),
    })
    this.timer = new PeerTimer(surroundings, this.process)
    this.asps = this.attached
  }

  /**
   * @param served the AS that the ASP of an association may serve, as SignallingGatewayProcess.attach takes them
   * @throws SctpError when the port is taken
   */
  listen(endpoint: SctpEndpoint, port: number, parameters?: ListenOptions['parameters'], served?: ServedByAssociation): void {
    endpoint.listen(port, { ...(parameters && { parameters }), onAssociation: (socket) => this.accept(socket, served?.(socket)) })
  }

  /** To be called after a call into `process` that may have set a timer. */
  settle(): void {
    this.timer.settle()
  }

  /** Stops the timers; the associations are the endpoint's to close. */
  stop(): void {
    this.timer.stop()
  }

  /** RFC 4666 §4.3.4.6: the association of an ASP that says nothing any more is ended. */
  private abort(silent: RemoteAsp): void {
    for (const [socket, asp] of this.attached) if (asp === silent) socket.abort('no BEAT ACK')
  }

  private accept(socket: OneToOneSocket, served?: readonly number[]): void {
    if (this.attached.size >= this.maximumAssociations) {
      refuse(socket, this.observer)
      return
    }
    const asp: RemoteAsp = this.process.attach(lowerLayerOf(socket, this.observer), served)
    this.attached.set(socket, asp)
    bind(socket, asp, this.surroundings, this, this.observer, (ended) => {
      if (ended) this.process.detach(asp, this.surroundings.now())
      if (ended) this.attached.delete(socket)
      this.timer.settle()
    })
    this.observer.onSocket?.(socket)
  }
}
