import { createHmac } from 'node:crypto'
import { parseIpAddress } from '@sigbed/octets'
import { fillChecksum, verifyChecksum } from '@sigbed/sctp-codec'
import { SeededRandom, SimulatedNetwork, VirtualClock, type VirtualTimer } from '@sigbed/simulated-network'
import type { Association } from '../src/association/association.js'
import type { AssociationEvent } from '../src/association/association-event.js'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { Endpoint } from '../src/endpoint/endpoint.js'
import { CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch } from '../src/endpoint/packet-batch.js'
import { TransportAddressTable } from '../src/endpoint/transport-address-table.js'
import { ReceivedMessage } from '../src/inbound/received-message.js'
import { RELIABLE } from '../src/outbound/reliability-policy.js'
import { NEVER } from '../src/time.js'
import { dataOf, describePacket, digestOf, type SentPacket, typesOf } from './sent-packet.js'

export interface DeliveredMessage {
  readonly atMs: number
  readonly streamId: number
  readonly streamSequenceNumber: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  /** The first 64 octets. */
  readonly text: string
  readonly length: number
  /** CRC32c of the whole payload. */
  readonly digest: number
}

/** What happens to a packet on its way into the network; a number holds it back by so many milliseconds. */
export type Interference = 'pass' | 'lose' | 'duplicate' | number

export interface TimedEvent {
  readonly atMs: number
  readonly event: AssociationEvent
}

/** An endpoint on the simulated network: the drain rule, a timer, and a memory of all that came out. */
export class SimulatedNode {
  readonly endpoint: Endpoint
  readonly addresses = new TransportAddressTable()
  readonly delivered: DeliveredMessage[] = []
  readonly events: TimedEvent[] = []
  /** The association most recently heard of. */
  association: Association | null = null
  onMessage: (message: ReceivedMessage, association: Association) => void = () => {}
  onEvent: (event: AssociationEvent, association: Association) => void = () => {}
  /** Every packet handed to the network, oldest first, while `remembers` is true. */
  readonly sent: SentPacket[] = []
  remembers = true
  /** What randomUint32 gives next, before it is random again. An association draws its tag first, then its Initial TSN. */
  readonly plannedRandom: number[] = []
  interfere: ((packet: SentPacket) => Interference) | null = null
  private readonly inbound = new PacketBatch()
  private readonly outbound = new PacketBatch()
  private readonly message = new ReceivedMessage()
  private readonly parts = new Map<string, readonly Uint8Array[]>()
  private timer: VirtualTimer | null = null
  private stopped = false

