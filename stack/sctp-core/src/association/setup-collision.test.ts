import { describe, expect, it } from 'vitest'
import type { Association } from './association.js'
import { cookieAction } from './setup-collision.js'
import type { StateCookie } from './state-cookie.js'

const MINE = 0x1111_1111
const PEERS = 0x2222_2222
const MY_TIE = 0x3333_3333
const PEERS_TIE = 0x4444_4444
const OTHER = 0x5555_5555

function actionFor(local: 'M' | 'X', peer: 'M' | 'X' | '0', localTie: 'M' | 'X' | '0', peerTie: 'M' | 'X' | '0'): string {
  const association = { localTag: MINE, peerTag: peer === '0' ? 0 : PEERS, localTieTag: MY_TIE, peerTieTag: PEERS_TIE }
  const tie = (match: 'M' | 'X' | '0', tag: number) => (match === 'M' ? tag : match === 'X' ? OTHER : 0)
  const cookie = {
    localTag: local === 'M' ? MINE : OTHER,
    peerTag: peer === 'X' ? OTHER : PEERS,
    localTieTag: tie(localTie, MY_TIE),
    peerTieTag: tie(peerTie, PEERS_TIE),
  }
  return cookieAction(association as Association, cookie as StateCookie)
}

describe('a cookie that meets an association', () => {
  it('leads to the action of the table of RFC 9260 §5.2.4, in all its cases, and else to nothing', () => {
    const rows: string[] = []
    for (const local of ['M', 'X'] as const)
      for (const peer of ['M', 'X', '0'] as const)
        for (const localTie of ['M', 'X', '0'] as const)
          for (const peerTie of ['M', 'X', '0'] as const)
            rows.push(`${local} ${peer} ${localTie} ${peerTie}  ${actionFor(local, peer, localTie, peerTie)}`)
    expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      M M M M  D: duplicate, acknowledge
      M M M X  D: duplicate, acknowledge
      M M M 0  D: duplicate, acknowledge
      M M X M  D: duplicate, acknowledge
      M M X X  D: duplicate, acknowledge
      M M X 0  D: duplicate, acknowledge
      M M 0 M  D: duplicate, acknowledge
      M M 0 X  D: duplicate, acknowledge
      M M 0 0  D: duplicate, acknowledge
      M X M M  B: collision, take the tag
      M X M X  B: collision, take the tag
      M X M 0  B: collision, take the tag
      M X X M  B: collision, take the tag
      M X X X  B: collision, take the tag
      M X X 0  B: collision, take the tag
      M X 0 M  B: collision, take the tag
      M X 0 X  B: collision, take the tag
      M X 0 0  B: collision, take the tag
      M 0 M M  B: collision, take the tag
      M 0 M X  B: collision, take the tag
      M 0 M 0  B: collision, take the tag
      M 0 X M  B: collision, take the tag
      M 0 X X  B: collision, take the tag
      M 0 X 0  B: collision, take the tag
      M 0 0 M  B: collision, take the tag
      M 0 0 X  B: collision, take the tag
      M 0 0 0  B: collision, take the tag
      X M M M  discard
      X M M X  discard
      X M M 0  discard
      X M X M  discard
      X M X X  discard
      X M X 0  discard
      X M 0 M  discard
      X M 0 X  discard
      X M 0 0  C: late cookie, discard
      X X M M  A: peer restarted
      X X M X  discard
      X X M 0  discard
      X X X M  discard
      X X X X  discard
      X X X 0  discard
      X X 0 M  discard
      X X 0 X  discard
      X X 0 0  discard
      X 0 M M  discard
      X 0 M X  discard
      X 0 M 0  discard
      X 0 X M  discard
      X 0 X X  discard
      X 0 X 0  discard
      X 0 0 M  discard
      X 0 0 X  discard
      X 0 0 0  discard
      "
    `)
  })
})
