import { fillChecksum, writeCommonHeader, writeDataChunk } from '@sigbed/sctp-codec'

/** Frames of captures for tests: IPv4 without anything before it, from 10.0.0.1 to 10.0.0.2. */

/** A pcap file of these frames, a second between them. */
export function pcapOf(frames: readonly Uint8Array[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(24))
  header.setUint32(0, 0xa1b2c3d4)
  header.setUint32(4, 0x0002_0004)
  header.setUint32(16, 65_535)
  header.setUint32(20, 101)
  const records = frames.flatMap((frame, index) => {
    const record = new DataView(new ArrayBuffer(16))
    record.setUint32(0, 1_767_794_602 + index)
    record.setUint32(4, 480_000)
    record.setUint32(8, frame.length)
    record.setUint32(12, frame.length)
    return [...new Uint8Array(record.buffer), ...frame]
  })
  return Uint8Array.from([...new Uint8Array(header.buffer), ...records])
}

export function ipv4Frame(protocol: number, payload: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(20))
  header.setUint16(0, 0x4500)
  header.setUint16(2, 20 + payload.length)
  header.setUint8(8, 64)
  header.setUint8(9, protocol)
  header.setUint32(12, 0x0a00_0001)
  header.setUint32(16, 0x0a00_0002)
  return Uint8Array.from([...new Uint8Array(header.buffer), ...payload])
}

export interface DataOfPacket {
  readonly tsn: number
  /** 3 for a whole message, 2 for its beginning, 1 for its end. */
  readonly flags: number
  readonly payloadProtocolId: number
  readonly payload: Uint8Array
}

/** An SCTP packet with these DATA chunks. */
export function dataPacket(chunks: readonly DataOfPacket[]): Uint8Array {
  const octets = new Uint8Array(65_536)
  let to = writeCommonHeader(octets, 0, 2905, 2905, 0x1234)
  for (const { tsn, flags, payloadProtocolId, payload } of chunks) {
    to = writeDataChunk(octets, to, flags, tsn, 1, 0, payloadProtocolId, payload, 0, payload.length)
  }
  fillChecksum(octets, 0, to)
  return octets.slice(0, to)
}

export function udpDatagram(port: number, payload: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(8))
  header.setUint16(0, 5000)
  header.setUint16(2, port)
  header.setUint16(4, 8 + payload.length)
  return Uint8Array.from([...new Uint8Array(header.buffer), ...payload])
}

export function tcpSegment(port: number, sequence: number, payload: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(20))
  header.setUint16(0, 40_000)
  header.setUint16(2, port)
  header.setUint32(4, sequence)
  header.setUint8(12, 0x50)
  return Uint8Array.from([...new Uint8Array(header.buffer), ...payload])
}
