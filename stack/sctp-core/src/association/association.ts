import { COMMON_HEADER_LENGTH } from '@sigbed/sctp-codec'
import type { AddressConfiguration } from '../address-configuration/address-configuration.js'
import { handleT4 } from '../address-configuration/asconf-request.js'
import type { ChunkAuthentication } from '../authentication/chunk-authentication.js'
import { SharedKeys } from '../authentication/shared-keys.js'
import { BackoffTimer } from '../backoff-timer.js'
import type { PacketBatch } from '../endpoint/packet-batch.js'
import type { InboundData } from '../inbound/inbound-data.js'
import type { ReceivedMessage } from '../inbound/received-message.js'
import { AbandonedMessages } from '../outbound/abandoned-messages.js'
import { abandonForRoom } from '../outbound/abandonment.js'
import { MessageOutcomeQueue } from '../outbound/message-outcome.js'
import { OutboundData } from '../outbound/outbound-data.js'
import { RELIABLE } from '../outbound/reliability-policy.js'
import { expireT3 } from '../outbound/retransmission.js'
import { SelectiveAcknowledgementProcessing } from '../outbound/selective-acknowledgement-processing.js'
import { transmit } from '../outbound/transmission.js'
import { giveUpMessages, tellOfBrokenOffMessage } from '../outbound/undelivered-messages.js'
import type { Path } from '../path/path.js'
import { handleHeartbeatTimers, sendHeartbeat } from '../path/path-heartbeat.js'
import { PathSet } from '../path/path-set.js'
import { AT_ONCE, type Instant, NEVER } from '../time.js'
import { abortByUser } from './abort.js'
import type { AssociationEvent, LossReason } from './association-event.js'
import type { AssociationHost } from './association-host.js'
import { type AssociationState, type AssociationTrigger, acceptsNewMessages, nextState } from './association-state.js'
import { AssociationStatistics } from './association-statistics.js'
import { type Capabilities, NO_CAPABILITIES } from './capabilities.js'
import { ControlQueue } from './control-queue.js'
import type { ProtocolParameters } from './protocol-parameters.js'
import type { SendOutcome } from './send-outcome.js'
import { followUp } from './send-progress.js'
import { handleSetupTimer, type SetupProgress } from './setup.js'
import { beginShutdown, closeIfIdle, handleShutdownTimers } from './shutdown.js'

/**
 * One SCTP association, without I/O: the TCB of RFC 9260 §14.2 and what the user may ask of it. The procedures stand in files
 * of their own (setup, shutdown, abort, transmission, heartbeat, …) and work on this object.
 *
 * Every call that changes something is followed by a full drain of the endpoint (Endpoint.poll…) before time or input moves on.
 */
export class Association {
  state: AssociationState = 'CLOSED'
  readonly statistics = new AssociationStatistics()
  readonly control = new ControlQueue()
  /** What became of messages sent with a context. */
  readonly outcomes = new MessageOutcomeQueue()
  readonly abandonedMessages = new AbandonedMessages()
  paths = new PathSet()
  outbound: OutboundData
  /** What a loss or a restart left undelivered, for forEachUndelivered; null again once the user has been told. */
  undelivered: OutboundData | null = null
  /** Null until the peer's Initial TSN is known. */
  inbound: InboundData | null = null
  /** The extensions both sides have offered; none before the peer has spoken. */
  capabilities: Capabilities = NO_CAPABILITIES
  /** Null where not both sides authenticate (RFC 4895). */
  authentication: ChunkAuthentication | null = null
  readonly sharedKeys: SharedKeys
  /** Null where not both sides change addresses (RFC 5061). */
  addressConfiguration: AddressConfiguration | null = null
  /** Those of this side that the peer knows, which packets may leave from. */
  localAddresses: readonly number[]
  /** This side's Random Number (RFC 4895 §6.1); changes as `localTag` does. */
  localRandom: Uint8Array | null = null
  peerTag = 0
  /** RFC 9260 §5.2.2: random, so that cookies, which are not secret, do not give the tags away. */
  readonly localTieTag: number
  readonly peerTieTag: number
  localInitialTsn: number
  peerInitialTsn = 0
  inboundStreams = 0
  outboundStreams: number
  /** When it became established; NaN before. */
  establishedAt: Instant = Number.NaN
  /** Consecutive retransmissions to the peer (§8.1). */
  errorCount = 0
  /** Setup under way; null once established. */
  setup: SetupProgress | null = null
  readonly t1: BackoffTimer
  readonly t2: BackoffTimer
  t5Deadline: Instant = NEVER
  shutdownRetransmissions = 0
  /** AT_ONCE when there is less to send since messages were given up: who waits for that is to hear of it in a turn of its own. */
  followUpAt: Instant = NEVER
  /** When an association without traffic is shut down (autoclose); looked at again then, as traffic does not move it. */
  autocloseAt: Instant = NEVER
  trafficAt: Instant = 0
  /** User octets one DATA chunk carries at most, by the smallest path (§6.9). */
  fragmentationPoint = 0
  /** What the user set for outbound streams (RFC 8260 §4.3.3); 0 for all others. `setStreamValue` changes it. */
  readonly streamValues = new Map<number, number>()
  /** While true, messages are kept and the receive window closes. */
  receivingPaused = false
  /** Emit 'sender-dry' whenever all that was sent has been acknowledged. */
  reportsDry = false
  /** For the endpoint: its deadline heap, its turn list, and whether its sums hold what is counted here. */
  heapIndex = -1
  touched = false
  counted = false
  acknowledgements: SelectiveAcknowledgementProcessing
  private dataPath: Path | null = null

