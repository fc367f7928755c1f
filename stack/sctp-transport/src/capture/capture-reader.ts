/**
 * Reads the packets of a capture file of either kind: pcap (microseconds or nanoseconds, either byte order) and pcapng
 * (draft-ietf-opsawg-pcapng: any number of sections and interfaces; Enhanced, Simple and the obsolete Packet Blocks). The file is
 * taken as hostile: every step advances, no length leaves the octets, nothing throws.
 *
 *     const reader = new CaptureReader(octets)
 *     while (reader.next()) … reader.frame
 *     if (reader.fault !== null) …
 */
export class CaptureReader {
  /** The packet `next` stopped at; reused, and its octets are those of the file. */
  readonly frame = new CapturedFrame()
  /** Why the file ends before its end: where, and what was expected there. Null at the proper end. */
  fault: CaptureFault | null = null
  private readonly view: DataView
  private at = 0
  private littleEndian = false
  private kind: 'pcap' | 'pcapng' = 'pcap'
  /** Of a pcap file, or of the interfaces of the section that is being read. */
  private interfaces: CaptureInterface[] = []

  constructor(private readonly octets: Uint8Array) {
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.length)
    this.begin()
  }

  /** Steps to the next packet; false at the end of the file, or at a fault. */
  next(): boolean {
    if (this.fault !== null) return false
    return this.kind === 'pcap' ? this.nextRecord() : this.nextBlock()
  }

  private begin(): void {
    const kind = captureKindOf(this.octets)
    if (kind === null) {
      this.refuse(0, 'neither the first octets of pcap nor those of pcapng')
      return
    }
    this.kind = kind
    if (kind === 'pcapng') return
    const magic = this.view.getUint32(0)
    this.littleEndian = magic === PCAP_MICROSECONDS_SWAPPED || magic === PCAP_NANOSECONDS_SWAPPED
    if (this.octets.length < PCAP_HEADER) {
      this.refuse(0, `a header of ${this.octets.length} octets, where ${PCAP_HEADER} are expected`)
      return
    }
    const nanoseconds = magic === PCAP_NANOSECONDS || magic === PCAP_NANOSECONDS_SWAPPED
    // The upper bits of the word say whether frames end with a check sequence.
    this.interfaces = [{ linkType: this.u32(20) & 0xffff, unitsPerSecond: nanoseconds ? NANOSECONDS : 1_000_000n, offsetSeconds: 0n }]
    this.at = PCAP_HEADER
  }

  private nextRecord(): boolean {
    const { at } = this
    const left = this.octets.length - at
    if (left === 0) return false
    if (left < PCAP_RECORD_HEADER) return this.refuse(at, `${left} octets, where the ${PCAP_RECORD_HEADER} of a record header are expected`)
    const captured = this.u32(at + 8)
    if (captured > left - PCAP_RECORD_HEADER)
      return this.refuse(at + 8, `a packet of ${captured} octets, where ${left - PCAP_RECORD_HEADER} are left`)
    const { linkType, unitsPerSecond } = this.interfaces[0]!
    const fraction = (BigInt(this.u32(at + 4)) * NANOSECONDS) / unitsPerSecond
    this.show(linkType, BigInt(this.u32(at)) * NANOSECONDS + fraction, at + PCAP_RECORD_HEADER, captured, this.u32(at + 12))
    this.at = at + PCAP_RECORD_HEADER + captured
    return true
  }

  private nextBlock(): boolean {
    while (this.at < this.octets.length) {
      const { at } = this
      const left = this.octets.length - at
      if (left < SMALLEST_BLOCK) return this.refuse(at, `${left} octets, where the ${SMALLEST_BLOCK} of a block are expected`)
      const isSection = this.view.getUint32(at) === SECTION_HEADER
      if (isSection && !this.beginSection(at)) return false
      const length = this.u32(at + 4)
      if (length < SMALLEST_BLOCK || length % 4 !== 0 || length > left) {
        return this.refuse(at + 4, `a block length of ${length}, where a multiple of four from ${SMALLEST_BLOCK} to ${left} is expected`)
      }
      if (this.u32(at + length - 4) !== length) {
        return this.refuse(at + length - 4, `${this.u32(at + length - 4)}, where the block length ${length} is expected again`)
      }
      this.at = at + length
      if (this.readBlock(this.u32(at), at, length)) return true
      if (this.fault !== null) return false
    }
    return false
  }

  private beginSection(at: number): boolean {
    const magic = this.view.getUint32(at + 8)
    if (magic !== BYTE_ORDER && magic !== BYTE_ORDER_SWAPPED) return this.refuse(at + 8, 'no byte-order magic of a section')
    this.littleEndian = magic === BYTE_ORDER_SWAPPED
    this.interfaces = []
    return true
  }

  /** True when the block holds a packet. Blocks of other types are passed over. */
  private readBlock(type: number, at: number, length: number): boolean {
    switch (type) {
      case INTERFACE_DESCRIPTION:
        if (length < SMALLEST_BLOCK + 8) return this.refuse(at, 'an interface description without link type')
        if (this.interfaces.length === MOST_INTERFACES) return this.refuse(at, `more than ${MOST_INTERFACES} interfaces`)
        this.interfaces.push(this.readInterface(at, length))
        return false
      case ENHANCED_PACKET:
      case OBSOLETE_PACKET: {
        if (length < SMALLEST_BLOCK + 20) return this.refuse(at, 'a packet block too short for its fields')
        const interfaceId = type === ENHANCED_PACKET ? this.u32(at + 8) : this.u16(at + 8)
        const time = (BigInt(this.u32(at + 12)) << 32n) | BigInt(this.u32(at + 16))
        return this.showPacket(interfaceId, time, at + 28, this.u32(at + 20), this.u32(at + 24), at + length - 4)
      }
      case SIMPLE_PACKET: {
        if (length < SMALLEST_BLOCK + 4) return this.refuse(at, 'a packet block too short for its fields')
        const original = this.u32(at + 8)
        return this.showPacket(0, 0n, at + 12, Math.min(original, length - SMALLEST_BLOCK - 4), original, at + length - 4)
      }
      default:
        return false
    }
  }

  private showPacket(interfaceId: number, time: bigint, frameAt: number, captured: number, original: number, end: number): boolean {
    const from = this.interfaces[interfaceId]
    if (from === undefined) return this.refuse(frameAt, `a packet of interface ${interfaceId}, which is not described before it`)
    if (captured > end - frameAt)
      return this.refuse(frameAt, `a packet of ${captured} octets in a block that has room for ${end - frameAt}`)
    this.show(from.linkType, from.offsetSeconds * NANOSECONDS + (time * NANOSECONDS) / from.unitsPerSecond, frameAt, captured, original)
    return true
  }

  /** Link type, and the options that say how times are counted. */
  private readInterface(at: number, length: number): CaptureInterface {
    let unitsPerSecond = 1_000_000n
    let offsetSeconds = 0n
    const end = at + length - 4
    for (let option = at + 16; option + 4 <= end; ) {
      const code = this.u16(option)
      const optionLength = this.u16(option + 2)
      if (code === 0 || option + 4 + optionLength > end) break
      if (code === TIME_RESOLUTION && optionLength === 1) unitsPerSecond = unitsOf(this.octets[option + 4]!)
      if (code === TIME_OFFSET && optionLength === 8) offsetSeconds = this.view.getBigInt64(option + 4, this.littleEndian)
      option += 4 + ((optionLength + 3) & ~3)
    }
    return { linkType: this.u16(at + 8), unitsPerSecond, offsetSeconds }
  }

  private show(linkType: number, timeNs: bigint, at: number, length: number, originalLength: number): void {
    this.frame.octets = this.octets
    this.frame.linkType = linkType
    this.frame.timeNs = timeNs
    this.frame.at = at
    this.frame.length = length
    this.frame.originalLength = originalLength
  }

  private u16(at: number): number {
    return this.view.getUint16(at, this.littleEndian)
  }

  private u32(at: number): number {
    return this.view.getUint32(at, this.littleEndian)
  }

  private refuse(offset: number, found: string): false {
    this.fault = Object.freeze({ offset, found })
    return false
  }
}

