import { formatIpAddress, padded, readU16 } from '@sigbed/octets'
import { ASCONF, CHUNK_HEADER_LENGTH, isFault, readAsconfLookupAddress } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { handleChunks, type PacketContext } from '../association/chunk-dispatch.js'
import { chunkBehindAuth } from '../endpoint/chunk-behind-auth.js'
import type { Instant } from '../time.js'

/**
 * RFC 5061 §5.2 D2: a packet from an address that is none of the peer's is the association's all the same when it begins with an ASCONF
 * behind an AUTH chunk, and that names an address the peer has. Its tag has been found to be the association's.
 */
export function namesAssociation(association: Association, packet: PacketContext): boolean {
  if (association.addressConfiguration === null) return false
  const { octets } = packet
  const at = asconfAt(packet)
  if (at < 0) return false
  const address = readAsconfLookupAddress(octets, at, readU16(octets, at + 2))
  if (isFault(address)) return false
  // §4.1.1: zeroes ask to look at something else; the tag is that.
  if (address.octets.every((octet) => octet === 0)) return true
  const text = formatIpAddress(address.octets)
  return association.paths.paths.some((path) => path.addresses.remoteText === text)
}

/**
 * Handles such a packet if it is an AUTH chunk and ASCONFs behind it and nothing else: of a stranger's nothing more is looked at, and a
 * peer sends again what it bundled with them.
 */
export function handleAsconfFromElsewhere(association: Association, packet: PacketContext, now: Instant): void {
  const end = packet.at + packet.length
  let at = asconfAt(packet)
  while (at + CHUNK_HEADER_LENGTH <= end && packet.octets[at] === ASCONF)
    at += padded(Math.max(readU16(packet.octets, at + 2), CHUNK_HEADER_LENGTH))
  const whole = at >= end
  // The MAC covers the packet to its end: it is handled whole, or, where something else follows, not at all.
  if (whole) handleChunks(association, packet, 0, now)
  else association.statistics.chunksDiscarded++
}

/** -1 when the packet does not begin with AUTH and ASCONF. */
function asconfAt({ octets, at, length }: PacketContext): number {
  const behind = chunkBehindAuth(octets, at, length)
  if (octets[behind] !== ASCONF || behind + CHUNK_HEADER_LENGTH > at + length) return -1
  return behind + readU16(octets, behind + 2) <= at + length ? behind : -1
}
