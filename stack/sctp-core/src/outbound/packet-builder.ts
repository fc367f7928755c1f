import { COMMON_HEADER_LENGTH, writeCommonHeader } from '@sigbed/sctp-codec'
import type { ChunkAuthentication } from '../authentication/chunk-authentication.js'
import { CHECKSUM_ABSENT, type PacketBatch } from '../endpoint/packet-batch.js'

/**
 * Writes packets one after the other into a batch. One packet is open at a time; chunks are appended at `at` while `room` allows.
 * The checksum stays zero: the transport fills it in.
 *
 * Where chunks are authenticated (RFC 4895 §6.2), an AUTH chunk comes to stand before the first one that needs it, and is filled when
 * the packet is finished: it covers all that follows it.
 */
export class PacketBuilder {
  /** The arena being written to, and where the next chunk goes. Valid while `open`. */
  octets: Uint8Array = NO_OCTETS
  at = 0
  open = false
  localAddress = -1
  remoteAddress = -1
  /** Of the latest DATA chunk in the open packet; -1 while it has none. Whoever writes one sets it. */
  streamId = -1
  private batch: PacketBatch | null = null
  private end = 0
  private verificationTag = 0
  private authentication: ChunkAuthentication | null = null
  private authAt = NO_AUTH

  /** Starts a packet; false, and nothing is open, when the batch has no room for `packetOctets` more. */
  begin(
    batch: PacketBatch,
    localAddress: number,
    remoteAddress: number,
    sourcePort: number,
    destinationPort: number,
    verificationTag: number,
    packetOctets: number,
    authentication: ChunkAuthentication | null,
  ): boolean {
    this.finish()
    if (!batch.hasRoom(packetOctets)) return false
    this.batch = batch
    this.octets = batch.arena
    this.at = writeCommonHeader(batch.arena, batch.end, sourcePort, destinationPort, verificationTag)
    this.end = batch.end + packetOctets
    this.localAddress = localAddress
    this.remoteAddress = remoteAddress
    this.verificationTag = verificationTag
    this.streamId = -1
    this.authentication = authentication
    this.authAt = NO_AUTH
    this.open = true
    return true
  }

  /** True when the open packet goes this way. */
  goesTo(localAddress: number, remoteAddress: number, verificationTag: number): boolean {
    return (
      this.open && this.localAddress === localAddress && this.remoteAddress === remoteAddress && this.verificationTag === verificationTag
    )
  }

  /** Octets left for chunks of that type, less those of the AUTH chunk that has to come before them. */
  roomFor(chunkType: number): number {
    const room = this.end - this.at
    if (this.authentication === null || this.authAt !== NO_AUTH) return room
    return room - this.authentication.octetsBefore(chunkType)
  }

  /** To be called before a chunk of that type is written at `at`. */
  prepareFor(chunkType: number): void {
    if (this.authentication === null || this.authAt !== NO_AUTH || !this.authentication.isDemanded(chunkType)) return
    // RFC 4895 §5.1: no more than one in a packet.
    this.authAt = this.at
    this.at = this.authentication.writeChunk(this.octets, this.at)
  }

  /** Closes the open packet and commits it to the batch; returns 1 if one was sent, 0 if it held no chunk or none was open. */
  finish(): number {
    const { batch } = this
    if (!this.open || batch === null) return 0
    this.open = false
    this.batch = null
    const length = this.at - batch.end
    if (length <= COMMON_HEADER_LENGTH) return 0
    if (this.authAt !== NO_AUTH) this.authentication!.fill(this.octets, this.authAt, this.at)
    batch.commit(length, this.localAddress, this.remoteAddress, CHECKSUM_ABSENT)
    return 1
  }
}

const NO_OCTETS = new Uint8Array(0)
const NO_AUTH = -1
