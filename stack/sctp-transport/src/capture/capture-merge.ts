import { writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { copyOctets, readU32, readU64, writeU32 } from '@sigbed/octets'
import { messageOf, systemCodeOf, TransportError } from '../transport-error.js'
import { CaptureBlocks } from './capture-blocks.js'
import {
  ENHANCED_PACKET,
  INTERFACE_DESCRIPTION,
  INTERFACE_STATISTICS,
  interfaceStatisticsBlock,
  readDroppedPackets,
  sectionHeaderBlock,
} from './pcapng-writer.js'

export interface CaptureMergeOptions {
  /** Of the merged file, open for writing and empty; closing it is its owner's business. */
  readonly descriptor: number
  /** Files that `CaptureFile` wrote on one clock. One that is not there had nothing to say. */
  readonly parts: readonly string[]
  /** What the merged file says of itself. */
  readonly comment: string
}

export interface CaptureMerge {
  readonly packets: number
  /** Of the parts, those whose writer did not come to close them, with the octets at their end that make no whole block. */
  readonly cutShort: readonly { readonly part: string; readonly leftOver: number }[]
}

/**
 * Puts captures together into one, ordered by time, what is equal in the order of the parts. Interfaces that describe themselves alike
 * become one, so that both lives of a program that was started again are on one. Memory is a window for each part, whatever their size.
 *
 * @throws TransportError (rejects) SIGBED_CAPTURE for a part that cannot be read, or a file that takes no more
 */
export async function mergeCaptures(options: CaptureMergeOptions): Promise<CaptureMerge> {
  const merged = new MergedFile(options.descriptor)
  const parts: Part[] = []
  try {
    merged.append(sectionHeaderBlock('Sigbed', options.comment))
    for (const path of options.parts) {
      const blocks = openPart(path)
      if (blocks !== null) parts.push(new Part(path, blocks, merged))
    }
    let written = 0
    for (let first = earliest(parts); first !== null; first = earliest(parts)) {
      first.writePacket()
      // Whoever wants to stop the program is heard meanwhile.
      if (++written % PACKETS_A_TURN === 0) await nextTurn()
    }
    merged.end()
    const cutShort = parts.filter((part) => part.isCutShort).map(({ path, leftOver }) => ({ part: path, leftOver }))
    return { packets: written, cutShort }
  } catch (cause) {
    throw new TransportError('SIGBED_CAPTURE', `the captures could not be put together: ${messageOf(cause)}`, { cause })
  } finally {
    for (const part of parts) part.close()
  }
}

/** null for a file that is not there. */
function openPart(path: string): CaptureBlocks | null {
  try {
    return new CaptureBlocks(path)
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null
    throw error
  }
}

function earliest(parts: readonly Part[]): Part | null {
  let first: Part | null = null
  for (const part of parts) if (part.timeNs !== null && (first?.timeNs == null || part.timeNs < first.timeNs)) first = part
  return first
}

/** One of the files, at its next packet. */
class Part {
  /** Of the packet it is at; null when there is none any more. */
  timeNs: bigint | null = null
  /** By number in this file, the number in the merged one. */
  private readonly interfaces: number[] = []
  /** A file that was closed ends with the statistics of its interfaces. */
  private hasStatistics = false

  constructor(
    readonly path: string,
    private readonly blocks: CaptureBlocks,
    private readonly merged: MergedFile,
  ) {
    this.step()
  }

  get leftOver(): number {
    return this.blocks.leftOver
  }

  get isCutShort(): boolean {
    return this.leftOver > 0 || !this.hasStatistics
  }

  writePacket(): void {
    const id = this.interfaces[readU32(this.blocks.octets, 8)]
    if (id !== undefined && this.timeNs !== null) this.merged.appendPacket(this.blocks.octets, id, this.timeNs)
    this.step()
  }

  close(): void {
    this.blocks.close()
  }

  private step(): void {
    this.timeNs = null
    while (this.blocks.next()) {
      const { octets, type } = this.blocks
      if (type === INTERFACE_DESCRIPTION) this.interfaces.push(this.merged.interfaceOf(octets))
      else if (type === INTERFACE_STATISTICS && octets.length >= SMALLEST_STATISTICS) this.takeStatistics(octets)
      else if (type === ENHANCED_PACKET && octets.length >= SMALLEST_PACKET_BLOCK) {
        this.timeNs = readU64(octets, 12)
        return
      }
    }
  }

  private takeStatistics(octets: Uint8Array): void {
    this.hasStatistics = true
    const id = this.interfaces[readU32(octets, 8)]
    if (id !== undefined) this.merged.noteDropped(id, readDroppedPackets(octets))
  }
}

/** The file everything goes to. */
class MergedFile {
  private readonly buffer = new Uint8Array(BUFFER_OCTETS)
  private used = 0
  private readonly idByDescription = new Map<string, number>()
  private readonly interfaces: { written: number; dropped: number; startNs: bigint; endNs: bigint }[] = []

  constructor(private readonly descriptor: number) {}

  /** The number of the interface that a block describes; written down when it is new. */
  interfaceOf(block: Uint8Array): number {
    const description = Buffer.from(block).toString('latin1')
    const known = this.idByDescription.get(description)
    if (known !== undefined) return known
    const id = this.interfaces.length
    this.idByDescription.set(description, id)
    this.append(block)
    this.interfaces.push({ written: 0, dropped: 0, startNs: 0n, endNs: 0n })
    return id
  }

  appendPacket(block: Uint8Array, id: number, timeNs: bigint): void {
    const tally = this.interfaces[id]!
    writeU32(this.buffer, this.append(block) + 8, id)
    if (tally.written++ === 0) tally.startNs = timeNs
    tally.endNs = timeNs
  }

  noteDropped(id: number, dropped: number): void {
    this.interfaces[id]!.dropped += dropped
  }

  /** Writes the statistics of each interface, and out what is buffered. */
  end(): void {
    for (const [id, tally] of this.interfaces.entries()) this.append(interfaceStatisticsBlock(id, tally, tally))
    this.flush()
  }

  /** @returns where it lies in the buffer */
  append(block: Uint8Array): number {
    if (this.used + block.length > this.buffer.length) this.flush()
    const at = this.used
    copyOctets(block, 0, block.length, this.buffer, at)
    this.used += block.length
    return at
  }

  private flush(): void {
    for (let from = 0; from < this.used; ) from += writeSync(this.descriptor, this.buffer, from, this.used - from)
    this.used = 0
  }
}

/** At least the longest block there is. */
const BUFFER_OCTETS = 512 * 1024
const PACKETS_A_TURN = 2000
/** With the fields that are read here. */
const SMALLEST_PACKET_BLOCK = 32
const SMALLEST_STATISTICS = 24
