import {
  type AddressRequest,
  type AsconfAckChunk,
  type AsconfChunk,
  addressConfigurationCause,
  asconfChunkLength,
  type ErrorCause,
  ILLEGAL_ASCONF_ACK,
  tsnDistance,
  UNRECOGNIZED_PARAMETERS,
  writeAsconfChunk,
} from '@sigbed/sctp-codec'
import { abortAssociation, describeCauses } from '../association/abort.js'
import type { Association } from '../association/association.js'
import type { AssociationState } from '../association/association-state.js'
import { encodeChunk } from '../association/control-queue.js'
import { clearErrors, countError } from '../path/path-failure.js'
import { giveUpHeartbeatUnderWay } from '../path/path-heartbeat.js'
import { sourceAddressFor } from '../path/source-address.js'
import { type Instant, NEVER } from '../time.js'
import type { AddressChange, AddressConfiguration, OutstandingAsconf } from './address-configuration.js'

/** What becomes of a request of the user. */
export type AddressChangeOutcome =
  | 'requested'
  /** Not both sides have offered dynamic addresses, or the peer has refused them since. */
  | 'not-supported'
  /** The association is not in a state that allows it (RFC 5061 §5.1.1 C4). */
  | 'wrong-state'
  /** It is one of the association's already, or is asked for; or, to be removed, it is not. */
  | 'no-change'
  /** RFC 5061 §5.3 F5. */
  | 'last-address'
  | 'too-many-requests'

/** Asks the peer to take in a further address of this side, an index the endpoint has as a local address. The answer comes as an event. */
export function addAddress(association: Association, localAddress: number, now: Instant): AddressChangeOutcome {
  const used = association.localAddresses.includes(localAddress) || isAsked(association, 'add-ip-address', localAddress)
  return used ? 'no-change' : ask(association, { kind: 'add-ip-address', localAddress }, now)
}

/** Asks the peer to forget an address of this side. From now on nothing leaves from it (§5.3 F4). */
export function removeAddress(association: Association, localAddress: number, now: Instant): AddressChangeOutcome {
  const configuration = association.addressConfiguration
  if (configuration?.leaving.has(localAddress) === true) return 'no-change'
  const stays = association.localAddresses.filter((each) => each !== localAddress)
  if (stays.length === association.localAddresses.length) return 'no-change'
  // RFC 5061 §5.3 F5: the last one stays, unless another is asked for before it.
  const follows = configuration?.waiting.some((each) => each.kind === 'add-ip-address') === true
  if (stays.length === 0 && !follows) return 'last-address'
  const outcome = mayAsk(association)
  if (outcome !== 'requested') return outcome
  // First: the ASCONF itself MUST NOT leave from there (§5.3 F6).
  configuration!.leaving.add(localAddress)
  if (stays.length > 0) useSources(association, stays)
  return ask(association, { kind: 'delete-ip-address', localAddress }, now, stays.length > 0)
}

/**
 * An address in the place of the only one there is, in one ASCONF that leaves from the new one (§5.3.2). Not more than that is built: until
 * the answer is there, everything else still leaves from the old one, which the peer knows.
 */
export function replaceAddress(association: Association, added: number, removed: number, now: Instant): AddressChangeOutcome {
  const { addressConfiguration: configuration } = association
  if (configuration === null) return 'not-supported'
  if (association.localAddresses.includes(added) || !association.localAddresses.includes(removed)) return 'no-change'
  if (!mayConfigure(association.state)) return 'wrong-state'
  if (configuration.waiting.length + 2 > MOST_WAITING) return 'too-many-requests'
  configuration.waiting.push({ kind: 'add-ip-address', localAddress: added }, { kind: 'delete-ip-address', localAddress: removed })
  configuration.leaving.add(removed)
  sendNextAsconf(association, now)
  return 'requested'
}

/** Asks the peer to send to that address of this side (§5.4). */
export function setPeerPrimary(association: Association, localAddress: number, now: Instant): AddressChangeOutcome {
  // §5.4: only to an address that is part of the association.
  if (!association.localAddresses.includes(localAddress)) return 'no-change'
  return ask(association, { kind: 'set-primary-address', localAddress }, now)
}

