import { padded, readU16 } from '@sigbed/octets'
import {
  abortChunkLength,
  COMMON_HEADER_LENGTH,
  type CommonHeader,
  type ErrorCause,
  INIT_ACK,
  type InitChunk,
  initChunkLength,
  isFault,
  type Parameter,
  parametersLength,
  readInitChunk,
  writeAbortChunk,
  writeInitChunk,
  writeParameters,
} from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { agreedCapabilities, capabilityBits } from '../association/capabilities.js'
import type { PacketContext } from '../association/chunk-dispatch.js'
import { encodeChunk } from '../association/control-queue.js'
import { heededParameters, refuseInit } from '../association/init-acceptance.js'
import type { ProtocolParameters } from '../association/protocol-parameters.js'
import { initOf, localAddressParameters, peerAddresses } from '../association/setup.js'
import { resendShutdownAck } from '../association/shutdown.js'
import { ownOfferParameters } from '../authentication/association-authentication.js'
import { authenticationOffer, newRandomNumber } from '../authentication/authentication-offer.js'
import type { Instant } from '../time.js'
import type { Endpoint } from './endpoint.js'

/**
 * Answers an INIT without keeping anything: what will be needed travels in the State Cookie (RFC 9260 §5.1 B). Also the INITs that
 * meet an association: collisions (§5.2.1) and restarts (§5.2.2).
 */
export function handleInit(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, now: Instant): void {
  const at = packet.at + COMMON_HEADER_LENGTH
  // The Chunk Length, which the demultiplexer has checked, not that of the packet: padding behind the last parameter is none.
  const read = readInitChunk(packet.octets, at, readU16(packet.octets, at + 2))
  if (isFault(read)) {
    endpoint.statistics.malformedPackets++
    return
  }
  const { heeded, unrecognized } = heededParameters(read.parameters)
  const init: InitChunk = { ...read, parameters: heeded }
  const addresses = peerAddresses(endpoint, init, packet.remoteAddress)
  const association = associationWith(endpoint, header, addresses)
  const parameters = association?.parameters ?? endpoint.listeningParameters(header.destinationPort)
  if (parameters === undefined) {
    // §5.1, §8.4 (3): nobody listens; the ABORT carries the Initiate Tag of the INIT.
    refuse(endpoint, header, packet, init, [])
    return
  }
  const refusal = refuseInit(init, parameters)
  if (refusal !== null) {
    refuse(endpoint, header, packet, init, refusal.causes)
    return
  }
  if (association !== undefined) answerWithinAssociation(endpoint, header, packet, init, association, addresses, unrecognized, now)
  else {
    const identity: Identity = {
      localTag: endpoint.newTag(),
      initialTsn: endpoint.environment.randomUint32() >>> 0,
      localTieTag: 0,
      peerTieTag: 0,
      random: parameters.authentication ? newRandomNumber(endpoint.environment) : null,
    }
    answer(endpoint, header, packet, init, identity, parameters, addresses, unrecognized, now)
  }
}

/** What this side says it is, in INIT ACK and cookie. */
interface Identity {
  readonly localTag: number
  readonly initialTsn: number
  readonly localTieTag: number
  readonly peerTieTag: number
  /** Null where this side does not authenticate. */
  readonly random: Uint8Array | null
}

function answerWithinAssociation(
  endpoint: Endpoint,
  header: CommonHeader,
  packet: PacketContext,
  init: InitChunk,
  association: Association,
  addresses: readonly number[],
  unrecognized: readonly Uint8Array[],
  now: Instant,
): void {
  if (association.state === 'SHUTDOWN-ACK-SENT') {
    // §9.2: the INIT is discarded and the SHUTDOWN ACK sent again.
    resendShutdownAck(association)
    endpoint.touch(association)
    return
  }
  const collision = association.state === 'COOKIE-WAIT' || association.state === 'COOKIE-ECHOED'
  const added = addresses.filter((address) => association.paths.byRemoteAddress(address) === null)
  // §5.2.1, §5.2.2: an INIT that brings new addresses is refused; in COOKIE-WAIT the peer's addresses are not known yet.
  if (added.length > 0 && association.state !== 'COOKIE-WAIT') {
    refuse(endpoint, header, packet, init, [restartWithNewAddresses(endpoint, added)])
    return
  }
  const way = wayOfAnswer(association, packet, addresses)
  if (way === null) return
  // §5.4 rule 2: the address the INIT ACK goes to is the one that the cookie, coming back, confirms; it stands first.
  const ordered = [way.remoteAddress, ...addresses.filter((address) => address !== way.remoteAddress)]
  const identity: Identity = {
    // §5.2.1: in a collision the parameters of the own INIT; §5.2.2: else a new tag, and the Tie-Tags of the association.
    localTag: collision ? association.localTag : endpoint.newTag(),
    initialTsn: collision ? association.localInitialTsn : endpoint.environment.randomUint32() >>> 0,
    localTieTag: association.state === 'COOKIE-WAIT' ? 0 : association.localTieTag,
    peerTieTag: association.state === 'COOKIE-WAIT' ? 0 : association.peerTieTag,
    // RFC 4895 §6.1: in a collision the Random Number goes as the tag goes.
    random: !association.parameters.authentication ? null : collision ? association.localRandom : newRandomNumber(endpoint.environment),
  }
  answer(endpoint, header, way, init, identity, association.parameters, ordered, unrecognized, now)
}