  constructor(
    readonly clock: VirtualClock,
    readonly network: SimulatedNetwork,
    random: SeededRandom,
    readonly localTexts: readonly string[],
    readonly encapsulationPort = 0,
  ) {
    const environment = {
      randomUint32: () => this.plannedRandom.shift() ?? random.uint32(),
      hmacSha256: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(octets).digest()),
      hmacSha1: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha1', key).update(octets).digest()),
    }
    const localAddresses = localTexts.map((text) => this.addressIndex(text))
    this.endpoint = new Endpoint({ environment, addresses: this.addresses, localAddresses, poison: true })
    for (const text of localTexts) network.attach(text, (octets, from, to) => this.arrive(octets, from, to))
  }

  addressIndex(text: string): number {
    return this.addresses.intern(parseIpAddress(text)!, this.encapsulationPort)
  }

  /** A further local address, on the network at once; associations are told by addAddress. */
  openAddress(text: string): number {
    const index = this.addressIndex(text)
    if (this.endpoint.localAddresses.includes(index)) return index
    this.network.attach(text, (octets, from, to) => this.arrive(octets, from, to))
    this.endpoint.addLocalAddress(index)
    return index
  }

  listen(port: number, parameters: Partial<ProtocolParameters> = {}): void {
    this.endpoint.listen(port, parameters)
  }

  associate(destinations: readonly string[], port: number, parameters: Partial<ProtocolParameters> = {}, localPort = 40_000): Association {
    const association = this.endpoint.associate(
      destinations.map((text) => this.addressIndex(text)),
      port,
      localPort,
      parameters,
      this.clock.now(),
    )
    this.association = association
    this.drain()
    return association
  }

  send(text: string, { stream = 1, ppid = 0, unordered = false, association = this.association } = {}) {
    const outcome = this.queue(text, { stream, ppid, unordered, association })
    this.drain()
    return outcome
  }

  /** Like send, but the drain is left to the caller: several messages leave in one turn. */
  queue(text: string, { stream = 1, ppid = 0, unordered = false, association = this.association } = {}) {
    const octets = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return association!.send(stream, ppid, unordered, octets, 0, octets.length)
  }

  sendOctets(
    octets: Uint8Array,
    { stream = 1, ppid = 0, unordered = false, association = this.association, context = 0, policy = RELIABLE, policyValue = 0 } = {},
  ) {
    const outcome = association!.send(stream, ppid, unordered, octets, 0, octets.length, false, context, -1, policy, policyValue)
    this.drain()
    return outcome
  }

  /** The packets sent that hold a chunk of that type. */
  packetsWith(type: number): SentPacket[] {
    return this.sent.filter((packet) => packet.types.includes(type))
  }

  /** Instants at which a chunk with this TSN was sent, and where to. */
  transmissionsOf(tsn: number): { atMs: number; to: string }[] {
    return this.sent.filter((packet) => dataOf(packet.octets).some((data) => data.tsn === tsn)).map(({ atMs, to }) => ({ atMs, to }))
  }

  /** Loses the next `times` packets that hold a chunk of that type. */
  loseNext(type: number, times = 1): void {
    let left = times
    this.interfere = (packet) => (left > 0 && packet.types.includes(type) && left-- > 0 ? 'lose' : 'pass')
  }

  pause(paused: boolean): void {
    this.association!.pauseReceiving(paused)
    this.drain()
  }

  shutdown(): void {
    this.association!.shutdown(this.clock.now())
    this.drain()
  }

  abort(reason: string): void {
    this.association!.abort(reason)
    this.drain()
  }

  texts(): string[] {
    return this.delivered.map((message) => message.text)
  }

  /** Events of one kind, with their instants. */
  eventsOf<K extends AssociationEvent['kind']>(kind: K): (Extract<AssociationEvent, { kind: K }> & { atMs: number })[] {
    const found: (Extract<AssociationEvent, { kind: K }> & { atMs: number })[] = []
    for (const { atMs, event } of this.events)
      if (event.kind === kind) found.push({ ...(event as Extract<AssociationEvent, { kind: K }>), atMs })
    return found
  }

  /** Hands in a packet as if it had arrived, checksum and all. */
  arrive(octets: Uint8Array, from: string, to: string): void {
    this.inbound.clear()
    const checksum = verifyChecksum(octets, 0, octets.length) ? CHECKSUM_GOOD : CHECKSUM_BAD
    this.inbound.append(octets, 0, octets.length, this.addressIndex(to), this.addressIndex(from), checksum)
    this.endpoint.handleBatch(this.inbound, this.clock.now())
    this.drain()
    // The borrow rule: whoever kept a pointer into the packet sees this.
    this.inbound.arena.fill(0xdd, 0, this.inbound.end)
  }

  drain(): void {
    const { endpoint, clock } = this
    const now = clock.now()
    for (let owner = endpoint.pollMessage(this.message); owner !== null; owner = endpoint.pollMessage(this.message)) {
      this.noteDelivery(now)
      this.onMessage(this.message, owner)
    }
    for (let next = endpoint.pollEvent(); next !== null; next = endpoint.pollEvent()) {
      this.association ??= next.association
      if (next.event.kind === 'communication-up') this.association = next.association
      // There is never more than one message handed over in part.
      if (next.event.kind === 'partial-delivery-aborted') this.parts.clear()
      this.events.push({ atMs: now, event: next.event })
      this.onEvent(next.event, next.association)
    }
    for (let done = false; !done; ) {
      this.outbound.clear()
      done = endpoint.pollTransmit(this.outbound, now)
      this.flush()
    }
    this.rearm()
  }

  /** Notes whole messages: one handed over in parts counts when its last part has come. */
  private noteDelivery(atMs: number): void {
    const { streamId, streamSequenceNumber, payloadProtocolId, unordered, partial } = this.message
    const name = `${streamId} ${unordered}`
    const parts = [...(this.parts.get(name) ?? []), this.message.copyPayload()]
    if (partial) {
      this.parts.set(name, parts)
      return
    }
    this.parts.delete(name)
    const octets = parts.length === 1 ? parts[0]! : Uint8Array.from(parts.flatMap((part) => [...part]))
    const text = String.fromCharCode(...octets.subarray(0, 64))
    const { length } = octets
    this.delivered.push({ atMs, streamId, streamSequenceNumber, payloadProtocolId, unordered, text, length, digest: digestOf(octets) })
  }

  private flush(): void {
    const { outbound, addresses } = this
    for (let i = 0; i < outbound.count; i++) {
      const at = outbound.offset[i]!
      const length = outbound.length[i]!
      fillChecksum(outbound.arena, at, length)
      const from = addresses.at(outbound.localAddress[i]!).text
      const to = addresses.at(outbound.remoteAddress[i]!).text
      if (this.remembers || this.interfere !== null) this.sendObserved(outbound.arena.slice(at, at + length), from, to)
      else this.network.send(outbound.arena, at, length, from, to)
    }
  }

  private sendObserved(octets: Uint8Array, from: string, to: string): void {
    const packet: SentPacket = { atMs: this.clock.now(), from, to, octets, types: typesOf(octets) }
    if (this.remembers) this.sent.push(packet)
    const fate = this.interfere?.(packet) ?? 'pass'
    if (fate === 'lose') return
    const send = () => this.network.send(octets, 0, octets.length, from, to)
    if (typeof fate === 'number') {
      this.clock.startTimer(fate, send)
      return
    }
    send()
    if (fate === 'duplicate') send()
  }

  /** Nothing wakes it any more. */
  stop(): void {
    this.stopped = true
    this.rearm()
  }

  private rearm(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
    if (this.stopped) return
    const deadline = this.endpoint.pollTimeout()
    if (deadline === NEVER) return
    this.timer = this.clock.startTimer(Math.max(deadline - this.clock.now(), 0), () => {
      this.timer = null
      this.endpoint.handleTimeout(this.clock.now())
      this.drain()
    })
  }
}

