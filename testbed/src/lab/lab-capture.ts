import type { TransportAddressTable } from '@sigbed/sctp-core'
import type { Surroundings } from '@sigbed/sctp-sockets'
import {
  CaptureFile,
  CapturingTransport,
  type DatagramTransport,
  epochNanosecondsAtZero,
  type TransportError,
} from '@sigbed/sctp-transport'

/**
 * One capture of a whole lab: every node writes down what it sends, so each packet stands there once, lost ones included; one
 * interface for each network.
 */
export class LabCapture {
  private readonly file: CaptureFile

  /**
   * @param networkOf the network that a packet from one address to another crosses; null for none that is known
   * @param virtualTime instants are those of a virtual clock, which starts at 0: they are shown as if the run had begun now
   * @throws TransportError SIGBED_CAPTURE when the file cannot be made
   */
  constructor(
    path: string,
    private readonly networkOf: (local: string, remote: string) => string | null,
    private readonly surroundings: Surroundings,
    virtualTime: boolean,
  ) {
    const startedAtEpochNs = virtualTime ? BigInt(Date.now()) * 1_000_000n : epochNanosecondsAtZero()
    const comment = 'SCTP as sent by each node, before any fault of the lab; lost packets are here, too'
    this.file = CaptureFile.open({ path, startedAtEpochNs, comment })
  }

  wrap(transport: DatagramTransport, addresses: TransportAddressTable): DatagramTransport {
    return new CapturingTransport(transport, this.file, {
      addresses,
      now: () => this.surroundings.now(),
      withInbound: false,
      pathName: (local, remote) => this.networkOf(local.text, remote.text) ?? `${local.text} - ${remote.text}`,
    })
  }

  /** What kept the capture from being whole; null when nothing did. */
  close(): TransportError | null {
    try {
      this.file.close()
    } catch {
      // The fault says it.
    }
    return this.file.fault
  }
}
