import { type OctetTree, readU8, readU16, readU32 } from '@sigbed/octets'
import { verifyChecksum } from '@sigbed/sctp-codec'
import { CaptureReader, findIpPacket, IpPacket } from '@sigbed/sctp-transport'
import { messageTree as diameterTree } from 'diameter-codec'
import { FragmentAssembly } from './fragment-assembly.js'
import { sctpTree } from './signalling-protocol.js'
import { TcpStream } from './tcp-stream.js'

/** A packet of a capture that carries signalling. */
export interface DecodedPacket {
  /** Counted from 1, as Wireshark does. */
  readonly number: number
  /** ISO 8601 with nanoseconds; null where the capture does not say. */
  readonly time: string | null
  readonly from: string
  readonly to: string
  readonly trees: readonly OctetTree[]
}

/** How the reading of a capture ended. */
export interface CaptureSummary {
  readonly packets: number
  /** Neither SCTP nor Diameter over TCP, or fragments of IP. */
  readonly passedOver: number
  readonly ipFragments: number
}

export interface CaptureFailure {
  readonly offset: number
  readonly found: string
}

/**
 * Decodes the SCTP packets of a capture (straight on IP, or in UDP as RFC 6951 has it) and the Diameter messages of its TCP
 * connections, one packet after the other. Memory stays bounded by what fragments and streams may wait.
 */
export function decodeCapture(
  octets: Uint8Array,
  diameterPorts: ReadonlySet<number>,
  onPacket: (packet: DecodedPacket) => void,
): { readonly summary: CaptureSummary; readonly fault: CaptureFailure | null } {
  const reader = new CaptureReader(octets)
  const decoder = new PacketDecoder(diameterPorts)
  let packets = 0
  let passedOver = 0
  while (reader.next()) {
    packets++
    const { frame } = reader
    const decoded = decoder.decode(frame.linkType, frame.octets, frame.at, frame.length)
    if (decoded === null) passedOver++
    else onPacket({ number: packets, time: frame.timeNs === 0n ? null : isoTime(frame.timeNs), ...decoded })
  }
  return { summary: { packets, passedOver, ipFragments: decoder.ipFragments }, fault: reader.fault }
}

type Decoded = Pick<DecodedPacket, 'from' | 'to' | 'trees'>

class PacketDecoder {
  ipFragments = 0
  private readonly ip = new IpPacket()
  private readonly fragments = new FragmentAssembly()
  /** By addresses and ports, the one used last at the end. */
  private readonly streams = new Map<string, TcpStream>()

  constructor(private readonly diameterPorts: ReadonlySet<number>) {}

  decode(linkType: number, octets: Uint8Array, at: number, length: number): Decoded | null {
    const { ip } = this
    if (!findIpPacket(linkType, octets, at, length, ip)) return null
    if (ip.isFragment) {
      this.ipFragments++
      return null
    }
    switch (ip.protocol) {
      case SCTP:
        return { from: ip.source, to: ip.destination, trees: [sctpTree(octets, ip.payloadAt, ip.payloadLength, this.fragments)] }
      case UDP:
        return this.decodeUdp(octets, ip.payloadAt, ip.payloadLength)
      case TCP:
        return this.decodeTcp(octets, ip.payloadAt, ip.payloadLength)
      default:
        return null
    }
  }

  /** SCTP in UDP: on the port RFC 6951 gives it, or on any other when the checksum says that it is. */
  private decodeUdp(octets: Uint8Array, at: number, length: number): Decoded | null {
    if (length < UDP_HEADER + 12) return null
    const ports = [readU16(octets, at), readU16(octets, at + 2)]
    const packetAt = at + UDP_HEADER
    const packetLength = Math.min(length, readU16(octets, at + 4)) - UDP_HEADER
    if (packetLength < 12) return null
    if (!ports.includes(ENCAPSULATION_PORT) && !verifyChecksum(octets, packetAt, packetLength)) return null
    const trees = [sctpTree(octets, packetAt, packetLength, this.fragments)]
    return { from: withPort(this.ip.source, ports[0]!), to: withPort(this.ip.destination, ports[1]!), trees }
  }

  private decodeTcp(octets: Uint8Array, at: number, length: number): Decoded | null {
    if (length < TCP_HEADER) return null
    const sourcePort = readU16(octets, at)
    const destinationPort = readU16(octets, at + 2)
    if (!this.diameterPorts.has(sourcePort) && !this.diameterPorts.has(destinationPort)) return null
    const headerLength = (readU8(octets, at + 12) >>> 4) * 4
    if (headerLength < TCP_HEADER || headerLength > length) return null
    const from = withPort(this.ip.source, sourcePort)
    const to = withPort(this.ip.destination, destinationPort)
    const trees: OctetTree[] = []
    const payload = octets.subarray(at + headerLength, at + length)
    const synchronize = (readU8(octets, at + 13) & 2) !== 0
    this.streamOf(`${from} ${to}`).take(readU32(octets, at + 4), synchronize, payload, (stream, messageAt, messageLength) =>
      trees.push(diameterTree(stream, messageAt, messageLength)),
    )
    return trees.length === 0 ? null : { from, to, trees }
  }

  private streamOf(key: string): TcpStream {
    const stream = this.streams.get(key) ?? new TcpStream()
    this.streams.delete(key)
    this.streams.set(key, stream)
    if (this.streams.size > MOST_STREAMS) this.streams.delete(this.streams.keys().next().value!)
    return stream
  }
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** Times beyond what a Date can hold come from a file that is broken, and are shown as null. */
function isoTime(timeNs: bigint): string | null {
  const date = new Date(Number(timeNs / 1_000_000n))
  if (Number.isNaN(date.getTime())) return null
  return date.toISOString().replace(/\.\d{3}Z$/, `.${String(timeNs % 1_000_000_000n).padStart(9, '0')}Z`)
}

const TCP = 6
const UDP = 17
const SCTP = 132
const UDP_HEADER = 8
const TCP_HEADER = 20
/** RFC 6951 §5.1. */
const ENCAPSULATION_PORT = 9899
const MOST_STREAMS = 1024
