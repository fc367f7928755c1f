import { padded } from '@sigbed/octets'
import {
  abortChunkLength,
  BARE_CHUNK_LENGTH,
  COMMON_HEADER_LENGTH,
  COOKIE_ACK,
  cookieEchoChunkLength,
  type ErrorCause,
  errorChunkLength,
  INIT,
  type InitChunk,
  initChunkLength,
  missingMandatoryParameterCause,
  type Parameter,
  STATE_COOKIE,
  writeAbortChunk,
  writeBareChunk,
  writeCookieEchoChunk,
  writeErrorChunk,
  writeInitChunk,
} from '@sigbed/sctp-codec'
import { AddressConfiguration } from '../address-configuration/address-configuration.js'
import { ownOfferParameters, takeAuthentication } from '../authentication/association-authentication.js'
import { type AuthenticationOffer, authenticationOffer, newRandomNumber } from '../authentication/authentication-offer.js'
import { InboundData } from '../inbound/inbound-data.js'
import { isUnicast, reachesAsFarAs } from '../path/address-scope.js'
import { Path } from '../path/path.js'
import { newHeartbeat, startHeartbeats } from '../path/path-heartbeat.js'
import { PathSet } from '../path/path-set.js'
import { sourceAddressFor } from '../path/source-address.js'
import { type Duration, type Instant, NEVER } from '../time.js'
import { abortAssociation, abortForZeroTag } from './abort.js'
import type { Association } from './association.js'
import type { AssociationHost } from './association-host.js'
import { agreedCapabilities, type Capabilities } from './capabilities.js'
import { encodeChunk } from './control-queue.js'
import { heededParameters, type InitRefusal, offersTooSmallWindow, refuseInit } from './init-acceptance.js'
import type { ProtocolParameters } from './protocol-parameters.js'

/** What the side that associates remembers while it does (RFC 9260 §5.1). */
export interface SetupProgress {
  /**
   * The addresses the user gave: confirmed without a probe (§5.4 rule 1), and the only ones an INIT goes to. Once the peer has said
   * which addresses it has, those of them.
   */
  destinations: readonly number[]
  /** Which of them the next INIT or COOKIE ECHO goes to. */
  turn: number
  cookie: Uint8Array | null
  /** Unrecognized parameters of the INIT ACK, to be reported with the COOKIE ECHO (§3.2.2). */
  report: Uint8Array | null
  sentAt: Instant
  /** Asked for in a Cookie Preservative when the last cookie came back stale (§5.2.6). */
  lifeIncrementMs: Duration
  staleCookies: number
}

/** ASSOCIATE (RFC 9260 §5.1 A, §11.1.2): INIT leaves, T1-init runs. */
export function startSetup(association: Association, destinations: readonly number[], now: Instant): void {
  // An address given twice is one path all the same: §5.1.2 speaks of a list of addresses, §6.4 of distinct destinations.
  const distinct = [...new Set(destinations)]
  association.setup = { destinations: distinct, turn: 0, cookie: null, report: null, sentAt: now, lifeIncrementMs: 0, staleCookies: 0 }
  if (association.parameters.authentication) association.localRandom = newRandomNumber(association.host.environment)
  association.move('associate')
  for (const remoteAddress of distinct) addPath(association, remoteAddress, true)
  association.pathsChanged()
  sendInit(association, now)
  association.t1.start(now, association.parameters.rtoInitialMs)
}

/** The INIT ACK for this association's own INIT (§5.1 C). */
export function handleInitAck(association: Association, init: InitChunk, remoteAddress: number, now: Instant): void {
  const { setup } = association
  if (association.state !== 'COOKIE-WAIT' || setup === null) {
    // §5.2.3: an unexpected INIT ACK is an old or duplicated one.
    association.statistics.chunksDiscarded++
    return
  }
  const cookie = init.parameters.find((parameter) => parameter.kind === 'state-cookie')
  const refusal = refuseInit(init, association.parameters)
  if (refusal !== null && init.initiateTag === 0) {
    // §3.3.3: the TCB MUST be destroyed, and an ABORT with the T bit SHOULD be sent.
    abortForZeroTag(association, remoteAddress, refusal.detail, refusal.causes)
    return
  }
  if (refusal !== null && offersTooSmallWindow(init)) {
    // §3.3.3: the packet MUST be discarded and the association left as it is; the ABORT goes to the Initiate Tag. T1-init runs on.
    sendRefusal(association, init.initiateTag, remoteAddress, refusal)
    return
  }
  // §3.3.3, §5.1: an INIT ACK that lacks its cookie or that this side cannot accept destroys the TCB.
  association.peerTag = init.initiateTag
  if (refusal !== null || cookie?.kind !== 'state-cookie') {
    // §5.1: the ABORT says what was wrong or missing.
    const { detail, causes } = refusal ?? WITHOUT_COOKIE
    abortAssociation(association, 'protocol-violation', detail, causes)
    return
  }
  association.inboundStreams = Math.min(init.outboundStreams, association.parameters.inboundStreams)
  acceptPeer(
    association,
    init.initiateTag,
    init.initialTsn,
    init.advertisedReceiverWindow,
    Math.min(association.parameters.outboundStreams, init.inboundStreams),
    agreedCapabilities(association.parameters, heededParameters(init.parameters).heeded),
    authenticationOffer(init.parameters),
  )
  adoptAddresses(association, setup, peerAddresses(association.host, init, remoteAddress))
  setup.cookie = cookie.cookie
  setup.report = unrecognizedParametersReport(heededParameters(init.parameters).unrecognized)
  setup.turn = Math.max(setup.destinations.indexOf(remoteAddress), 0)
  association.t1.stop()
  association.move('receive INIT ACK')
  sendCookieEcho(association, now)
  association.t1.start(now, association.paths.dataPath().roundTrip.rtoMs)
}

