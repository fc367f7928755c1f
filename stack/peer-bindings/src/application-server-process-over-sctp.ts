import {
  ApplicationServerProcess,
  type ApplicationServerProcessConfiguration,
  type ApplicationServerProcessListener,
  type AspEvent,
} from '@sigbed/m3ua'
import type { OneToOneSocket, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { M3uaClientAssociation, type M3uaConnectOptions } from './m3ua-client-association.js'
import { PeerTimer } from './peer-timer.js'

/** An Application Server Process on an SCTP association that it sets up itself, and again after a loss if told to. */
export class ApplicationServerProcessOverSctp {
  readonly process: ApplicationServerProcess
  /** While onData runs: the transport address the packet at hand came from. */
  arrivedFrom = -1
  private readonly timer: PeerTimer
  private readonly association: M3uaClientAssociation

  /** @throws M3uaConfigurationError */
  constructor(
    surroundings: Surroundings,
    configuration: ApplicationServerProcessConfiguration,
    listener: ApplicationServerProcessListener,
    observer: AssociationObserver = {},
  ) {
    this.association = new M3uaClientAssociation(surroundings, () => ({
      user: this.process,
      source: this,
      observer,
      settle: () => this.timer.settle(),
    }))
    const onEvent = (event: AspEvent): void => {
      listener.onEvent(event)
      if (event.kind === 'peer-unavailable') this.association.abort('no BEAT ACK')
    }
    this.process = new ApplicationServerProcess(this.association, configuration, {
      onEvent,
      onData: (message, routingContext) => listener.onData(message, routingContext),
      onUndelivered: (message, routingContext, sent) => listener.onUndelivered?.(message, routingContext, sent),
    })
    this.timer = new PeerTimer(surroundings, this.process)
  }

  /** The present association, or the last. */
  get socket(): OneToOneSocket | null {
    return this.association.socket
  }

  /**
   * Resolves when the association is up for the first time; ASPUP is on its way then if the process is to be up. With `reconnectMs` it is set
   * up again after every loss, and after a peer that answers no BEAT, until `stop`. @throws what M3uaClientAssociation.connect does
   */
  connect(endpoint: SctpEndpoint, options: M3uaConnectOptions): Promise<void> {
    return this.association.connect(endpoint, options)
  }

  /** To be called after a call into `process` that may have set a timer or sent a request. */
  settle(): void {
    this.timer.settle()
  }

  /** Stops the timers and the reconnecting; the association is the caller's to close. */
  stop(): void {
    this.association.stop()
    this.timer.stop()
  }
}
