import { Buffer } from 'node:buffer'
import { SequenceNumbers, SequenceNumbersError } from '@sigbed/measurement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestLedger } from './request-ledger.js'

const PLAN = { flow: 's13', from: 'mme', to: ['eir-1', 'eir-2'], perSecond: 100, arrivals: 'constant', octets: 100 } as const

/** One arrival at one server. */
interface Arrival {
  readonly sequence: number
  readonly marked: boolean
  readonly repeated: boolean
}

function arrivals(sequences: readonly number[]) {
  const numbers = new SequenceNumbers()
  for (const sequence of sequences) numbers.add(sequence)
  return { numbers: Buffer.from(numbers.toOctets()).toString('base64'), arrivals: sequences.length }
}

/** What a server reports of these. */
function reported(came: readonly Arrival[]) {
  const those = (marked: boolean) => arrivals(came.filter((one) => one.marked === marked).map(({ sequence }) => sequence))
  const repeated = came.filter((one) => one.repeated).length
  return { kind: 'requested', flow: 's13', toMs: 0, unmarked: those(false), marked: those(true), repeated, backlogMs: null } as const
}

const once = (sequence: number): Arrival => ({ sequence, marked: false, repeated: false })

describe('the requests of a flow', () => {
  it('that reach one server each arrive once', () => {
    const ledger = new RequestLedger(PLAN, 1000)
    expect(ledger.audit()).toBeNull()
    ledger.takeRequested(reported([once(0), once(1)]))
    ledger.takeRequested(reported([once(2)]))
    expect(ledger.audit()).toEqual({ flow: 's13', arrived: 3, marked: 0, arrivedAgain: 0, arrivedAgainUnmarked: 0, carriedOutAgain: 0 })
  })

  it('are carried out twice by two servers, and not by one that remembers', () => {
    const ledger = new RequestLedger(PLAN, 1000)
    // The second server reports first: which of two arrivals was the earlier does not matter.
    ledger.takeRequested(reported([{ sequence: 1, marked: true, repeated: false }]))
    ledger.takeRequested(reported([once(0), once(1), { sequence: 0, marked: true, repeated: true }]))
    expect(ledger.audit()).toEqual({ flow: 's13', arrived: 2, marked: 2, arrivedAgain: 2, arrivedAgainUnmarked: 0, carriedOutAgain: 1 })
  })

  it('that are sent again for the first time they arrive do not arrive twice', () => {
    const ledger = new RequestLedger(PLAN, 1000)
    ledger.takeRequested(reported([once(0), { sequence: 1, marked: true, repeated: false }]))
    expect(ledger.audit()).toMatchObject({ arrived: 2, marked: 1, arrivedAgain: 0 })
  })

  it('that arrive twice without a word of it are told from those that say so', () => {
    const ledger = new RequestLedger(PLAN, 1000)
    ledger.takeRequested(reported([once(0), once(0)]))
    ledger.takeRequested(reported([once(0), { sequence: 0, marked: true, repeated: false }]))
    expect(ledger.audit()).toMatchObject({ arrived: 1, marked: 1, arrivedAgain: 3, arrivedAgainUnmarked: 2, carriedOutAgain: 3 })
  })

  it('add up, however their arrivals are spread over servers and reports', () => {
    const one = fc.record({ sequence: fc.nat(20), marked: fc.boolean(), repeated: fc.constant(false) })
    fc.assert(
      fc.property(fc.array(fc.array(one, { maxLength: 8 }), { maxLength: 8 }), (reports) => {
        const ledger = new RequestLedger(PLAN, 1000)
        for (const came of reports) ledger.takeRequested(reported(came))
        const all = reports.flat()
        const { arrived = 0, arrivedAgain = 0, marked = 0, arrivedAgainUnmarked = 0 } = ledger.audit() ?? {}
        expect(arrived).toBe(new Set(all.map(({ sequence }) => sequence)).size)
        expect(arrived + arrivedAgain).toBe(all.length)
        expect(marked).toBe(all.filter((came) => came.marked).length)
        expect(arrivedAgainUnmarked).toBeLessThanOrEqual(arrivedAgain)
      }),
    )
  })

  it('are no more than the flow can have', () => {
    const ledger = new RequestLedger(PLAN, 1000)
    expect(() => ledger.takeRequested(reported([once(100_000)]))).toThrow(SequenceNumbersError)
  })
})
