import {
  type Association,
  CHANGEABLE_PARAMETERS,
  type ChangeableParameters,
  type Path,
  type ProtocolParameters,
  reconfigure,
  setPeerPrimary,
  setStreamValue,
  type TransportAddressTable,
} from '@sigbed/sctp-core'
import { authenticatedChunks, changeKey, setKey } from './authentication-options.js'
import { changedParameters, type ParameterOption } from './parameter-options.js'
import { abandonedByStream, abandonedOfAssociation } from './partial-reliability.js'
import { type PathStatus, pathStatus } from './path-status.js'
import { SocketOptionError } from './sctp-error.js'
import type {
  PathSelector,
  PeerAddressParameterChange,
  SettableOption,
  SocketOptionChange,
  SocketOptionName,
  SocketOptionValue,
} from './socket-options.js'
import type { SocketSettings } from './socket-settings.js'
import { demandStreamScheduler, demandStreamValue } from './stream-scheduling.js'

/** What the options of one association are read from and set on. */
export interface OptionTarget {
  readonly association: Association
  readonly addresses: TransportAddressTable
  readonly settings: SocketSettings
  now(): number
}

/** @throws SocketOptionError SCTP_OPTION_UNSUPPORTED for what is no option of one association, SCTP_OPTION_INVALID for the address */
export function readAssociationOption<N extends SocketOptionName>(
  target: OptionTarget,
  name: N,
  selector: PathSelector = {},
): SocketOptionValue<N> {
  const read: ((target: OptionTarget, selector: PathSelector) => SocketOptionValue<N>) | undefined = READERS[name]
  if (read === undefined) throw unknownOption(name)
  return read(target, selector)
}

/**
 * @throws SocketOptionError SCTP_OPTION_INVALID, SCTP_OPTION_READ_ONLY, SCTP_OPTION_UNSUPPORTED, or SCTP_OPTION_FIXED for what
 *   is settled with the setup of an association
 */
export function writeAssociationOption<N extends SettableOption>(
  target: OptionTarget,
  name: N,
  change: SocketOptionChange<N>,
  selector: PathSelector = {},
): void {
  const write: ((target: OptionTarget, change: SocketOptionChange<N>, selector: PathSelector) => void) | undefined = WRITERS[name]
  if (write === undefined) {
    if (!Object.hasOwn(READERS, name)) throw unknownOption(name)
    throw new SocketOptionError('SCTP_OPTION_READ_ONLY', name, undefined, 'it can only be read')
  }
  write(target, change, selector)
}

export function unknownOption(name: string): SocketOptionError {
  return new SocketOptionError('SCTP_OPTION_UNSUPPORTED', name, undefined, 'there is no such option here')
}

type Readers = { readonly [N in SocketOptionName]: (target: OptionTarget, selector: PathSelector) => SocketOptionValue<N> }
type Writers = {
  readonly [N in SettableOption]: (target: OptionTarget, change: SocketOptionChange<N>, selector: PathSelector) => void
}

