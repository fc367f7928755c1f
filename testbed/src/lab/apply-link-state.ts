import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import type { TransportAddressTable } from '@sigbed/sctp-core'
import type { FaultInjector, Impairment } from '@sigbed/sctp-transport'
import type { LinkState } from '../scenario/scenario.js'
import type { NodeCommand } from './node-protocol.js'

/** A node whose paths are broken by the injector around its transport: what `wrapTransport` of its endpoint is handed, kept. */
export interface ImpairedNode {
  readonly faults: FaultInjector
  readonly addresses: TransportAddressTable
  /** Indices in the table. */
  readonly localAddresses: readonly number[]
}

/** What a link does, in the words of the injector. */
export function impairmentOf({ up, ...alike }: LinkState): Impairment {
  return { cut: !up, ...alike }
}

/**
 * Carries out the command `link` on the node itself: packets between the two addresses in that direction fare as the state says,
 * whatever was said of the same two before. A perfect state leaves them untouched again.
 *
 * @throws RangeError when the local address is none of the node's, an address is none, or the state makes no sense
 */
export function applyLinkState(
  { faults, addresses, localAddresses }: ImpairedNode,
  { direction, local, remote, remotePort, state }: Extract<NodeCommand, { kind: 'link' }>,
): void {
  const localText = formatIpAddress(octetsOf(local))
  const localIndex = localAddresses.find((index) => addresses.at(index).text === localText)
  if (localIndex === undefined) throw new RangeError(`${local} is no address of this node`)
  const remoteIndex = addresses.intern(octetsOf(remote), remotePort)
  if (remoteIndex < 0) throw new RangeError(`the node knows too many addresses to take in ${remote}`)
  faults.impair({ local: localIndex, remote: remoteIndex }, impairmentOf(state), direction)
}

function octetsOf(text: string): Uint8Array {
  const octets = parseIpAddress(text)
  if (octets === null) throw new RangeError(`${text} is no IP address`)
  return octets
}
