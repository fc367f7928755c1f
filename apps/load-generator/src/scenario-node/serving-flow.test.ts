import { Buffer } from 'node:buffer'
import { SequenceNumbers } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { ConstantRateArrivals } from '../workload/arrival-schedule.js'
import { ServingFlow } from './serving-flow.js'

function scene() {
  const moves: string[] = []
  const tell = (flow: string, atMs: number, address: string) => moves.push(`${flow} ${atMs} ${address}`)
  // A request every 10 ms.
  const flow = new ServingFlow('s13', new ConstantRateArrivals(100, 10_000), tell)
  const serve = (sequence: number, nowMs: number, address = '10.0.1.1', marked = false, repeated = false) =>
    flow.recordRequest(sequence, marked, repeated, nowMs, { text: () => address })
  const report = (toMs: number) => {
    const taken = flow.takeReport(toMs)
    if (taken?.kind !== 'requested') throw new Error('nothing was reported')
    return taken
  }
  return { flow, moves, serve, report }
}

const has = (numbers: string, sequence: number) => SequenceNumbers.fromOctets(Buffer.from(numbers, 'base64')).has(sequence)

describe('the serving end of a flow', () => {
  it('reports what arrived since the last time, with and without the T flag', () => {
    const { flow, serve, report } = scene()
    serve(0, 1)
    serve(1, 11)
    serve(1, 12, '10.0.1.1', true, true)
    const first = report(100)
    expect([first.unmarked.arrivals, first.marked.arrivals, first.repeated]).toEqual([2, 1, 1])
    expect([has(first.unmarked.numbers, 0), has(first.marked.numbers, 0), has(first.marked.numbers, 1)]).toEqual([true, false, true])
    expect(flow.takeReport(200)).toBeNull()
    serve(2, 201)
    const second = report(300)
    expect([second.unmarked.arrivals, second.marked.arrivals, second.repeated]).toEqual([1, 0, 0])
    expect(has(second.unmarked.numbers, 1)).toBe(false)
  })

  it('tells from where requests come when that changes, and once more when it is asked', () => {
    const { flow, moves, serve } = scene()
    serve(0, 1)
    serve(1, 11)
    serve(2, 141, '10.0.2.1')
    flow.askAddress()
    serve(3, 151, '10.0.2.1')
    serve(4, 161, '10.0.2.1')
    expect(moves).toEqual(['s13 1 10.0.1.1', 's13 141 10.0.2.1', 's13 151 10.0.2.1'])
  })

  it('knows by the schedule which requests had waited for another way, and when the last of them came', () => {
    const { serve, report } = scene()
    serve(0, 1)
    serve(1, 141, '10.0.2.1')
    serve(14, 142, '10.0.2.1')
    serve(2, 150, '10.0.2.1')
    // Due at 150 ms, after the move.
    serve(15, 160, '10.0.2.1')
    expect(report(200).backlogMs).toBe(150)
    serve(16, 170, '10.0.2.1')
    expect(report(300).backlogMs).toBeNull()
  })
})