export function handleCookieAck(association: Association, now: Instant): void {
  if (association.state !== 'COOKIE-ECHOED') {
    // §5.2.5
    association.statistics.chunksDiscarded++
    return
  }
  association.move('receive COOKIE ACK')
  const { setup } = association
  // The exchange gives an RTT measurement unless the COOKIE ECHO was sent more than once (Karn, §6.3.1 C5).
  if (setup !== null && association.t1.expirations === 0) setupPath(association, setup).roundTrip.measure(now - setup.sentAt)
  communicationUp(association, now)
}

/** The association is established, on either side (§5.1 D, E). */
export function communicationUp(association: Association, now: Instant): void {
  association.t1.stop()
  association.host.established(association.setup !== null)
  association.establishedAt = now
  association.noteTraffic(now)
  if (association.parameters.autocloseMs > 0) association.autocloseAt = now + association.parameters.autocloseMs
  association.setup = null
  association.errorCount = 0
  startHeartbeats(association, now)
  association.emit({ kind: 'communication-up', outboundStreams: association.outboundStreams, inboundStreams: association.inboundStreams })
  // RFC 6458 §6.1.8: this side would have authenticated.
  if (association.parameters.authentication && association.authentication === null)
    association.emit({ kind: 'authentication-key', indication: 'no-authentication', keyIdentifier: 0 })
}

/** T1-init or T1-cookie expired (§4 notes 2 and 3). */
export function handleSetupTimer(association: Association, now: Instant): void {
  const { setup, parameters } = association
  if (setup === null) return
  if (association.t1.expirations > parameters.maxInitRetransmits) {
    const what = association.state === 'COOKIE-WAIT' ? 'INIT' : 'COOKIE ECHO'
    association.lose('setup-timed-out', `no answer to ${association.t1.expirations} ${what}s`)
    return
  }
  // §6.4: what timed out tries another address.
  setup.turn = (setup.turn + 1) % setup.destinations.length
  if (association.state === 'COOKIE-WAIT') sendInit(association, now)
  else sendCookieEcho(association, now)
}

/** ERROR with Stale Cookie (§5.2.6): another INIT, asking for a longer life by the measured round trip and a little more. */
export function handleStaleCookie(association: Association, stalenessUs: number, now: Instant): void {
  const { setup } = association
  if (association.state !== 'COOKIE-ECHOED' || setup === null) {
    association.statistics.chunksDiscarded++
    return
  }
  if (++setup.staleCookies > association.parameters.maxInitRetransmits) {
    association.lose('setup-timed-out', `the peer found ${setup.staleCookies} cookies stale`)
    return
  }
  // No more than a second beyond the measured round trip.
  setup.lifeIncrementMs = Math.ceil(Math.min(now - setup.sentAt + stalenessUs / 1000, now - setup.sentAt + 1000))
  setup.cookie = null
  association.move('stale cookie')
  association.control.clear()
  sendInit(association, now)
  association.t1.start(now, association.parameters.rtoInitialMs)
}

/**
 * COOKIE ACK to the address the COOKIE ECHO came from; first in its packet, so that what follows it may be bundled (§3.3.12).
 * To be called when the association is up, as that starts the heartbeats afresh.
 */
