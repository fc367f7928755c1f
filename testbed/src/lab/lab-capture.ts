import type { TransportAddress, TransportAddressTable } from '@sigbed/sctp-core'
import type { Surroundings } from '@sigbed/sctp-sockets'
import {
  CaptureFile,
  CapturingTransport,
  type CapturingTransportOptions,
  type DatagramTransport,
  pathInterface,
  type TransportError,
} from '@sigbed/sctp-transport'

/** What of a node's packets a capture shows, and on which interface. */
export type CaptureView = Required<Pick<CapturingTransportOptions, 'withInbound' | 'interfaceOf'>>

/**
 * What nodes send, each packet once, lost ones included: an interface for each network.
 *
 * @param networkOf the network that a packet from one address to another crosses; null for none that is known
 */
export function sendersView(networkOf: (local: string, remote: string) => string | null): CaptureView {
  return {
    withInbound: false,
    interfaceOf: (local, remote) => pathInterface(local, remote, networkOf(local.text, remote.text) ?? undefined),
  }
}

/**
 * What a node sends and what reaches it, an interface for each network it is on. With those of the other nodes beside it, what was sent
 * and not received was lost on the way, and what was received in another order was overtaken.
 *
 * @param networkOf the network an address is on: a packet belongs to that of its destination; null for none that is known
 */
export function nodeView(node: string, networkOf: (address: TransportAddress) => string | null): CaptureView {
  return {
    withInbound: true,
    interfaceOf: (local, remote) => {
      const network = networkOf(remote)
      if (network === null) return null
      const carrier =
        local.encapsulationPort === 0 ? '' : `, in UDP of port ${local.encapsulationPort} (RFC 6951), whose headers are left out`
      return { name: `${node} ${network}`, description: `node ${node} on network ${network}: SCTP at ${local.text}${carrier}` }
    },
  }
}

export interface LabCaptureOptions {
  readonly path: string
  readonly surroundings: Surroundings
  /** Nanoseconds since 1970 (UTC) at the instant zero of the surroundings' clock. */
  readonly startedAtEpochNs: bigint
  /** What the file says of itself. */
  readonly comment: string
}

/** The packets of one node or several, in one file. */
export class LabCapture {
  private readonly file: CaptureFile

  /** @throws TransportError SIGBED_CAPTURE when the file cannot be made */
  constructor(private readonly options: LabCaptureOptions) {
    this.file = CaptureFile.open(options)
  }

  wrap(transport: DatagramTransport, addresses: TransportAddressTable, view: CaptureView): DatagramTransport {
    const { surroundings } = this.options
    return new CapturingTransport(transport, this.file, { ...view, addresses, now: () => surroundings.now() })
  }

  /** What was written down so far is in the file then, whatever becomes of this process. */
  flush(): void {
    this.file.flush()
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

/** Of a virtual clock, which starts at 0: its instants are shown as if the run had begun now. */
export function epochNanosecondsOfVirtualZero(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}

export const SENDERS_COMMENT = 'SCTP as sent by each node, before any fault of the lab; lost packets are here, too'
export const BOTH_ENDS_COMMENT =
  'SCTP as each node sent it, before any fault of the lab, and as it reached each node: what was sent and not received was lost on the way'
