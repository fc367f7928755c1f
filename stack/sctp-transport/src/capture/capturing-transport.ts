import { CHECKSUM_ABSENT, type PacketBatch, type TransportAddress, type TransportAddressTable } from '@sigbed/sctp-core'
import type { DatagramTransport, TransportStatistics } from '../datagram-transport.js'
import type { CaptureFile } from './capture-file.js'
import type { CaptureDirection } from './pcapng-writer.js'

export interface CapturingTransportOptions {
  /** The table shared with the endpoint. */
  readonly addresses: TransportAddressTable
  /** The monotonic clock, in milliseconds, that the file's start is an instant of. */
  readonly now: () => number
  /** Whether what is received is written down, too. Not where the other node's sends stand in the same file already. */
  readonly withInbound: boolean
  /** The interface a path is on; one of its own, called by its two addresses, unless told. */
  readonly interfaceOf?: (local: TransportAddress, remote: TransportAddress) => PathInterface | null
}

/** As Wireshark shows it beside each packet. Paths with interfaces of one name share it. */
export interface PathInterface {
  readonly name: string
  readonly description: string
}

/**
 * Writes down the packets of an endpoint on their way: a transport around a transport. Each path is an interface of the file.
 * Around a fault injector it shows what the endpoint sent; under it, what is left of that on the wire.
 */
export class CapturingTransport implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = ignore
  /** By remote address, then by index of the local one. An address that the table forgets is forgotten here, too. */
  private readonly interfaces = new WeakMap<TransportAddress, Map<number, number>>()
  private comment = ''

  /** @param file may be shared by several; closing it is its owner's business. */
  constructor(
    private readonly transport: DatagramTransport,
    private readonly file: CaptureFile,
    private readonly options: CapturingTransportOptions,
  ) {
    transport.onReceive = (batch) => {
      if (options.withInbound) this.write(batch, 'inbound')
      this.onReceive(batch)
    }
  }

  get statistics(): TransportStatistics {
    return this.transport.statistics
  }

  send(batch: PacketBatch): void {
    this.write(batch, 'outbound')
    this.transport.send(batch)
  }

  /** Puts a remark ("path 2 cut") on the next packet that is written down; several of them stand line by line. */
  annotateNext(remark: string): void {
    this.comment = this.comment === '' ? remark : `${this.comment}\n${remark}`
  }

  close(): Promise<void> {
    return this.transport.close()
  }

  private write(batch: PacketBatch, direction: CaptureDirection): void {
    const { addresses, now } = this.options
    const atMs = now()
    for (let i = 0; i < batch.count; i++) {
      const local = addresses.at(batch.localAddress[i]!)
      const remote = addresses.at(batch.remoteAddress[i]!)
      const isOutbound = direction === 'outbound'
      this.file.writePacket({
        interfaceId: this.interfaceOf(batch.localAddress[i]!, local, remote),
        atMs,
        direction,
        source: isOutbound ? local.octets : remote.octets,
        destination: isOutbound ? remote.octets : local.octets,
        octets: batch.arena,
        offset: batch.offset[i]!,
        length: batch.length[i]!,
        withoutChecksum: batch.checksum[i] === CHECKSUM_ABSENT,
        comment: this.comment,
      })
      this.comment = ''
    }
  }

  private interfaceOf(localIndex: number, local: TransportAddress, remote: TransportAddress): number {
    let byLocal = this.interfaces.get(remote)
    if (byLocal === undefined) this.interfaces.set(remote, (byLocal = new Map()))
    let id = byLocal.get(localIndex)
    if (id === undefined) {
      const { name, description } = this.options.interfaceOf?.(local, remote) ?? pathInterface(local, remote)
      byLocal.set(localIndex, (id = this.file.addInterface(name, description)))
    }
    return id
  }
}

/** An interface for one path. Says what is not in the file: the header of the UDP datagram around each packet. */
export function pathInterface(local: TransportAddress, remote: TransportAddress, name = `${local.text} - ${remote.text}`): PathInterface {
  const path = `SCTP path ${local.text} - ${remote.text}`
  if (local.encapsulationPort === 0) return { name, description: path }
  const ports = `between ports ${local.encapsulationPort} and ${remote.encapsulationPort}`
  return { name, description: `${path}, carried over UDP (RFC 6951) ${ports}; UDP headers left out` }
}

function ignore(): void {}
