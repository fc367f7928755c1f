import type { Association, AssociationState, AssociationStatistics, ReceivedMessage, SendOutcome } from '@sigbed/sctp-core'
import type { EndpointDriver } from '@sigbed/sctp-transport'
import { type Notification, type PathStatus, pathStatuses, toNotification } from './notification.js'
import { AssociationLostError, SctpError } from './sctp-error.js'

/** How a message is sent. RFC 6458 §5.3.4, SCTP_SNDINFO. */
export interface SendOptions {
  /** 0 unless told. */
  readonly stream?: number
  /** In host order; 0 unless told. */
  readonly payloadProtocolId?: number
  readonly unordered?: boolean
}

/**
 * One association as a socket. Set `onMessage` and `onNotification` before the turn in which the socket was handed over ends:
 * nothing arrives earlier.
 */
export class OneToOneSocket {
  /** Called for each message; `message` is borrowed until it returns (copyPayload() keeps). */
  onMessage: (message: ReceivedMessage) => void = ignore
  onNotification: (notification: Notification) => void = ignore
  private opened: Waiter | null = null
  private ended: Waiter[] = []
  private lost: AssociationLostError | null = null

  /** Made by SctpEndpoint; not by users. */
  constructor(
    private readonly association: Association,
    private readonly driver: EndpointDriver,
    /** The peer's address and SCTP port, for people. */
    readonly peer: string,
  ) {}

  get state(): AssociationState {
    return this.association.state
  }

  get outboundStreams(): number {
    return this.association.outboundStreams
  }

  get inboundStreams(): number {
    return this.association.inboundStreams
  }

  /** Counters since the start; the live object. */
  get statistics(): Readonly<AssociationStatistics> {
    return this.association.statistics
  }

  /** Octets of user data accepted and not yet acknowledged. */
  get bufferedOctets(): number {
    return this.association.outbound.queue.bufferedOctets
  }

  /** The text of `message.remoteAddress`. */
  addressText(remoteAddress: number): string {
    return this.driver.endpoint.addresses.at(remoteAddress).text
  }

  paths(): PathStatus[] {
    return pathStatuses(this.association, this.driver.endpoint.addresses)
  }

  /**
   * Takes a copy of the message and sends it at the end of this turn, bundled with what else is sent in it. Never throws: the outcome
   * says whether it was taken. After 'send-buffer-full' wait for the notification 'send-buffer-available'.
   */
  send(payload: Uint8Array, options: SendOptions = NO_OPTIONS): SendOutcome {
    return this.sendMessage(payload, 0, payload.length, options.stream ?? 0, options.payloadProtocolId ?? 0, options.unordered ?? false)
  }

  /** The same without an object per message. */
  sendMessage(
    octets: Uint8Array,
    offset: number,
    length: number,
    stream: number,
    payloadProtocolId: number,
    unordered: boolean,
  ): SendOutcome {
    const outcome = this.association.send(stream, payloadProtocolId, unordered, octets, offset, length)
    if (outcome === 'queued') this.driver.planDrain()
    return outcome
  }

  /** No messages until resumeReceiving; the peer's window closes meanwhile. */
  pauseReceiving(): void {
    this.association.pauseReceiving(true)
    this.driver.planDrain()
  }

  resumeReceiving(): void {
    this.association.pauseReceiving(false)
    this.driver.planDrain()
  }

  /** RFC 6458 §8.1.8, SCTP_PRIMARY_ADDR. @throws SctpError when the address is not a confirmed one of the peer. */
  setPrimary(remoteAddress: string): void {
    const path = this.association.paths.paths.find(
      (candidate) => this.driver.endpoint.addresses.at(candidate.remoteAddress).text === remoteAddress,
    )
    if (path === undefined || !this.association.setPrimary(path.remoteAddress))
      throw new SctpError('SCTP_ADDRESS_INVALID', `${remoteAddress} is no confirmed address of ${this.peer}`)
    this.driver.planDrain()
  }

  /**
   * Graceful: everything accepted is delivered, then the association ends (RFC 9260 §9.2).
   *
   * @throws AssociationLostError (rejects) when it ended otherwise while closing
   */
  close(): Promise<void> {
    if (this.state === 'CLOSED') return Promise.resolve()
    this.association.shutdown(this.driver.surroundings.now())
    this.driver.planDrain()
    return new Promise((resolve, reject) => this.ended.push({ resolve, reject }))
  }

  /** Abortive: what is queued is lost and the peer is told `reason` (RFC 9260 §9.1). */
  abort(reason = ''): void {
    if (this.state === 'CLOSED') return
    this.association.abort(reason)
    this.driver.planDrain()
  }

  /** For SctpEndpoint: settles when the association is up, or rejects when it cannot come up. */
  whenOpen(): Promise<this> {
    if (this.lost !== null) return Promise.reject(this.lost)
    return new Promise((resolve, reject) => {
      this.opened = { resolve: () => resolve(this), reject }
    })
  }

  /** For SctpEndpoint: something happened. */
  handleEvent(event: Parameters<typeof toNotification>[0]): void {
    if (event.kind === 'communication-up') this.settleOpen(null)
    if (event.kind === 'communication-lost') {
      this.lost = new AssociationLostError(this.peer, event.reason, event.detail, event.unacknowledgedMessages)
      this.settleOpen(this.lost)
      this.settleEnd(event.reason === 'aborted-by-user' ? null : this.lost)
    }
    if (event.kind === 'shutdown-complete') {
      this.settleOpen(new SctpError('SCTP_ENDPOINT_CLOSED', `closed before ${this.peer} answered`))
      this.settleEnd(null)
    }
    this.onNotification(toNotification(event, this.driver.endpoint.addresses))
  }

  private settleOpen(error: SctpError | null): void {
    const { opened } = this
    this.opened = null
    if (opened === null) return
    if (error === null) opened.resolve()
    else opened.reject(error)
  }

  private settleEnd(error: SctpError | null): void {
    const { ended } = this
    this.ended = []
    for (const waiter of ended) {
      if (error === null) waiter.resolve()
      else waiter.reject(error)
    }
  }
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function ignore(): void {}

const NO_OPTIONS: SendOptions = {}