export function sendCookieAck(association: Association, localAddress: number, remoteAddress: number, now: Instant): void {
  const path = association.paths.byRemoteAddress(remoteAddress)
  const octets = encodeChunk(BARE_CHUNK_LENGTH, (into) => writeBareChunk(into, 0, COOKIE_ACK, 0))
  const verificationTag = association.peerTag
  if (path === null || path.confirmed) {
    association.control.pushFirst({ octets, localAddress, remoteAddress, verificationTag, alone: false })
    return
  }
  // §5.4: to an address that is not confirmed a COOKIE ACK MUST be bundled with a HEARTBEAT that carries a nonce.
  const heartbeat = newHeartbeat(association, path, now)
  const both = encodeChunk(octets.length + heartbeat.length, (into) => {
    into.set(octets)
    into.set(heartbeat, octets.length)
  })
  association.control.pushFirst({ octets: both, localAddress: path.localAddress, remoteAddress, verificationTag, alone: false })
}

/** Takes over what the peer said of itself in INIT, INIT ACK or through the cookie. */
export function acceptPeer(
  association: Association,
  tag: number,
  initialTsn: number,
  window: number,
  outboundStreams: number,
  capabilities: Capabilities,
  offer: AuthenticationOffer | null,
): void {
  association.peerTag = tag
  association.capabilities = capabilities
  takeAuthentication(association, offer)
  // RFC 5061 §5.1 A2: sequence numbers begin at the Initial TSNs.
  association.addressConfiguration = capabilities.dynamicAddresses
    ? new AddressConfiguration(association.localInitialTsn, initialTsn)
    : null
  association.peerInitialTsn = initialTsn
  const inbound = new InboundData(initialTsn, association.parameters, association.host.addresses, association.host.poison)
  if (association.inbound !== null) inbound.delivery.inherit(association.inbound.delivery)
  association.inbound = inbound
  association.resetOutbound(window, outboundStreams)
}

/** Adds the path to one address of the peer, with the local address that suits it best. */
export function addPath(association: Association, remoteAddress: number, confirmed: boolean, localAddress?: number): Path {
  const { host, paths } = association
  const remote = host.addresses.at(remoteAddress)
  const addresses = {
    localAddress: localAddress ?? sourceAddressFor(association, remoteAddress, paths.paths),
    remoteAddress,
    remoteText: remote.text,
    ipv6: remote.octets.length === 16,
    encapsulationOctets: remote.encapsulationPort === 0 ? 0 : 8,
  }
  const path = new Path(paths.paths.length, addresses, confirmed, association.parameters)
  paths.add(path)
  return path
}

/**
 * The parameters this side puts into INIT and INIT ACK about its addresses (§5.1.2 B), as far as they mean this node to the peer.
 * One address alone goes without saying.
 */
export function localAddressParameters(host: AssociationHost, remoteAddress: number): Parameter[] {
  const destination = host.addresses.at(remoteAddress).octets
  const known = host.localAddresses.map((index) => host.addresses.at(index)).filter(({ octets }) => reachesAsFarAs(octets, destination))
  if (known.length < 2) return []
  return known.map(({ octets }) => {
    return octets.length === 4 ? { kind: 'ipv4-address', type: 5, octets } : { kind: 'ipv6-address', type: 6, octets }
  })
}

/** The transport addresses of the peer: where the packet came from, and what the chunk lists, on the same encapsulation port. */
export function peerAddresses(host: AssociationHost, init: InitChunk, sourceAddress: number): number[] {
  const { encapsulationPort, octets: source } = host.addresses.at(sourceAddress)
  const found = [sourceAddress]
  for (const parameter of init.parameters) {
    if (parameter.kind !== 'ipv4-address' && parameter.kind !== 'ipv6-address') continue
    if (!isUnicast(parameter.octets) || !canReach(host, parameter.octets.length)) continue
    // Not per RFC: §5.1.2 records every address, but a loopback address of another machine would be one of this machine.
    if (!reachesAsFarAs(parameter.octets, source)) continue
    const index = host.addresses.intern(parameter.octets, encapsulationPort)
    if (index >= 0 && !found.includes(index)) found.push(index)
    if (found.length >= MOST_PEER_ADDRESSES) break
  }
  return found
}

function sendInit(association: Association, now: Instant): void {
  const setup = association.setup!
  const { host, parameters } = association
  const path = setupPath(association, setup)
  const list = [...localAddressParameters(host, path.remoteAddress), ...ownOfferParameters(parameters, association.localRandom)]
  if (setup.lifeIncrementMs > 0) list.push({ kind: 'cookie-preservative', type: 9, lifeIncrementMs: setup.lifeIncrementMs })
  const init = initOf(association.localTag, association.localInitialTsn, parameters, parameters.outboundStreams, list)
  const octets = encodeChunk(initChunkLength(init), (into) => writeInitChunk(into, 0, INIT, init))
  // §8.5.1 A: the Verification Tag of an INIT is 0, also when the peer's is known (a collision, a stale cookie).
  association.sendControl(octets, path.localAddress, path.remoteAddress, true, 0)
  setup.sentAt = now
}

