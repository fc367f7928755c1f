import { messageTree as m3uaTree } from '@sigbed/m3ua-codec'
import { type OctetTree, octetTree, readU24, readU32, shownOctets, TreeBound } from '@sigbed/octets'
import { packetTree, verifyChecksum } from '@sigbed/sctp-codec'
import { messageTree as diameterTree, MESSAGE_HEADER_LENGTH } from 'diameter-codec'
import { FragmentAssembly } from './fragment-assembly.js'

export const SIGNALLING_PROTOCOLS = ['diameter', 'm3ua', 'sctp'] as const

export type SignallingProtocol = (typeof SIGNALLING_PROTOCOLS)[number]

/** What octets are, by their headers; null when they are none of the three. */
export function guessProtocol(octets: Uint8Array): SignallingProtocol | null {
  const { length } = octets
  // M3UA and Diameter both begin with version 1. A length that is right tells them apart; the padding of M3UA may be missing.
  if (length >= 8 && octets[0] === 1 && octets[1] === 0 && Math.abs(readU32(octets, 4) - length) <= 3) return 'm3ua'
  if (length >= MESSAGE_HEADER_LENGTH && octets[0] === 1 && isDiameterLength(readU24(octets, 1), length)) return 'diameter'
  return length >= 12 && verifyChecksum(octets, 0, length) ? 'sctp' : null
}

/** The trees of octets that are one packet or message, or several Diameter messages in a row. */
export function signallingTrees(protocol: SignallingProtocol, octets: Uint8Array): OctetTree[] {
  switch (protocol) {
    case 'm3ua':
      return [m3uaTree(octets, 0, octets.length)]
    case 'diameter':
      return diameterMessages(octets)
    case 'sctp':
      return [sctpTree(octets, 0, octets.length, new FragmentAssembly())]
  }
}

/** An SCTP packet with the messages its DATA chunks complete. */
export function sctpTree(octets: Uint8Array, at: number, length: number, fragments: FragmentAssembly): OctetTree {
  const bound = new TreeBound()
  const association = `${octets[at]},${octets[at + 1]},${octets[at + 2]},${octets[at + 3]},${length < 8 ? 0 : readU32(octets, at + 4)}`
  return packetTree(
    octets,
    at,
    length,
    (_, chunk) => {
      const message = fragments.take(association, octets, chunk)
      if (message === null) return []
      const tree = payloadTree(chunk.payloadProtocolId, message.octets, message.at, message.length, bound)
      return [message.fragments === 1 ? tree : { ...tree, facts: { ...tree.facts, fragments: message.fragments } }]
    },
    bound,
  )
}

function payloadTree(payloadProtocolId: number, octets: Uint8Array, at: number, length: number, bound: TreeBound): OctetTree {
  switch (payloadProtocolId) {
    case M3UA_PAYLOAD:
      return m3uaTree(octets, at, length, bound)
    case DIAMETER_PAYLOAD:
      return diameterTree(octets, at, length, bound)
    default:
      return octetTree('User Data', at, length, { value: shownOctets(octets, at, length) })
  }
}

function diameterMessages(octets: Uint8Array): OctetTree[] {
  const trees: OctetTree[] = []
  for (let at = 0; at < octets.length; ) {
    const left = octets.length - at
    const announced = left < 4 ? left : readU24(octets, at + 1)
    // A length that leads nowhere belongs to a message that takes all that is left.
    const length = announced < MESSAGE_HEADER_LENGTH || announced > left ? left : announced
    trees.push(diameterTree(octets, at, length))
    at += length
  }
  return trees
}

function isDiameterLength(announced: number, length: number): boolean {
  return announced >= MESSAGE_HEADER_LENGTH && announced % 4 === 0 && announced <= length
}

/** RFC 4666 §7.1, RFC 6733 §11.5. */
const M3UA_PAYLOAD = 3
const DIAMETER_PAYLOAD = 46
