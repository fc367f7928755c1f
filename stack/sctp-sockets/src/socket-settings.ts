import type { NotificationKind } from './notification.js'
import { NOTIFICATION_KINDS, NotificationSubscription } from './notification-subscription.js'
import { demandPartialReliability, type PartialReliability } from './partial-reliability.js'
import { SocketOptionError } from './sctp-error.js'
import type { DefaultSendInformation, FragmentInterleaveLevel } from './socket-options.js'

/** The options that are the socket's own affair and none of the association's. Every association of a socket has its own copy. */
export class SocketSettings {
  defaultSend: DefaultSendInformation = {}
  defaultReliability: PartialReliability = { policy: 'reliable' }
  receiveContext = 0
  /** SCTP_MAXSEG: 0 for what the paths allow. */
  largestChunkOctets = 0
  /** SCTP_FRAGMENT_INTERLEAVE: 2 lets interleaving be turned on. */
  fragmentInterleave: FragmentInterleaveLevel = 1
  /** SCTP_STREAM_SCHEDULER_VALUE for future associations: by outbound stream. */
  readonly streamValues = new Map<number, number>()
  /** SCTP_AUTO_ASCONF (RFC 6458 §8.1.23): the peer is told by itself of addresses that come and go. */
  autoAsconf = true
  readonly subscription: NotificationSubscription

  constructor(subscribed?: Iterable<NotificationKind>) {
    this.subscription = new NotificationSubscription(subscribed)
  }

  copy(): SocketSettings {
    const made = new SocketSettings(this.subscription.list)
    made.defaultSend = this.defaultSend
    made.defaultReliability = this.defaultReliability
    made.receiveContext = this.receiveContext
    made.autoAsconf = this.autoAsconf
    made.largestChunkOctets = this.largestChunkOctets
    made.fragmentInterleave = this.fragmentInterleave
    for (const [stream, value] of this.streamValues) made.streamValues.set(stream, value)
    return made
  }

  // Each of these: @throws SocketOptionError SCTP_OPTION_INVALID

  setDefaultSend(change: DefaultSendInformation): void {
    const { stream, payloadProtocolId, context } = change
    demandInteger('SCTP_DEFAULT_SNDINFO.stream', stream, 65_535)
    demandInteger('SCTP_DEFAULT_SNDINFO.payloadProtocolId', payloadProtocolId, 0xffff_ffff)
    demandInteger('SCTP_DEFAULT_SNDINFO.context', context, 0xffff_ffff)
    this.defaultSend = { ...this.defaultSend, ...change }
  }

  setDefaultReliability(reliability: PartialReliability): void {
    demandPartialReliability('SCTP_DEFAULT_PRINFO', reliability)
    this.defaultReliability = reliability
  }

  setReceiveContext(context: number): void {
    demandInteger('SCTP_CONTEXT', context, 0xffff_ffff)
    this.receiveContext = context
  }

  setLargestChunk(octets: number): void {
    if (octets !== 0 && !(Number.isInteger(octets) && octets >= SMALLEST_CHUNK_OCTETS))
      throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_MAXSEG', octets, `0, or ${SMALLEST_CHUNK_OCTETS} and more`)
    this.largestChunkOctets = octets
  }

  setFragmentInterleave(level: FragmentInterleaveLevel): void {
    if (level !== 1 && level !== 2) throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_FRAGMENT_INTERLEAVE', level, '1 or 2')
    this.fragmentInterleave = level
  }

  setNoDelay(on: boolean): void {
    // §8.1.5: there is no Nagle-like algorithm that could be turned on.
    if (!on) throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_NODELAY', on, 'only true: nothing is ever delayed')
  }

  subscribe(kind: NotificationKind, on: boolean): void {
    if (!NOTIFICATION_KINDS.includes(kind))
      throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_EVENT.kind', kind, NOTIFICATION_KINDS.join(', '))
    this.subscription.set(kind, on)
  }
}

function demandInteger(option: string, value: number | undefined, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= most)) return
  throw new SocketOptionError('SCTP_OPTION_INVALID', option, value, `a whole number from 0 to ${most}`)
}

/** Smaller ones would be headers for the most part. */
const SMALLEST_CHUNK_OCTETS = 64
