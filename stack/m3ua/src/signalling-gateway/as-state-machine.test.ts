import { describe, expect, it } from 'vitest'
import { type AsState, type AsTrigger, asTrigger, NEXT_AS_STATE, nextAsState } from './as-state-machine.js'

const STATES = Object.keys(NEXT_AS_STATE) as AsState[]
const TRIGGERS: readonly AsTrigger[] = [
  'an ASP is up',
  'all ASPs are down',
  'enough ASPs are active',
  'the last active ASP is gone',
  'T(r) expired, an ASP is inactive',
  'T(r) expired, all ASPs are down',
]

describe('the states of an AS', () => {
  it('follow the figure of RFC 4666 §4.3.2, and nothing else', () => {
    const table = STATES.flatMap((state) => TRIGGERS.map((trigger) => `${state} | ${trigger} | ${nextAsState(state, trigger) ?? '-'}`))
    expect(table).toMatchInlineSnapshot(`
      [
        "AS-DOWN | an ASP is up | AS-INACTIVE",
        "AS-DOWN | all ASPs are down | -",
        "AS-DOWN | enough ASPs are active | -",
        "AS-DOWN | the last active ASP is gone | -",
        "AS-DOWN | T(r) expired, an ASP is inactive | -",
        "AS-DOWN | T(r) expired, all ASPs are down | -",
        "AS-INACTIVE | an ASP is up | -",
        "AS-INACTIVE | all ASPs are down | AS-DOWN",
        "AS-INACTIVE | enough ASPs are active | AS-ACTIVE",
        "AS-INACTIVE | the last active ASP is gone | -",
        "AS-INACTIVE | T(r) expired, an ASP is inactive | -",
        "AS-INACTIVE | T(r) expired, all ASPs are down | -",
        "AS-ACTIVE | an ASP is up | -",
        "AS-ACTIVE | all ASPs are down | -",
        "AS-ACTIVE | enough ASPs are active | -",
        "AS-ACTIVE | the last active ASP is gone | AS-PENDING",
        "AS-ACTIVE | T(r) expired, an ASP is inactive | -",
        "AS-ACTIVE | T(r) expired, all ASPs are down | -",
        "AS-PENDING | an ASP is up | -",
        "AS-PENDING | all ASPs are down | -",
        "AS-PENDING | enough ASPs are active | AS-ACTIVE",
        "AS-PENDING | the last active ASP is gone | -",
        "AS-PENDING | T(r) expired, an ASP is inactive | AS-INACTIVE",
        "AS-PENDING | T(r) expired, all ASPs are down | AS-DOWN",
      ]
    `)
  })

  it('change with the numbers of ASPs active and up, two being required', () => {
    const table = STATES.flatMap((state) =>
      [0, 1, 2, 3].flatMap((up) =>
        Array.from({ length: up + 1 }, (_, active) => `${state} | ${active} of ${up} | ${asTrigger(state, active, up, 2) ?? '-'}`),
      ),
    )
    expect(table.filter((row) => !row.endsWith('-'))).toMatchInlineSnapshot(`
      [
        "AS-DOWN | 0 of 1 | an ASP is up",
        "AS-DOWN | 1 of 1 | an ASP is up",
        "AS-DOWN | 0 of 2 | an ASP is up",
        "AS-DOWN | 1 of 2 | an ASP is up",
        "AS-DOWN | 2 of 2 | an ASP is up",
        "AS-DOWN | 0 of 3 | an ASP is up",
        "AS-DOWN | 1 of 3 | an ASP is up",
        "AS-DOWN | 2 of 3 | an ASP is up",
        "AS-DOWN | 3 of 3 | an ASP is up",
        "AS-INACTIVE | 0 of 0 | all ASPs are down",
        "AS-INACTIVE | 2 of 2 | enough ASPs are active",
        "AS-INACTIVE | 2 of 3 | enough ASPs are active",
        "AS-INACTIVE | 3 of 3 | enough ASPs are active",
        "AS-ACTIVE | 0 of 0 | the last active ASP is gone",
        "AS-ACTIVE | 0 of 1 | the last active ASP is gone",
        "AS-ACTIVE | 0 of 2 | the last active ASP is gone",
        "AS-ACTIVE | 0 of 3 | the last active ASP is gone",
        "AS-PENDING | 1 of 1 | enough ASPs are active",
        "AS-PENDING | 1 of 2 | enough ASPs are active",
        "AS-PENDING | 2 of 2 | enough ASPs are active",
        "AS-PENDING | 1 of 3 | enough ASPs are active",
        "AS-PENDING | 2 of 3 | enough ASPs are active",
        "AS-PENDING | 3 of 3 | enough ASPs are active",
      ]
    `)
  })

  it('never name a trigger that the state has no move for', () => {
    for (const state of STATES) {
      for (let up = 0; up < 4; up++) {
        for (let active = 0; active <= up; active++) {
          const trigger = asTrigger(state, active, up, 2)
          if (trigger !== null) expect(nextAsState(state, trigger)).not.toBeNull()
        }
      }
    }
  })
})
