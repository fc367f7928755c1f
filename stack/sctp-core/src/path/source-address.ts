import type { Association } from '../association/association.js'
import type { AssociationHost } from '../association/association-host.js'
import { reachesAsFarAs } from './address-scope.js'
import type { Path } from './path.js'

/**
 * The local address for packets to a destination (an index, as what it returns): of the same family, reaching as far, sharing the most
 * leading bits, which on two networks is the one on its network. Among equals the one that the fewest of `paths` begin at, so that
 * behind routers, too, two paths differ at both ends (RFC 9260 §6.4.1).
 */
export function sourceAddressFor({ host, localAddresses }: Association, remoteAddress: number, paths: readonly Path[]): number {
  let best = localAddresses[0]!
  let bestMerit = -1
  for (const index of localAddresses) {
    if (!suits(host, index, remoteAddress, false)) continue
    const reaches = suits(host, index, remoteAddress, true) ? MOST_BITS : 0
    const bits = commonPrefix(host.addresses.at(index).octets, host.addresses.at(remoteAddress).octets)
    const uses = paths.reduce((sum, path) => sum + (path.localAddress === index ? 1 : 0), 0)
    const merit = reaches + bits + 1 / (1 + uses)
    if (merit <= bestMerit) continue
    best = index
    bestMerit = merit
  }
  return best
}

/**
 * Something sent on `path` went unanswered. RFC 9260 §6.4.1 has every source-destination pair considered then. Usually the other pair
 * is another path, and this one is left as it is. Where no confirmed path begins at another local address (the peer has one address,
 * this node several), the path itself goes on from the next local address. True when it does.
 */
export function takeOtherSource(association: Association, path: Path): boolean {
  const { host, paths, localAddresses } = association
  if (paths.paths.some((other) => other.confirmed && other.localAddress !== path.localAddress)) return false
  const position = localAddresses.indexOf(path.localAddress)
  for (let step = 1; step < localAddresses.length; step++) {
    const localAddress = localAddresses[(position + step) % localAddresses.length]!
    if (!suits(host, localAddress, path.remoteAddress, true)) continue
    path.moveTo({ ...path.addresses, localAddress })
    return true
  }
  return false
}

function suits(host: AssociationHost, localAddress: number, remoteAddress: number, farEnough: boolean): boolean {
  const local = host.addresses.at(localAddress).octets
  const remote = host.addresses.at(remoteAddress).octets
  return local.length === remote.length && (!farEnough || reachesAsFarAs(local, remote))
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! ^ b[i]!
    if (difference !== 0) return 8 * i + Math.clz32(difference) - 24
  }
  return 8 * a.length
}

const MOST_BITS = 256
