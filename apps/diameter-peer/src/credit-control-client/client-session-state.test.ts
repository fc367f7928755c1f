import { describe, expect, it } from 'vitest'
import { CLIENT_STATES, type ClientSessionEvent, type ClientSessionState, clientSessionMove } from './client-session-state.js'
import { ONE_TIME_EVENT_ROWS, oneTimeEventRow } from './one-time-event-state.js'

describe('the states of a credit-control session', () => {
  it('follow Tables 3 and 4 of RFC 8506', () => {
    const lines = Object.entries(CLIENT_STATES).flatMap(([state, row]) =>
      Object.keys(row).flatMap((event) => {
        const moves = (['TERMINATE', 'CONTINUE', 'RETRY_AND_TERMINATE'] as const).map((failureHandling) => {
          const move = clientSessionMove(state as ClientSessionState, event as ClientSessionEvent, failureHandling)!
          return `${move.actions.join(', ') || '-'} > ${move.next}`
        })
        return new Set(moves).size === 1 ? `${state} | ${event} | ${moves[0]}` : `${state} | ${event} | ${moves.join(' / ')}`
      }),
    )
    expect(lines).toMatchInlineSnapshot(`
      [
        "Idle | service requested | send CC initial request, start Tx timer > PendingI",
        "PendingI | successful answer received | stop Tx timer, grant service > Open",
        "PendingI | failure to send, or temporary error | terminate service > Idle / grant service > Idle / terminate service > Idle",
        "PendingI | Tx timer expired | terminate service > Idle / grant service > PendingI / grant service > PendingI",
        "PendingI | END_USER_SERVICE_DENIED received | terminate service > Idle",
        "PendingI | USER_UNKNOWN received | terminate service > Idle",
        "PendingI | CREDIT_CONTROL_NOT_APPLICABLE received | grant service > Idle",
        "PendingI | failed answer received | terminate service > Idle / grant service > Idle / terminate service > Idle",
        "PendingI | user service terminated | queue termination event > PendingI",
        "PendingI | change in rating condition | queue update event > PendingI",
        "Open | granted unit elapses | send CC update request, start Tx timer > PendingU",
        "Open | granted unit elapses with action TERMINATE | terminate service, send CC termination request > PendingT",
        "Open | change in rating condition | send CC update request, start Tx timer > PendingU",
        "Open | Validity-Time elapses | send CC update request, start Tx timer > PendingU",
        "Open | user service terminated | send CC termination request > PendingT",
        "Open | RAR received | send RAA, send CC update request, start Tx timer > PendingU",
        "PendingU | successful answer received | stop Tx timer > Open",
        "PendingU | failure to send, or temporary error | terminate service > Idle / grant service > Idle / terminate service > Idle",
        "PendingU | Tx timer expired | terminate service > Idle / grant service > PendingU / grant service > PendingU",
        "PendingU | END_USER_SERVICE_DENIED received | terminate service > Idle",
        "PendingU | USER_UNKNOWN received | terminate service > Idle / grant service > Idle / terminate service > Idle",
        "PendingU | CREDIT_CONTROL_NOT_APPLICABLE received | grant service > Idle",
        "PendingU | failed answer received | terminate service > Idle / grant service > Idle / terminate service > Idle",
        "PendingU | user service terminated | queue termination event > PendingU",
        "PendingU | change in rating condition | queue update event > PendingU",
        "PendingU | granted unit elapses | queue update event > PendingU",
        "PendingU | granted unit elapses with action TERMINATE | queue termination event > PendingU",
        "PendingU | Validity-Time elapses | queue update event > PendingU",
        "PendingU | RAR received | send RAA > PendingU",
        "PendingT | successful answer received | - > Idle",
        "PendingT | failure to send, or temporary error | - > Idle",
        "PendingT | failed answer received | - > Idle",
        "PendingT | END_USER_SERVICE_DENIED received | - > Idle",
        "PendingT | USER_UNKNOWN received | - > Idle",
        "PendingT | CREDIT_CONTROL_NOT_APPLICABLE received | - > Idle",
        "PendingT | change in rating condition | - > PendingT",
      ]
    `)
  })

  it('know no other event', () => {
    expect(clientSessionMove('Idle', 'RAR received', 'TERMINATE')).toBeNull()
    expect(clientSessionMove('PendingT', 'user service terminated', 'TERMINATE')).toBeNull()
  })
})

