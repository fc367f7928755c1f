/**
 * The states of an ASP, one for each AS it serves. RFC 4666 §4.3.1. The SGP keeps them for every remote ASP; the ASP itself
 * follows the same figure, moved by the acknowledgements instead of the requests.
 */
export type AspState = 'ASP-DOWN' | 'ASP-INACTIVE' | 'ASP-ACTIVE'

export type AspTrigger =
  | 'ASP Up'
  | 'ASP Down'
  | 'ASP Active'
  | 'ASP Inactive'
  | 'alternate ASP active'
  | 'registered'
  | 'deregistered'
  | 'SCTP communication down'
  | 'SCTP restart'

/**
 * Every legal move, and no other. An absent entry means that the message has no place in that state and is answered with
 * ERR "Unexpected Message". ASP Up in ASP-ACTIVE does both: it moves and is answered so (§4.3.4.1).
 */
export const NEXT_ASP_STATE = {
  'ASP-DOWN': {
    'ASP Up': 'ASP-INACTIVE',
    'ASP Down': 'ASP-DOWN',
    // RFC 4666 §4.4.1: an ASP that is up is ASP-INACTIVE in the AS that it has registered for, and was not in it at all before.
    registered: 'ASP-INACTIVE',
    'SCTP communication down': 'ASP-DOWN',
    'SCTP restart': 'ASP-DOWN',
  },
  'ASP-INACTIVE': {
    'ASP Up': 'ASP-INACTIVE',
    'ASP Down': 'ASP-DOWN',
    'ASP Active': 'ASP-ACTIVE',
    'ASP Inactive': 'ASP-INACTIVE',
    'alternate ASP active': 'ASP-INACTIVE',
    deregistered: 'ASP-DOWN',
    'SCTP communication down': 'ASP-DOWN',
    'SCTP restart': 'ASP-DOWN',
  },
  'ASP-ACTIVE': {
    'ASP Up': 'ASP-INACTIVE',
    'ASP Down': 'ASP-DOWN',
    'ASP Active': 'ASP-ACTIVE',
    'ASP Inactive': 'ASP-INACTIVE',
    'alternate ASP active': 'ASP-INACTIVE',
    // Nobody asks for it in this state, but an SGP may say so: the ASP is in the AS no more.
    deregistered: 'ASP-DOWN',
    'SCTP communication down': 'ASP-DOWN',
    'SCTP restart': 'ASP-DOWN',
  },
} as const satisfies Record<AspState, Partial<Record<AspTrigger, AspState>>>

/** What takes an ASP from one state to the other at its peer's side of an IPSP's single exchange; RFC 4666 §4.3.1, the moves in brackets. */
export function aspTriggerTowards(from: AspState, to: AspState): AspTrigger {
  if (to === 'ASP-DOWN') return 'ASP Down'
  if (to === 'ASP-ACTIVE') return 'ASP Active'
  return from === 'ASP-DOWN' ? 'ASP Up' : 'ASP Inactive'
}

/** The state after `trigger`, or null where it is unexpected. Pure: what is sent stands with the two sides' procedures. */
export function nextAspState(state: AspState, trigger: AspTrigger): AspState | null {
  const row: Partial<Record<AspTrigger, AspState>> = NEXT_ASP_STATE[state]
  return row[trigger] ?? null
}
