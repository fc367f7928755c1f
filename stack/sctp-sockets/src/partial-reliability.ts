import { type AbandonedCount, type Association, LIMITED_RETRANSMISSIONS, PRIORITY, RELIABLE, TIMED } from '@sigbed/sctp-core'
import { SocketOptionError } from './sctp-error.js'

/**
 * pr_policy (RFC 6458 §5.3.7, RFC 7496 §4.1): SCTP_PR_SCTP_NONE, _TTL, _RTX and _PRIO. Once a part of a message has been sent it can be
 * given up only where both ends offer it (SCTP_PR_SUPPORTED); before that, always.
 */
export type ReliabilityPolicy = 'reliable' | 'timed' | 'limited-retransmissions' | 'priority'

/** How long it is tried to deliver a message. RFC 6458 §5.3.7, SCTP_PRINFO. */
export interface PartialReliability {
  readonly policy: ReliabilityPolicy
  /**
   * pr_value. 'timed': its lifetime in milliseconds from now on. 'limited-retransmissions': how often a part of it is sent again at most.
   * 'priority': the smaller, the higher; a message gives way to higher ones when the send buffer is full. Nothing for 'reliable'.
   */
  readonly value?: number
}

/** Messages of one stream given up by one policy. RFC 7496 §4.3: sprstat_abandoned_sent, sprstat_abandoned_unsent. */
export interface AbandonedOnStream extends AbandonedCount {
  readonly stream: number
  readonly policy: ReliabilityPolicy
}

/** The number the core knows a policy by. */
export function policyNumber(policy: ReliabilityPolicy): number {
  return NUMBERS[policy]
}

/** What the value means to the core: a lifetime ends at an instant. */
export function policyValue({ policy, value = 0 }: PartialReliability, now: number): number {
  return policy === 'timed' ? now + value : value
}

/** @throws SocketOptionError SCTP_OPTION_INVALID naming `option` */
export function demandPartialReliability(option: string, { policy, value }: PartialReliability): void {
  if (!Object.hasOwn(NUMBERS, policy))
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.policy`, policy, Object.keys(NUMBERS).join(', '))
  if (policy === 'reliable' && value === undefined) return
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > LARGEST_VALUE)
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.value`, value ?? 'left out', `a whole number from 0 to ${LARGEST_VALUE}`)
}

/** RFC 7496 §4.3, of all streams and policies by which something has been given up. */
export function abandonedByStream({ abandonedMessages }: Association): AbandonedOnStream[] {
  return abandonedMessages.streamIds.flatMap((stream) =>
    GIVING_UP.map((policy) => ({ stream, policy, ...abandonedMessages.ofStream(stream, NUMBERS[policy]) })).filter(
      ({ sent, unsent }) => sent + unsent > 0,
    ),
  )
}

/** RFC 7496 §4.4, with SCTP_PR_SCTP_ALL as `all`. */
export type AbandonedOfAssociation = { readonly [policy in Exclude<ReliabilityPolicy, 'reliable'> | 'all']: AbandonedCount }

export function abandonedOfAssociation({ abandonedMessages, statistics }: Association): AbandonedOfAssociation {
  return {
    timed: abandonedMessages.ofPolicy(TIMED),
    'limited-retransmissions': abandonedMessages.ofPolicy(LIMITED_RETRANSMISSIONS),
    priority: abandonedMessages.ofPolicy(PRIORITY),
    all: { sent: statistics.messagesAbandonedSent, unsent: statistics.messagesAbandonedUnsent },
  }
}

const NUMBERS: Readonly<Record<ReliabilityPolicy, number>> = {
  reliable: RELIABLE,
  timed: TIMED,
  'limited-retransmissions': LIMITED_RETRANSMISSIONS,
  priority: PRIORITY,
}
const GIVING_UP = ['timed', 'limited-retransmissions', 'priority'] as const
/** pr_value has 32 bits. */
const LARGEST_VALUE = 0xffff_ffff
