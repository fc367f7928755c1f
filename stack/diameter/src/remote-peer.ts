import type { BaseProtocol } from './base-protocol.js'
import type { DisconnectCause } from './disconnection.js'
import { winsElection } from './election.js'
import type { CloseReason, DiameterPeerEvent } from './peer-event.js'
import { isOpen, type PeerAction, type PeerState, type PeerTransition, type PeerTrigger, peerTransition } from './peer-state-machine.js'
import { NEVER, type PeerTimers } from './peer-timers.js'
import { Watchdog, type WatchdogState, type WatchdogUser } from './watchdog.js'

/** What the state machine asks of one of its two connections. */
export interface PeerConnection {
  /** Sends the messages of the base protocol. */
  readonly base: Pick<
    BaseProtocol,
    'sendCapabilitiesRequest' | 'sendCapabilitiesAnswer' | 'sendWatchdogRequest' | 'sendDisconnectRequest' | 'answerRequest'
  >
  connect(): void
  /** The connection is the one in use from now on. */
  opened(now: number): void
  /** A DPR goes out or has come in: no more requests. */
  beginClosing(): void
  /** Ends the connection, at once or in order, and forgets what belonged to it. Nothing when there is none. */
  disconnect(reason: CloseReason, abortively: boolean): void
  notify(event: DiameterPeerEvent): void
  /** The connection that sees to the timers has to look at them, though nothing may have happened on it. */
  deadlineMoved(): void
}

/**
 * One remote peer as this node knows it: the state of RFC 6733 §5.6, at most one connection of each direction, and the watchdog.
 * The connections report triggers; what the table orders is done here.
 */
export class RemotePeer implements WatchdogUser {
  state: PeerState = 'Closed'
  /** Empty until the peer has told it. */
  originHost = ''
  /** The connections; the initiator stays for the next attempt when its connection ends. */
  initiator: PeerConnection | null = null
  responder: PeerConnection | null = null
  readonly watchdog: Watchdog
  /** Whether this node connects again by itself. */
  private wanted = false
  /** The connection in use, in the open states and in Closing. */
  private active: PeerConnection | null = null
  /** End of the present Wait state or of Closing. */
  private stateDeadline = NEVER
  /** The DPA has come; messages still under way are waited for. */
  private lingering = false
  private incoming: PeerConnection | null = null
  /** What the DPR will say. */
  private cause: DisconnectCause = 'REBOOTING'
  /** Origin-State-Id of the last capabilities exchange; 0 for none. */
  private originStateId = 0
  /** Who began the last closing in order. */
  closedBy: 'stopped' | 'stopped-by-peer' = 'stopped'

  constructor(
    private readonly localHost: string,
    private readonly timers: PeerTimers,
    randomUint32: () => number,
  ) {
    this.watchdog = new Watchdog(timers.watchdogMs, timers.reconnectMs, randomUint32, this)
  }

  /** Connects, and again after Tc whenever the connection has ended (RFC 6733 §2.1), until `stop`. */
  start(now: number): void {
    this.wanted = true
    if (this.state === 'Closed') this.watchdog.arm(now)
    this.handle('Start', now)
  }

  stop(cause: DisconnectCause, now: number): void {
    this.cause = cause
    this.dontReconnect()
    this.handle('Stop', now)
  }

  /** The peer does not want to be connected to (RFC 6733 §5.4.3). */
  dontReconnect(): void {
    this.wanted = false
    if (!isOpen(this.state)) this.watchdog.disarm()
  }

  /** A connection the peer made, its CER accepted. */
  handleConnectionWithCer(incoming: PeerConnection, now: number): void {
    this.incoming = incoming
    this.handle('R-Conn-CER', now, 'duplicate-connection')
    this.incoming = null
  }

  /** 'I-' or 'R-', by which of the two it is. */
  prefixOf(connection: PeerConnection): 'I' | 'R' {
    return connection === this.initiator ? 'I' : 'R'
  }

  handleConnectionUp(now: number): void {
    this.handle('I-Rcv-Conn-Ack', now)
  }

