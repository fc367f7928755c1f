import { COMMON_HEADER_LENGTH, CommonHeader, readCommonHeader, writeCommonHeader } from '@sigbed/sctp-codec'
import { Association } from '../association/association.js'
import type { AssociationEvent } from '../association/association-event.js'
import type { AssociationHost } from '../association/association-host.js'
import { handleChunks, type PacketContext } from '../association/chunk-dispatch.js'
import { type ProtocolParameters, protocolParameters } from '../association/protocol-parameters.js'
import { startSetup } from '../association/setup.js'
import { StateCookieMint } from '../association/state-cookie.js'
import type { Environment } from '../environment.js'
import type { ReceivedMessage } from '../inbound/received-message.js'
import type { MessageOutcome } from '../outbound/message-outcome.js'
import type { Instant } from '../time.js'
import { AssociationTable } from './association-table.js'
import { chunkBehindAuth } from './chunk-behind-auth.js'
import { DeadlineHeap } from './deadline-heap.js'
import { demultiplex } from './demultiplexing.js'
import { EndpointStatistics } from './endpoint-statistics.js'
import { handleIcmp, type IcmpReport } from './icmp-processing.js'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, type PacketBatch } from './packet-batch.js'
import type { TransportAddressTable } from './transport-address-table.js'

/** What an endpoint stands on. `localAddresses` are indices into `addresses`; the transport has a way in and out for each. */
export interface EndpointSurroundings {
  readonly environment: Environment
  readonly addresses: TransportAddressTable
  readonly localAddresses: readonly number[]
  /** Overwrite memory given back, so that a borrow kept too long shows; for tests. */
  readonly poison?: boolean
}

/** An event, and whose it is. `accepted` is the first event of an association that the peer began. */
export interface EndpointEvent {
  readonly association: Association
  readonly event: AssociationEvent
}

/** A whole packet outside any association: INIT ACK, an answer to a packet out of the blue. */
interface Reply {
  readonly chunk: Uint8Array
  readonly localAddress: number
  readonly remoteAddress: number
  readonly localPort: number
  readonly peerPort: number
  readonly verificationTag: number
}

/**
 * An SCTP endpoint without I/O: a set of local addresses, listening ports, and the associations on them (RFC 9260 §1.3).
 *
 * The drain rule: every input (handleBatch, handleTimeout, a call on an association) is followed by one full drain: pollMessage
 * until null, pollEvent until null, pollTransmit until true, and only then pollTimeout. Answers sent from within the drain leave in it.
 */
export class Endpoint implements AssociationHost {
  readonly environment: Environment
  readonly addresses: TransportAddressTable
  localAddresses: readonly number[]
  readonly poison: boolean
  readonly mint: StateCookieMint
  readonly table: AssociationTable
  readonly statistics = new EndpointStatistics()
  private readonly listening = new Map<number, ProtocolParameters>()
  private readonly deadlines = new DeadlineHeap<Association>()
  /** Associations with something to do in this turn, each once. */
  private turn: Association[] = []
  private delivering = 0
  private events: EndpointEvent[] = []
  private nextEvent = 0
  private replies: Reply[] = []
  private readonly header = new CommonHeader()
  private readonly packet: PacketContext = { octets: new Uint8Array(0), at: 0, length: 0, localAddress: 0, remoteAddress: 0 }

  constructor(surroundings: EndpointSurroundings) {
    this.environment = surroundings.environment
    this.addresses = surroundings.addresses
    this.localAddresses = surroundings.localAddresses
    for (const address of this.localAddresses) this.addresses.hold(address)
    this.table = new AssociationTable(this.addresses)
    this.poison = surroundings.poison ?? false
    this.mint = new StateCookieMint(this.environment, COOKIE_SECRET_LIFE_MS)
  }

  // ---- what the user asks

  /** Accepts associations on an SCTP port from now on. @throws RangeError for parameters that make no sense. */
  listen(port: number, parameters: Partial<ProtocolParameters> = {}): void {
    this.listening.set(port, protocolParameters(parameters))
  }

  /** Accepts no more; associations that exist live on. */
  stopListening(port: number): void {
    this.listening.delete(port)
  }

  /**
   * A further local address, which the transport has opened: associations that begin from now on have it. Those that are there are asked
   * one by one (addAddress), and do not use it before.
   */
  addLocalAddress(index: number): void {
    if (this.localAddresses.includes(index)) return
    this.addresses.hold(index)
    this.localAddresses = [...this.localAddresses, index]
  }