/** T4-rto (§5.1 B1 to B5). */
export function handleT4(association: Association, configuration: AddressConfiguration, now: Instant): void {
  const { outstanding } = configuration
  if (outstanding === null || now < configuration.t4Deadline) return
  configuration.t4Deadline = NEVER
  const path = association.paths.byRemoteAddress(outstanding.remoteAddress) ?? association.paths.dataPath()
  // B1 to B3
  path.roundTrip.backOff()
  countError(association, path, 'timeout', now)
  if (association.isOver) return
  // RFC 9260 §8.2: a heartbeat under way there went the same way; one silence is one error.
  giveUpHeartbeatUnderWay(association, path, now)
  // B4: the very same chunk, elsewhere if possible.
  outstanding.remoteAddress = association.paths.retransmissionPath(path).remoteAddress
  sendAsconf(association, configuration, outstanding, now)
}

/** §5.1 A5 to A8. */
export function handleAsconfAck(association: Association, ack: AsconfAckChunk, now: Instant): void {
  const configuration = association.addressConfiguration!
  const { outstanding } = configuration
  if (outstanding === null || ack.sequenceNumber !== outstanding.sequenceNumber) {
    if (outstanding === null && tsnDistance(configuration.nextSequenceNumber, ack.sequenceNumber) >= 0) {
      // RFC 5061 §5.3 F0: an acknowledgement of what was never sent MUST end the association.
      const cause = addressConfigurationCause(ILLEGAL_ASCONF_ACK, new Uint8Array(0))
      abortAssociation(association, 'protocol-violation', 'an ASCONF-ACK of an ASCONF that was never sent', [cause])
    } else association.statistics.chunksDiscarded++
    return
  }
  configuration.outstanding = null
  configuration.t4Deadline = NEVER
  association.errorCount = 0
  const path = association.paths.byRemoteAddress(outstanding.remoteAddress)
  if (path?.confirmed === true) clearErrors(association, path, 'data-acknowledged', now)
  settle(association, configuration, outstanding, ack)
  sendNextAsconf(association, now)
}

/** §5.1 A9: the peer does not know ASCONF at all, whatever it offered. */
export function handleAsconfUnrecognized(association: Association, configuration: AddressConfiguration): void {
  const refused = [...(configuration.outstanding?.changes ?? []), ...configuration.waiting]
  configuration.refusedByPeer = true
  configuration.outstanding = null
  configuration.t4Deadline = NEVER
  configuration.waiting.length = 0
  for (const change of refused) refuse(association, configuration, change, [])
}

/** RFC 5061 §5.1.1 C4. */
export function mayConfigure(state: AssociationState): boolean {
  return state === 'ESTABLISHED' || state === 'SHUTDOWN-PENDING' || state === 'SHUTDOWN-RECEIVED' || state === 'SHUTDOWN-SENT'
}

function ask(association: Association, change: AddressChange, now: Instant, atOnce = true): AddressChangeOutcome {
  const outcome = mayAsk(association)
  if (outcome !== 'requested') return outcome
  association.addressConfiguration!.waiting.push(change)
  if (atOnce) sendNextAsconf(association, now)
  association.host.touch(association)
  return 'requested'
}

function mayAsk({ addressConfiguration: configuration, state }: Association): AddressChangeOutcome {
  if (configuration === null || configuration.refusedByPeer) return 'not-supported'
  if (!mayConfigure(state)) return 'wrong-state'
  return configuration.waiting.length >= MOST_WAITING ? 'too-many-requests' : 'requested'
}

function isAsked({ addressConfiguration: configuration }: Association, kind: AddressChange['kind'], localAddress: number): boolean {
  const asked = [...(configuration?.waiting ?? []), ...(configuration?.outstanding?.changes ?? [])]
  return asked.some((change) => change.kind === kind && change.localAddress === localAddress)
}

/** §5.1 A1 to A3: all that waits, in one chunk, once the one before it has been acknowledged. */
export function sendNextAsconf(association: Association, now: Instant): void {
  const configuration = association.addressConfiguration
  if (configuration === null || configuration.outstanding !== null || configuration.waiting.length === 0) return
  if (!mayConfigure(association.state)) return
  const changes = configuration.waiting.splice(0, MOST_CHANGES_IN_CHUNK)
  const { addresses } = association.host
  const firstCorrelationId = configuration.nextCorrelationId
  configuration.nextCorrelationId = (firstCorrelationId + changes.length) >>> 0
  const chunk: AsconfChunk = {
    sequenceNumber: configuration.nextSequenceNumber,
    // §4.1.1: an address the peer knows this side by; §5.3.2: the one being deleted, where there is no other.
    lookupAddress: { octets: addresses.at(association.localAddresses[0]!).octets },
    requests: changes.map(
      ({ kind, localAddress }, i): AddressRequest => ({
        kind,
        correlationId: (firstCorrelationId + i) >>> 0,
        address: { octets: addresses.at(localAddress).octets },
      }),
    ),
  }
  configuration.nextSequenceNumber = (configuration.nextSequenceNumber + 1) >>> 0
  const octets = encodeChunk(asconfChunkLength(chunk), (into) => writeAsconfChunk(into, 0, chunk))
  const { remoteAddress } = association.paths.dataPath()
  configuration.outstanding = { sequenceNumber: chunk.sequenceNumber, octets, changes, firstCorrelationId, remoteAddress }
  sendAsconf(association, configuration, configuration.outstanding, now)
}

