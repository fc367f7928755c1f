/**
 * How long the sender tries to deliver a message: a policy, and one number that means something else with each. The numbers of the
 * policies are those of RFC 6458 §5.3.7 and RFC 7496 §4.1.
 */

/** Until it is delivered. The value means nothing. */
export const RELIABLE = 0
/** Timed reliability (RFC 3758 §4.1). The value: the last instant at which it may be sent, or sent again. */
export const TIMED = 1
/** RFC 7496 §3.2: until room is needed for what has a higher priority. The value: the priority; the smaller, the higher. */
export const PRIORITY = 2
/** RFC 7496 §3.1. The value: how often a part of it is sent again at most. */
export const LIMITED_RETRANSMISSIONS = 3

/** TR3: before a message gets TSNs only its lifetime can have ended. */
export function isExpired(policy: number, value: number, now: number): boolean {
  return policy === TIMED && now > value
}

/** TR4, RFC 7496 §3.1: a chunk that would be sent again is not, and its message is abandoned. `transmissions`: how often it was sent. */
export function isSpent(policy: number, value: number, transmissions: number, now: number): boolean {
  return isExpired(policy, value, now) || (policy === LIMITED_RETRANSMISSIONS && transmissions > value)
}