  /** Associations that begin from now on do not have it. @throws RangeError for the last one */
  removeLocalAddress(index: number): void {
    if (!this.localAddresses.includes(index)) return
    if (this.localAddresses.length === 1) throw new RangeError('an endpoint needs a local address')
    // Held still: associations may be about to give it up.
    this.localAddresses = this.localAddresses.filter((each) => each !== index)
  }

  listeningParameters(port: number): ProtocolParameters | undefined {
    return this.listening.get(port)
  }

  /**
   * Begins an association (RFC 9260 §11.1.2). The outcome comes as an event.
   *
   * @param destinations the peer's transport addresses, indices into `addresses`, just entered or held; the first becomes the primary path
   * @throws RangeError for parameters that make no sense, ports outside 1 to 65535, or a peer this endpoint has an association
   *   with already on these ports
   */
  associate(
    destinations: readonly number[],
    peerPort: number,
    localPort: number,
    parameters: Partial<ProtocolParameters>,
    now: Instant,
  ): Association {
    // §3.1: port 0 MUST NOT be used.
    if (!isPort(peerPort) || !isPort(localPort)) throw new RangeError('SCTP ports are 1 to 65535')
    if (destinations.length === 0) throw new RangeError('an association needs a destination address')
    if (destinations.some((address) => address < 0)) throw new RangeError('there is no room for another transport address')
    // §1.3: two endpoints have at most one association between them at any time.
    if (destinations.some((address) => this.table.from(address, peerPort, localPort) !== undefined))
      throw new RangeError('there is an association with this peer on these ports')
    const association = new Association(
      this,
      protocolParameters(parameters),
      localPort,
      peerPort,
      this.newTag(),
      this.environment.randomUint32(),
    )
    startSetup(association, destinations, now)
    this.touch(association)
    return association
  }

  // ---- inputs

  /** Handles every packet of a batch; the batch is borrowed until the drain that follows is over. */
  handleBatch(batch: PacketBatch, now: Instant): void {
    for (let i = 0; i < batch.count; i++)
      this.handlePacket(
        batch.arena,
        batch.offset[i]!,
        batch.length[i]!,
        batch.localAddress[i]!,
        batch.remoteAddress[i]!,
        batch.checksum[i]!,
        now,
      )
  }

  handlePacket(
    octets: Uint8Array,
    at: number,
    length: number,
    localAddress: number,
    remoteAddress: number,
    checksum: number,
    now: Instant,
  ): void {
    this.statistics.packetsReceived++
    // §6.8: a packet with a wrong checksum is silently discarded.
    if (checksum === CHECKSUM_BAD) {
      this.statistics.checksumErrors++
      return
    }
    // An index below 0 stands for an address the table had no room for: nothing could be sent there.
    if (remoteAddress < 0 || readCommonHeader(octets, at, length, this.header) !== null || length > MOST_PACKET_OCTETS) {
      this.statistics.malformedPackets++
      return
    }
    const { packet } = this
    packet.octets = octets
    packet.at = at
    packet.length = length
    packet.localAddress = localAddress
    packet.remoteAddress = remoteAddress
    // The one path that nearly every packet takes: its tag is ours and it comes from an address of that peer.
    const association = this.table.withTag(this.header.verificationTag)
    const known =
      association !== undefined &&
      association.peerPort === this.header.sourcePort &&
      association.localPort === this.header.destinationPort &&
      association.paths.byRemoteAddress(remoteAddress) !== null
    const type = known ? octets[chunkBehindAuth(octets, at, length)]! : FIRST_SETUP_CHUNK_TYPE
    if (known && type <= LAST_PLAIN_CHUNK_TYPE && type !== FIRST_SETUP_CHUNK_TYPE) {
      handleChunks(association, packet, 0, now)
      this.touch(association)
    } else {
      demultiplex(this, this.header, packet, now)
    }
    packet.octets = NO_OCTETS
  }

  /** The network has something to say about a packet of ours (§10). */
  handleIcmp(report: IcmpReport): void {
    handleIcmp(this, report)
  }

  handleTimeout(now: Instant): void {
    for (let association = this.deadlines.due(now); association !== null; association = this.deadlines.due(now)) {
      association.handleTimeout(now)
      this.touch(association)
      // Whatever is left to do has a later deadline, or the loop would not end.
      this.deadlines.set(association, Math.max(association.pollTimeout(), now + SMALLEST_WAIT_MS))
    }
  }

  // ---- the drain

  /** Moves the next message into `into` and tells whose it is; null when there is none. Borrowed until the next poll. */
  pollMessage(into: ReceivedMessage): Association | null {
    for (; this.delivering < this.turn.length; this.delivering++) {
      const association = this.turn[this.delivering]!
      if (association.pollMessage(into)) return association
    }
    return null
  }

