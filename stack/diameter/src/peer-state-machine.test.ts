import { describe, expect, it } from 'vitest'
import { ADDITIONAL_TRANSITIONS, isOpen, PEER_TRANSITIONS, type PeerState, type PeerTrigger, peerTransition } from './peer-state-machine.js'

const STATES = Object.keys(PEER_TRANSITIONS) as PeerState[]
const TRIGGERS = [...new Set(STATES.flatMap((state) => Object.keys(PEER_TRANSITIONS[state])))] as PeerTrigger[]

describe('peer state machine', () => {
  it('moves as this table says, for every state and event', () => {
    const lines = STATES.flatMap((state) =>
      TRIGGERS.map((trigger) => {
        const transition = peerTransition(state, trigger)
        const added = ADDITIONAL_TRANSITIONS[state]?.[trigger] === undefined ? '' : ' (not in the RFC)'
        return transition === null ? null : `${state} | ${trigger} | ${transition.actions.join(', ')} | ${transition.next}${added}`
      }).filter((line) => line !== null),
    )
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      Closed | Start | I-Snd-Conn-Req | Wait-Conn-Ack
      Closed | R-Conn-CER | R-Accept, Process-CER, R-Snd-CEA | R-Open
      Wait-Conn-Ack | R-Conn-CER | R-Accept, Process-CER | Wait-Conn-Ack/Elect
      Wait-Conn-Ack | I-Rcv-Conn-Ack | I-Snd-CER | Wait-I-CEA
      Wait-Conn-Ack | I-Rcv-Conn-Nack | Cleanup | Closed
      Wait-Conn-Ack | Timeout | Error | Closed
      Wait-Conn-Ack | Stop | Error | Closed (not in the RFC)
      Wait-I-CEA | R-Conn-CER | R-Accept, Process-CER, Elect | Wait-Returns
      Wait-I-CEA | Timeout | Error | Closed
      Wait-I-CEA | I-Rcv-CEA | Process-CEA | I-Open
      Wait-I-CEA | I-Peer-Disc | I-Disc | Closed
      Wait-I-CEA | I-Rcv-Non-CEA | Error | Closed
      Wait-I-CEA | Stop | Error | Closed (not in the RFC)
      Wait-Conn-Ack/Elect | R-Conn-CER | R-Reject | Wait-Conn-Ack/Elect
      Wait-Conn-Ack/Elect | I-Rcv-Conn-Ack | I-Snd-CER, Elect | Wait-Returns
      Wait-Conn-Ack/Elect | I-Rcv-Conn-Nack | R-Snd-CEA | R-Open
      Wait-Conn-Ack/Elect | Timeout | Error | Closed
      Wait-Conn-Ack/Elect | R-Peer-Disc | R-Disc | Wait-Conn-Ack
      Wait-Conn-Ack/Elect | Stop | Error | Closed (not in the RFC)
      Wait-Returns | R-Conn-CER | R-Reject | Wait-Returns
      Wait-Returns | Timeout | Error | Closed
      Wait-Returns | I-Rcv-CEA | R-Disc | I-Open
      Wait-Returns | I-Peer-Disc | I-Disc, R-Snd-CEA | R-Open
      Wait-Returns | I-Rcv-Non-CEA | I-Disc, R-Snd-CEA | R-Open (not in the RFC)
      Wait-Returns | R-Peer-Disc | R-Disc | Wait-I-CEA
      Wait-Returns | Win-Election | I-Disc, R-Snd-CEA | R-Open
      Wait-Returns | Stop | Error | Closed (not in the RFC)
      R-Open | R-Conn-CER | R-Reject | R-Open
      R-Open | R-Peer-Disc | R-Disc | Closed
      R-Open | Send-Message | R-Snd-Message | R-Open
      R-Open | R-Rcv-Message | Process | R-Open
      R-Open | R-Rcv-DWR | Process-DWR, R-Snd-DWA | R-Open
      R-Open | R-Rcv-DWA | Process-DWA | R-Open
      R-Open | Stop | R-Snd-DPR | Closing
      R-Open | R-Rcv-DPR | R-Snd-DPA | Closing
      I-Open | R-Conn-CER | R-Reject | I-Open
      I-Open | I-Peer-Disc | I-Disc | Closed
      I-Open | Send-Message | I-Snd-Message | I-Open
      I-Open | Stop | I-Snd-DPR | Closing
      I-Open | I-Rcv-Message | Process | I-Open
      I-Open | I-Rcv-DWR | Process-DWR, I-Snd-DWA | I-Open
      I-Open | I-Rcv-DWA | Process-DWA | I-Open
      I-Open | I-Rcv-DPR | I-Snd-DPA | Closing
      Closing | R-Conn-CER | R-Reject | Closing (not in the RFC)
      Closing | Timeout | Error | Closed
      Closing | I-Peer-Disc | I-Disc | Closed
      Closing | R-Peer-Disc | R-Disc | Closed
      Closing | R-Rcv-DWR | Process-DWR, R-Snd-DWA | Closing (not in the RFC)
      Closing | R-Rcv-DPR | R-Snd-DPA | Closing (not in the RFC)
      Closing | I-Rcv-DWR | Process-DWR, I-Snd-DWA | Closing (not in the RFC)
      Closing | I-Rcv-DPR | I-Snd-DPA | Closing (not in the RFC)
      Closing | I-Rcv-DPA | I-Disc | Closed
      Closing | R-Rcv-DPA | R-Disc | Closed
      "
    `)
  })

  it('adds no row where the RFC has one', () => {
    for (const state of STATES) {
      for (const trigger of Object.keys(ADDITIONAL_TRANSITIONS[state] ?? {})) expect(PEER_TRANSITIONS[state]).not.toHaveProperty([trigger])
    }
  })

  it('gets back to Closed from everywhere', () => {
    const reaches = (state: PeerState, seen: Set<PeerState>): boolean => {
      if (state === 'Closed') return true
      if (seen.has(state)) return false
      seen.add(state)
      return TRIGGERS.some((trigger) => {
        const next = peerTransition(state, trigger)?.next
        return next !== undefined && reaches(next, seen)
      })
    }
    for (const state of STATES) expect(reaches(state, new Set())).toBe(true)
    expect(STATES.filter(isOpen)).toEqual(['R-Open', 'I-Open'])
  })
})
