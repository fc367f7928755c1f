import { unsupportedHmacIdentifierCause } from '@sigbed/sctp-codec'
import { sendError } from '../association/abort.js'
import type { Association } from '../association/association.js'
import type { PacketContext } from '../association/chunk-dispatch.js'
import type { ChunkAuthentication } from './chunk-authentication.js'

/**
 * An AUTH chunk in a packet of an association that authenticates (RFC 4895 §6.3). True when all that follows it is the peer's; false
 * when it has to be discarded.
 */
export function authenticate(
  association: Association,
  authentication: ChunkAuthentication,
  packet: PacketContext,
  at: number,
  length: number,
): boolean {
  const verdict = authentication.verify(packet.octets, at, length, packet.at + packet.length)
  const { hmacIdentifier, sharedKeyIdentifier } = authentication.chunk
  if (verdict === 'authentic') {
    if (sharedKeyIdentifier !== authentication.peerKeyIdentifier) {
      authentication.peerKeyIdentifier = sharedKeyIdentifier
      association.emit({ kind: 'authentication-key', indication: 'new-key', keyIdentifier: sharedKeyIdentifier })
    }
    return true
  }
  association.statistics.authenticationFailures++
  // §6.3: an algorithm that was not asked for SHOULD be told; all else is discarded silently.
  if (verdict === 'unsupported-hmac')
    sendError(association, [unsupportedHmacIdentifierCause(hmacIdentifier)], packet.localAddress, packet.remoteAddress)
  return false
}
