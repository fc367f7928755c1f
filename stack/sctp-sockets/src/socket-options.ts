import type { AssociationState, ProtocolParameters, SharedKey, StreamSchedulerName } from '@sigbed/sctp-core'
import type { SendOptions } from './message-information.js'
import type { NotificationKind } from './notification.js'
import type { AbandonedOfAssociation, AbandonedOnStream, PartialReliability } from './partial-reliability.js'
import type { PathStatus } from './path-status.js'

/**
 * The options of RFC 6458 §8 that there are here, by their names, each with what getOption gives and what setOption takes (never: it
 * can only be read). A field left out of a change keeps its value: RFC 6458 says that with a 0, so there a 0 cannot be set.
 */
export interface SocketOptionTable {
  readonly SCTP_RTOINFO: Option<RtoInformation>
  readonly SCTP_ASSOCINFO: Option<AssociationParameters, Partial<AssociationParameterChange>>
  readonly SCTP_INITMSG: Option<InitiationParameters>
  readonly SCTP_NODELAY: Option<boolean, boolean>
  readonly SCTP_AUTOCLOSE: Option<AutomaticClose>
  readonly SCTP_PRIMARY_ADDR: Option<string, string>
  readonly SCTP_PEER_ADDR_PARAMS: Option<PeerAddressParameters, PeerAddressParameterChange>
  readonly SCTP_MAXSEG: Option<number, number>
  readonly SCTP_DELAYED_SACK: Option<DelayedSack>
  readonly SCTP_MAX_BURST: Option<MaximumBurst>
  readonly SCTP_FRAGMENT_INTERLEAVE: Option<FragmentInterleaveLevel, FragmentInterleaveLevel>
  readonly SCTP_INTERLEAVING_SUPPORTED: Option<boolean, boolean>
  readonly SCTP_STREAM_SCHEDULER: Option<StreamSchedulerName, StreamSchedulerName>
  readonly SCTP_STREAM_SCHEDULER_VALUE: Option<readonly StreamValue[], StreamValue>
  readonly SCTP_CONTEXT: Option<number, number>
  readonly SCTP_EVENT: Option<readonly NotificationKind[], EventSubscription>
  readonly SCTP_DEFAULT_SNDINFO: Option<DefaultSendInformation>
  readonly SCTP_HMAC_IDENT: Option<readonly number[], readonly number[]>
  readonly SCTP_AUTH_ACTIVE_KEY: Option<number, number>
  readonly SCTP_AUTO_ASCONF: Option<boolean, boolean>
  readonly SCTP_SET_PEER_PRIMARY_ADDR: Option<never, string>
  readonly SCTP_AUTH_CHUNK: Option<never, number>
  readonly SCTP_AUTH_KEY: Option<never, SharedKey>
  readonly SCTP_AUTH_DEACTIVATE_KEY: Option<never, number>
  readonly SCTP_AUTH_DELETE_KEY: Option<never, number>
  readonly SCTP_PEER_AUTH_CHUNKS: Option<readonly number[], never>
  readonly SCTP_LOCAL_AUTH_CHUNKS: Option<readonly number[], never>
  readonly SCTP_DEFAULT_PRINFO: Option<PartialReliability, PartialReliability>
  readonly SCTP_PR_SUPPORTED: Option<boolean, boolean>
  readonly SCTP_PR_STREAM_STATUS: Option<readonly AbandonedOnStream[], never>
  readonly SCTP_PR_ASSOC_STATUS: Option<AbandonedOfAssociation, never>
  readonly SCTP_STATUS: Option<AssociationStatus, never>
  readonly SCTP_GET_PEER_ADDR_INFO: Option<PathStatus, never>
  readonly SCTP_GET_ASSOC_NUMBER: Option<number, never>
  readonly SCTP_GET_ASSOC_ID_LIST: Option<readonly number[], never>
  readonly SCTP_PEER_ADDR_THLDS: Option<PeerAddressThresholds>
}

export type SocketOptionName = keyof SocketOptionTable
export type SocketOptionValue<N extends SocketOptionName> = SocketOptionTable[N]['value']
export type SocketOptionChange<N extends SocketOptionName> = SocketOptionTable[N]['change']
/** The options that can be set. */
export type SettableOption = { [N in SocketOptionName]: [SocketOptionChange<N>] extends [never] ? never : N }[SocketOptionName]

