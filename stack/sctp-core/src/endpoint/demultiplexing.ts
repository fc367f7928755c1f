import { ASCONF, ChunkCursor, COMMON_HEADER_LENGTH, COOKIE_ECHO, type CommonHeader, INIT, INIT_ACK } from '@sigbed/sctp-codec'
import { handleAsconfFromElsewhere, namesAssociation } from '../address-configuration/asconf-lookup.js'
import type { Association } from '../association/association.js'
import { handleChunks, type PacketContext } from '../association/chunk-dispatch.js'
import { isUnicast } from '../path/address-scope.js'
import type { Instant } from '../time.js'
import { chunkBehindAuth } from './chunk-behind-auth.js'
import { handleCookieEcho } from './cookie-redemption.js'
import type { Endpoint } from './endpoint.js'
import { handleInit } from './init-response.js'
import { answerOutOfTheBlue } from './out-of-the-blue.js'
import { judgeTag } from './verification-tag-rules.js'

/** Finds whose packet this is and whether its tag allows to handle it, for all packets but the plain ones of a known peer (RFC 9260 §8.4, §8.5). */
export function demultiplex(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, now: Instant): void {
  const { octets, at, length } = packet
  // §3.1: port 0 MUST NOT be used. The shortest packet has one chunk header.
  if (header.sourcePort === 0 || header.destinationPort === 0 || length < COMMON_HEADER_LENGTH + CHUNK_HEADER_LENGTH) {
    endpoint.statistics.malformedPackets++
    return
  }
  // §8.4 (1): what comes from or was sent to an address that is not unicast is discarded, its cookie being good or not: no answer could go there.
  if (!goesBothWays(endpoint, packet)) {
    endpoint.statistics.outOfTheBlue++
    return
  }
  const type = octets[chunkBehindAuth(octets, at, length)]!
  if (header.verificationTag === 0) {
    // §8.5.1 A: a zero tag belongs to an INIT that is alone in its packet.
    if (type !== INIT || !isAlone(octets, at, length)) endpoint.statistics.wrongTags++
    else handleInit(endpoint, header, packet, now)
    return
  }
  // An INIT that is not the first chunk or whose tag is not 0 is discarded with its packet.
  if (type === INIT) {
    endpoint.statistics.wrongTags++
    return
  }
  if (type === COOKIE_ECHO) {
    handleCookieEcho(endpoint, header, packet, now)
    return
  }
  const association = associationOf(endpoint, header, packet)
  if (association === null) return
  if (association === undefined) {
    outOfTheBlue(endpoint, header, packet)
    return
  }
  switch (judgeTag(association, header.verificationTag, octets, at, length)) {
    case 'accept':
      // RFC 5061 §5.2 D2: from an address that is none of the peer's, or not yet.
      if (type === ASCONF && association.paths.byRemoteAddress(packet.remoteAddress) === null)
        handleAsconfFromElsewhere(association, packet, now)
      else handleChunks(association, packet, 0, now)
      endpoint.touch(association)
      return
    case 'discard':
      // An ABORT that answers our INIT may come from a peer that reflects nothing we know: §8.5.1 B discards it all the same.
      endpoint.statistics.wrongTags++
      return
    case 'out of the blue':
      outOfTheBlue(endpoint, header, packet)
  }
}

/**
 * By the addresses of the packet; else, for a peer whose encapsulation port changed on the way (RFC 6951 §5.4), by our tag. Null
 * means: leave it alone. Undefined means: nobody's.
 */
function associationOf(endpoint: Endpoint, header: CommonHeader, packet: PacketContext): Association | null | undefined {
  const byWay = endpoint.table.from(packet.remoteAddress, header.sourcePort, header.destinationPort)
  if (byWay !== undefined) return byWay
  const byTag = endpoint.table.withTag(header.verificationTag)
  if (byTag === undefined || byTag.peerPort !== header.sourcePort || byTag.localPort !== header.destinationPort) return undefined
  const path = byTag.paths.paths.find((candidate) => endpoint.addresses.sameHost(candidate.remoteAddress, packet.remoteAddress))
  if (path === undefined) {
    if (namesAssociation(byTag, packet)) return byTag
    // INIT ACK may come from an address the INIT was not sent to, when the peer has several.
    if (packet.octets[packet.at + COMMON_HEADER_LENGTH] === INIT_ACK) return byTag
    // Not per RFC: §8.4 would answer with an ABORT that the peer takes for ours. Whoever knows the tag is the peer, or reads
    // its packets; ending the association for an unlisted source address hurts only the peers behind translators.
    endpoint.statistics.wrongTags++
    return null
  }
  path.moveTo({ ...path.addresses, remoteAddress: packet.remoteAddress })
  endpoint.reindex(byTag)
  return byTag
}

function outOfTheBlue(endpoint: Endpoint, header: CommonHeader, packet: PacketContext): void {
  endpoint.statistics.outOfTheBlue++
  const answer = answerOutOfTheBlue(packet.octets, packet.at, packet.length)
  if (answer !== null) endpoint.reply(answer, packet, header, header.verificationTag)
}

function goesBothWays(endpoint: Endpoint, packet: PacketContext): boolean {
  const { addresses } = endpoint
  return isUnicast(addresses.at(packet.remoteAddress).octets) && isUnicast(addresses.at(packet.localAddress).octets)
}

/** True when the packet holds exactly one chunk. */
function isAlone(octets: Uint8Array, at: number, length: number): boolean {
  cursor.begin(octets, at, length)
  return cursor.next() && !cursor.next() && cursor.fault === null
}

const cursor = new ChunkCursor()
const CHUNK_HEADER_LENGTH = 4
