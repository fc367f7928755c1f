/** The states of a credit-control session at the server (RFC 8506 §7, Table 6). "Idle" means that there is no session. */
export type ServerSessionState = 'Idle' | 'Open'

export type ServerSessionEvent =
  | 'initial request processed'
  | 'initial request not processed'
  | 'event request processed'
  | 'event request not processed'
  | 'update request processed'
  | 'update request not processed'
  | 'termination request processed'
  | 'termination request not processed'
  | 'Tcc expired'

/**
 * RFC 8506 §7, Table 6, row by row. The actions are those of the procedures in charging-session.ts and online-charging-system.ts:
 * whatever is used is debited, whether or not the request could be served.
 */
export const SERVER_STATES = {
  Idle: {
    'initial request processed': 'Open',
    'initial request not processed': 'Idle',
    'event request processed': 'Idle',
    'event request not processed': 'Idle',
  },
  Open: {
    'update request processed': 'Open',
    'update request not processed': 'Idle',
    'termination request processed': 'Idle',
    'termination request not processed': 'Idle',
    'Tcc expired': 'Idle',
  },
} as const satisfies Record<ServerSessionState, Partial<Record<ServerSessionEvent, ServerSessionState>>>

/** The state after an event; null for one not listed, which is an error condition (RFC 8506 §7). */
export function nextServerState(state: ServerSessionState, event: ServerSessionEvent): ServerSessionState | null {
  const row: Partial<Record<ServerSessionEvent, ServerSessionState>> = SERVER_STATES[state]
  return row[event] ?? null
}