  /** What became of a message that was sent with a context, and whose; null when there is nothing to tell. Part of the drain. */
  pollMessageOutcome(into: MessageOutcome): Association | null {
    for (const association of this.turn) if (association.outcomes.poll(into)) return association
    return null
  }

  /** pollEvent would give something. */
  get hasEvents(): boolean {
    return this.nextEvent < this.events.length
  }

  pollEvent(): EndpointEvent | null {
    if (this.nextEvent === this.events.length) {
      if (this.events.length > 0) this.events = []
      this.nextEvent = 0
      return null
    }
    return this.events[this.nextEvent++]!
  }

  /**
   * Appends what may be sent now to the batch, which is empty or has room. False when it is full and there is more: send it,
   * clear it, call again. True ends the turn.
   */
  pollTransmit(batch: PacketBatch, now: Instant): boolean {
    for (let reply = this.replies[0]; reply !== undefined; reply = this.replies[0]) {
      const length = COMMON_HEADER_LENGTH + reply.chunk.length
      if (!batch.hasRoom(length)) return false
      const at = writeCommonHeader(batch.arena, batch.end, reply.localPort, reply.peerPort, reply.verificationTag)
      batch.arena.set(reply.chunk, at)
      batch.commit(length, reply.localAddress, reply.remoteAddress, CHECKSUM_ABSENT)
      this.statistics.packetsSent++
      this.replies.shift()
    }
    for (let association = this.turn[0]; association !== undefined; association = this.turn[0]) {
      association.settleDelivery()
      if (!association.pollTransmit(batch, now)) return false
      association.touched = false
      if (association.isOver) this.rememberCounts(association)
      this.deadlines.set(association, association.pollTimeout())
      this.turn.shift()
    }
    this.delivering = 0
    this.addresses.endTurn()
    return true
  }

  /** The next instant handleTimeout has work to do. */
  pollTimeout(): Instant {
    return this.deadlines.earliest
  }

  // ---- what associations and the procedures of the endpoint share

  emit(association: Association, event: AssociationEvent): void {
    this.events.push({ association, event })
  }

  touch(association: Association): void {
    if (association.touched) return
    association.touched = true
    this.turn.push(association)
  }

  forget(association: Association, gracefully: boolean): void {
    this.table.remove(association)
    if (gracefully) this.statistics.shutdowns++
    else this.statistics.aborts++
  }

  /** Once for each association that has ended, however often it is touched afterwards. */
  private rememberCounts(association: Association): void {
    if (association.counted) return
    association.counted = true
    this.statistics.ended.absorb(association.statistics)
  }

  established(actively: boolean): void {
    if (actively) this.statistics.activeEstablishments++
    else this.statistics.passiveEstablishments++
  }

  isTaken({ peerPort, localPort }: Association, remoteAddress: number): boolean {
    return this.table.from(remoteAddress, peerPort, localPort) !== undefined
  }

  reindex(association: Association): void {
    this.table.index(association)
  }

  /** Sends one chunk in a packet of its own, outside any association. Bounded: what strangers provoke beyond that is dropped. */
  reply(chunk: Uint8Array, packet: PacketContext, header: CommonHeader, verificationTag: number): void {
    if (this.replies.length >= MOST_REPLIES) return
    const { localAddress, remoteAddress } = packet
    this.replies.push({
      chunk,
      localAddress,
      remoteAddress,
      localPort: header.destinationPort,
      peerPort: header.sourcePort,
      verificationTag,
    })
  }

  /** A Verification Tag for a new association: random, not 0, and no other association's here (§5.3.1). */
  newTag(): number {
    for (;;) {
      const tag = this.environment.randomUint32() >>> 0
      if (tag !== 0 && !this.table.hasTag(tag)) return tag
    }
  }
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535
}

const NO_OCTETS = new Uint8Array(0)
const MOST_PACKET_OCTETS = 65_535
const MOST_REPLIES = 256
/** A timer that is due again at once would keep handleTimeout in its loop: time moves on by this much at least. */
const SMALLEST_WAIT_MS = 0.001
/** DATA, SACK, HEARTBEAT, HEARTBEAT ACK and what lies between: no rule of their own about tags. INIT is 1, ABORT 6. */
const LAST_PLAIN_CHUNK_TYPE = 5
const FIRST_SETUP_CHUNK_TYPE = 1
/** Twice the longest life a cookie is given by default. */
const COOKIE_SECRET_LIFE_MS = 120_000