  /** The lower layer has reported the end of a connection, or the failure to make one. */
  handleConnectionLost(connection: PeerConnection, now: number): void {
    const prefix = this.prefixOf(connection)
    const connecting = prefix === 'I' && (this.state === 'Wait-Conn-Ack' || this.state === 'Wait-Conn-Ack/Elect')
    this.handle(connecting ? 'I-Rcv-Conn-Nack' : `${prefix}-Peer-Disc`, now)
  }

  /** The DPA has come: disconnect, now or after the linger time (RFC 6733 §2.1.1). */
  handleDisconnectAnswer(connection: PeerConnection, messagesUnderWay: boolean, now: number): void {
    if (this.state !== 'Closing' || connection !== this.active) return
    this.lingering = messagesUnderWay
    if (messagesUnderWay) this.stateDeadline = now + this.timers.lingerMs
    else this.handle(`${this.prefixOf(connection)}-Rcv-DPA`, now, 'stopped')
  }

  /** The last message that was waited for has come. */
  finishLinger(now: number): void {
    if (this.lingering && this.active !== null) this.handleDisconnectAnswer(this.active, false, now)
  }

  /** The connection that sees to the timers: one of them has to. */
  timekeeper(): PeerConnection | null {
    return this.active ?? this.initiator ?? this.responder
  }

  /**
   * Notes the Origin-State-Id of a capabilities exchange. True when it has grown: the peer has restarted, and what it knew of sessions is
   * lost (RFC 6733 §8.16). 0 stands for an absent one and says nothing.
   */
  noteOriginStateId(originStateId: number): boolean {
    const restarted = this.originStateId !== 0 && originStateId > this.originStateId
    if (originStateId !== 0) this.originStateId = originStateId
    return restarted
  }

  pollTimeout(): number {
    return Math.min(this.stateDeadline, this.watchdog.deadline)
  }

  handleTimeout(now: number): void {
    if (now >= this.stateDeadline) {
      this.stateDeadline = NEVER
      if (this.lingering) this.finishLinger(now)
      else this.handle('Timeout', now, this.state === 'Closing' ? 'disconnect-timeout' : 'setup-timeout')
    }
    if (now >= this.watchdog.deadline) this.watchdog.handle('Timer expires', now)
  }

  /**
   * Runs one transition of the table. False when there is none for `trigger` here.
   * @param reason what is told of a connection that the transition ends
   */
  handle(trigger: PeerTrigger, now: number, reason: CloseReason = 'stopped', abortively = false): boolean {
    const transition = peerTransition(this.state, trigger)
    if (transition === null) return false
    this.run(transition, trigger, now, reason, abortively)
    // What ended the one connection may have left the timers to the other: that to connect again (RFC 6733 §2.1), or the watchdog.
    this.timekeeper()?.deadlineMoved()
    return true
  }

  private run(transition: PeerTransition, trigger: PeerTrigger, now: number, reason: CloseReason, abortively: boolean): void {
    const from = this.state
    this.enter(transition.next, now)
    if (transition.next === 'Closing') this.active?.beginClosing()
    // First the state, then the actions: an election won comes back here as a trigger of its own.
    for (const action of transition.actions) this.perform(action, trigger, now, reason, abortively)
    if (this.state !== transition.next || from === transition.next) return
    if (isOpen(transition.next)) this.opened(now)
    if (transition.next === 'Closing') {
      this.watchdog.reset()
      this.closedBy = trigger === 'Stop' ? 'stopped' : 'stopped-by-peer'
    }
    if (transition.next === 'Closed') this.closed(from, now)
  }

  sendWatchdog(): void {
    this.active?.base.sendWatchdogRequest()
  }

  failover(): void {
    this.notify({ kind: 'failover' })
  }

  failback(): void {
    this.notify({ kind: 'failback' })
  }

  /** RFC 3539 §3.4.1: CloseConnection(). The peer does not answer, so the connection is aborted. */
  closeConnection(now: number): void {
    if (this.active === null || !isOpen(this.state)) return
    this.handle(`${this.prefixOf(this.active)}-Peer-Disc`, now, 'watchdog', true)
  }