function sendAsconf(association: Association, configuration: AddressConfiguration, asconf: OutstandingAsconf, now: Instant): void {
  const path = association.paths.byRemoteAddress(asconf.remoteAddress) ?? association.paths.dataPath()
  asconf.remoteAddress = path.remoteAddress
  association.sendControl(asconf.octets, sourceOf(association, asconf, path.localAddress), path.remoteAddress, false)
  // A4
  configuration.t4Deadline = now + path.roundTrip.rtoMs
  association.host.touch(association)
}

/** §5.3 F6: not from an address that is being deleted by it; F1: from one that is being added only where there is no other. */
function sourceOf(association: Association, { changes }: OutstandingAsconf, usual: number): number {
  if (association.localAddresses.includes(usual) && !association.addressConfiguration!.leaving.has(usual)) return usual
  return changes.find(({ kind }) => kind === 'add-ip-address')?.localAddress ?? usual
}

function settle(association: Association, configuration: AddressConfiguration, asconf: OutstandingAsconf, ack: AsconfAckChunk): void {
  const { responses } = ack
  let failed = false
  asconf.changes.forEach((change, i) => {
    const correlationId = (asconf.firstCorrelationId + i) >>> 0
    const response = responses.find((each) => each.correlationId === correlationId)
    // §5.1 A7: what follows the first failure has failed as well, unless it is said to be done.
    if (response !== undefined) failed = !response.success
    if (failed) refuse(association, configuration, change, response?.causes ?? [])
    else accept(association, configuration, change)
  })
}

function accept(association: Association, configuration: AddressConfiguration, { kind, localAddress }: AddressChange): void {
  switch (kind) {
    case 'add-ip-address':
      // §5.3 F2: from now on it may be a source.
      useSources(association, [...association.localAddresses, localAddress])
      break
    case 'delete-ip-address':
      configuration.leaving.delete(localAddress)
      useSources(
        association,
        association.localAddresses.filter((each) => each !== localAddress),
      )
      break
    case 'set-primary-address':
      break
    default:
      kind satisfies never
  }
  association.emit({ kind: 'local-address-change', change: CHANGES[kind], localAddress, accepted: true, causes: '' })
}

function refuse(
  association: Association,
  configuration: AddressConfiguration,
  { kind, localAddress }: AddressChange,
  causes: readonly ErrorCause[],
): void {
  // §5.3 F3a, F3b: what the peer does not know it is not asked again.
  if (causes.some(({ code }) => code === UNRECOGNIZED_PARAMETERS)) configuration.refusedByPeer = true
  if (kind === 'delete-ip-address' && configuration.leaving.delete(localAddress))
    useSources(association, [...association.localAddresses, localAddress])
  const said = causes.length === 0 ? 'no reason given' : describeCauses(causes)
  association.emit({ kind: 'local-address-change', change: CHANGES[kind], localAddress, accepted: false, causes: said })
}

/** Paths begin at the local address that suits them best, of those that may be used. */
function useSources(association: Association, localAddresses: readonly number[]): void {
  association.localAddresses = [...new Set(localAddresses)]
  const { paths } = association.paths
  paths.forEach((path, i) => {
    const localAddress = sourceAddressFor(association, path.remoteAddress, paths.slice(0, i))
    if (localAddress !== path.localAddress) path.moveTo({ ...path.addresses, localAddress })
  })
}

const CHANGES = { 'add-ip-address': 'added', 'delete-ip-address': 'removed', 'set-primary-address': 'made-primary' } as const
/** Of the user's, before the peer has answered. */
const MOST_WAITING = 64
/** §5.1.1 C5: with IPv6 addresses and an AUTH chunk they fit the smallest path MTU. */
const MOST_CHANGES_IN_CHUNK = 12
