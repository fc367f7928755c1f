import type { Association } from '../association/association.js'
import { CHUNK_IN_FLIGHT } from '../outbound/outstanding-data.js'
import { forgetMeasurements } from '../outbound/retransmission.js'
import type { Path } from '../path/path.js'

/**
 * The peer has given up the address this path leads to (RFC 5061 §5.3 F13): nothing goes there any more. What is in flight there is sent
 * again elsewhere. The association keeps at least one path: the caller has seen to it.
 */
export function removePath(association: Association, path: Path): void {
  const { paths, outbound, control } = association
  const { outstanding } = outbound
  for (let i = 0; i < outstanding.length; i++) {
    const chunk = outstanding.at(i)
    if (chunk.path !== path.index || chunk.state !== CHUNK_IN_FLIGHT) continue
    // RFC 9260 §6.2.1 C: what is marked no longer claims room in the peer's buffer.
    outbound.peerWindow += chunk.length
    chunk.timedOut = true
    outstanding.mark(chunk, paths.paths)
  }
  outbound.advancedPeerAckPoint.pathRemoved(path)
  paths.remove(path)
  // Chunks know their path by its place.
  const successor = paths.dataPath().index
  for (let i = 0; i < outstanding.length; i++) {
    const chunk = outstanding.at(i)
    if (chunk.path === path.index) chunk.path = successor
    else if (chunk.path > path.index) chunk.path--
  }
  forgetMeasurements(paths)
  control.dropTo(path.remoteAddress)
  const { remoteAddress } = path
  association.emit({ kind: 'peer-address-change', change: 'removed', remoteAddress, text: path.addresses.remoteText })
  association.noteDataPath()
  association.pathsChanged()
}
