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
import { NEVER } from '../src/time.js'

export interface DeliveredMessage {
  readonly atMs: number
  readonly streamId: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  readonly text: string
}

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
  private readonly inbound = new PacketBatch()
  private readonly outbound = new PacketBatch()
  private readonly message = new ReceivedMessage()
  private timer: VirtualTimer | null = null

  constructor(
    readonly clock: VirtualClock,
    readonly network: SimulatedNetwork,
    random: SeededRandom,
    readonly localTexts: readonly string[],
    readonly encapsulationPort = 0,
  ) {
    const environment = {
      randomUint32: () => random.uint32(),
      hmacSha256: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(octets).digest()),
    }
    const localAddresses = localTexts.map((text) => this.addressIndex(text))
    this.endpoint = new Endpoint({ environment, addresses: this.addresses, localAddresses, poison: true })
    for (const text of localTexts) network.attach(text, (octets, from, to) => this.arrive(octets, from, to))
  }

  addressIndex(text: string): number {
    return this.addresses.intern(parseIpAddress(text)!, this.encapsulationPort)
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
    const octets = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const outcome = association!.send(stream, ppid, unordered, octets, 0, octets.length)
    this.drain()
    return outcome
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
      this.delivered.push({
        atMs: now,
        streamId: this.message.streamId,
        payloadProtocolId: this.message.payloadProtocolId,
        unordered: this.message.unordered,
        text: String.fromCharCode(...this.message.copyPayload().subarray(0, 64)),
      })
      this.onMessage(this.message, owner)
    }
    for (let next = endpoint.pollEvent(); next !== null; next = endpoint.pollEvent()) {
      this.association ??= next.association
      if (next.event.kind === 'communication-up') this.association = next.association
      this.events.push({ atMs: now, event: next.event })
    }
    for (let done = false; !done; ) {
      this.outbound.clear()
      done = endpoint.pollTransmit(this.outbound, now)
      this.flush()
    }
    this.rearm()
  }

  private flush(): void {
    const { outbound, addresses } = this
    for (let i = 0; i < outbound.count; i++) {
      const at = outbound.offset[i]!
      const length = outbound.length[i]!
      fillChecksum(outbound.arena, at, length)
      this.network.send(
        outbound.arena,
        at,
        length,
        addresses.at(outbound.localAddress[i]!).text,
        addresses.at(outbound.remoteAddress[i]!).text,
      )
    }
  }

  private rearm(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
    const deadline = this.endpoint.pollTimeout()
    if (deadline === NEVER) return
    this.timer = this.clock.startTimer(Math.max(deadline - this.clock.now(), 0), () => {
      this.timer = null
      this.endpoint.handleTimeout(this.clock.now())
      this.drain()
    })
  }
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

  constructor(
    readonly seed = 1,
    readonly parameters: Partial<ProtocolParameters> = {},
    readonly homes = 2,
    delayMs = 10,
  ) {
    const random = new SeededRandom(seed)
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

  report(what: string): string {
    return `${what} (seed ${this.seed}, t = ${this.clock.now()} ms)\n${this.network.log.toText()}`
  }
}
