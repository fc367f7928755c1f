import { parseIpAddress } from '@sigbed/octets'
import { COMMON_HEADER_LENGTH } from '@sigbed/sctp-codec'
import { PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { RawIp } from '@sigbed/sctp-transport'

/** Sends and receives single packets on the addresses of a network namespace, so that it is seen what passes. */
export class NamespaceProbe {
  /** `from > to`, as they came. */
  readonly heard: string[] = []
  private readonly batch = new PacketBatch()

  static async open(namespace: string, local: readonly string[]): Promise<NamespaceProbe> {
    const addresses = new TransportAddressTable()
    return new NamespaceProbe(addresses, local, await RawIp.open({ addresses, local, networkNamespace: `/run/netns/${namespace}` }))
  }

  private constructor(
    private readonly addresses: TransportAddressTable,
    private readonly local: readonly string[],
    private readonly transport: RawIp,
  ) {
    transport.onReceive = (batch) => {
      for (let i = 0; i < batch.count; i++) {
        this.heard.push(`${addresses.at(batch.remoteAddress[i]!).text} > ${addresses.at(batch.localAddress[i]!).text}`)
      }
    }
  }

  /** What the system took is on its way; what it would not send is lost. */
  send(from: string, to: string): void {
    const { batch, transport } = this
    batch.clear()
    const packet = new Uint8Array(COMMON_HEADER_LENGTH)
    const local = transport.localAddresses[this.local.indexOf(from)]!
    batch.append(packet, 0, packet.length, local, this.addresses.intern(parseIpAddress(to)!, 0), 0)
    transport.send(batch)
  }

  close(): Promise<void> {
    return this.transport.close()
  }
}
