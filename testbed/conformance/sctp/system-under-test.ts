import { createHmac } from 'node:crypto'
import { parseIpAddress } from '@sigbed/octets'
import { fillChecksum, verifyChecksum } from '@sigbed/sctp-codec'
import {
  type Association,
  type AssociationEvent,
  type AssociationState,
  CHECKSUM_BAD,
  CHECKSUM_GOOD,
  Endpoint,
  PacketBatch,
  type ProtocolParameters,
  ReceivedMessage,
  type SendOutcome,
  TransportAddressTable,
} from '@sigbed/sctp-core'
import { SeededRandom } from '@sigbed/simulated-network'

/** A message, or a part of one, that the system under test has handed to its user. */
export interface DeliveredMessage {
  readonly streamId: number
  readonly unordered: boolean
  /** More of it follows. */
  readonly partial: boolean
  readonly payload: Uint8Array
}

/** Where the system under test puts the packets it sends, checksum and all. */
export type PacketOutlet = (octets: Uint8Array, from: string, to: string) => void

/**
 * One SCTP endpoint and its user, on a time line that moves only when told to. No network lies between it and the tester: a packet
 * is handed in at an instant, and what it provokes comes out at that same instant or when a timer expires.
 */
export class SystemUnderTest {
  readonly endpoint: Endpoint
  nowMs = 0
  /** The association last heard of; null before the first. */
  association: Association | null = null
  readonly delivered: DeliveredMessage[] = []
  readonly events: AssociationEvent[] = []
  /** What randomUint32 gives next, before it is random again. An association draws its tag first, then its Initial TSN. */
  readonly plannedRandom: number[] = []
  private readonly addresses = new TransportAddressTable()
  private readonly inbound = new PacketBatch()
  private readonly outbound = new PacketBatch()
  private readonly message = new ReceivedMessage()

  constructor(
    localTexts: readonly string[],
    private readonly outlet: PacketOutlet,
    seed = 1,
  ) {
    const random = new SeededRandom(seed)
    const environment = {
      randomUint32: () => this.plannedRandom.shift() ?? random.uint32(),
      hmacSha256: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(octets).digest()),
      hmacSha1: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha1', key).update(octets).digest()),
    }
    const localAddresses = localTexts.map((text) => this.index(text))
    this.endpoint = new Endpoint({ environment, addresses: this.addresses, localAddresses, poison: true })
  }

  get state(): AssociationState {
    return this.association?.state ?? 'CLOSED'
  }

  /** Kinds of the events so far, in their order. */
  get heard(): string[] {
    return this.events.map((event) => event.kind)
  }

  listen(port: number, parameters: Partial<ProtocolParameters>): void {
    this.endpoint.listen(port, parameters)
  }

  associate(destinations: readonly string[], peerPort: number, localPort: number, parameters: Partial<ProtocolParameters>): void {
    const indices = destinations.map((text) => this.index(text))
    this.association = this.endpoint.associate(indices, peerPort, localPort, parameters, this.nowMs)
    this.drain()
  }

  /** Sends messages of these lengths in one turn, and tells what became of the last. */
  send(...lengths: readonly number[]): SendOutcome {
    return this.sendOn(0, ...lengths)
  }

  sendOn(stream: number, ...lengths: readonly number[]): SendOutcome {
    let outcome: SendOutcome = 'closed'
    for (const length of lengths) outcome = this.association!.send(stream, 0, false, new Uint8Array(length).fill(0x62), 0, length)
    this.drain()
    return outcome
  }

  shutdown(): void {
    this.association!.shutdown(this.nowMs)
    this.drain()
  }

  abort(reason: string): void {
    this.association!.abort(reason)
    this.drain()
  }

  pauseReceiving(paused: boolean): void {
    this.association!.pauseReceiving(paused)
    this.drain()
  }

  /** A packet comes in; its checksum is verified here, as a transport does. */
  arrive(octets: Uint8Array, from: string, to: string): void {
    this.inbound.clear()
    const checksum = verifyChecksum(octets, 0, octets.length) ? CHECKSUM_GOOD : CHECKSUM_BAD
    this.inbound.append(octets, 0, octets.length, this.index(to), this.index(from), checksum)
    this.endpoint.handleBatch(this.inbound, this.nowMs)
    this.drain()
  }

  /** The instant of the next timer, or Infinity. */
  get nextTimer(): number {
    return this.endpoint.pollTimeout()
  }

  /** Moves time on to the next timer, at most to `limitMs`, and lets it expire. False when there is none by then: it is `limitMs` now. */
  step(limitMs: number): boolean {
    const due = this.nextTimer
    this.nowMs = Math.min(Math.max(due, this.nowMs), limitMs)
    if (due > limitMs) return false
    this.endpoint.handleTimeout(this.nowMs)
    this.drain()
    return true
  }

  private drain(): void {
    const { endpoint, message } = this
    for (let owner = endpoint.pollMessage(message); owner !== null; owner = endpoint.pollMessage(message))
      this.delivered.push({
        streamId: message.streamId,
        unordered: message.unordered,
        partial: message.partial,
        payload: message.copyPayload(),
      })
    for (let next = endpoint.pollEvent(); next !== null; next = endpoint.pollEvent()) {
      this.association = next.association
      this.events.push(next.event)
    }
    for (let done = false; !done; ) {
      this.outbound.clear()
      done = endpoint.pollTransmit(this.outbound, this.nowMs)
      this.flush()
    }
  }

  private flush(): void {
    const { outbound, addresses } = this
    for (let i = 0; i < outbound.count; i++) {
      const at = outbound.offset[i]!
      const length = outbound.length[i]!
      fillChecksum(outbound.arena, at, length)
      const from = addresses.at(outbound.localAddress[i]!).text
      this.outlet(outbound.arena.slice(at, at + length), from, addresses.at(outbound.remoteAddress[i]!).text)
    }
  }

  private index(text: string): number {
    const octets = parseIpAddress(text)
    if (octets === null) throw new RangeError(`${text} is no IP address`)
    return this.addresses.intern(octets, 0)
  }
}
