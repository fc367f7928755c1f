import { closeSync, openSync, writeSync } from 'node:fs'
import { COMMON_HEADER_LENGTH, fillChecksum } from '@sigbed/sctp-codec'
import { messageOf, TransportError } from '../transport-error.js'
import { ipHeaderLength, LONGEST_IP_PAYLOAD, writeIpHeader } from './ip-header.js'
import {
  type CaptureDirection,
  captureText,
  ENHANCED_PACKET_HEADER,
  enhancedPacketBlockLength,
  interfaceDescriptionBlock,
  interfaceStatisticsBlock,
  sectionHeaderBlock,
  writeEnhancedPacketBlock,
} from './pcapng-writer.js'

/** A packet to be written down. Octets and addresses are lent for the call. */
export interface CapturedPacket {
  /** What addInterface gave. */
  readonly interfaceId: number
  /** On the monotonic clock, in milliseconds. */
  readonly atMs: number
  readonly direction: CaptureDirection
  /** IP addresses of equal length, 4 or 16 octets. */
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly octets: Uint8Array
  readonly offset: number
  readonly length: number
  /** Fill the checksum into the copy: a packet on its way to a transport has none yet. */
  readonly withoutChecksum: boolean
  /** Shown with the packet; empty for none. */
  readonly comment: string
}

export interface CaptureFileOptions {
  readonly path: string
  /** Nanoseconds since 1970 (UTC) at the instant zero of the monotonic clock. */
  readonly startedAtEpochNs: bigint
  /** What the file says of itself; empty for nothing. */
  readonly comment?: string
}

/**
 * A capture for Wireshark (pcapng): each packet as SCTP straight on IP, so that it is decoded whatever UDP port carried it.
 *
 * Memory is one buffer of 256 KiB, written in one blocking call when it is full: measured at 64 µs into the file system's cache, a
 * tenth of what sending the packets in it costs. So nothing is left out because a disk was slow; a disk that keeps up with nothing
 * holds the program up instead.
 * A file that cannot be written any more ends the capture, never the traffic: `fault` tells, and `close` throws it.
 */
export class CaptureFile {
  packetsWritten = 0
  /** Packets that came too late, or were too long for an IP header. */
  packetsDropped = 0
  /** What ended the capture before its time. */
  fault: TransportError | null = null
  private readonly buffer = new Uint8Array(BUFFER_OCTETS)
  private used = 0
  private closed = false
  private firstNs = 0n
  private lastNs = 0n
  private readonly interfaceByName = new Map<string, number>()
  private readonly interfaces: { written: number; dropped: number }[] = []

  /** @throws TransportError SIGBED_CAPTURE when the file cannot be made; one that is there already is overwritten. */
  static open(options: CaptureFileOptions): CaptureFile {
    try {
      return new CaptureFile(options, openSync(options.path, 'w'))
    } catch (cause) {
      throw new TransportError('SIGBED_CAPTURE', `the capture file ${options.path} cannot be written: ${messageOf(cause)}`, { cause })
    }
  }

  private constructor(
    private readonly options: CaptureFileOptions,
    private readonly descriptor: number,
  ) {
    this.append(sectionHeaderBlock('Sigbed', options.comment ?? ''))
  }

  /**
   * The number of the interface of that name, as Wireshark shows it beside each packet; made when it is new. Nodes that write into
   * one file and agree on the name of a path share its interface.
   */
  addInterface(name: string, description: string): number {
    const known = this.interfaceByName.get(name)
    if (known !== undefined) return known
    this.interfaceByName.set(name, this.interfaces.length)
    this.append(interfaceDescriptionBlock(name, description))
    this.interfaces.push({ written: 0, dropped: 0 })
    return this.interfaces.length - 1
  }

  writePacket(packet: CapturedPacket): void {
    const { interfaceId, source, destination, length } = packet
    const tally = this.interfaces[interfaceId]
    if (tally === undefined) throw new RangeError(`the capture has no interface ${interfaceId}`)
    if (this.fault !== null || this.closed || length > LONGEST_IP_PAYLOAD || source.length !== destination.length) {
      this.packetsDropped++
      tally.dropped++
      return
    }
    const comment = packet.comment === '' ? NO_COMMENT : captureText(packet.comment)
    const headerLength = ipHeaderLength(source.length)
    const blockLength = enhancedPacketBlockLength(headerLength + length, comment)
    if (this.used + blockLength > this.buffer.length) this.flush()
    const at = this.used
    const packetAt = writeIpHeader(this.buffer, at + ENHANCED_PACKET_HEADER, source, destination, length)
    this.buffer.set(packet.octets.subarray(packet.offset, packet.offset + length), packetAt)
    if (packet.withoutChecksum && length >= COMMON_HEADER_LENGTH) fillChecksum(this.buffer, packetAt, length)
    const timeNs = this.epochNs(packet.atMs)
    this.used = writeEnhancedPacketBlock(this.buffer, at, interfaceId, timeNs, packet.direction, headerLength + length, comment)
    if (this.packetsWritten === 0) this.firstNs = timeNs
    this.lastNs = timeNs
    this.packetsWritten++
    tally.written++
  }

  /** Writes out what is buffered; the file can be read up to here then. Never throws: see `fault`. */
  flush(): void {
    const { used } = this
    this.used = 0
    if (this.fault !== null || this.closed) return
    try {
      for (let from = 0; from < used; ) from += writeSync(this.descriptor, this.buffer, from, used - from)
    } catch (cause) {
      this.fault = new TransportError('SIGBED_CAPTURE', `the capture ${this.options.path} ends early: ${messageOf(cause)}`, { cause })
    }
  }

  /**
   * Writes the statistics of each interface and closes the file. Packets that come later are counted as dropped.
   *
   * @throws TransportError SIGBED_CAPTURE when anything could not be written since the file was opened; the file is closed all the same.
   */
  close(): void {
    if (this.closed) return
    this.interfaces.forEach((tally, interfaceId) => {
      this.append(interfaceStatisticsBlock(interfaceId, { startNs: this.firstNs, endNs: this.lastNs }, tally))
    })
    this.flush()
    this.closed = true
    closeSync(this.descriptor)
    if (this.fault !== null) throw this.fault
  }

  private append(block: Uint8Array): void {
    if (this.used + block.length > this.buffer.length) this.flush()
    this.buffer.set(block, this.used)
    this.used += block.length
  }

  private epochNs(atMs: number): bigint {
    return this.options.startedAtEpochNs + BigInt(Math.round(atMs * 1e6))
  }
}

const NO_COMMENT = new Uint8Array(0)
/** At least one packet of any length with its comment, or one block with the longest texts. */
const BUFFER_OCTETS = 256 * 1024