/**
 * §5.2.1: in COOKIE-WAIT an INIT ACK MUST only go to an address that the user gave and that the INIT reports, if possible to its
 * source. Null when there is none. In every other state it goes back where the INIT came from.
 */
function wayOfAnswer(association: Association, packet: PacketContext, addresses: readonly number[]): PacketContext | null {
  const destinations = association.setup?.destinations
  if (association.state !== 'COOKIE-WAIT' || destinations === undefined || destinations.includes(packet.remoteAddress)) return packet
  const destination = destinations.find((address) => addresses.includes(address))
  const path = destination === undefined ? null : association.paths.byRemoteAddress(destination)
  return path === null ? null : { ...packet, localAddress: path.localAddress, remoteAddress: path.remoteAddress }
}

function answer(
  endpoint: Endpoint,
  header: CommonHeader,
  packet: PacketContext,
  init: InitChunk,
  identity: Identity,
  parameters: ProtocolParameters,
  addresses: readonly number[],
  unrecognized: readonly Uint8Array[],
  now: Instant,
): void {
  // §5.1.1: each side uses at most what the other accepts.
  const outboundStreams = Math.min(parameters.outboundStreams, init.inboundStreams)
  const preservative = init.parameters.find((parameter) => parameter.kind === 'cookie-preservative')
  const increment = preservative?.kind === 'cookie-preservative' ? Math.min(preservative.lifeIncrementMs, parameters.validCookieLifeMs) : 0
  const capabilities = agreedCapabilities(parameters, init.parameters)
  const offer = authenticationOffer(init.parameters)
  const cookie = endpoint.mint.seal({
    createdAt: now,
    lifeMs: parameters.validCookieLifeMs + increment,
    localTag: identity.localTag,
    peerTag: init.initiateTag,
    localTieTag: identity.localTieTag,
    peerTieTag: identity.peerTieTag,
    localInitialTsn: identity.initialTsn,
    peerInitialTsn: init.initialTsn,
    peerReceiverWindow: init.advertisedReceiverWindow,
    outboundStreams,
    inboundStreams: Math.min(init.outboundStreams, parameters.inboundStreams),
    localPort: header.destinationPort,
    peerPort: header.sourcePort,
    capabilityBits: capabilityBits(capabilities),
    peerAddresses: addresses.map((index) => endpoint.addresses.at(index)),
    authentication:
      capabilities.authentication && offer !== null && identity.random !== null ? { localRandom: identity.random, peer: offer } : null,
  })
  const list: Parameter[] = [
    { kind: 'state-cookie', type: 7, cookie },
    ...localAddressParameters(endpoint, packet.remoteAddress),
    ...ownOfferParameters(parameters, identity.random),
  ]
  // §3.2.2: what was not understood goes back, whole.
  for (const octets of unrecognized) list.push({ kind: 'unrecognized-parameter', type: 8, octets })
  const initAck = initOf(identity.localTag, identity.initialTsn, parameters, outboundStreams, list)
  const chunk = encodeChunk(initChunkLength(initAck), (into) => writeInitChunk(into, 0, INIT_ACK, initAck))
  endpoint.reply(chunk, packet, header, init.initiateTag)
}

function refuse(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, init: InitChunk, causes: readonly ErrorCause[]): void {
  endpoint.statistics.refusedInits++
  // An ABORT to tag 0 could not be accepted by anybody.
  if (init.initiateTag === 0) return
  const chunk = encodeChunk(abortChunkLength(causes), (into) => writeAbortChunk(into, 0, false, causes))
  endpoint.reply(chunk, packet, header, init.initiateTag)
}

/** §5.2: by the source of the packet or any address the INIT lists. */
function associationWith(endpoint: Endpoint, header: CommonHeader, addresses: readonly number[]): Association | undefined {
  for (const address of addresses) {
    const association = endpoint.table.from(address, header.sourcePort, header.destinationPort)
    if (association !== undefined) return association
  }
  return undefined
}

/** §3.3.10.11 */
function restartWithNewAddresses(endpoint: Endpoint, added: readonly number[]): ErrorCause {
  const list = added.map((index): Parameter => {
    const { octets } = endpoint.addresses.at(index)
    return octets.length === 4 ? { kind: 'ipv4-address', type: 5, octets } : { kind: 'ipv6-address', type: 6, octets }
  })
  const parameters = new Uint8Array(padded(parametersLength(list)))
  writeParameters(parameters, 0, list)
  return { kind: 'restart-with-new-addresses', code: 11, parameters }
}
