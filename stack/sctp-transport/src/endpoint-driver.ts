import {
  type Association,
  type Endpoint,
  type EndpointEvent,
  type IcmpReport,
  MessageOutcome,
  NEVER,
  PacketBatch,
  ReceivedMessage,
} from '@sigbed/sctp-core'
import type { DatagramTransport } from './datagram-transport.js'
import type { Surroundings, TimerHandle } from './surroundings.js'

/** Who uses an endpoint. Called from within a drain: what is sent or asked for there leaves in the same drain, bundled. */
export interface EndpointUser {
  /** `message` is borrowed until the call returns. */
  onMessage(association: Association, message: ReceivedMessage): void
  onEvent(event: EndpointEvent): void
  /** What became of a message sent with a context; `outcome` is borrowed. Left out by users who send none. */
  onMessageOutcome?(association: Association, outcome: MessageOutcome): void
}

/**
 * The only place where time, sockets and an endpoint meet. Every input is followed by one full drain: messages, events, packets;
 * then the one system timer is armed, and only when the next deadline is earlier than the one it stands at.
 */
export class EndpointDriver {
  private readonly batch = new PacketBatch()
  private readonly message = new ReceivedMessage()
  private readonly outcome = new MessageOutcome()
  private timer: TimerHandle | null = null
  private armedFor = NEVER
  /** The timer has expired, and what had arrived by then is handled first. */
  private timeoutPlanned = false
  private draining = false
  private drainPlanned = false
  private closed = false

  constructor(
    readonly endpoint: Endpoint,
    private readonly transport: DatagramTransport,
    private readonly user: EndpointUser,
    readonly surroundings: Surroundings,
  ) {
    transport.onReceive = (batch) => {
      if (this.closed) return
      endpoint.handleBatch(batch, surroundings.now())
      this.drain()
    }
  }

  /** To be called after send, shutdown, abort and the like: one drain at the end of this turn serves all of them. */
  planDrain(): void {
    if (this.draining || this.drainPlanned || this.closed) return
    this.drainPlanned = true
    this.surroundings.afterTurn(this.drainAtTurnEnd)
  }

  drain(): void {
    // Called from onMessage or onEvent: the drain under way takes it along.
    if (this.draining || this.closed) return
    this.draining = true
    const { endpoint, message, outcome, user } = this
    const now = this.surroundings.now()
    try {
      for (let whose = endpoint.pollMessage(message); whose !== null; whose = endpoint.pollMessage(message)) user.onMessage(whose, message)
      for (let event = endpoint.pollEvent(); event !== null; event = endpoint.pollEvent()) user.onEvent(event)
      for (let whose = endpoint.pollMessageOutcome(outcome); whose !== null; whose = endpoint.pollMessageOutcome(outcome))
        user.onMessageOutcome?.(whose, outcome)
    } finally {
      // Also when the user threw: what the protocol owes its peers leaves all the same.
      this.transmit(now)
      this.draining = false
      this.rearm(now)
    }
    // Transmitting and the user's answers may have made events of their own (an association closed, say).
    if (endpoint.hasEvents) this.planDrain()
  }

  /** The network said something about a packet of ours (RFC 9260 §10). */
  icmpArrived(report: IcmpReport): void {
    if (this.closed) return
    this.endpoint.handleIcmp(report)
    this.drain()
  }

  /** No timer, no packet, no callback from here on. The transport is its owner's to close. */
  close(): void {
    this.closed = true
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timer = null
  }

  private readonly drainAtTurnEnd = (): void => {
    this.drainPlanned = false
    this.drain()
  }

  private transmit(now: number): void {
    const { batch, endpoint, transport } = this
    for (let done = false; !done; ) {
      done = endpoint.pollTransmit(batch, now)
      if (batch.count === 0) return
      transport.send(batch)
      batch.clear()
    }
  }

  private rearm(now: number): void {
    const deadline = this.endpoint.pollTimeout()
    if (deadline >= this.armedFor || this.timeoutPlanned || this.closed) return
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.armedFor = deadline
    this.timer = this.surroundings.startTimer(Math.max(deadline - now, 0), this.wake)
  }

  /**
   * An event loop looks at its timers before its sockets. A process that has stood still would find T3-rtx expired before it reads the
   * acknowledgements that came in time, and would retransmit and back off for nothing: so when it is late, packets that are waiting go
   * first. A transport reads them in this turn and hands them over at its end, after what was planned before: hence the next one.
   */
  private readonly wake = (): void => {
    const lateMs = this.surroundings.now() - this.armedFor
    this.timer = null
    this.armedFor = NEVER
    if (lateMs < LATE_MS) {
      this.handleTimeout()
      return
    }
    this.timeoutPlanned = true
    this.surroundings.afterTurn(this.letPacketsPass)
  }

  private readonly letPacketsPass = (): void => {
    this.surroundings.afterTurn(this.handleTimeout)
  }

  private readonly handleTimeout = (): void => {
    this.timeoutPlanned = false
    if (this.closed) return
    this.endpoint.handleTimeout(this.surroundings.now())
    this.drain()
  }
}

/** Timers of an idle machine are a millisecond late. */
const LATE_MS = 5
