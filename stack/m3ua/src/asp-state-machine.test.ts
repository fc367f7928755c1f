import { expect, it } from 'vitest'
import { type AspState, type AspTrigger, NEXT_ASP_STATE, nextAspState } from './asp-state-machine.js'

const TRIGGERS: readonly AspTrigger[] = [
  'ASP Up',
  'ASP Down',
  'ASP Active',
  'ASP Inactive',
  'alternate ASP active',
  'registered',
  'deregistered',
  'SCTP communication down',
  'SCTP restart',
]

it('moves an ASP as the figure of RFC 4666 §4.3.1 does, and no otherwise', () => {
  const table = (Object.keys(NEXT_ASP_STATE) as AspState[]).flatMap((state) =>
    TRIGGERS.map((trigger) => `${state} | ${trigger} | ${nextAspState(state, trigger) ?? '-'}`),
  )
  expect(table).toMatchInlineSnapshot(`
    [
      "ASP-DOWN | ASP Up | ASP-INACTIVE",
      "ASP-DOWN | ASP Down | ASP-DOWN",
      "ASP-DOWN | ASP Active | -",
      "ASP-DOWN | ASP Inactive | -",
      "ASP-DOWN | alternate ASP active | -",
      "ASP-DOWN | registered | ASP-INACTIVE",
      "ASP-DOWN | deregistered | -",
      "ASP-DOWN | SCTP communication down | ASP-DOWN",
      "ASP-DOWN | SCTP restart | ASP-DOWN",
      "ASP-INACTIVE | ASP Up | ASP-INACTIVE",
      "ASP-INACTIVE | ASP Down | ASP-DOWN",
      "ASP-INACTIVE | ASP Active | ASP-ACTIVE",
      "ASP-INACTIVE | ASP Inactive | ASP-INACTIVE",
      "ASP-INACTIVE | alternate ASP active | ASP-INACTIVE",
      "ASP-INACTIVE | registered | -",
      "ASP-INACTIVE | deregistered | ASP-DOWN",
      "ASP-INACTIVE | SCTP communication down | ASP-DOWN",
      "ASP-INACTIVE | SCTP restart | ASP-DOWN",
      "ASP-ACTIVE | ASP Up | ASP-INACTIVE",
      "ASP-ACTIVE | ASP Down | ASP-DOWN",
      "ASP-ACTIVE | ASP Active | ASP-ACTIVE",
      "ASP-ACTIVE | ASP Inactive | ASP-INACTIVE",
      "ASP-ACTIVE | alternate ASP active | ASP-INACTIVE",
      "ASP-ACTIVE | registered | -",
      "ASP-ACTIVE | deregistered | ASP-DOWN",
      "ASP-ACTIVE | SCTP communication down | ASP-DOWN",
      "ASP-ACTIVE | SCTP restart | ASP-DOWN",
    ]
  `)
})
