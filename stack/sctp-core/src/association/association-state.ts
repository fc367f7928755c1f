/**
 * The states of an association and every legal move between them: RFC 9260 §4, figure "State Transition Diagram", with the
 * rows that §5.2.4 (cookies that meet a TCB) and §9.2 (shutdown) add in words.
 *
 * CLOSED means that there is no TCB: an Association object that has reached it is finished and is never used again.
 */
export type AssociationState =
  | 'CLOSED'
  | 'COOKIE-WAIT'
  | 'COOKIE-ECHOED'
  | 'ESTABLISHED'
  | 'SHUTDOWN-PENDING'
  | 'SHUTDOWN-SENT'
  | 'SHUTDOWN-RECEIVED'
  | 'SHUTDOWN-ACK-SENT'

export type AssociationTrigger =
  | 'associate'
  | 'receive INIT ACK'
  | 'receive valid COOKIE ECHO'
  | 'receive COOKIE ACK'
  | 'stale cookie'
  | 'shutdown'
  | 'receive SHUTDOWN'
  | 'nothing outstanding'
  | 'receive SHUTDOWN ACK'
  | 'receive SHUTDOWN COMPLETE'
  | 'abort'

type Row = Partial<Record<AssociationTrigger, AssociationState>>

/** An absent entry means that the chunk is discarded or the request refused, and the state stays. */
export const NEXT_STATE: Readonly<Record<AssociationState, Readonly<Row>>> = {
  CLOSED: {
    associate: 'COOKIE-WAIT',
    'receive valid COOKIE ECHO': 'ESTABLISHED',
  },
  'COOKIE-WAIT': {
    'receive INIT ACK': 'COOKIE-ECHOED',
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    shutdown: 'CLOSED',
    abort: 'CLOSED',
  },
  'COOKIE-ECHOED': {
    'receive COOKIE ACK': 'ESTABLISHED',
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    'stale cookie': 'COOKIE-WAIT',
    shutdown: 'CLOSED',
    abort: 'CLOSED',
  },
  ESTABLISHED: {
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    shutdown: 'SHUTDOWN-PENDING',
    'receive SHUTDOWN': 'SHUTDOWN-RECEIVED',
    abort: 'CLOSED',
  },
  'SHUTDOWN-PENDING': {
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    'nothing outstanding': 'SHUTDOWN-SENT',
    'receive SHUTDOWN': 'SHUTDOWN-RECEIVED',
    abort: 'CLOSED',
  },
  'SHUTDOWN-SENT': {
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    'receive SHUTDOWN': 'SHUTDOWN-ACK-SENT',
    'receive SHUTDOWN ACK': 'CLOSED',
    abort: 'CLOSED',
  },
  'SHUTDOWN-RECEIVED': {
    'receive valid COOKIE ECHO': 'ESTABLISHED',
    'nothing outstanding': 'SHUTDOWN-ACK-SENT',
    abort: 'CLOSED',
  },
  'SHUTDOWN-ACK-SENT': {
    'receive SHUTDOWN COMPLETE': 'CLOSED',
    'receive SHUTDOWN ACK': 'CLOSED',
    abort: 'CLOSED',
  },
}

/** The state after `trigger`, or null where the move does not exist. */
export function nextState(state: AssociationState, trigger: AssociationTrigger): AssociationState | null {
  return NEXT_STATE[state][trigger] ?? null
}

/** RFC 9260 §6: user data moves out in these states only (bundled with COOKIE ECHO it may also leave in COOKIE-ECHOED). */
export function maySendData(state: AssociationState): boolean {
  return state === 'ESTABLISHED' || state === 'SHUTDOWN-PENDING' || state === 'SHUTDOWN-RECEIVED'
}

/** RFC 9260 §6: DATA is accepted in these states; in SHUTDOWN-RECEIVED and later the peer has promised none. */
export function mayReceiveData(state: AssociationState): boolean {
  return state === 'ESTABLISHED' || state === 'SHUTDOWN-PENDING' || state === 'SHUTDOWN-SENT'
}

/** RFC 9260 §9.2: once a shutdown has begun, the upper layer's new messages are refused. */
export function acceptsNewMessages(state: AssociationState): boolean {
  return state === 'COOKIE-WAIT' || state === 'COOKIE-ECHOED' || state === 'ESTABLISHED'
}
