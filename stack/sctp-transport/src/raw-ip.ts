import { sameOctets } from '@sigbed/octets'
import { isFault } from '@sigbed/sctp-codec'
import { type IcmpReport, PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import { type DatagramTransport, noTrafficYet, type TransportStatistics } from './datagram-transport.js'
import { readIcmpMessage } from './icmp-message.js'
import { parseLocalAddresses } from './local-address.js'
import { loadRawIpAddon, type RawIpAddon, type RawIpAddonLoading, type RawSocket } from './raw-ip-addon.js'
import { ADDRESS_OCTETS, RawIpAddresses } from './raw-ip-addresses.js'
import { rawIpError, TransportError } from './transport-error.js'

export interface RawIpOptions {
  /** The table shared with the endpoint; addresses are entered with encapsulation port 0. */
  readonly addresses: TransportAddressTable
  /** IP addresses in text, IPv4 and IPv6 as they come; one socket each. */
  readonly local: readonly string[]
  /** Octets of kernel buffer asked for each socket; without CAP_NET_ADMIN the system grants at most net.core.rmem_max. */
  readonly receiveBuffer?: number
  readonly sendBuffer?: number
  /**
   * Who minds the path MTU. 'kernel' unless told: it learns from ICMP and cuts what is larger. 'endpoint': packets are never cut, and
   * leave up to the interface's MTU whatever the kernel has heard, as an endpoint wants that probes for itself (RFC 8899 §4.1).
   */
  readonly pathMtuDiscovery?: 'kernel' | 'endpoint'
  /** A file that stands for the network namespace to open the sockets in, as /run/netns/NAME; wants CAP_SYS_ADMIN. */
  readonly networkNamespace?: string
}

/**
 * SCTP packets straight on IP (protocol 132), over raw sockets. Same batches and same rules as over UDP: one socket for each local
 * address, nothing throws once it is open, what cannot be sent is counted and dropped. What arrives is handed over at once, up to 64
 * packets a batch. Checksums are filled in and verified in the addon.
 *
 * A raw socket is no exclusive right: every one that is bound to an address gets all SCTP packets for it, whichever stack they are
 * meant for. One endpoint an address, then, and no kernel SCTP beside it, which would abort what it does not know.
 */
export class RawIp implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  /** What routers and hosts say about packets that were sent from here, looked at as far as RFC 9260 §10 goes without associations. */
  onIcmp: (report: IcmpReport) => void = ignore
  readonly statistics: TransportStatistics = noTrafficYet()
  /** Indices of the local addresses in the table, in the order of `local`. */
  readonly localAddresses: readonly number[]
  /** Octets of receive buffer that the kernel granted to the socket that got the least (Linux reports twice what it counts as data). */
  readonly receiveBuffer: number
  private readonly table: TransportAddressTable
  private readonly addresses: RawIpAddresses
  private readonly locals: LocalAddress[] = []
  private readonly localByIndex: (LocalAddress | undefined)[] = []
  private readonly inbound = new PacketBatch(MOST_PACKETS, MOST_PACKETS * SLOT_OCTETS)
  private readonly inboundIcmp = new PacketBatch(MOST_ICMP_MESSAGES, MOST_ICMP_MESSAGES * ICMP_SLOT_OCTETS)
  private readonly source = new Uint8Array(MOST_PACKETS * ADDRESS_OCTETS)
  private outcome = new Int32Array(MOST_PACKETS)
  private dropsAtClose = 0
  private closed = false

  /**
   * Opens a socket for each local address, or none.
   *
   * @throws TransportError (rejects): SIGBED_ADDON_ABSENT where raw IP is not built, SIGBED_PERMISSION without CAP_NET_RAW,
   *   SIGBED_ADDRESS_INVALID, SIGBED_ADDRESS_UNAVAILABLE or SIGBED_SOCKET; the sockets that were open already are closed again by then.
   * @param loading another addon than the one that is built, or none; for tests
   */
  static async open(options: RawIpOptions, loading: RawIpAddonLoading = loadRawIpAddon()): Promise<RawIp> {
    const octets = parseLocalAddresses(options.local)
    if (!loading.loaded) {
      throw new TransportError(
        'SIGBED_ADDON_ABSENT',
        `raw IP is not available (${loading.reason}: ${loading.detail}): build it with "node stack/sctp-transport/native/build.js", which wants Linux, gcc, make and Python 3, or use UDP encapsulation`,
      )
    }
    return new RawIp(loading.addon, options, octets)
  }

  private constructor(
    private readonly addon: RawIpAddon,
    options: RawIpOptions,
    octets: readonly Uint8Array[],
  ) {
    this.table = options.addresses
    this.addresses = new RawIpAddresses(options.addresses)
    try {
      for (const [i, text] of options.local.entries()) this.openLocal(text, octets[i]!, options)
    } catch (error) {
      for (const { packets, icmp } of this.locals) for (const socket of [packets, icmp]) addon.close(socket)
      throw error
    }
    this.localAddresses = this.locals.map(({ index }) => index)
    this.receiveBuffer = Math.min(...this.locals.map(({ packets }) => addon.state(packets).receiveBuffer))
  }

  /**
   * Packets that the kernel threw away because a receive buffer was full, since the start. A sign of trouble: newer kernels answer
   * such a packet with "protocol unreachable" besides, and a peer that heeds it aborts the association (RFC 9260 §10).
   */
  get kernelDrops(): number {
    if (this.closed) return this.dropsAtClose
    return this.locals.reduce((sum, { packets }) => sum + this.addon.state(packets).drops, 0)
  }

  send(batch: PacketBatch): void {
    if (this.outcome.length < batch.count) this.outcome = new Int32Array(batch.capacity)
    for (let first = 0; first < batch.count; ) {
      const from = this.senderOf(batch, first)
      let end = first + 1
      while (end < batch.count && this.senderOf(batch, end) === from) end++
      if (from === null) this.statistics.sendFailures += end - first
      else this.sendRun(from, batch, first, end)
      first = end
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.dropsAtClose = this.kernelDrops
    this.closed = true
    for (const { packets, icmp } of this.locals) {
      this.addon.close(packets)
      this.addon.close(icmp)
    }
  }

  private openLocal(text: string, octets: Uint8Array, options: RawIpOptions): void {
    const { receiveBuffer = RECEIVE_BUFFER_OCTETS, sendBuffer = SEND_BUFFER_OCTETS, networkNamespace = '' } = options
    const family = octets.length === 16 ? 6 : 4
    const fragmented = options.pathMtuDiscovery !== 'endpoint'
    const shared = { family, address: octets, fragmented, networkNamespace } as const
    const opened: RawSocket[] = []
    try {
      const onPackets = () => this.packetsArrived(local)
      opened.push(this.addon.open({ ...shared, protocol: SCTP_PROTOCOL, receiveBuffer, sendBuffer, onReadable: onPackets }))
      // A socket of its own for ICMP, and not the error queue of the other (IP_RECVERR): what the queue holds is also told as an error
      // of the socket, which fails a packet to somebody else and ends the event loop's watch. Whole messages are read and tested alike.
      const protocol = family === 6 ? ICMPV6_PROTOCOL : ICMP_PROTOCOL
      const onIcmp = () => this.icmpArrived(local)
      opened.push(this.addon.open({ ...shared, protocol, receiveBuffer: ICMP_BUFFER_OCTETS, sendBuffer: 0, onReadable: onIcmp }))
    } catch (cause) {
      for (const socket of opened) this.addon.close(socket)
      throw rawIpError(text, cause)
    }
    const index = options.addresses.intern(octets, 0)
    options.addresses.hold(index)
    const local: LocalAddress = { index, family, octets, packets: opened[0]!, icmp: opened[1]! }
    this.locals.push(local)
    this.localByIndex[index] = local
  }

  /** Whose socket can send packet `i`; null when none can: not our address, another family there, or SCTP in UDP (RFC 6951 §5.1). */
  private senderOf(batch: PacketBatch, i: number): LocalAddress | null {
    const local = this.closed ? undefined : this.localByIndex[batch.localAddress[i]!]
    return local !== undefined && this.addresses.familyOf(batch.remoteAddress[i]!) === local.family ? local : null
  }

  private sendRun(from: LocalAddress, batch: PacketBatch, first: number, end: number): void {
    const { outcome, statistics } = this
    const { arena, offset, length, checksum, remoteAddress } = batch
    this.addon.send(from.packets, arena, offset, length, checksum, remoteAddress, this.addresses.octets, first, end - first, outcome)
    for (let i = first; i < end; i++) {
      if (outcome[i] === 0) {
        statistics.packetsSent++
        statistics.octetsSent += length[i]!
      } else {
        statistics.sendFailures++
      }
    }
  }

  private packetsArrived(local: LocalAddress): void {
    const { inbound } = this
    // Bounded, so that a flood does not keep timers and the other sockets waiting: what is left wakes us up again.
    for (let batches = 0; batches < MOST_BATCHES_A_TURN && !this.closed; batches++) {
      const { arena, offset, length, checksum } = inbound
      const count = this.addon.receive(local.packets, arena, SLOT_OCTETS, offset, length, this.source, checksum)
      this.handOver(local, count)
      if (count < MOST_PACKETS) return
    }
  }

  private handOver(local: LocalAddress, arrived: number): void {
    const { inbound, source, statistics } = this
    let count = 0
    for (let i = 0; i < arrived; i++) {
      const length = inbound.length[i]!
      const remoteAddress = length < 0 ? -1 : this.addresses.indexOf(source, i * ADDRESS_OCTETS, local.family)
      if (remoteAddress < 0) {
        statistics.receiveDiscards++
        continue
      }
      this.table.hold(remoteAddress)
      inbound.offset[count] = inbound.offset[i]!
      inbound.length[count] = length
      inbound.checksum[count] = inbound.checksum[i]!
      inbound.localAddress[count] = local.index
      inbound.remoteAddress[count] = remoteAddress
      statistics.packetsReceived++
      statistics.octetsReceived += length
      count++
    }
    if (count === 0) return
    inbound.count = count
    try {
      this.onReceive(inbound)
    } finally {
      this.table.releaseAll(inbound.remoteAddress, count)
      inbound.clear()
    }
  }

  private icmpArrived(local: LocalAddress): void {
    const { arena, offset, length, checksum } = this.inboundIcmp
    const count = this.addon.receive(local.icmp, arena, ICMP_SLOT_OCTETS, offset, length, this.source, checksum)
    for (let i = 0; i < count && !this.closed; i++) {
      if (length[i]! < 0) continue
      const message = readIcmpMessage(arena, offset[i]!, length[i]!, local.family)
      if (message === null || isFault(message)) continue
      // About a packet that this address did not send, or to where nothing was ever sent: somebody else's, or nobody's.
      const remoteAddress = this.addresses.knownIndexOf(message.remoteAddress)
      if (remoteAddress < 0 || !sameOctets(message.localAddress, local.octets)) continue
      const { kind, mtu, sourcePort, destinationPort, verificationTag, initiateTag } = message
      this.onIcmp({ kind, mtu, remoteAddress, sourcePort, destinationPort, verificationTag, initiateTag })
    }
  }
}

/** A local address and its sockets. */
interface LocalAddress {
  /** In the transport address table. */
  readonly index: number
  readonly family: 4 | 6
  readonly octets: Uint8Array
  readonly packets: RawSocket
  readonly icmp: RawSocket
}

function ignore(): void {}

const SCTP_PROTOCOL = 132
const ICMP_PROTOCOL = 1
const ICMPV6_PROTOCOL = 58
/** As many as the addon moves in one system call. */
const MOST_PACKETS = 64
/** The longest IP packet, header and all; memory that no packet has reached yet is not used. */
const SLOT_OCTETS = 65_600
const MOST_BATCHES_A_TURN = 16
const MOST_ICMP_MESSAGES = 16
/** An error message is no longer than 1,280 octets (RFC 4443 §3.1), nor than 576 where it is of IPv4 (RFC 1812 §4.3.2.3). */
const ICMP_SLOT_OCTETS = 2048
const ICMP_BUFFER_OCTETS = 256 * 1024
/** The kernel charges a small packet with several times its size; and one it has no room for it answers with an error. */
const RECEIVE_BUFFER_OCTETS = 16 * 1024 * 1024
const SEND_BUFFER_OCTETS = 4 * 1024 * 1024
