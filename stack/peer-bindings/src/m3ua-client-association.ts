import type { AssociationUser, LowerLayer } from '@sigbed/m3ua'
import {
  type ConnectOptions,
  type OneToOneSocket,
  type SctpEndpoint,
  SctpError,
  type Surroundings,
  type TimerHandle,
} from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { bind, lowerLayerOf } from './m3ua-association.js'

/** How an association is set up from this end. */
export interface M3uaConnectOptions extends Omit<ConnectOptions, 'onSocket'> {
  /** Milliseconds after a loss, or a setup that failed, until it is tried again, until `stop`. Never again when left out. */
  readonly reconnectMs?: number
  /** The first such wait; each one after a setup that failed is twice as long, up to `reconnectMs`. That one when left out. */
  readonly firstReconnectMs?: number
}

/** What an association set up from this end belongs to. */
export interface M3uaClient {
  readonly user: AssociationUser
  /** Written before each message: the transport address its packet came from. */
  readonly source: { arrivedFrom: number }
  readonly observer: AssociationObserver
  /** After every call into `user`. */
  settle(): void
  /** Each time, before the observer hears of it. */
  onAssociation?(socket: OneToOneSocket, ended: boolean): void
}

/**
 * An association that this end sets up, and sets up again when it is lost, as RFC 4666 §4.3.4.6 has the client of a silent peer do. Its user
 * stays the same throughout and learns of each end and each beginning.
 */
export class M3uaClientAssociation implements LowerLayer {
  /** The present association, or the last. */
  socket: OneToOneSocket | null = null
  private lowerLayer: LowerLayer | null = null
  private waiting: TimerHandle | null = null
  /** Setups that failed since the last that did not. */
  private failures = 0
  private stopped = false
  /** Ends the wait of whoever called `connect`; nothing happens when that is over. */
  private abandon: () => void = ignore

  constructor(
    private readonly surroundings: Surroundings,
    /** Asked when needed: the user is made with this as its lower layer. */
    private readonly client: () => M3uaClient,
  ) {}

  /**
   * Resolves when the association is up for the first time.
   *
   * @throws SctpError (rejects) for options that make no sense, and after `stop`; AssociationLostError when the peer refuses or does not
   *   answer. With `reconnectMs` the latter is no end: it goes on trying, and resolves when it has come through.
   */
  connect(endpoint: SctpEndpoint, options: M3uaConnectOptions): Promise<void> {
    this.stopped = false
    return new Promise((resolve, reject) => {
      this.abandon = () => reject(new SctpError('SCTP_SOCKET_CLOSED', 'stopped before the association was up'))
      const attempt = (): void => {
        this.waiting = null
        let socket: OneToOneSocket
        try {
          socket = this.associate(endpoint, options, retry)
        } catch (error) {
          // What made sense once may fail for a while: the port may still be held.
          if (this.socket === null) reject(error)
          else retry()
          return
        }
        socket.whenOpen().then(
          () => {
            this.failures = 0
            resolve()
          },
          (error) => {
            if (options.reconnectMs === undefined) reject(error)
          },
        )
      }
      const retry = (): void => {
        if (options.reconnectMs === undefined || this.stopped || this.waiting !== null) return
        const { reconnectMs, firstReconnectMs = reconnectMs } = options
        this.waiting = this.surroundings.startTimer(Math.min(reconnectMs, firstReconnectMs * 2 ** this.failures++), attempt)
      }
      attempt()
    })
  }

  send(octets: Uint8Array, offset: number, length: number, streamId: number, unordered: boolean): boolean {
    return this.lowerLayer?.send(octets, offset, length, streamId, unordered) ?? false
  }

  /** RFC 4666 §4.3.4.6: an association whose peer says nothing any more is ended, and set up anew where that was asked for. */
  abort(reason: string): void {
    this.socket?.abort(reason)
  }

  /** It is not set up again from now on. The association itself is the caller's to close. */
  stop(): void {
    this.stopped = true
    this.abandon()
    if (this.waiting !== null) this.surroundings.stopTimer(this.waiting)
    this.waiting = null
  }

  private associate(endpoint: SctpEndpoint, options: M3uaConnectOptions, ended: () => void): OneToOneSocket {
    const { reconnectMs: _, firstReconnectMs: __, ...connectOptions } = options
    const { user, source, observer, settle, onAssociation } = this.client()
    return endpoint.associate({
      ...connectOptions,
      onSocket: (socket) => {
        this.socket = socket
        this.lowerLayer = lowerLayerOf(socket, observer)
        bind(socket, user, this.surroundings, source, observer, (over) => {
          settle()
          if (over) onAssociation?.(socket, true)
          if (over && this.socket === socket) ended()
        })
        onAssociation?.(socket, false)
        observer.onSocket?.(socket)
      },
    })
  }
}

function ignore(): void {}
