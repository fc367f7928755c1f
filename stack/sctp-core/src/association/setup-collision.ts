import type { Association } from './association.js'
import type { StateCookie } from './state-cookie.js'

/** What a valid cookie means for an association that exists: the actions of RFC 9260 §5.2.4. */
export type CookieAction =
  | 'A: peer restarted'
  | 'B: collision, take the tag'
  | 'C: late cookie, discard'
  | 'D: duplicate, acknowledge'
  | 'discard'

type Match = 'M' | 'X' | '0' | 'any'

/**
 * The table of RFC 9260 §5.2.4, row for row: Local Tag, Peer's Tag, Local-Tie-Tag, Peer's-Tie-Tag, Action.
 * X does not match the TCB, M matches it, 0 is not known yet; a row that is not here is silently discarded.
 */
export const COOKIE_ACTIONS: readonly (readonly [Match, Match, Match, Match, CookieAction])[] = [
  ['X', 'X', 'M', 'M', 'A: peer restarted'],
  ['M', 'X', 'any', 'any', 'B: collision, take the tag'],
  ['M', '0', 'any', 'any', 'B: collision, take the tag'],
  ['X', 'M', '0', '0', 'C: late cookie, discard'],
  ['M', 'M', 'any', 'any', 'D: duplicate, acknowledge'],
]

export function cookieAction(association: Association, cookie: StateCookie): CookieAction {
  const found = [
    cookie.localTag === association.localTag ? 'M' : 'X',
    association.peerTag === 0 ? '0' : cookie.peerTag === association.peerTag ? 'M' : 'X',
    tie(cookie.localTieTag, association.localTieTag),
    tie(cookie.peerTieTag, association.peerTieTag),
  ]
  const row = COOKIE_ACTIONS.find((candidate) => found.every((match, column) => candidate[column] === 'any' || candidate[column] === match))
  return row === undefined ? 'discard' : row[4]
}

function tie(inCookie: number, inTcb: number): Match {
  return inCookie === 0 ? '0' : inCookie === inTcb ? 'M' : 'X'
}