const READERS: Readers = {
  SCTP_RTOINFO: ({ association }) => {
    const { rtoInitialMs, rtoMinMs, rtoMaxMs } = association.parameters
    return { rtoInitialMs, rtoMinMs, rtoMaxMs }
  },
  SCTP_ASSOCINFO: ({ association }) => {
    const { associationMaxRetrans, validCookieLifeMs, receiveBufferOctets } = association.parameters
    return {
      associationMaxRetrans,
      validCookieLifeMs,
      peerDestinations: association.paths.paths.length,
      peerWindowOctets: peerWindow(association),
      localWindowOctets: Math.max(receiveBufferOctets - (association.inbound?.heldOctets ?? 0), 0),
    }
  },
  SCTP_INITMSG: ({ association }) => {
    const { outboundStreams, inboundStreams, maxInitRetransmits } = association.parameters
    return { outboundStreams, inboundStreams, maxInitRetransmits }
  },
  // §8.1.5: what is sent in one turn leaves bundled at its end; nothing ever waits for an acknowledgement to be bundled.
  SCTP_NODELAY: () => true,
  SCTP_AUTOCLOSE: ({ association }) => ({ autocloseMs: association.parameters.autocloseMs }),
  SCTP_PRIMARY_ADDR: ({ association }) => association.paths.primaryPath.addresses.remoteText,
  SCTP_PEER_ADDR_PARAMS: (target, selector) => {
    const { heartbeatEnabled, heartbeatIntervalMs, pathMaxRetrans } = onePath(target, 'SCTP_PEER_ADDR_PARAMS', selector)
    return { heartbeatEnabled, heartbeatIntervalMs, pathMaxRetrans, pathMtu: target.association.parameters.pathMtu }
  },
  SCTP_MAXSEG: ({ settings }) => settings.largestChunkOctets,
  SCTP_DELAYED_SACK: ({ association }) => ({ sackDelayMs: association.parameters.sackDelayMs, packets: PACKETS_PER_SACK }),
  SCTP_FRAGMENT_INTERLEAVE: ({ association, settings }) => (association.capabilities.interleaving ? 2 : settings.fragmentInterleave),
  // RFC 8260 §4.3.1: of an association, whether it was negotiated.
  SCTP_INTERLEAVING_SUPPORTED: ({ association }) => association.capabilities.interleaving,
  SCTP_STREAM_SCHEDULER: ({ association }) => association.parameters.streamScheduler,
  SCTP_STREAM_SCHEDULER_VALUE: ({ association }) => [...association.streamValues].map(([stream, value]) => ({ stream, value })),
  SCTP_MAX_BURST: ({ association }) => ({ maxBurst: association.parameters.maxBurst }),
  SCTP_CONTEXT: ({ settings }) => settings.receiveContext,
  SCTP_EVENT: ({ settings }) => settings.subscription.list,
  SCTP_DEFAULT_SNDINFO: ({ settings }) => settings.defaultSend,
  SCTP_HMAC_IDENT: ({ association }) => association.parameters.hmacIdentifiers,
  SCTP_AUTH_ACTIVE_KEY: ({ association }) => association.sharedKeys.active,
  SCTP_AUTO_ASCONF: ({ settings }) => settings.autoAsconf,
  SCTP_SET_PEER_PRIMARY_ADDR: () => refuseReading('SCTP_SET_PEER_PRIMARY_ADDR'),
  SCTP_AUTH_CHUNK: () => refuseReading('SCTP_AUTH_CHUNK'),
  SCTP_AUTH_KEY: () => refuseReading('SCTP_AUTH_KEY'),
  SCTP_AUTH_DEACTIVATE_KEY: () => refuseReading('SCTP_AUTH_DEACTIVATE_KEY'),
  SCTP_AUTH_DELETE_KEY: () => refuseReading('SCTP_AUTH_DELETE_KEY'),
  SCTP_PEER_AUTH_CHUNKS: ({ association }) => authenticatedChunks(association, 'peer'),
  SCTP_LOCAL_AUTH_CHUNKS: ({ association }) => authenticatedChunks(association, 'local'),
  SCTP_DEFAULT_PRINFO: ({ settings }) => settings.defaultReliability,
  // RFC 7496 §4.5: what both sides have offered.
  SCTP_PR_SUPPORTED: ({ association }) => association.capabilities.partialReliability,
  SCTP_PR_STREAM_STATUS: ({ association }) => abandonedByStream(association),
  SCTP_PR_ASSOC_STATUS: ({ association }) => abandonedOfAssociation(association),
  SCTP_STATUS: (target) => {
    const { association } = target
    return {
      state: association.state,
      peerWindowOctets: peerWindow(association),
      unacknowledgedChunks: association.outbound.outstanding.length,
      pendingMessages: association.inbound?.delivery.length ?? 0,
      inboundStreams: association.inboundStreams,
      outboundStreams: association.outboundStreams,
      fragmentationPoint: association.fragmentationPoint,
      primary: statusOf(target, association.paths.primaryPath),
    }
  },
  SCTP_GET_PEER_ADDR_INFO: (target, selector) => statusOf(target, onePath(target, 'SCTP_GET_PEER_ADDR_INFO', selector)),
  SCTP_GET_ASSOC_NUMBER: () => refuseOneToOne('SCTP_GET_ASSOC_NUMBER'),
  SCTP_GET_ASSOC_ID_LIST: () => refuseOneToOne('SCTP_GET_ASSOC_ID_LIST'),
  SCTP_PEER_ADDR_THLDS: (target, selector) => {
    const { pathMaxRetrans, potentiallyFailedMaxRetrans } = onePath(target, 'SCTP_PEER_ADDR_THLDS', selector)
    const { primarySwitchoverMaxRetrans } = target.association.parameters
    return { pathMaxRetrans, potentiallyFailedMaxRetrans, primarySwitchoverMaxRetrans }
  },
}

