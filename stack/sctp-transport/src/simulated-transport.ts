import { parseIpAddress } from '@sigbed/octets'
import { COMMON_HEADER_LENGTH, fillChecksum, verifyChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import { type DatagramTransport, noTrafficYet, type TransportStatistics } from './datagram-transport.js'
import { parseLocalAddresses } from './local-address.js'
import type { Surroundings } from './surroundings.js'

/** A network that moves packets between interfaces known by address in text. Not made here: whoever has one hands it in. */
export interface PacketNetwork {
  /** `receive` is lent the octets until it returns. */
  attach(address: string, receive: (octets: Uint8Array, from: string, to: string) => void): void
  detach(address: string): void
  /** Copies the octets before it returns. */
  send(octets: Uint8Array, offset: number, length: number, from: string, to: string): void
}

export interface SimulatedTransportOptions {
  /** The table shared with the endpoint. */
  readonly addresses: TransportAddressTable
  /** IP addresses in text; each is attached to the network in its canonical form (RFC 5952), one endpoint an address. */
  readonly local: readonly string[]
  /** The port local and remote addresses are entered with, for stacks that think they run over UDP; 0 unless told. */
  readonly encapsulationPort?: number
}

/**
 * A transport over a simulated wire: same batches, same checksums as over UDP, but what arrives at one instant is one batch, and no
 * time passes but the surroundings'.
 */
export class SimulatedTransport implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  readonly statistics: TransportStatistics = noTrafficYet()
  /** Indices of the local addresses in the table, in the order of `local`. */
  localAddresses: readonly number[]
  private readonly addresses: TransportAddressTable
  private readonly encapsulationPort: number
  private readonly isLocal = new Set<number>()
  private readonly inbound = new PacketBatch()
  private readonly outbound = new Uint8Array(LONGEST_PACKET)
  private flushPending = false
  private closed = false

  /** @throws TransportError SIGBED_ADDRESS_INVALID for an address that is none; whatever the network throws for one that is taken. */
  constructor(
    private readonly network: PacketNetwork,
    private readonly surroundings: Surroundings,
    options: SimulatedTransportOptions,
  ) {
    this.addresses = options.addresses
    this.encapsulationPort = options.encapsulationPort ?? 0
    this.localAddresses = parseLocalAddresses(options.local).map((octets) => this.addresses.intern(octets, this.encapsulationPort))
    for (const index of this.localAddresses) this.attach(index)
  }

  /** Attaches a further local address. @throws (rejects) as the constructor does; for one that is open already, nothing happens */
  async addLocalAddress(text: string): Promise<number> {
    const [octets] = parseLocalAddresses([text])
    const index = this.addresses.intern(octets!, this.encapsulationPort)
    if (this.isLocal.has(index)) return index
    this.attach(index)
    this.localAddresses = [...this.localAddresses, index]
    return index
  }

  async removeLocalAddress(index: number): Promise<void> {
    if (!this.isLocal.delete(index)) return
    this.localAddresses = this.localAddresses.filter((each) => each !== index)
    this.network.detach(this.addresses.at(index).text)
    this.addresses.release(index)
  }

  private attach(index: number): void {
    this.network.attach(this.addresses.at(index).text, (octets, from) => this.packetArrived(octets, from, index))
    this.isLocal.add(index)
    this.addresses.hold(index)
  }

  send(batch: PacketBatch): void {
    for (let i = 0; i < batch.count; i++) {
      const localAddress = batch.localAddress[i]!
      const length = batch.length[i]!
      const to = this.addresses.at(batch.remoteAddress[i]!).text
      if (this.closed || !this.isLocal.has(localAddress) || length < COMMON_HEADER_LENGTH || length > LONGEST_PACKET) {
        this.statistics.sendFailures++
        continue
      }
      this.outbound.set(batch.arena.subarray(batch.offset[i]!, batch.offset[i]! + length))
      if (batch.checksum[i] === CHECKSUM_ABSENT) fillChecksum(this.outbound, 0, length)
      this.statistics.packetsSent++
      this.statistics.octetsSent += length
      this.network.send(this.outbound, 0, length, this.addresses.at(localAddress).text, to)
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const index of this.localAddresses) this.network.detach(this.addresses.at(index).text)
  }

  private packetArrived(octets: Uint8Array, from: string, localAddress: number): void {
    const { inbound, statistics } = this
    const { length } = octets
    if (!inbound.hasRoom(length)) this.flush()
    const remoteAddress = length < COMMON_HEADER_LENGTH || length > inbound.arena.length ? -1 : this.remoteAddress(from)
    if (remoteAddress < 0) {
      statistics.receiveDiscards++
      return
    }
    this.addresses.hold(remoteAddress)
    // RFC 9260 §6.8: verified before anything else is believed; the core is told, and discards.
    const checksum = verifyChecksum(octets, 0, length) ? CHECKSUM_GOOD : CHECKSUM_BAD
    inbound.append(octets, 0, length, localAddress, remoteAddress, checksum)
    statistics.packetsReceived++
    statistics.octetsReceived += length
    if (this.flushPending) return
    this.flushPending = true
    this.surroundings.afterTurn(this.flushAtTurnEnd)
  }

  /** -1 for what is no IP address, and for one that the table has no room for. */
  private remoteAddress(from: string): number {
    const known = this.addresses.find(from, this.encapsulationPort)
    if (known >= 0) return known
    const octets = parseIpAddress(from)
    return octets === null ? -1 : this.addresses.intern(octets, this.encapsulationPort)
  }

  private readonly flushAtTurnEnd = (): void => {
    this.flushPending = false
    this.flush()
  }

  private flush(): void {
    if (this.closed || this.inbound.count === 0) return
    try {
      this.onReceive(this.inbound)
    } finally {
      this.addresses.releaseAll(this.inbound.remoteAddress, this.inbound.count)
      this.inbound.clear()
    }
  }
}

function ignore(): void {}

/** What an IPv4 packet can hold. */
const LONGEST_PACKET = 65_515
