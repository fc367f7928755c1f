import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { describe, expect, it } from 'vitest'
import type { Happening } from './happening.js'
import { MessageTrace } from './message-trace.js'

const SOCKET = { peer: '127.0.0.1:2905' } as OneToOneSocket
const ASPUP = Uint8Array.of(1, 0, 3, 1, 0, 0, 0, 8)

function traced() {
  const told: Happening[] = []
  const received: string[] = []
  const trace = new MessageTrace(
    '3-8-3',
    (happening) => told.push(happening),
    ({ peer }) => peer,
    (_, { kind }) => received.push(kind),
  )
  return { trace, told, received }
}

describe('the trace of messages', () => {
  it('counts and tells each, and hands over what came in', () => {
    const { trace, told, received } = traced()
    trace.inbound(SOCKET, ASPUP, 0, 8)
    trace.outbound(SOCKET, Uint8Array.of(1, 0, 3, 4, 0, 0, 0, 8), 0, 8)
    expect(told.map(({ text }) => text)).toEqual(['< ASPUP', '> ASPUP ACK'])
    expect(received).toEqual(['ASPUP'])
    expect(trace.counts).toEqual({ sent: { 'ASPUP ACK': 1 }, received: { ASPUP: 1 } })
  })

  it('counts DATA and says nothing of them', () => {
    const { trace, told } = traced()
    for (let i = 0; i < 3; i++) trace.inbound(SOCKET, Uint8Array.of(1, 0, 1, 1), 0, 4)
    expect(told).toEqual([])
    expect(trace.counts.received).toEqual({ DATA: 3 })
  })

  it('tells what cannot be read, and keeps one count for all that a peer makes up', () => {
    const { trace, told, received } = traced()
    for (let type = 10; type < 60; type++) trace.inbound(SOCKET, Uint8Array.of(1, 0, 200, type, 0, 0, 0, 8), 0, 8)
    trace.inbound(SOCKET, Uint8Array.of(1, 0), 0, 2)
    trace.inbound(SOCKET, Uint8Array.of(1, 0, 3, 1, 0, 0, 0, 99), 0, 8)
    expect(trace.counts.received).toEqual({ unknown: 50, 'less than a header': 1, ASPUP: 1 })
    expect(told.at(-1)).toMatchObject({ text: '< ASPUP, unreadable (Message Length)', details: { errorCode: 7 } })
    expect(received).toEqual([])
  })
})
