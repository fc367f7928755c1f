/** The states of an Application Server, kept by the SGP. RFC 4666 §4.3.2. */
export type AsState = 'AS-DOWN' | 'AS-INACTIVE' | 'AS-ACTIVE' | 'AS-PENDING'

export type AsTrigger =
  | 'an ASP is up'
  | 'all ASPs are down'
  | 'enough ASPs are active'
  | 'the last active ASP is gone'
  | 'T(r) expired, an ASP is inactive'
  | 'T(r) expired, all ASPs are down'

/** Every legal move, and no other; an absent entry leaves the state as it is. */
export const NEXT_AS_STATE = {
  'AS-DOWN': { 'an ASP is up': 'AS-INACTIVE' },
  'AS-INACTIVE': { 'all ASPs are down': 'AS-DOWN', 'enough ASPs are active': 'AS-ACTIVE' },
  'AS-ACTIVE': { 'the last active ASP is gone': 'AS-PENDING' },
  // While T(r) runs, ASPs may come and go: only one that becomes active, or the end of T(r), ends the wait.
  'AS-PENDING': {
    'enough ASPs are active': 'AS-ACTIVE',
    'T(r) expired, an ASP is inactive': 'AS-INACTIVE',
    'T(r) expired, all ASPs are down': 'AS-DOWN',
  },
} as const satisfies Record<AsState, Partial<Record<AsTrigger, AsState>>>

export function nextAsState(state: AsState, trigger: AsTrigger): AsState | null {
  const row: Partial<Record<AsTrigger, AsState>> = NEXT_AS_STATE[state]
  return row[trigger] ?? null
}

/**
 * What the numbers of ASPs amount to in `state`; null for nothing. T(r) is not seen here.
 *
 * @param active   ASPs in ASP-ACTIVE
 * @param up       ASPs not in ASP-DOWN
 * @param required n of "n+k": so many must be active before AS-INACTIVE ends. From AS-PENDING one is enough: traffic is waiting.
 */
export function asTrigger(state: AsState, active: number, up: number, required: number): AsTrigger | null {
  switch (state) {
    case 'AS-DOWN':
      return up > 0 ? 'an ASP is up' : null
    case 'AS-INACTIVE':
      if (up === 0) return 'all ASPs are down'
      return active >= required ? 'enough ASPs are active' : null
    case 'AS-ACTIVE':
      return active === 0 ? 'the last active ASP is gone' : null
    case 'AS-PENDING':
      return active > 0 ? 'enough ASPs are active' : null
    default:
      return state satisfies never
  }
}

/** T(r). RFC 4666 §4.3.2 leaves the value open; two seconds is what deployed signalling gateways wait. */
export const DEFAULT_RECOVERY_MS = 2_000
