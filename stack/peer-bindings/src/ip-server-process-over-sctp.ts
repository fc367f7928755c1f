import {
  IpServerProcess,
  type IpServerProcessConfiguration,
  type IpServerProcessListener,
  type IpspEvent,
  type RemoteIpsp,
} from '@sigbed/m3ua'
import type { ListenOptions, OneToOneSocket, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { bind, DEFAULT_ASSOCIATIONS, lowerLayerOf, refuse } from './m3ua-association.js'
import { M3uaClientAssociation, type M3uaConnectOptions } from './m3ua-client-association.js'
import { PeerTimer } from './peer-timer.js'

/** How far up this end is to be towards peers that associate by themselves. */
export type IpspTarget = 'down' | 'inactive' | 'active'

/** An IP Server Process on SCTP: it may set associations up, accept them, or both (RFC 4666 §1.4.3.4). Each is one peer. */
export class IpServerProcessOverSctp {
  readonly process: IpServerProcess
  /** While onData runs: the transport address the packet at hand came from. */
  arrivedFrom = -1
  /** The peers there is an association with now, or one being set up. */
  readonly ipsps: ReadonlyMap<OneToOneSocket, RemoteIpsp>
  private readonly attached = new Map<OneToOneSocket, RemoteIpsp>()
  private readonly timer: PeerTimer
  private readonly clients: M3uaClientAssociation[] = []
  private readonly ends = new Map<RemoteIpsp, (reason: string) => void>()

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly surroundings: Surroundings,
    configuration: IpServerProcessConfiguration,
    listener: IpServerProcessListener,
    private readonly observer: AssociationObserver = {},
    /** At a time, those this end has set up among them; those beyond are refused. */
    private readonly maximumAssociations: number = DEFAULT_ASSOCIATIONS,
  ) {
    const onEvent = (event: IpspEvent): void => {
      listener.onEvent(event)
      if (event.kind === 'ipsp' && event.event.kind === 'peer-unavailable') this.ends.get(event.ipsp)?.('no BEAT ACK')
    }
    this.process = new IpServerProcess(configuration, {
      onEvent,
      onData: (message, ipsp, routingContext) => listener.onData(message, ipsp, routingContext),
      onUndelivered: (message, ipsp, routingContext, sent) => listener.onUndelivered?.(message, ipsp, routingContext, sent),
    })
    this.timer = new PeerTimer(surroundings, this.process)
    this.ipsps = this.attached
  }

  /**
   * A peer whose association this end sets up, and with `reconnectMs` again after every loss, until `stop`. Say how far up this end is to be
   * on the RemoteIpsp, before or after; `whenUp` resolves when the association is up for the first time, and rejects as
   * M3uaClientAssociation.connect does.
   */
  connect(endpoint: SctpEndpoint, options: M3uaConnectOptions): { readonly ipsp: RemoteIpsp; readonly whenUp: Promise<void> } {
    const association: M3uaClientAssociation = new M3uaClientAssociation(this.surroundings, () => ({
      user: ipsp,
      source: this,
      observer: this.observer,
      settle: () => this.timer.settle(),
      onAssociation: (socket, ended) => {
        if (ended) this.attached.delete(socket)
        else this.attached.set(socket, ipsp)
      },
    }))
    const ipsp = this.process.attach(association)
    this.clients.push(association)
    this.ends.set(ipsp, (reason) => association.abort(reason))
    return { ipsp, whenUp: association.connect(endpoint, options) }
  }

  /**
   * Accepts associations, each a peer until it ends.
   *
   * @param target how far up this end is to be towards each; where it does not initiate, the peer brings it there anyway
   * @throws SctpError when the port is taken
   */
  listen(endpoint: SctpEndpoint, port: number, target: IpspTarget, parameters?: ListenOptions['parameters']): void {
    endpoint.listen(port, { ...(parameters && { parameters }), onAssociation: (socket) => this.accept(socket, target) })
  }

  /** To be called after a call into `process` or a RemoteIpsp that may have set a timer or sent a request. */
  settle(): void {
    this.timer.settle()
  }

  /** Stops the timers and the reconnecting; the associations are the endpoint's to close. */
  stop(): void {
    for (const client of this.clients) client.stop()
    this.timer.stop()
  }

  private accept(socket: OneToOneSocket, target: IpspTarget): void {
    if (this.attached.size >= this.maximumAssociations) {
      refuse(socket, this.observer)
      return
    }
    const ipsp = this.process.attach(lowerLayerOf(socket, this.observer))
    this.ends.set(ipsp, (reason) => socket.abort(reason))
    this.attached.set(socket, ipsp)
    bind(socket, ipsp, this.surroundings, this, this.observer, (ended) => {
      if (ended) this.process.detach(ipsp, this.surroundings.now())
      if (ended) this.ends.delete(ipsp)
      if (ended) this.attached.delete(socket)
      this.timer.settle()
    })
    this.observer.onSocket?.(socket)
    const now = this.surroundings.now()
    if (target === 'active') ipsp.activate(now)
    else if (target === 'inactive') ipsp.up(now)
  }
}
