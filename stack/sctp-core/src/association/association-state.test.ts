import { describe, expect, it } from 'vitest'
import {
  type AssociationState,
  type AssociationTrigger,
  acceptsNewMessages,
  mayReceiveData,
  maySendData,
  NEXT_STATE,
  nextState,
} from './association-state.js'

const STATES = Object.keys(NEXT_STATE) as AssociationState[]
const TRIGGERS: readonly AssociationTrigger[] = [
  'associate',
  'receive INIT ACK',
  'receive valid COOKIE ECHO',
  'receive COOKIE ACK',
  'stale cookie',
  'shutdown',
  'receive SHUTDOWN',
  'nothing outstanding',
  'receive SHUTDOWN ACK',
  'receive SHUTDOWN COMPLETE',
  'abort',
]

describe('the states of an association', () => {
  it('follow this table and no other', () => {
    const rows = STATES.flatMap((state) =>
      TRIGGERS.map((trigger) => `${state.padEnd(18)}${trigger.padEnd(27)}${nextState(state, trigger) ?? '-'}`),
    )
    expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      CLOSED            associate                  COOKIE-WAIT
      CLOSED            receive INIT ACK           -
      CLOSED            receive valid COOKIE ECHO  ESTABLISHED
      CLOSED            receive COOKIE ACK         -
      CLOSED            stale cookie               -
      CLOSED            shutdown                   -
      CLOSED            receive SHUTDOWN           -
      CLOSED            nothing outstanding        -
      CLOSED            receive SHUTDOWN ACK       -
      CLOSED            receive SHUTDOWN COMPLETE  -
      CLOSED            abort                      -
      COOKIE-WAIT       associate                  -
      COOKIE-WAIT       receive INIT ACK           COOKIE-ECHOED
      COOKIE-WAIT       receive valid COOKIE ECHO  ESTABLISHED
      COOKIE-WAIT       receive COOKIE ACK         -
      COOKIE-WAIT       stale cookie               -
      COOKIE-WAIT       shutdown                   CLOSED
      COOKIE-WAIT       receive SHUTDOWN           -
      COOKIE-WAIT       nothing outstanding        -
      COOKIE-WAIT       receive SHUTDOWN ACK       -
      COOKIE-WAIT       receive SHUTDOWN COMPLETE  -
      COOKIE-WAIT       abort                      CLOSED
      COOKIE-ECHOED     associate                  -
      COOKIE-ECHOED     receive INIT ACK           -
      COOKIE-ECHOED     receive valid COOKIE ECHO  ESTABLISHED
      COOKIE-ECHOED     receive COOKIE ACK         ESTABLISHED
      COOKIE-ECHOED     stale cookie               COOKIE-WAIT
      COOKIE-ECHOED     shutdown                   CLOSED
      COOKIE-ECHOED     receive SHUTDOWN           -
      COOKIE-ECHOED     nothing outstanding        -
      COOKIE-ECHOED     receive SHUTDOWN ACK       -
      COOKIE-ECHOED     receive SHUTDOWN COMPLETE  -
      COOKIE-ECHOED     abort                      CLOSED
      ESTABLISHED       associate                  -
      ESTABLISHED       receive INIT ACK           -
      ESTABLISHED       receive valid COOKIE ECHO  ESTABLISHED
      ESTABLISHED       receive COOKIE ACK         -
      ESTABLISHED       stale cookie               -
      ESTABLISHED       shutdown                   SHUTDOWN-PENDING
      ESTABLISHED       receive SHUTDOWN           SHUTDOWN-RECEIVED
      ESTABLISHED       nothing outstanding        -
      ESTABLISHED       receive SHUTDOWN ACK       -
      ESTABLISHED       receive SHUTDOWN COMPLETE  -
      ESTABLISHED       abort                      CLOSED
      SHUTDOWN-PENDING  associate                  -
      SHUTDOWN-PENDING  receive INIT ACK           -
      SHUTDOWN-PENDING  receive valid COOKIE ECHO  ESTABLISHED
      SHUTDOWN-PENDING  receive COOKIE ACK         -
      SHUTDOWN-PENDING  stale cookie               -
      SHUTDOWN-PENDING  shutdown                   -
      SHUTDOWN-PENDING  receive SHUTDOWN           SHUTDOWN-RECEIVED
      SHUTDOWN-PENDING  nothing outstanding        SHUTDOWN-SENT
      SHUTDOWN-PENDING  receive SHUTDOWN ACK       -
      SHUTDOWN-PENDING  receive SHUTDOWN COMPLETE  -
      SHUTDOWN-PENDING  abort                      CLOSED
      SHUTDOWN-SENT     associate                  -
      SHUTDOWN-SENT     receive INIT ACK           -
      SHUTDOWN-SENT     receive valid COOKIE ECHO  ESTABLISHED
      SHUTDOWN-SENT     receive COOKIE ACK         -
      SHUTDOWN-SENT     stale cookie               -
      SHUTDOWN-SENT     shutdown                   -
      SHUTDOWN-SENT     receive SHUTDOWN           SHUTDOWN-ACK-SENT
      SHUTDOWN-SENT     nothing outstanding        -
      SHUTDOWN-SENT     receive SHUTDOWN ACK       CLOSED
      SHUTDOWN-SENT     receive SHUTDOWN COMPLETE  -
      SHUTDOWN-SENT     abort                      CLOSED
      SHUTDOWN-RECEIVED associate                  -
      SHUTDOWN-RECEIVED receive INIT ACK           -
      SHUTDOWN-RECEIVED receive valid COOKIE ECHO  ESTABLISHED
      SHUTDOWN-RECEIVED receive COOKIE ACK         -
      SHUTDOWN-RECEIVED stale cookie               -
      SHUTDOWN-RECEIVED shutdown                   -
      SHUTDOWN-RECEIVED receive SHUTDOWN           -
      SHUTDOWN-RECEIVED nothing outstanding        SHUTDOWN-ACK-SENT
      SHUTDOWN-RECEIVED receive SHUTDOWN ACK       -
      SHUTDOWN-RECEIVED receive SHUTDOWN COMPLETE  -
      SHUTDOWN-RECEIVED abort                      CLOSED
      SHUTDOWN-ACK-SENT associate                  -
      SHUTDOWN-ACK-SENT receive INIT ACK           -
      SHUTDOWN-ACK-SENT receive valid COOKIE ECHO  -
      SHUTDOWN-ACK-SENT receive COOKIE ACK         -
      SHUTDOWN-ACK-SENT stale cookie               -
      SHUTDOWN-ACK-SENT shutdown                   -
      SHUTDOWN-ACK-SENT receive SHUTDOWN           -
      SHUTDOWN-ACK-SENT nothing outstanding        -
      SHUTDOWN-ACK-SENT receive SHUTDOWN ACK       CLOSED
      SHUTDOWN-ACK-SENT receive SHUTDOWN COMPLETE  CLOSED
      SHUTDOWN-ACK-SENT abort                      CLOSED
      "
    `)
  })
  it('know every trigger that a row names', () => {
    for (const state of STATES) for (const trigger of Object.keys(NEXT_STATE[state])) expect(TRIGGERS).toContain(trigger)
  })
  it('let data out, in, and be accepted from the user only where §6 and §9.2 do', () => {
    const where = (holds: (state: AssociationState) => boolean) => STATES.filter(holds)
    expect(where(maySendData)).toEqual(['ESTABLISHED', 'SHUTDOWN-PENDING', 'SHUTDOWN-RECEIVED'])
    expect(where(mayReceiveData)).toEqual(['ESTABLISHED', 'SHUTDOWN-PENDING', 'SHUTDOWN-SENT'])
    expect(where(acceptsNewMessages)).toEqual(['COOKIE-WAIT', 'COOKIE-ECHOED', 'ESTABLISHED'])
  })
  it('all lead to CLOSED by an abort, and CLOSED leads out only by a setup', () => {
    for (const state of STATES) expect(nextState(state, 'abort')).toBe(state === 'CLOSED' ? null : 'CLOSED')
    expect(Object.keys(NEXT_STATE.CLOSED)).toEqual(['associate', 'receive valid COOKIE ECHO'])
  })
})
