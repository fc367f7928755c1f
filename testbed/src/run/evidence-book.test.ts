import { describe, expect, it } from 'vitest'
import type { NodeReport } from '../lab/node-protocol.js'
import { fakeScenario } from '../lab/testing/fake-node.js'
import { EvidenceBook } from './evidence-book.js'

describe('what the nodes of a run report', () => {
  it.each([
    ['of a node that only runs', null, 7],
    ['of a node that the timetable made stand still', 'asp-1', 0],
    ['of a node beside one that stands still', 'sg', 7],
  ])('tells how late messages were sent, %s', (_, paused, lateSends) => {
    const flow = { flow: 'm3ua', from: 'asp-1', to: ['sg'], perSecond: 100, arrivals: 'constant', octets: 100 } as const
    const book = new EvidenceBook({ ...fakeScenario(), traffic: [flow], durationMs: 2000 })
    if (paused !== null)
      book.noteFault({ atMs: 20, doneMs: 20, text: `pause ${paused}`, effect: 'breaks', action: { kind: 'pause', node: paused } })
    book.takeReport('asp-1', OFFERED)
    const { samples } = book.takeBatch(1000)
    expect(samples.reduce((sum, sample) => sum + sample.lateSends, 0)).toBe(lateSends)
    expect(samples.reduce((sum, sample) => sum + sample.offered, 0)).toBe(10)
  })
})

const OFFERED: NodeReport = {
  kind: 'offered',
  flow: 'm3ua',
  toMs: 100,
  first: 0,
  offered: 10,
  refused: 0,
  failed: 0,
  lateSends: 7,
  waiting: 0,
}