/** One path of an association; without an address all of them, and for reading the primary. */
export interface PathSelector {
  /** Of the peer, in text. */
  readonly address?: string
}

/** §8.1.1: limits and start of every retransmission timeout. */
export type RtoInformation = Pick<ProtocolParameters, 'rtoInitialMs' | 'rtoMinMs' | 'rtoMaxMs'>

/** §8.1.2. */
export interface AssociationParameters extends AssociationParameterChange {
  /** Addresses of the peer; 0 for future associations. */
  readonly peerDestinations: number
  /** Octets the peer has room for, less what is in flight; 0 for future associations. */
  readonly peerWindowOctets: number
  /** Octets this side has room for. */
  readonly localWindowOctets: number
}

/** sasoc_asocmaxrxt and sasoc_cookie_life (ms). */
export type AssociationParameterChange = Pick<ProtocolParameters, 'associationMaxRetrans' | 'validCookieLifeMs'>

/** §8.1.3, SCTP_INIT of §5.3.1: what setup asks for. Settled once the association is up. */
export type InitiationParameters = Pick<ProtocolParameters, 'outboundStreams' | 'inboundStreams' | 'maxInitRetransmits'>

/** §8.1.8: shut down after so long without user data; 0: never. Also for one-to-one sockets here; RFC 6458 counts in seconds. */
export type AutomaticClose = Pick<ProtocolParameters, 'autocloseMs'>

/** §8.1.12, of one path; with 'future', of all paths of future associations. */
export interface PeerAddressParameters {
  readonly heartbeatEnabled: boolean
  /** HB.interval: RTO and jitter come on top of it (RFC 9260 §8.3). */
  readonly heartbeatIntervalMs: number
  readonly pathMaxRetrans: number
  /** Octets of an IP packet. */
  readonly pathMtu: number
}

export interface PeerAddressParameterChange extends Partial<PeerAddressParameters> {
  /** SPP_HB_DEMAND: a heartbeat now. Needs an address, and an association that is up. */
  readonly heartbeatDemand?: true
}

/** §8.1.19. `packets`: a SACK leaves after so many packets at the latest; 2 always. */
export interface DelayedSack extends Pick<ProtocolParameters, 'sackDelayMs'> {
  readonly packets: number
}

/** §8.1.24: packets of new data that may leave at once; Infinity for no limit, where RFC 6458 writes 0. */
export type MaximumBurst = Pick<ProtocolParameters, 'maxBurst'>

/**
 * §8.1.20: between the parts of a message may come messages of other associations (1), or messages and parts of messages of other streams,
 * too (2), which RFC 8260 §4.3.1 wants of whoever turns interleaving on.
 */
export type FragmentInterleaveLevel = 1 | 2

/**
 * RFC 8260 §4.3.3, sctp_stream_value: of an outbound stream its priority (the lower goes first; 0 unless set) or its weight (0, unless
 * set, counts as 1), as the scheduler may be. Reading gives all that were set.
 */
export interface StreamValue {
  readonly stream: number
  /** 0 to 65535. */
  readonly value: number
}

/** §6.2.2. */
export interface EventSubscription {
  readonly kind: NotificationKind
  readonly on: boolean
}

/** §8.1.31: what send() uses for what its options leave out. */
export type DefaultSendInformation = Omit<SendOptions, 'destination' | 'abort' | 'reliability'>

/** §8.2.1. */
export interface AssociationStatus {
  readonly state: AssociationState
  /** Octets the peer has room for. */
  readonly peerWindowOctets: number
  /** DATA chunks sent and not acknowledged. */
  readonly unacknowledgedChunks: number
  /** Messages that arrived and that nobody has taken yet. */
  readonly pendingMessages: number
  readonly inboundStreams: number
  readonly outboundStreams: number
  /** Octets of user data above which a message is cut. */
  readonly fragmentationPoint: number
  readonly primary: PathStatus
}

/** RFC 7829 §7.2: error counts that must be exceeded for a path to be inactive, potentially failed, and no longer the primary. */
export type PeerAddressThresholds = Pick<
  ProtocolParameters,
  'pathMaxRetrans' | 'potentiallyFailedMaxRetrans' | 'primarySwitchoverMaxRetrans'
>

interface Option<Value, Change = Partial<Value>> {
  readonly value: Value
  readonly change: Change
}