/** One packet as an interface saw it. */
export class CapturedFrame {
  octets: Uint8Array = new Uint8Array(0)
  /** LINKTYPE_…, as tcpdump.org numbers them. */
  linkType = 0
  /** Since 1970, UTC; 0 where the file does not say. */
  timeNs = 0n
  at = 0
  /** Octets that are there; fewer than `originalLength` when the capture cut the packet. */
  length = 0
  originalLength = 0
}

export interface CaptureFault {
  /** In the file. */
  readonly offset: number
  /** What stands there, and what was expected. */
  readonly found: string
}

/** By the first octets of a file; null when it is no capture. */
export function captureKindOf(octets: Uint8Array): 'pcap' | 'pcapng' | null {
  if (octets.length < 4) return null
  switch (((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0) {
    case SECTION_HEADER:
      return 'pcapng'
    case PCAP_MICROSECONDS:
    case PCAP_MICROSECONDS_SWAPPED:
    case PCAP_NANOSECONDS:
    case PCAP_NANOSECONDS_SWAPPED:
      return 'pcap'
    default:
      return null
  }
}

interface CaptureInterface {
  readonly linkType: number
  readonly unitsPerSecond: bigint
  readonly offsetSeconds: bigint
}

/** Top bit clear: a negative power of ten; set: of two. Finer than 63 digits means nothing. */
function unitsOf(resolution: number): bigint {
  const exponent = BigInt(Math.min(resolution & 0x7f, 63))
  return (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent
}

const NANOSECONDS = 1_000_000_000n
const MOST_INTERFACES = 10_000

const PCAP_MICROSECONDS = 0xa1b2c3d4
const PCAP_MICROSECONDS_SWAPPED = 0xd4c3b2a1
const PCAP_NANOSECONDS = 0xa1b23c4d
const PCAP_NANOSECONDS_SWAPPED = 0x4d3cb2a1
const PCAP_HEADER = 24
const PCAP_RECORD_HEADER = 16

const SECTION_HEADER = 0x0a0d0d0a
const BYTE_ORDER = 0x1a2b3c4d
const BYTE_ORDER_SWAPPED = 0x4d3c2b1a
const SMALLEST_BLOCK = 12
const INTERFACE_DESCRIPTION = 1
const OBSOLETE_PACKET = 2
const SIMPLE_PACKET = 3
const ENHANCED_PACKET = 6
const TIME_RESOLUTION = 9
const TIME_OFFSET = 14