  constructor(
    readonly host: AssociationHost,
    /** Changed as a whole, by `reconfigure`. */
    public parameters: ProtocolParameters,
    readonly localPort: number,
    readonly peerPort: number,
    /** The tag the peer has to put into every packet (§8.5). Never 0; changes only when the peer restarts. */
    public localTag: number,
    initialTsn: number,
  ) {
    this.localInitialTsn = initialTsn
    this.localAddresses = host.localAddresses
    this.sharedKeys = new SharedKeys(parameters.sharedKeys, parameters.activeSharedKey)
    this.localTieTag = host.environment.randomUint32()
    this.peerTieTag = host.environment.randomUint32()
    this.outboundStreams = parameters.outboundStreams
    this.outbound = this.freshOutbound(0, parameters.outboundStreams)
    this.acknowledgements = this.acknowledgementProcessing()
    this.t1 = new BackoffTimer(parameters.rtoMaxMs)
    this.t2 = new BackoffTimer(parameters.rtoMaxMs)
  }

  // ---- what the user asks (RFC 9260 §11.1)

  /**
   * Takes a copy of the message. Never blocks and never throws; see SendOutcome. RFC 9260 §11.1.5.
   *
   * @param immediate asks the peer to acknowledge it without delay (the I bit)
   * @param context comes back in a MessageOutcome once the message is acknowledged or given up; 0 for a message nobody asks after
   * @param remoteAddress the destination to use while it is active; -1 for the path that carries data
   * @param policy how long it is tried to deliver it, and `policyValue` what that means: see reliability-policy.ts. Once a part was sent, it
   *   can be given up only if the peer agreed to that (RFC 3758 §3.3)
   */
  send(
    streamId: number,
    payloadProtocolId: number,
    unordered: boolean,
    octets: Uint8Array,
    offset: number,
    length: number,
    immediate = false,
    context = 0,
    remoteAddress = -1,
    policy = RELIABLE,
    policyValue = Number.NaN,
  ): SendOutcome {
    if (this.state === 'CLOSED') return 'closed'
    if (!acceptsNewMessages(this.state)) return 'shutting-down'
    // §6.2: a DATA chunk without user data SHOULD NOT be sent.
    if (length === 0) return 'empty-message'
    if (length > this.parameters.largestMessageOctets) return 'message-too-large'
    if (streamId >= this.outboundStreams) return 'no-such-stream'
    const { outbound } = this
    if (!outbound.hasRoomFor(length, this.parameters) && !(outbound.partlyReliable && abandonForRoom(this, length, policy, policyValue))) {
      outbound.refused = true
      return 'send-buffer-full'
    }
    if (policy !== RELIABLE) outbound.partlyReliable = true
    const { queue } = outbound
    queue.push(octets, offset, length, streamId, payloadProtocolId, unordered, immediate, context, remoteAddress, policy, policyValue)
    this.host.touch(this)
    return 'queued'
  }

  /** Graceful: what is queued is delivered first (§9.2). */
  shutdown(now: Instant): void {
    beginShutdown(this, now)
    this.host.touch(this)
  }