/** Takes a node off the network without a word, as a crash does. */
export function crash(node: SimulatedNode): void {
  node.stop()
  for (const text of node.localTexts) node.network.detach(text)
}

export const A_ADDRESSES = ['10.0.1.1', '10.0.2.1'] as const
export const Z_ADDRESSES = ['10.0.1.2', '10.0.2.2'] as const
export const PORT = 2905

/** A, which associates, and Z, which listens, two networks between them. Everything random comes from `seed`. */
export class SimulatedPair {
  readonly clock: VirtualClock
  readonly network: SimulatedNetwork
  readonly a: SimulatedNode
  readonly z: SimulatedNode
  readonly random: SeededRandom

  constructor(
    readonly seed = 1,
    readonly parameters: Partial<ProtocolParameters> = {},
    readonly homes = 2,
    delayMs = 10,
  ) {
    const random = new SeededRandom(seed)
    this.random = random
    this.clock = new VirtualClock(random)
    this.network = new SimulatedNetwork(this.clock, random)
    this.network.configureUsual({ delayMs })
    this.a = new SimulatedNode(this.clock, this.network, random, A_ADDRESSES.slice(0, homes))
    this.z = new SimulatedNode(this.clock, this.network, random, Z_ADDRESSES.slice(0, homes))
    this.z.listen(PORT, parameters)
  }

  /** Starts the association and waits until both sides are up and every path is confirmed. */
  establish(): this {
    this.a.associate([Z_ADDRESSES[0]], PORT, this.parameters)
    this.run(() =>
      [this.a, this.z].every(
        (node) => node.association?.state === 'ESTABLISHED' && node.association.paths.paths.every((path) => path.confirmed),
      ),
    )
    return this
  }

  /** Runs until the condition holds; fails with the seed and the packet log when it does not within `limitMs`. */
  run(until: () => boolean, limitMs = 600_000): void {
    if (!this.clock.runUntil(until, this.clock.now() + limitMs)) throw new Error(this.report(`condition not met within ${limitMs} ms`))
  }

  runFor(ms: number): void {
    this.clock.runUntil(this.clock.now() + ms)
  }

  cut(network: 0 | 1): void {
    this.network.cutPath(A_ADDRESSES[network], Z_ADDRESSES[network])
  }

  restore(network: 0 | 1): void {
    this.network.restorePath(A_ADDRESSES[network], Z_ADDRESSES[network])
  }

  /** A again, as if its machine had crashed and come back: nothing is remembered. Z's packets find it under the same addresses. */
  restartA(): SimulatedNode {
    crash(this.a)
    return new SimulatedNode(this.clock, this.network, this.random, this.a.localTexts)
  }

  /** Forgets what was sent so far, so that a test sees only its own packets. */
  forgetSent(): this {
    this.a.sent.length = 0
    this.z.sent.length = 0
    return this
  }

  /** Everything both sides have sent, in order of time. */
  trace(): string {
    return [...this.a.sent, ...this.z.sent]
      .sort((one, other) => one.atMs - other.atMs)
      .map(describePacket)
      .join('\n')
  }

  report(what: string): string {
    return `${what} (seed ${this.seed}, t = ${this.clock.now()} ms)\n${this.network.log.toText()}`
  }
}
