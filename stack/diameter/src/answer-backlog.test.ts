import { describe, expect, it } from 'vitest'
import { AnswerBacklog } from './answer-backlog.js'
import type { DiameterPeer } from './peer.js'
import type { SendOutcome } from './peer-event.js'

const A = {} as DiameterPeer
const Z = {} as DiameterPeer

/** A peer with room for so many answers, and what it was sent. */
function peerWithRoom(room: number) {
  const sent: number[] = []
  const peer = {
    room,
    sent,
    answer: (number: number) => (): SendOutcome => {
      if (peer.room === 0) return 'send-buffer-full'
      peer.room--
      sent.push(number)
      return 'sent'
    },
  }
  return peer
}

describe('answers that wait for room', () => {
  it('are sent in order, as many as there is room for, each once', () => {
    const backlog = new AnswerBacklog(10_000, 1_000)
    const asker = peerWithRoom(0)
    for (let number = 0; number < 5_000; number++) expect(backlog.keep(A, 0, asker.answer(number))).toBe(true)
    expect([backlog.isWaiting(A), backlog.isWaiting(Z)]).toEqual([true, false])
    for (let round = 0; backlog.isWaiting(A); round++) {
      expect(round).toBeLessThan(100)
      asker.room = 70
      backlog.flush(A)
    }
    expect(asker.sent).toEqual(Array.from({ length: 5_000 }, (_, number) => number))
  })

  it('are bounded in number and in octets, of all peers together', () => {
    const backlog = new AnswerBacklog(3, 1_000)
    const full = peerWithRoom(0)
    expect(backlog.keep(A, 600, full.answer(1))).toBe(true)
    expect(backlog.keep(Z, 600, full.answer(2))).toBe(false)
    expect([backlog.keep(Z, 400, full.answer(3)), backlog.keep(Z, 0, full.answer(4)), backlog.keep(A, 0, full.answer(5))]).toEqual([
      true,
      true,
      false,
    ])
    full.room = 10
    backlog.flush(A)
    expect([backlog.keep(Z, 600, full.answer(6)), backlog.isWaiting(A)]).toEqual([true, false])
  })

  it('are sent once even when the last of them ends the connection, which flushes again', () => {
    const backlog = new AnswerBacklog(10, 1_000)
    let sent = 0
    backlog.keep(A, 0, () => {
      sent++
      backlog.flush(A)
      return 'sent'
    })
    backlog.flush(A)
    expect([sent, backlog.isWaiting(A)]).toEqual([1, false])
  })
})