const WRITERS: Writers = {
  SCTP_RTOINFO: (target, change) => changeParameters(target, 'SCTP_RTOINFO', change),
  SCTP_ASSOCINFO: (target, change) => changeParameters(target, 'SCTP_ASSOCINFO', change),
  SCTP_INITMSG: (target, change) => changeParameters(target, 'SCTP_INITMSG', change),
  SCTP_NODELAY: (target, on) => target.settings.setNoDelay(on),
  SCTP_AUTOCLOSE: (target, change) => changeParameters(target, 'SCTP_AUTOCLOSE', change),
  SCTP_PRIMARY_ADDR: (target, address) => {
    const path = onePath(target, 'SCTP_PRIMARY_ADDR', { address })
    if (!target.association.setPrimary(path.remoteAddress))
      throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_PRIMARY_ADDR', address, 'it is not confirmed yet')
  },
  SCTP_PEER_ADDR_PARAMS: setPeerAddressParameters,
  SCTP_MAXSEG: (target, octets) => {
    target.settings.setLargestChunk(octets)
    limitFragmentationPoint(target.association, octets)
  },
  SCTP_DELAYED_SACK: (target, { packets = PACKETS_PER_SACK, ...change }) => {
    demandPacketsPerSack(packets)
    changeParameters(target, 'SCTP_DELAYED_SACK', change)
  },
  SCTP_FRAGMENT_INTERLEAVE: ({ association, settings }, level) => {
    if (association.capabilities.interleaving && level !== 2) throw settledAtSetup('SCTP_FRAGMENT_INTERLEAVE', level)
    settings.setFragmentInterleave(level)
  },
  SCTP_INTERLEAVING_SUPPORTED: ({ association }, on) => {
    if (on !== association.capabilities.interleaving) throw settledAtSetup('SCTP_INTERLEAVING_SUPPORTED', on)
  },
  SCTP_STREAM_SCHEDULER: (target, streamScheduler) => {
    demandStreamScheduler(streamScheduler)
    reconfigure(target.association, { streamScheduler }, target.now())
  },
  SCTP_STREAM_SCHEDULER_VALUE: ({ association }, change) => {
    demandStreamValue(change, association.outboundStreams)
    setStreamValue(association, change.stream, change.value)
  },
  SCTP_MAX_BURST: (target, change) => changeParameters(target, 'SCTP_MAX_BURST', change),
  SCTP_CONTEXT: (target, context) => target.settings.setReceiveContext(context),
  SCTP_EVENT: (target, { kind, on }) => target.settings.subscribe(kind, on),
  SCTP_DEFAULT_SNDINFO: (target, change) => target.settings.setDefaultSend(change),
  SCTP_HMAC_IDENT: (_, identifiers) => refuseFixed('SCTP_HMAC_IDENT', identifiers),
  SCTP_AUTH_ACTIVE_KEY: ({ association }, identifier) => changeKey(association, 'SCTP_AUTH_ACTIVE_KEY', identifier),
  SCTP_AUTO_ASCONF: ({ settings }, on) => {
    settings.autoAsconf = on
  },
  SCTP_SET_PEER_PRIMARY_ADDR: requestPeerPrimary,
  SCTP_AUTH_CHUNK: (_, type) => refuseFixed('SCTP_AUTH_CHUNK', type),
  SCTP_AUTH_KEY: ({ association }, key) => setKey(association, key),
  SCTP_AUTH_DEACTIVATE_KEY: ({ association }, identifier) => changeKey(association, 'SCTP_AUTH_DEACTIVATE_KEY', identifier),
  SCTP_AUTH_DELETE_KEY: ({ association }, identifier) => changeKey(association, 'SCTP_AUTH_DELETE_KEY', identifier),
  SCTP_DEFAULT_PRINFO: (target, reliability) => target.settings.setDefaultReliability(reliability),
  SCTP_PR_SUPPORTED: ({ association }, on) => {
    if (on !== association.capabilities.partialReliability)
      throw new SocketOptionError('SCTP_OPTION_FIXED', 'SCTP_PR_SUPPORTED', on, 'it is agreed upon when an association is set up')
  },
  SCTP_PEER_ADDR_THLDS: (target, change, selector) => {
    const { primarySwitchoverMaxRetrans, ...ofPath } = change
    changedParameters('SCTP_PEER_ADDR_THLDS', ofPath, target.association.parameters)
    const paths = pathsOf(target, 'SCTP_PEER_ADDR_THLDS', selector)
    if (primarySwitchoverMaxRetrans !== undefined) changeParameters(target, 'SCTP_PEER_ADDR_THLDS', { primarySwitchoverMaxRetrans })
    for (const path of paths) {
      path.pathMaxRetrans = ofPath.pathMaxRetrans ?? path.pathMaxRetrans
      path.potentiallyFailedMaxRetrans = ofPath.potentiallyFailedMaxRetrans ?? path.potentiallyFailedMaxRetrans
    }
  },
}

