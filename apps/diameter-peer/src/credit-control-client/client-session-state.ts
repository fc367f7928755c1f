import type { AvpValue, GY } from 'diameter-codec'

/** Credit-Control-Failure-Handling, CCFH (RFC 8506 §8.14). */
export type FailureHandling = AvpValue<typeof GY.avpRows, 'Credit-Control-Failure-Handling'>

/** The states of a credit-control session at the client (RFC 8506 §7, Tables 3 and 4). */
export type ClientSessionState = 'Idle' | 'PendingI' | 'Open' | 'PendingU' | 'PendingT'

export type ClientSessionEvent =
  | 'service requested'
  | 'successful answer received'
  | 'failure to send, or temporary error'
  | 'Tx timer expired'
  | 'END_USER_SERVICE_DENIED received'
  | 'USER_UNKNOWN received'
  | 'CREDIT_CONTROL_NOT_APPLICABLE received'
  | 'failed answer received'
  | 'user service terminated'
  | 'change in rating condition'
  | 'granted unit elapses'
  | 'granted unit elapses with action TERMINATE'
  | 'Validity-Time elapses'
  | 'RAR received'

export type ClientSessionAction =
  | 'send CC initial request'
  | 'send CC update request'
  | 'send CC termination request'
  | 'start Tx timer'
  | 'stop Tx timer'
  | 'grant service'
  | 'terminate service'
  | 'queue termination event'
  | 'queue update event'
  | 'send RAA'

export interface ClientSessionMove {
  readonly actions: readonly ClientSessionAction[]
  readonly next: ClientSessionState
}

/** One move, or one for each way of handling failures. */
type Rule = ClientSessionMove | Readonly<Record<FailureHandling, ClientSessionMove>>

const move = (next: ClientSessionState, ...actions: ClientSessionAction[]): ClientSessionMove => ({ actions, next })
const UPDATE = move('PendingU', 'send CC update request', 'start Tx timer')
const END = move('PendingT', 'send CC termination request')
const GIVE_UP = move('Idle', 'terminate service')
const GO_ON_UNCHARGED = move('Idle', 'grant service')
const WHEN_FAILED: Rule = { CONTINUE: GO_ON_UNCHARGED, TERMINATE: GIVE_UP, RETRY_AND_TERMINATE: GIVE_UP }

/**
 * RFC 8506 §7, Table 3 (Idle, PendingI) and Table 4 (the other states). "Failure to send" is said of a request when the alternative
 * server has failed, too. Events of the user that come while an answer is awaited are queued and taken up in Open. Two things the
 * tables leave open are decided here: that PendingT waits for nothing but its answer, and that what the user does there changes nothing.
 */
export const CLIENT_STATES = {
  Idle: {
    'service requested': move('PendingI', 'send CC initial request', 'start Tx timer'),
  },
  PendingI: {
    'successful answer received': move('Open', 'stop Tx timer', 'grant service'),
    'failure to send, or temporary error': WHEN_FAILED,
    'Tx timer expired': {
      TERMINATE: GIVE_UP,
      CONTINUE: move('PendingI', 'grant service'),
      RETRY_AND_TERMINATE: move('PendingI', 'grant service'),
    },
    'END_USER_SERVICE_DENIED received': GIVE_UP,
    'USER_UNKNOWN received': GIVE_UP,
    'CREDIT_CONTROL_NOT_APPLICABLE received': GO_ON_UNCHARGED,
    'failed answer received': WHEN_FAILED,
    'user service terminated': move('PendingI', 'queue termination event'),
    'change in rating condition': move('PendingI', 'queue update event'),
  },
  Open: {
    'granted unit elapses': UPDATE,
    'granted unit elapses with action TERMINATE': move('PendingT', 'terminate service', 'send CC termination request'),
    'change in rating condition': UPDATE,
    'Validity-Time elapses': UPDATE,
    'user service terminated': END,
    'RAR received': move('PendingU', 'send RAA', 'send CC update request', 'start Tx timer'),
  },
  PendingU: {
    'successful answer received': move('Open', 'stop Tx timer'),
    'failure to send, or temporary error': WHEN_FAILED,
    'Tx timer expired': {
      TERMINATE: GIVE_UP,
      CONTINUE: move('PendingU', 'grant service'),
      RETRY_AND_TERMINATE: move('PendingU', 'grant service'),
    },
    'END_USER_SERVICE_DENIED received': GIVE_UP,
    // Table 4 names it no more: once a session is under way it is a failed answer like others.
    'USER_UNKNOWN received': WHEN_FAILED,
    'CREDIT_CONTROL_NOT_APPLICABLE received': GO_ON_UNCHARGED,
    'failed answer received': WHEN_FAILED,
    'user service terminated': move('PendingU', 'queue termination event'),
    'change in rating condition': move('PendingU', 'queue update event'),
    'granted unit elapses': move('PendingU', 'queue update event'),
    'granted unit elapses with action TERMINATE': move('PendingU', 'queue termination event'),
    'Validity-Time elapses': move('PendingU', 'queue update event'),
    'RAR received': move('PendingU', 'send RAA'),
  },
  PendingT: {
    'successful answer received': move('Idle'),
    'failure to send, or temporary error': move('Idle'),
    'failed answer received': move('Idle'),
    'END_USER_SERVICE_DENIED received': move('Idle'),
    'USER_UNKNOWN received': move('Idle'),
    'CREDIT_CONTROL_NOT_APPLICABLE received': move('Idle'),
    'change in rating condition': move('PendingT'),
  },
} as const satisfies Record<ClientSessionState, Partial<Record<ClientSessionEvent, Rule>>>

/** What an event does; null for one the tables do not list in this state. */
export function clientSessionMove(
  state: ClientSessionState,
  event: ClientSessionEvent,
  failureHandling: FailureHandling,
): ClientSessionMove | null {
  const row: Partial<Record<ClientSessionEvent, Rule>> = CLIENT_STATES[state]
  const rule = row[event]
  if (rule === undefined) return null
  return 'next' in rule ? rule : rule[failureHandling]
}
