import { formatIpAddress } from '@sigbed/octets'
import {
  type AddressConfigurationCauseCode,
  type AddressRequest,
  ASCONF,
  type ASCONF_ACK,
  type AsconfAckChunk,
  type AsconfChunk,
  addressConfigurationCause,
  asconfAckChunkLength,
  type ConfigurationRequest,
  type ConfigurationResponse,
  configurationRequestOctets,
  type ErrorCause,
  isFault,
  REQUEST_REFUSED_NO_AUTHORIZATION,
  REQUEST_TO_DELETE_LAST_ADDRESS,
  REQUEST_TO_DELETE_SOURCE_ADDRESS,
  RESOURCE_SHORTAGE,
  readAsconfAckChunk,
  readAsconfChunk,
  tsnDistance,
  unrecognizedParametersCause,
  unresolvableAddressCause,
  writeAsconfAckChunk,
} from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import type { PacketContext } from '../association/chunk-dispatch.js'
import { encodeChunk } from '../association/control-queue.js'
import { addPath, MOST_PEER_ADDRESSES } from '../association/setup.js'
import { isUnicast, reachesAsFarAs } from '../path/address-scope.js'
import type { Path } from '../path/path.js'
import type { Instant } from '../time.js'
import type { AddressConfiguration } from './address-configuration.js'
import { handleAsconfAck, mayConfigure } from './asconf-request.js'
import { removePath } from './path-removal.js'

/** An ASCONF or ASCONF-ACK of an association that has dynamic addresses: both are taken behind AUTH only. */
export function handleAddressConfiguration(
  association: Association,
  packet: PacketContext,
  type: typeof ASCONF | typeof ASCONF_ACK,
  at: number,
  length: number,
  now: Instant,
): void {
  const { octets } = packet
  const chunk = type === ASCONF ? readAsconfChunk(octets, at, length) : readAsconfAckChunk(octets, at, length)
  if (isFault(chunk)) association.statistics.chunksDiscarded++
  else if ('requests' in chunk) handleAsconf(association, chunk, packet, now)
  else handleAsconfAck(association, chunk, now)
}

/** An ASCONF behind an AUTH chunk that was good (RFC 5061 §5.2). Each is done once, and answered as often as it comes. */
export function handleAsconf(association: Association, asconf: AsconfChunk, packet: PacketContext, now: Instant): void {
  const configuration = association.addressConfiguration!
  const distance = tsnDistance(configuration.expectedSequenceNumber, asconf.sequenceNumber)
  // §5.1.1 C4; §5.2 E5: stale, or an attacker's.
  if (distance > 0 || !mayConfigure(association.state)) {
    association.statistics.chunksDiscarded++
    return
  }
  if (distance < 0) {
    // §5.2 E2: the answer was lost; the one it was given is given again, if it is still known.
    const octets = configuration.acknowledgementOf(asconf.sequenceNumber)
    if (octets === undefined) association.statistics.chunksDiscarded++
    else answer(association, octets, packet)
    return
  }
  // §5.2 E4, V5
  configuration.expectedSequenceNumber = (configuration.expectedSequenceNumber + 1) >>> 0
  const ack: AsconfAckChunk = {
    sequenceNumber: asconf.sequenceNumber,
    responses: carryOut(association, configuration, asconf, packet, now),
  }
  const octets = encodeChunk(asconfAckChunkLength(ack), (into) => writeAsconfAckChunk(into, 0, ack))
  configuration.rememberAcknowledgement(ack, octets)
  answer(association, octets, packet)
}

/** The address of the peer has been confirmed: now it may become the primary, if that was asked for (RFC 5061 §5.3 F14). */
export function grantWantedPrimary(association: Association, { remoteAddress }: Path): void {
  const configuration = association.addressConfiguration
  if (configuration === null || configuration.wantedPrimary !== remoteAddress) return
  configuration.wantedPrimary = -1
  makePrimary(association, remoteAddress)
}

/** §5.2 E6: to the source of the packet, whatever it is. */
function answer(association: Association, octets: Uint8Array, packet: PacketContext): void {
  association.sendControl(octets, packet.localAddress, packet.remoteAddress, false)
}

/** §5.2 V1 to V3. A request that is not spoken of has been done (§4.1.2). */
function carryOut(
  association: Association,
  configuration: AddressConfiguration,
  { requests }: AsconfChunk,
  packet: PacketContext,
  now: Instant,
): ConfigurationResponse[] {
  const responses: ConfigurationResponse[] = []
  let short = false
  for (const request of requests) {
    // §5.3 F11: once an address found no room, nothing that follows is added or deleted.
    const cause =
      short && request.kind !== 'set-primary-address'
        ? refusal(RESOURCE_SHORTAGE, request)
        : carryOutOne(association, configuration, request, packet, now)
    if (cause === null) {
      // §5.1 A7 reads what follows a failure as failed: a success has to be said.
      if (responses.length > 0) responses.push({ correlationId: request.correlationId, causes: [], success: true })
      continue
    }
    if (cause.code === RESOURCE_SHORTAGE) short = true
    responses.push({ correlationId: request.correlationId, causes: [cause], success: false })
  }
  return responses
}