function sendCookieEcho(association: Association, now: Instant): void {
  const setup = association.setup!
  const cookie = setup.cookie!
  const echo = encodeChunk(cookieEchoChunkLength(cookie), (into) => writeCookieEchoChunk(into, 0, cookie))
  const path = setupPath(association, setup)
  const { localAddress, remoteAddress } = path
  setup.sentAt = now
  const octets = path.confirmed ? echo : withHeartbeat(association, path, echo, now)
  // §5.4: what does not fit into one packet with its HEARTBEAT MUST NOT go to an address that is not confirmed.
  if (octets.length > path.packetOctets - COMMON_HEADER_LENGTH && !path.confirmed) return
  // §5.1 C and §3.2.2: COOKIE ECHO leads its packet; the report of unrecognized parameters follows it.
  association.control.pushFirst({ octets, localAddress, remoteAddress, verificationTag: association.peerTag, alone: false })
  if (setup.report !== null && path.confirmed) association.sendControl(setup.report, localAddress, remoteAddress, false)
}

/**
 * §5.4: a COOKIE ECHO to an address that is not confirmed MUST be bundled with a HEARTBEAT that carries a nonce. It is not repeated by
 * itself: until the COOKIE ACK nothing else may leave (§5.1 C).
 */
function withHeartbeat(association: Association, path: Path, echo: Uint8Array, now: Instant): Uint8Array {
  const heartbeat = newHeartbeat(association, path, now)
  path.heartbeatExpiry = NEVER
  return encodeChunk(echo.length + heartbeat.length, (into) => {
    into.set(echo)
    into.set(heartbeat, echo.length)
  })
}

/** Where the setup goes on, also when the peer's encapsulation port has changed since the user gave the address (RFC 6951 §5.4). */
function setupPath(association: Association, setup: SetupProgress): Path {
  const { host, paths } = association
  const destination = setup.destinations[setup.turn]!
  const path = paths.byRemoteAddress(destination) ?? paths.paths.find((each) => host.addresses.sameHost(each.remoteAddress, destination))
  return path ?? paths.dataPath()
}

/**
 * §5.1.2, §3.3.3: the peer has the addresses it lists and the one its INIT ACK came from, and no others: what the user gave besides is
 * dropped. §5.4 rule 1: what the user gave is confirmed.
 */
function adoptAddresses(association: Association, setup: SetupProgress, addresses: readonly number[]): void {
  const { host, paths: before } = association
  const given = setup.destinations.flatMap((destination) => addresses.find((each) => host.addresses.sameHost(each, destination)) ?? [])
  association.paths = new PathSet()
  for (const address of new Set([...given, ...addresses]))
    addPath(association, address, given.includes(address), before.byRemoteAddress(address)?.localAddress)
  setup.destinations = given.length > 0 ? [...new Set(given)] : addresses.slice(0, 1)
  association.pathsChanged()
}

/** An ABORT that ends nothing here. */
function sendRefusal(association: Association, tag: number, remoteAddress: number, { causes }: InitRefusal): void {
  const path = association.paths.byRemoteAddress(remoteAddress) ?? association.paths.dataPath()
  const octets = encodeChunk(abortChunkLength(causes), (into) => writeAbortChunk(into, 0, false, causes))
  association.sendControl(octets, path.localAddress, path.remoteAddress, true, tag)
}

export function initOf(
  tag: number,
  initialTsn: number,
  parameters: ProtocolParameters,
  outboundStreams: number,
  list: readonly Parameter[],
): InitChunk {
  return {
    initiateTag: tag,
    advertisedReceiverWindow: parameters.receiveBufferOctets,
    outboundStreams,
    inboundStreams: parameters.inboundStreams,
    initialTsn,
    parameters: list,
  }
}

/** §3.2.2: what of an INIT ACK was not understood and wants reporting goes into an ERROR next to the COOKIE ECHO. */
function unrecognizedParametersReport(unrecognized: readonly Uint8Array[]): Uint8Array | null {
  if (unrecognized.length === 0) return null
  const parameters = new Uint8Array(unrecognized.reduce((sum, octets) => sum + padded(octets.length), 0))
  let at = 0
  for (const octets of unrecognized) {
    parameters.set(octets, at)
    at += padded(octets.length)
  }
  const causes: readonly ErrorCause[] = [{ kind: 'unrecognized-parameters', code: 8, parameters }]
  return encodeChunk(errorChunkLength(causes), (into) => writeErrorChunk(into, 0, causes))
}

function canReach(host: AssociationHost, octets: number): boolean {
  return host.localAddresses.some((index) => host.addresses.at(index).octets.length === octets)
}

export const MOST_PEER_ADDRESSES = 16
const WITHOUT_COOKIE: InitRefusal = {
  causes: [missingMandatoryParameterCause([STATE_COOKIE])],
  detail: 'an INIT ACK without a State Cookie',
}
