import { parseIpAddress } from '@sigbed/octets'
import {
  ASCONF,
  ASCONF_ACK,
  type AsconfAckChunk,
  asconfChunkLength,
  type ConfigurationRequest,
  isFault,
  readAsconfAckChunk,
  readAsconfChunk,
  writeAsconfChunk,
} from '@sigbed/sctp-codec'
import { addAddress, removeAddress } from '../src/address-configuration/asconf-request.js'
import { encodeChunk } from '../src/association/control-queue.js'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { chunksOf } from './sent-packet.js'
import { A_ADDRESSES, type SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

export const DYNAMIC: Partial<ProtocolParameters> = { authentication: true, dynamicAddresses: true }
export const A_PORT = 40_000
export const THIRD = '10.0.3.1'

export function established(homes = 2, parameters: Partial<ProtocolParameters> = {}, seed = 1): SimulatedPair {
  const pair = new SimulatedPair(seed, { ...DYNAMIC, ...parameters }, homes).establish()
  pair.runFor(500)
  return pair.forgetSent()
}

export function add(node: SimulatedNode, text: string) {
  const outcome = addAddress(node.association!, node.openAddress(text), node.clock.now())
  node.drain()
  return outcome
}

export function remove(node: SimulatedNode, text: string) {
  const outcome = removeAddress(node.association!, node.addressIndex(text), node.clock.now())
  node.drain()
  return outcome
}

export function remotes(node: SimulatedNode): string[] {
  return node.association!.paths.paths.map((path) => path.addresses.remoteText).sort()
}

export function locals(node: SimulatedNode): string[] {
  return node.association!.localAddresses.map((index) => node.addresses.at(index).text).sort()
}

export function asconfs(node: SimulatedNode) {
  return node.packetsWith(ASCONF).flatMap(({ octets, atMs, from, to }) =>
    chunksOf(octets)
      .filter(({ type }) => type === ASCONF)
      .map(({ at, length }) => ({ atMs, from, to, chunk: readAsconfChunk(octets, at, length) })),
  )
}

export function acknowledgements(node: SimulatedNode): AsconfAckChunk[] {
  return node.packetsWith(ASCONF_ACK).flatMap(({ octets }) =>
    chunksOf(octets)
      .filter(({ type }) => type === ASCONF_ACK)
      .map(({ at, length }) => readAsconfAckChunk(octets, at, length))
      .flatMap((ack) => (isFault(ack) ? [] : [ack])),
  )
}

export const addressOf = (text: string) => ({ octets: parseIpAddress(text)! })

/** A sends these requests, rightly authenticated, whatever its own rules say; what Z answers. */
export function ask(
  pair: SimulatedPair,
  requests: readonly ConfigurationRequest[],
  from: string = A_ADDRESSES[0],
  lookup: string = A_ADDRESSES[0],
) {
  const { association } = pair.a
  const configuration = association!.addressConfiguration!
  const chunk = { sequenceNumber: configuration.nextSequenceNumber++, lookupAddress: addressOf(lookup), requests }
  const octets = encodeChunk(asconfChunkLength(chunk), (into) => writeAsconfChunk(into, 0, chunk))
  association!.sendControl(octets, pair.a.addressIndex(from), pair.a.addressIndex(Z_ADDRESSES[0]), false)
  association!.host.touch(association!)
  pair.forgetSent()
  pair.a.drain()
  pair.runFor(100)
  return acknowledgements(pair.z)[0]?.responses.map(({ correlationId, causes, success }) => [
    correlationId,
    success ? 'success' : causes.map(({ code }) => code),
  ])
}

export const request = (kind: 'add-ip-address' | 'delete-ip-address' | 'set-primary-address', text: string, correlationId = 1) => ({
  kind,
  correlationId,
  address: addressOf(text),
})