function carryOutOne(
  association: Association,
  configuration: AddressConfiguration,
  request: ConfigurationRequest,
  packet: PacketContext,
  now: Instant,
): ErrorCause | null {
  switch (request.kind) {
    case 'add-ip-address':
      return add(association, request, packet, now)
    case 'delete-ip-address':
      return remove(association, request, packet)
    case 'set-primary-address':
      return wishPrimary(association, configuration, request, packet)
    case 'unknown':
      // §5.2 V2
      return unrecognizedParametersCause(request.octets)
    default:
      return request satisfies never
  }
}

function add(association: Association, request: AddressRequest, packet: PacketContext, now: Instant): ErrorCause | null {
  const { host, paths } = association
  const source = host.addresses.at(packet.remoteAddress)
  // §4.2.1: zeroes stand for the source of the packet.
  const octets = isWildcard(request) ? source.octets : request.address.octets
  // §4.2.1: neither broadcast nor multicast; and, as at setup, none that means another node here, nor one that cannot be reached.
  if (!isUnicast(octets) || !reachesAsFarAs(octets, source.octets)) return refusal(REQUEST_REFUSED_NO_AUTHORIZATION, request)
  if (!association.localAddresses.some((index) => host.addresses.at(index).octets.length === octets.length)) return unresolvable(request)
  const remoteAddress = host.addresses.intern(octets, source.encapsulationPort)
  if (remoteAddress >= 0 && paths.byRemoteAddress(remoteAddress) !== null) return null
  // An address that is another peer's on these ports is not to be had.
  if (remoteAddress >= 0 && host.isTaken(association, remoteAddress)) return refusal(REQUEST_REFUSED_NO_AUTHORIZATION, request)
  // §5.3 F9
  if (remoteAddress < 0 || paths.paths.length >= MOST_PEER_ADDRESSES) return refusal(RESOURCE_SHORTAGE, request)
  // §5.3 F14: unconfirmed, and verified at once.
  const path = addPath(association, remoteAddress, false)
  path.heartbeatAt = now
  association.pathsChanged()
  association.emit({ kind: 'peer-address-change', change: 'added', remoteAddress, text: path.addresses.remoteText })
  return null
}

function remove(association: Association, request: AddressRequest, packet: PacketContext): ErrorCause | null {
  const { paths } = association.paths
  if (isWildcard(request)) {
    // §4.2.2: all but the source of the packet.
    if (!paths.some((path) => path.remoteAddress === packet.remoteAddress)) return refusal(REQUEST_TO_DELETE_LAST_ADDRESS, request)
    for (const path of [...paths]) if (path.remoteAddress !== packet.remoteAddress) removePath(association, path)
    return null
  }
  const text = formatIpAddress(request.address.octets)
  const path = paths.find((each) => each.addresses.remoteText === text)
  if (path === undefined) return unresolvable(request)
  // §5.3 F7
  if (paths.length === 1) return refusal(REQUEST_TO_DELETE_LAST_ADDRESS, request)
  // §5.3 F8
  if (path.remoteAddress === packet.remoteAddress) return refusal(REQUEST_TO_DELETE_SOURCE_ADDRESS, request)
  removePath(association, path)
  return null
}

function wishPrimary(
  association: Association,
  configuration: AddressConfiguration,
  request: AddressRequest,
  packet: PacketContext,
): ErrorCause | null {
  const { paths } = association.paths
  const text = formatIpAddress(request.address.octets)
  const path = isWildcard(request)
    ? paths.find((each) => each.remoteAddress === packet.remoteAddress)
    : paths.find((each) => each.addresses.remoteText === text)
  // §5.4: an address that is none of the peer's leaves the primary as it is.
  if (path === undefined) return unresolvable(request)
  if (path.confirmed) makePrimary(association, path.remoteAddress)
  else configuration.wantedPrimary = path.remoteAddress
  return null
}

function makePrimary(association: Association, remoteAddress: number): void {
  if (!association.setPrimary(remoteAddress)) return
  const text = association.paths.primaryPath.addresses.remoteText
  association.emit({ kind: 'peer-address-change', change: 'made-primary', remoteAddress, text })
}

function isWildcard({ address }: AddressRequest): boolean {
  return address.octets.every((octet) => octet === 0)
}

function refusal(code: AddressConfigurationCauseCode, request: ConfigurationRequest): ErrorCause {
  return addressConfigurationCause(code, configurationRequestOctets(request))
}

function unresolvable(request: AddressRequest): ErrorCause {
  return unresolvableAddressCause(configurationRequestOctets(request).subarray(8))
}