/**
 * §8.1.16: cuts messages smaller than the paths ask for. To be called again when the set of paths is complete: the core works the
 * point out anew then.
 */
export function limitFragmentationPoint(association: Association, largestChunkOctets: number): void {
  const { paths } = association.paths
  if (paths.length === 0) return
  const byPaths = association.largestFragment()
  association.fragmentationPoint = largestChunkOctets === 0 ? byPaths : Math.min(byPaths, largestChunkOctets)
}

/** §8.1.19: only the delay can be chosen. */
export function demandPacketsPerSack(packets: number): void {
  if (packets !== PACKETS_PER_SACK)
    throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_DELAYED_SACK.packets', packets, `only ${PACKETS_PER_SACK}`)
}

export const PACKETS_PER_SACK = 2

function setPeerAddressParameters(target: OptionTarget, change: PeerAddressParameterChange, selector: PathSelector): void {
  const option = 'SCTP_PEER_ADDR_PARAMS'
  const { heartbeatEnabled, heartbeatDemand, pathMtu, ...numbers } = change
  if (pathMtu !== undefined) changeParameters(target, option, { pathMtu })
  changedParameters(option, numbers, target.association.parameters)
  const { heartbeatIntervalMs, pathMaxRetrans } = numbers
  const now = target.now()
  const paths = pathsOf(target, option, selector)
  // §8.1.12: "This must not be used in conjunction with a wildcard address."
  if (heartbeatDemand === true && selector.address === undefined)
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.heartbeatDemand`, true, 'it needs the address of one path')
  for (const path of paths) {
    path.pathMaxRetrans = pathMaxRetrans ?? path.pathMaxRetrans
    path.heartbeatIntervalMs = heartbeatIntervalMs ?? path.heartbeatIntervalMs
    if (heartbeatEnabled === undefined && heartbeatIntervalMs === undefined) continue
    path.heartbeatEnabled = heartbeatEnabled ?? path.heartbeatEnabled
    // The path is looked at now: RFC 9260 §8.3 decides again when its next heartbeat is due, or that none is.
    if (path.state === 'active' && target.association.state === 'ESTABLISHED') path.heartbeatAt = path.heartbeatEnabled ? now : NO_TIME
  }
  target.association.host.touch(target.association)
  if (heartbeatDemand !== true) return
  if (!target.association.requestHeartbeat(paths[0]!.remoteAddress, now))
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.heartbeatDemand`, true, 'the association must be established')
}

