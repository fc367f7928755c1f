import type { PacketNetwork } from '@sigbed/sctp-transport'

interface WaitingPacket {
  readonly octets: Uint8Array
  readonly from: string
  readonly socket: Socket
}

interface Socket {
  readonly address: string
  readonly receive: (octets: Uint8Array, from: string, to: string) => void
  waitingOctets: number
}

/**
 * What a kernel does for the program of one node: one socket for each address, which takes packets in also while the program stands
 * still, as many as its buffer holds, and is closed when the program is gone.
 */
export class SimulatedSockets implements PacketNetwork {
  /** Packets that came while the program stood still, and found its buffer full. */
  drops = 0
  private state: 'running' | 'standing-still' | 'gone' = 'running'
  private readonly sockets = new Map<string, Socket>()
  private waiting: WaitingPacket[] = []

  /** @param bufferOctets of each socket */
  constructor(
    private readonly network: PacketNetwork,
    private readonly bufferOctets = LINUX_BUFFER_OCTETS,
  ) {}

  attach(address: string, receive: (octets: Uint8Array, from: string, to: string) => void): void {
    if (this.state === 'gone') return
    const socket: Socket = { address, receive, waitingOctets: 0 }
    this.network.attach(address, (octets, from) => this.packetArrived(socket, octets, from))
    this.sockets.set(address, socket)
  }

  detach(address: string): void {
    if (this.sockets.delete(address)) this.network.detach(address)
  }

  send(octets: Uint8Array, offset: number, length: number, from: string, to: string): void {
    if (this.state !== 'gone') this.network.send(octets, offset, length, from, to)
  }

  standStill(): void {
    if (this.state === 'running') this.state = 'standing-still'
  }

  /** Hands over what waits, in the order of arrival. */
  goOn(): void {
    if (this.state !== 'standing-still') return
    this.state = 'running'
    for (const socket of this.sockets.values()) socket.waitingOctets = 0
    for (const { octets, from, socket } of this.waiting.splice(0)) socket.receive(octets, from, socket.address)
  }

  vanish(): void {
    this.state = 'gone'
    this.waiting = []
    for (const address of [...this.sockets.keys()]) this.detach(address)
  }

  private packetArrived(socket: Socket, octets: Uint8Array, from: string): void {
    if (this.state === 'running') {
      socket.receive(octets, from, socket.address)
    } else if (socket.waitingOctets + octets.length > this.bufferOctets) {
      this.drops++
    } else {
      socket.waitingOctets += octets.length
      this.waiting.push({ octets: octets.slice(), from, socket })
    }
  }
}

/** net.core.rmem_default and rmem_max of Linux. The kernel doubles what is asked for, and counts its own bookkeeping against it. */
const LINUX_BUFFER_OCTETS = 212_992