  attemptOpen(now: number): void {
    if (this.wanted) this.handle('Start', now)
  }

  stateChanged(from: WatchdogState, to: WatchdogState): void {
    this.notify({ kind: 'watchdog-state-change', from, to })
  }

  private enter(next: PeerState, now: number): void {
    const from = this.state
    if (from === next) return
    this.state = next
    if (next === 'Closed' || isOpen(next)) this.stateDeadline = NEVER
    else if (next === 'Closing') this.stateDeadline = now + this.timers.disconnectTimeoutMs
    else if (from === 'Closed') this.stateDeadline = now + this.timers.setupTimeoutMs
    this.notify({ kind: 'state-change', from, to: next })
  }

  private opened(now: number): void {
    this.active = this.state === 'I-Open' ? this.initiator : this.responder
    this.lingering = false
    this.watchdog.handle('Connection up', now)
    this.active?.opened(now)
  }

  private closed(from: PeerState, now: number): void {
    if (isOpen(from)) this.watchdog.handle('Connection down', now)
    this.active = null
    this.responder = null
    this.lingering = false
    if (!this.wanted) this.watchdog.disarm()
    // RFC 6733 §2.1: attempts are made every Tc; after an orderly end the watchdog's timer is not running yet.
    else if (this.watchdog.deadline === NEVER) this.watchdog.arm(now)
  }

  private perform(action: PeerAction, trigger: PeerTrigger, now: number, reason: CloseReason, abortively: boolean): void {
    switch (action) {
      case 'I-Snd-Conn-Req':
        this.initiator?.connect()
        return
      case 'I-Snd-CER':
        this.initiator?.base.sendCapabilitiesRequest()
        return
      case 'R-Accept':
        this.responder = this.incoming
        return
      case 'R-Reject':
        // RFC 6733 §2.1: one connection and no more with a given peer.
        this.incoming?.disconnect(reason, false)
        return
      case 'R-Snd-CEA':
        this.responder?.base.sendCapabilitiesAnswer()
        return
      case 'Elect':
        this.elect(now)
        return
      case 'I-Disc':
        this.initiator?.disconnect(trigger === 'Win-Election' ? 'election-lost' : reason, abortively)
        return
      case 'R-Disc':
        this.responder?.disconnect(trigger === 'I-Rcv-CEA' ? 'election-lost' : reason, abortively)
        this.responder = null
        return
      case 'Cleanup':
        this.initiator?.disconnect('connect-failed', true)
        return
      case 'Error':
        this.initiator?.disconnect(reason, true)
        this.responder?.disconnect(reason, true)
        return
      case 'I-Snd-DPR':
        this.initiator?.base.sendDisconnectRequest(this.cause)
        return
      case 'R-Snd-DPR':
        this.responder?.base.sendDisconnectRequest(this.cause)
        return
      case 'I-Snd-DPA':
        this.initiator?.base.answerRequest()
        return
      case 'R-Snd-DPA':
        this.responder?.base.answerRequest()
        return
      case 'I-Snd-DWA':
        this.initiator?.base.answerRequest()
        return
      case 'R-Snd-DWA':
        this.responder?.base.answerRequest()
        return
      case 'Process-CER':
      case 'Process-CEA':
      case 'Process-DWR':
      case 'Process-DWA':
      case 'Process':
      case 'I-Snd-Message':
      case 'R-Snd-Message':
        // Done by the connection before it reported the trigger; messages pass through no table (peer.ts).
        return
    }
  }

  /** RFC 6733 §5.6.4. The loser waits for the CEA on its own connection, or for the winner to hang up on the other. */
  private elect(now: number): void {
    const won = winsElection(this.localHost, this.originHost)
    this.notify({ kind: 'election', won })
    if (won) this.handle('Win-Election', now)
  }

  private notify(event: DiameterPeerEvent): void {
    const connection = this.timekeeper() ?? this.incoming
    connection?.notify(event)
  }
}