  /** Abortive (§9.1). `reason` travels to the peer; ASCII. */
  abort(reason: string): void {
    abortByUser(this, reason)
    this.host.touch(this)
  }

  /** User data went out or came in: autoclose counts from the latest (RFC 6458 §8.1.8). */
  noteTraffic(now: Instant): void {
    this.trafficAt = now
  }

  /** Stops or resumes the delivery of messages; while stopped, what arrives is kept and the receive window closes. */
  pauseReceiving(paused: boolean): void {
    this.receivingPaused = paused
    this.host.touch(this)
  }

  /** §11.1.6. False when no such path exists or it is not confirmed. */
  setPrimary(remoteAddress: number): boolean {
    const path = this.paths.byRemoteAddress(remoteAddress)
    if (path === null || !path.confirmed) return false
    this.paths.primary = path.index
    this.noteDataPath()
    this.host.touch(this)
    return true
  }

  /** §11.1.10: a heartbeat on demand. False when there is no such path. */
  requestHeartbeat(remoteAddress: number, now: Instant): boolean {
    const path = this.paths.byRemoteAddress(remoteAddress)
    if (path === null || this.state !== 'ESTABLISHED') return false
    sendHeartbeat(this, path, now)
    this.host.touch(this)
    return true
  }

  // ---- what the endpoint drives

  /** The next instant at which handleTimeout has something to do; NEVER when idle. */
  pollTimeout(): Instant {
    // Resumed within a drain, after its messages were asked for: another drain is due at once.
    if (!this.receivingPaused && this.inbound?.delivery.pending === true) return AT_ONCE
    let deadline = Math.min(this.t1.deadline, this.t2.deadline, this.t5Deadline, this.autocloseAt, this.followUpAt, this.outbound.probeAt)
    if (this.inbound !== null) deadline = Math.min(deadline, this.inbound.schedule.deadline)
    if (this.addressConfiguration !== null) deadline = Math.min(deadline, this.addressConfiguration.t4Deadline)
    for (const path of this.paths.paths) deadline = Math.min(deadline, path.t3Deadline, path.heartbeatAt, path.heartbeatExpiry)
    return deadline
  }

  handleTimeout(now: Instant): void {
    if (this.t1.expire(now)) {
      this.statistics.t1Expirations++
      handleSetupTimer(this, now)
    }
    handleShutdownTimers(this, now)
    if (this.addressConfiguration !== null) handleT4(this, this.addressConfiguration, now)
    if (this.state === 'CLOSED') return
    if (now >= this.autocloseAt) closeIfIdle(this, now)
    if (now >= this.followUpAt) followUp(this, now)
    this.inbound?.schedule.expire(now)
    if (now >= this.outbound.probeAt) {
      this.outbound.probeAt = NEVER
      this.outbound.probeDue = true
    }
    for (const path of this.paths.paths) {
      if (now >= path.t3Deadline) expireT3(this, path, now)
      if (this.isOver) return
      if (now >= Math.min(path.heartbeatAt, path.heartbeatExpiry)) handleHeartbeatTimers(this, path, now)
      if (this.isOver) return
    }
  }

  pollMessage(into: ReceivedMessage): boolean {
    if (this.inbound === null || this.receivingPaused) return false
    if (this.inbound.delivery.poll(into)) {
      this.statistics.messagesReceived++
      return true
    }
    tellOfBrokenOffMessage(this)
    return false
  }

  /** After the messages of a turn have been polled: what a paused user left is copied, and a window worth telling about is told. */
  settleDelivery(): void {
    const { inbound } = this
    if (inbound === null) return
    inbound.delivery.takeBack()
    inbound.delivery.letGo()
    if (inbound.delivery.length > 0) inbound.delivery.retain()
    if (inbound.window.worthTelling && this.state !== 'CLOSED') inbound.schedule.demand()
  }

  /** False when the batch is full and there is more. */
  pollTransmit(batch: PacketBatch, now: Instant): boolean {
    return transmit(this, batch, now)
  }

  // ---- what the procedures share

  /** Makes a move of the state table. @throws Error when the table has no such move: a fault of this program, not of the peer. */
  move(trigger: AssociationTrigger): void {
    const next = nextState(this.state, trigger)
    if (next === null) throw new Error(`no move for '${trigger}' in ${this.state}`)
    this.state = next
  }

