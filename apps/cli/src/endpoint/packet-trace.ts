import type { TransportAddressTable } from '@sigbed/sctp-core'
import type { CaptureFile, DatagramTransport } from '@sigbed/sctp-transport'

type Transport = typeof import('@sigbed/sctp-transport')

/**
 * The packets of an endpoint, both ways, in a file that can be read while it grows: an endpoint runs until somebody kills it, and
 * not everybody kills gently.
 */
export class PacketTrace {
  private readonly timer: NodeJS.Timeout
  private flushedAt = 0

  /** @throws TransportError SIGBED_CAPTURE when the file cannot be made; one that is there already is overwritten. */
  static open(path: string, transport: Transport): PacketTrace {
    const file = transport.CaptureFile.open({ path, startedAtEpochNs: transport.epochNanosecondsAtZero(), comment: 'sigbed endpoint' })
    return new PacketTrace(file, transport)
  }

  private constructor(
    private readonly file: CaptureFile,
    private readonly transport: Transport,
  ) {
    this.timer = setInterval(this.flush, FLUSH_MS).unref()
  }

  /** The transport with the trace around it. */
  around(inner: DatagramTransport, addresses: TransportAddressTable): DatagramTransport {
    const { CapturingTransport, monotonicNow } = this.transport
    return new CapturingTransport(inner, this.file, { addresses, now: monotonicNow, withInbound: true })
  }

  /** @throws TransportError SIGBED_CAPTURE when anything could not be written since the file was opened. */
  close(): void {
    clearInterval(this.timer)
    this.file.close()
  }

  private readonly flush = (): void => {
    if (this.file.packetsWritten === this.flushedAt) return
    this.flushedAt = this.file.packetsWritten
    this.file.flush()
  }
}

const FLUSH_MS = 400
