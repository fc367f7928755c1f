import {
  type AccessEvent,
  type ApplicationServerProcess,
  type SgpConfiguration,
  SignallingGatewayAccess,
  type SignallingGatewayAccessConfiguration,
  type SignallingGatewayAccessListener,
} from '@sigbed/m3ua'
import type { OneToOneSocket, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { M3uaClientAssociation, type M3uaConnectOptions } from './m3ua-client-association.js'
import { PeerTimer } from './peer-timer.js'

/** An Application Server Process with several SGPs, on SCTP associations that it sets up itself (RFC 4666 §1.4.2.5). */
export class SignallingGatewayAccessOverSctp {
  readonly access: SignallingGatewayAccess
  /** While onData runs: the transport address the packet at hand came from. */
  arrivedFrom = -1
  private readonly timer: PeerTimer
  private readonly associations = new Map<string, M3uaClientAssociation>()

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly surroundings: Surroundings,
    configuration: SignallingGatewayAccessConfiguration,
    listener: SignallingGatewayAccessListener,
    private readonly observer: AssociationObserver = {},
  ) {
    this.access = new SignallingGatewayAccess(configuration, {
      onEvent: (event) => {
        listener.onEvent(event)
        this.heed(event)
      },
      onData: (message, sgp, applicationServer) => listener.onData(message, sgp, applicationServer),
      onUndelivered: (message, sgp, applicationServer, sent) => listener.onUndelivered?.(message, sgp, applicationServer, sent),
    })
    this.timer = new PeerTimer(surroundings, this.access)
  }

  /**
   * Sets up the association with one SGP, and with `reconnectMs` again after every loss, until `stop`. The ASP goes as far up there as `access`
   * was told. `whenUp` resolves when the association is up for the first time, and rejects as M3uaClientAssociation.connect does.
   *
   * @throws M3uaConfigurationError
   */
  connect(
    endpoint: SctpEndpoint,
    sgp: SgpConfiguration,
    options: M3uaConnectOptions,
  ): { readonly asp: ApplicationServerProcess; readonly whenUp: Promise<void> } {
    const association: M3uaClientAssociation = new M3uaClientAssociation(this.surroundings, () => ({
      user: asp,
      source: this,
      observer: this.observer,
      settle: () => this.timer.settle(),
    }))
    const asp = this.access.attach(association, sgp, this.surroundings.now())
    this.associations.set(sgp.name, association)
    return { asp, whenUp: association.connect(endpoint, options) }
  }

  /** The present association with an SGP, or the last. */
  socketOf(sgp: string): OneToOneSocket | null {
    return this.associations.get(sgp)?.socket ?? null
  }

  /** To be called after a call into `access` or an ASP that may have set a timer or sent a request. */
  settle(): void {
    this.timer.settle()
  }

  /** Stops the timers and the reconnecting; the associations are the endpoint's to close. */
  stop(): void {
    for (const association of this.associations.values()) association.stop()
    this.timer.stop()
  }

  private heed(event: AccessEvent): void {
    if (event.kind === 'sgp' && event.event.kind === 'peer-unavailable') this.associations.get(event.sgp)?.abort('no BEAT ACK')
  }
}