  /** Ends the association by a move to CLOSED; nothing is sent but what stands in `control`. */
  end(trigger: AssociationTrigger): void {
    this.move(trigger)
    this.setup = null
    this.addressConfiguration = null
    this.t1.stop()
    this.t2.stop()
    this.t5Deadline = NEVER
    this.autocloseAt = NEVER
    this.followUpAt = NEVER
    this.outbound.probeAt = NEVER
    if (this.inbound !== null) this.inbound.schedule.sent()
    for (const path of this.paths.paths) {
      path.stopT3()
      path.heartbeatAt = NEVER
      path.heartbeatExpiry = NEVER
    }
    this.host.forget(this, trigger !== 'abort')
    this.host.touch(this)
  }

  /** Ends the association against anybody's wish and tells the user. */
  lose(reason: LossReason, detail: string): void {
    const unacknowledgedMessages = giveUpMessages(this)
    this.end('abort')
    this.emit({ kind: 'communication-lost', reason, detail, unacknowledgedMessages })
  }

  get isOver(): boolean {
    return this.state === 'CLOSED'
  }

  emit(event: AssociationEvent): void {
    this.host.emit(this, event)
  }

  sendControl(octets: Uint8Array, localAddress: number, remoteAddress: number, alone: boolean, verificationTag = this.peerTag): void {
    this.control.push({ octets, localAddress, remoteAddress, verificationTag, alone })
  }

  /** The outbound side starts afresh: at setup, once the peer's window and streams are known, and at a restart. */
  resetOutbound(peerWindow: number, streams: number): void {
    const before = this.outbound
    this.outbound = this.freshOutbound(peerWindow, streams)
    this.outbound.inherit(before, this.outcomes)
    this.outboundStreams = streams
    this.acknowledgements = this.acknowledgementProcessing()
  }

  /** With nothing in it; scheduled as the user wants it. */
  freshOutbound(peerWindow: number, streams: number): OutboundData {
    const outbound = new OutboundData(this.localInitialTsn, peerWindow, streams, this.host.poison, this.streamValues)
    outbound.queue.schedule(this.parameters.streamScheduler)
    if (this.capabilities.interleaving) outbound.interleave()
    return outbound
  }

  /** To be called when the set of paths is complete. */
  pathsChanged(): void {
    this.fragmentationPoint = this.largestFragment()
    this.acknowledgements = this.acknowledgementProcessing()
    this.dataPath = this.paths.dataPath()
    this.host.reindex(this)
  }

  /** A path's MTU has been found smaller: what is cut from now on fits all paths (AMDCS, §7.3). */
  lowerPathMtu(path: Path, mtu: number): void {
    path.changeMtu(mtu)
    this.fragmentationPoint = this.largestFragment()
  }

  /** Reports when new data has begun to take another path. */
  noteDataPath(): void {
    const path = this.paths.dataPath()
    if (path === this.dataPath) return
    this.dataPath = path
    this.emit({ kind: 'data-path-change', localAddress: path.localAddress, remoteAddress: path.remoteAddress })
  }

  /** §8.1: one more consecutive retransmission; beyond Association.Max.Retrans the peer counts as unreachable. */
  countRetransmission(): void {
    this.errorCount++
    if (this.errorCount > this.parameters.associationMaxRetrans)
      this.lose('too-many-retransmissions', `nothing was acknowledged ${this.errorCount} times in a row`)
  }

  /** Tells a user whom `send` refused, once there is room worth coming back for. */
  reportRoom(): void {
    const { outbound } = this
    if (!outbound.refused || outbound.queue.bufferedOctets > this.parameters.sendBufferOctets / 2) return
    outbound.refused = false
    this.emit({ kind: 'send-buffer-available' })
  }

  /** User octets of a DATA or I-DATA chunk that fits every path, with the AUTH chunk it may need before it (RFC 4895 §6.2). */
  largestFragment(): number {
    const { chunkType, chunkHeaderOctets } = this.outbound
    const before = COMMON_HEADER_LENGTH + (this.authentication?.octetsBefore(chunkType) ?? 0)
    return Math.min(...this.paths.paths.map((path) => path.packetOctets)) - before - chunkHeaderOctets
  }

  private acknowledgementProcessing(): SelectiveAcknowledgementProcessing {
    return new SelectiveAcknowledgementProcessing(this.outbound, this.paths, this.statistics, this.outcomes)
  }
}