/**
 * Timers and limits change at once; what was agreed with the peer, or sized at the setup, is refused and nothing changed. The values
 * are looked at first: what makes no sense at all is told as such.
 */
function changeParameters(target: OptionTarget, option: ParameterOption, change: Partial<ProtocolParameters>): void {
  const { association } = target
  const { parameters } = association
  changedParameters(option, change, parameters)
  const changeable: Partial<Record<NumericParameter, number>> = {}
  for (const [field, value] of Object.entries(change)) {
    if (isChangeable(field)) changeable[field] = value as number
    else if (parameters[field as keyof ProtocolParameters] !== value) throw settledAtSetup(`${option}.${field}`, value)
  }
  reconfigure(association, changeable, target.now())
}

function settledAtSetup(option: string, value: unknown): SocketOptionError {
  const remedy = 'it is settled when an association is set up; give it to connect(), listen() or as an option for future associations'
  return new SocketOptionError('SCTP_OPTION_FIXED', option, value, remedy)
}

type NumericParameter = {
  [N in keyof ChangeableParameters]: ChangeableParameters[N] extends number ? N : never
}[keyof ChangeableParameters]

function isChangeable(field: string): field is NumericParameter {
  return (CHANGEABLE_PARAMETERS as readonly string[]).includes(field)
}

/** §8.3.1: asks the peer to send to that address of this side; what comes of it is told by 'local-address-change'. */
function requestPeerPrimary(target: OptionTarget, address: string): void {
  const { association, addresses } = target
  const option = 'SCTP_SET_PEER_PRIMARY_ADDR'
  const index = association.localAddresses.find((each) => addresses.at(each).text === address)
  if (index === undefined) {
    const known = association.localAddresses.map((each) => addresses.at(each).text).join(', ')
    throw new SocketOptionError('SCTP_OPTION_INVALID', option, address, `the addresses of this side are ${known}`)
  }
  const outcome = setPeerPrimary(association, index, target.now())
  if (outcome === 'requested') return
  throw new SocketOptionError('SCTP_OPTION_INVALID', option, address, `it could not be asked for: ${outcome}`)
}

function refuseFixed(option: SocketOptionName, value: unknown): never {
  const allowed = 'it is settled when an association is set up; set it as an option for future associations'
  throw new SocketOptionError('SCTP_OPTION_FIXED', option, value, allowed)
}

function refuseReading(option: SocketOptionName): never {
  throw new SocketOptionError('SCTP_OPTION_UNSUPPORTED', option, undefined, 'it can only be set')
}

function refuseOneToOne(option: SocketOptionName): never {
  // §8.2.5, §8.2.6: "For a one-to-one style socket, this socket option results in an error."
  throw new SocketOptionError('SCTP_OPTION_UNSUPPORTED', option, undefined, 'only a one-to-many socket has it')
}

/** The path to an address, the primary one without. */
function onePath(target: OptionTarget, option: SocketOptionName, selector: PathSelector): Path {
  return selector.address === undefined ? target.association.paths.primaryPath : pathsOf(target, option, selector)[0]!
}

/** The path to an address, all of them without. */
function pathsOf({ association }: OptionTarget, option: SocketOptionName, { address }: PathSelector): readonly Path[] {
  const { paths } = association.paths
  if (address === undefined) return paths
  const found = paths.filter((path) => path.addresses.remoteText === address)
  if (found.length > 0) return found
  const known = paths.map((path) => path.addresses.remoteText).join(', ')
  throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.address`, address, `the addresses of the peer are ${known}`)
}

function statusOf({ association, addresses }: OptionTarget, path: Path): PathStatus {
  return pathStatus(path, association, addresses)
}

/** §8.1.2: "minus any outstanding data". */
function peerWindow(association: Association): number {
  return Math.max(association.outbound.peerWindow, 0)
}

const NO_TIME = Number.POSITIVE_INFINITY
