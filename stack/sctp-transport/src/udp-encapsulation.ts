import type { RemoteInfo, Socket } from 'node:dgram'
import { parseIpAddress, sameOctets } from '@sigbed/octets'
import { COMMON_HEADER_LENGTH, fillChecksum, verifyChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import { type DatagramTransport, noTrafficYet, type TransportStatistics } from './datagram-transport.js'
import { parseLocalAddresses } from './local-address.js'
import { SendRing } from './send-ring.js'
import { TransportError } from './transport-error.js'
import { closeUdpSocket, openUdpSocket } from './udp-socket.js'

export interface UdpEncapsulationOptions {
  /** The table shared with the endpoint; local addresses and those of peers are entered with their encapsulation ports. */
  readonly addresses: TransportAddressTable
  /** IP addresses in text, one socket each. */
  readonly local: readonly string[]
  /** The UDP port of every local address, 9899 where nothing else is agreed (RFC 6951 §5.1); 0 for one that is free on all of them. */
  readonly port: number
  /** Octets of kernel buffer asked for each socket; the system may grant less. */
  readonly receiveBuffer?: number
  readonly sendBuffer?: number
}

/**
 * SCTP packets in UDP datagrams (RFC 6951), over node:dgram. Each local address has a socket of its own: a packet leaves from the
 * address its path begins at, and one that arrives is known by the address it was sent to.
 *
 * What arrives in one turn of the event loop is handed over as one batch, in the check phase of that turn; when the batch is full
 * before, at once. Nothing here throws once it is open: what cannot be sent is counted and dropped, as a network would.
 */
export class UdpEncapsulation implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  readonly statistics: TransportStatistics = noTrafficYet()
  /** Indices of the local addresses in the table, in the order of `local`. */
  localAddresses: readonly number[]
  /** Octets of receive buffer that the kernel granted to the socket that got the least (Linux reports twice what it counts as data). */
  readonly receiveBuffer: number
  private readonly socketByLocalAddress: (LocalSocket | undefined)[] = []
  private readonly inbound = new PacketBatch()
  private flushPending = false
  private closed = false

  /**
   * Binds all local addresses, or none.
   *
   * @throws TransportError (rejects): SIGBED_ADDRESS_INVALID, SIGBED_ADDRESS_UNAVAILABLE, SIGBED_PORT_TAKEN, SIGBED_PERMISSION or
   *   SIGBED_SOCKET; the sockets that were open already are closed again by then.
   */
  static async open(options: UdpEncapsulationOptions): Promise<UdpEncapsulation> {
    const octets = parseLocalAddresses(options.local)
    if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) {
      throw new TransportError('SIGBED_ADDRESS_INVALID', `${options.port} is no UDP port: choose one from 1 to 65535, or 0 for any`)
    }
    for (let tries = 1; ; tries++) {
      try {
        const sockets = await bindAll(options)
        return new UdpEncapsulation(sockets, octets, options.addresses)
      } catch (error) {
        // The system chose a port for the first address that is taken on a later one: another choice may do.
        const mayChooseAgain = options.port === 0 && tries < MOST_CHOICES && error instanceof TransportError
        if (!mayChooseAgain || error.code !== 'SIGBED_PORT_TAKEN') throw error
      }
    }
  }

  private constructor(
    sockets: readonly Socket[],
    octets: readonly Uint8Array[],
    private readonly addresses: TransportAddressTable,
  ) {
    this.localAddresses = sockets.map((socket, i) => this.adopt(socket, octets[i]!))
    this.receiveBuffer = Math.min(...sockets.map((socket) => socket.getRecvBufferSize()))
  }

  /** The UDP port of all local addresses. */
  get port(): number {
    return this.addresses.at(this.localAddresses[0]!).encapsulationPort
  }

  /**
   * Opens a further local address on the same port while packets flow (RFC 5061); for one that is open already, nothing happens.
   *
   * @throws TransportError (rejects) as `open` does
   */
  async addLocalAddress(text: string): Promise<number> {
    const [octets] = parseLocalAddresses([text])
    const known = this.localAddresses.find((index) => sameOctets(this.addresses.at(index).octets, octets!))
    if (known !== undefined) return known
    const socket = await openUdpSocket({ address: text, port: this.port, receiveBuffer: BUFFER_OCTETS, sendBuffer: BUFFER_OCTETS })
    if (this.closed) {
      await closeUdpSocket(socket)
      throw new TransportError('SIGBED_SOCKET', `${text} was not opened: the transport has been closed`)
    }
    const index = this.adopt(socket, octets!)
    this.localAddresses = [...this.localAddresses, index]
    return index
  }

  /** Closes one of them; what still arrives there is nobody's. */
  async removeLocalAddress(index: number): Promise<void> {
    const local = this.socketByLocalAddress[index]
    if (local === undefined || this.closed) return
    this.socketByLocalAddress[index] = undefined
    this.localAddresses = this.localAddresses.filter((each) => each !== index)
    await closeUdpSocket(local.socket)
    this.addresses.release(index)
  }

  private adopt(socket: Socket, octets: Uint8Array): number {
    const index = this.addresses.intern(octets, socket.address().port)
    this.addresses.hold(index)
    this.socketByLocalAddress[index] = new LocalSocket(socket, this.statistics)
    socket.on('message', (datagram, from) => this.datagramArrived(datagram, from, index))
    // What the kernel reports on reading (out of memory, say) concerns a datagram that is gone.
    socket.on('error', () => this.statistics.receiveDiscards++)
    return index
  }

  send(batch: PacketBatch): void {
    for (let i = 0; i < batch.count; i++) {
      const socket = this.closed ? undefined : this.socketByLocalAddress[batch.localAddress[i]!]
      const { text, encapsulationPort } = this.addresses.at(batch.remoteAddress[i]!)
      // RFC 6951 §5.1: port 0 would mean SCTP on IP itself, which a UDP socket cannot send.
      if (socket === undefined || encapsulationPort === 0) this.statistics.sendFailures++
      else socket.send(batch.arena, batch.offset[i]!, batch.length[i]!, batch.checksum[i]!, text, encapsulationPort)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    this.inbound.clear()
    await Promise.all(this.localAddresses.map((index) => closeUdpSocket(this.socketByLocalAddress[index]!.socket)))
  }

  private datagramArrived(datagram: Uint8Array, from: RemoteInfo, localAddress: number): void {
    const { inbound, statistics } = this
    const { length } = datagram
    if (!inbound.hasRoom(length)) this.flush()
    const remoteAddress = length < COMMON_HEADER_LENGTH || length > inbound.arena.length ? -1 : this.remoteAddress(from)
    if (remoteAddress < 0) {
      statistics.receiveDiscards++
      return
    }
    // Until the batch has been answered: by then the table may have had to forget whom it knows the longest.
    this.addresses.hold(remoteAddress)
    const at = inbound.end
    inbound.append(datagram, 0, length, localAddress, remoteAddress, CHECKSUM_GOOD)
    // RFC 9260 §6.8: verified before anything else is believed; the core is told, and discards.
    if (!verifyChecksum(inbound.arena, at, length)) inbound.checksum[inbound.count - 1] = CHECKSUM_BAD
    statistics.packetsReceived++
    statistics.octetsReceived += length
    if (this.flushPending) return
    this.flushPending = true
    setImmediate(this.flushAtTurnEnd)
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

  /**
   * The index of a peer's address and port, -1 for one that cannot be entered: the table is full, or the address has a zone.
   * RFC 6951 §5.4: the port a peer is answered on is the one its packets come from.
   */
  private remoteAddress(from: RemoteInfo): number {
    const known = this.addresses.find(from.address, from.port)
    if (known >= 0) return known
    const octets = parseIpAddress(from.address)
    return octets === null || from.port === 0 ? -1 : this.addresses.intern(octets, from.port)
  }
}

/** One local address's socket, with the octets it has not got rid of yet. */
class LocalSocket {
  private readonly ring = new SendRing()

  constructor(
    readonly socket: Socket,
    private readonly statistics: TransportStatistics,
  ) {}

  /**
   * Copies the packet, fills in its checksum where it is absent and hands it to the kernel. The copy is needed: node:dgram keeps a pointer to what the
   * kernel would not take at once. Measured at 1,200 octets, it is lost in the 6 µs of the send itself.
   */
  send(octets: Uint8Array, offset: number, length: number, checksum: number, address: string, port: number): void {
    const { ring, statistics } = this
    const at = length < COMMON_HEADER_LENGTH ? -1 : ring.place(length)
    // A kernel that takes nothing for a whole ring of packets is a full socket buffer: this packet is dropped, SCTP retransmits.
    if (at < 0) {
      statistics.sendFailures++
      return
    }
    ring.octets.set(octets.subarray(offset, offset + length), at)
    if (checksum === CHECKSUM_ABSENT) fillChecksum(ring.octets, at, length)
    this.socket.send(ring.octets, at, length, port, address, this.sent)
  }

  /** Bound once: every send of this socket ends here, in the order of the sends. */
  private readonly sent = (error: Error | null, octets: number): void => {
    this.ring.release()
    if (error !== null) {
      this.statistics.sendFailures++
      return
    }
    this.statistics.packetsSent++
    this.statistics.octetsSent += octets
  }
}

async function bindAll(options: UdpEncapsulationOptions): Promise<Socket[]> {
  const sockets: Socket[] = []
  try {
    let { port } = options
    for (const address of options.local) {
      const { receiveBuffer = BUFFER_OCTETS, sendBuffer = BUFFER_OCTETS } = options
      const socket = await openUdpSocket({ address, port, receiveBuffer, sendBuffer })
      sockets.push(socket)
      port = socket.address().port
    }
    return sockets
  } catch (error) {
    await Promise.all(sockets.map(closeUdpSocket))
    throw error
  }
}

function ignore(): void {}

/** Room for a few thousand packets: a burst of many associations must not be lost between two turns of the event loop. */
const BUFFER_OCTETS = 4 * 1024 * 1024
const MOST_CHOICES = 16
