import { fromHexadecimal, writeU32 } from '@sigbed/octets'
import { CaptureReader, findIpPacket, IpPacket } from '@sigbed/sctp-transport'
import { promised } from './promise.js'

const SECTION = '0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffff ffffffff 0000001c'
const INTERFACE = '00000001 00000020 00650000 00000000 00090001 09000000 00000000 00000020'
const PACKET =
  '00000006 00000038 00000000 00000000 00000005 00000018 00000018 45000018 00004000 40840000 0a000001 0a000002 01020304 00000038'
const SIMPLE = '00000003 00000014 00000003 01020300 00000014'
const PCAP = 'a1b2c3d4 00020004 00000000 00000000 0000ffff 00000065'
const RECORD = '000003e8 00000007 00000018 00000018 45000018 00004000 40840000 0a000001 0a000002 01020304'

/** @type {import('./targets.js').FuzzTarget} */
export const CAPTURE_TARGET = {
  name: 'capture',
  inputs: 2_000_000,
  seeds: [
    seedOf(SECTION, INTERFACE, PACKET, SIMPLE, PACKET),
    seedOf(SECTION, INTERFACE, INTERFACE, SIMPLE, SECTION, INTERFACE, PACKET),
    seedOf(PCAP, RECORD, RECORD),
  ],
  // A file says nothing of its length; the block at its end does.
  fixLength(octets, length) {
    if (length >= 64) writeU32(octets, 64, length - 60)
  },
  check(octets, length) {
    const file = octets.subarray(0, length)
    const reader = new CaptureReader(file)
    let steps = 0
    while (reader.next()) {
      promised(++steps <= length, 'every packet takes octets of the file')
      const { frame } = reader
      promised(frame.at >= 0 && frame.at + frame.length <= length, 'a frame lies inside the file')
      if (findIpPacket(frame.linkType, file, frame.at, frame.length, packet)) {
        promised(packet.payloadAt >= frame.at && packet.payloadLength >= 0, 'an IP payload lies behind its header')
        promised(packet.payloadAt + packet.payloadLength <= frame.at + frame.length, 'an IP payload lies inside its frame')
      }
    }
    return reader.fault === null
  },
}

/**
 * @param {readonly string[]} blocks
 * @returns {import('./mutation.js').Seed}
 */
function seedOf(...blocks) {
  const octets = /** @type {Uint8Array} */ (fromHexadecimal(blocks.join(' ')))
  const units = []
  let at = 0
  for (const block of blocks) {
    const { length } = /** @type {Uint8Array} */ (fromHexadecimal(block))
    units.push({ at, length })
    at += length
  }
  return { octets, units }
}

const packet = new IpPacket()