describe('the rows of a one-time event', () => {
  it('follow Table 5 of RFC 8506', () => {
    const lines = ONE_TIME_EVENT_ROWS.map(({ state, triggers, requestedActions, failureHandling, txRunning, actions, next }) => {
      const conditions = [
        requestedActions?.join(' or '),
        failureHandling,
        txRunning === undefined ? undefined : `Tx ${txRunning ? 'runs' : 'expired'}`,
      ]
      return [state, triggers.join('; '), conditions.filter((one) => one !== undefined).join(', '), actions.join(', '), next].join(' | ')
    })
    expect(lines).toMatchInlineSnapshot(`
      [
        "Idle | service requested |  | send CC event request, start Tx timer | PendingE",
        "Idle | request in storage |  | send stored request | PendingB",
        "PendingE | successful answer received |  | grant service | Idle",
        "PendingE | failure to send; temporary error; failed answer received; Tx timer expired | CHECK_BALANCE or PRICE_ENQUIRY | indicate service error | Idle",
        "PendingE | END_USER_SERVICE_DENIED received; USER_UNKNOWN received | Tx runs | terminate service | Idle",
        "PendingE | CREDIT_CONTROL_NOT_APPLICABLE received | DIRECT_DEBITING | grant service | Idle",
        "PendingE | failure to send; temporary error; failed answer received | DIRECT_DEBITING, CONTINUE | grant service | Idle",
        "PendingE | failed answer received; temporary error | DIRECT_DEBITING, TERMINATE_OR_BUFFER, Tx runs | terminate service | Idle",
        "PendingE | Tx timer expired | DIRECT_DEBITING | grant service | PendingE",
        "PendingE | failure to send | DIRECT_DEBITING, TERMINATE_OR_BUFFER | store request with T flag | Idle",
        "PendingE | temporary error | DIRECT_DEBITING, TERMINATE_OR_BUFFER, Tx expired | store request | Idle",
        "PendingE | failed answer received; END_USER_SERVICE_DENIED received; USER_UNKNOWN received | DIRECT_DEBITING, Tx expired |  | Idle",
        "PendingE | failed answer received | REFUND_ACCOUNT | indicate service error, delete request | Idle",
        "PendingE | failure to send; Tx timer expired | REFUND_ACCOUNT | store request with T flag | Idle",
        "PendingE | temporary error | REFUND_ACCOUNT | store request | Idle",
        "PendingE | END_USER_SERVICE_DENIED received; USER_UNKNOWN received; CREDIT_CONTROL_NOT_APPLICABLE received |  | indicate service error | Idle",
        "PendingB | successful answer received |  | delete request | Idle",
        "PendingB | failed answer received; END_USER_SERVICE_DENIED received; USER_UNKNOWN received; CREDIT_CONTROL_NOT_APPLICABLE received |  | delete request | Idle",
        "PendingB | failure to send; temporary error |  |  | Idle",
      ]
    `)
  })

  it('leave nothing undecided while an answer is awaited', () => {
    const triggers = [...new Set(ONE_TIME_EVENT_ROWS.flatMap((row) => row.triggers))].filter(
      (trigger) => trigger !== 'service requested' && trigger !== 'request in storage',
    )
    for (const trigger of triggers)
      for (const action of ['DIRECT_DEBITING', 'REFUND_ACCOUNT', 'CHECK_BALANCE', 'PRICE_ENQUIRY'] as const)
        for (const handling of ['TERMINATE_OR_BUFFER', 'CONTINUE'] as const)
          for (const txRunning of [true, false])
            expect(
              oneTimeEventRow('PendingE', trigger, action, handling, txRunning),
              `${trigger} ${action} ${handling} ${txRunning}`,
            ).not.toBeNull()
  })
})
