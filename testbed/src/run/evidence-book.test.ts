import { describe, expect, it } from 'vitest'
import { pathEvent, sample } from '../../test/shown-run.js'
import type { NodeReport } from '../lab/node-protocol.js'
import { fakeScenario } from '../lab/testing/fake-node.js'
import { EvidenceBook } from './evidence-book.js'

const TRAFFIC = { flow: 'm3ua', from: 'asp-1', to: ['sg'], perSecond: 100, arrivals: 'constant', octets: 100 } as const
const NOTHING = { duplicated: 0, reordered: 0, corrupted: 0, backlogMs: null, latencies: { before: null, during: null, after: null } }
const NO_REQUESTS = { numbers: 'AQ==', arrivals: 0 }
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

describe('what the nodes of a run report', () => {
  it.each([
    ['of a node that only runs', null, 7],
    ['of a node that the timetable made stand still', 'asp-1', 0],
    ['of a node beside one that stands still', 'sg', 7],
  ])('tells how late messages were sent, %s', (_, paused, lateSends) => {
    const book = new EvidenceBook({ ...fakeScenario(), traffic: [TRAFFIC], durationMs: 2000 })
    if (paused !== null)
      book.noteFault({ atMs: 20, doneMs: 20, text: `pause ${paused}`, effect: 'breaks', action: { kind: 'pause', node: paused } })
    book.takeReport('asp-1', OFFERED)
    const { samples } = book.takeBatch(1000)
    expect(samples.reduce((sum, sample) => sum + sample.lateSends, 0)).toBe(lateSends)
    expect(samples.reduce((sum, sample) => sum + sample.offered, 0)).toBe(10)
  })

  it.each<[string, NodeReport, string]>([
    ['addresses', { kind: 'opened', addresses: ['10.132.1.10'] }, 'it has 1 addresses, and 2 interfaces in the scenario'],
    ['event', { kind: 'event', event: { atMs: 1, node: 'asp-1', kind: 'restart', detail: '' } }, 'it speaks for asp-1'],
    ['path', { kind: 'path-event', event: pathEvent(1, 'one', 'path-a', 'active') }, 'it speaks for one'],
    ['paths', { kind: 'paths', samples: [sample(1, 'one', 'path-a')] }, 'it speaks for one'],
    ['messages offered', { ...OFFERED, flow: 'isup' } as NodeReport, 'there is no flow isup'],
    [
      'messages delivered',
      { kind: 'delivered', flow: 'isup', toMs: 100, delivered: 0, numbers: 'AQ==', ...NOTHING },
      'there is no flow isup',
    ],
    [
      'requests',
      { kind: 'requested', flow: 'isup', toMs: 1, unmarked: NO_REQUESTS, marked: NO_REQUESTS, repeated: 0, backlogMs: null },
      'there is no flow isup',
    ],
    ['arrivals', { kind: 'arrives-from', flow: 'isup', atMs: 1, address: '10.132.1.11' }, 'there is no flow isup'],
  ])('is refused when it is %s that the scenario does not have', (_, report, message) => {
    const book = new EvidenceBook({ ...fakeScenario(), traffic: [TRAFFIC] })
    expect(() => book.takeReport('sg', report)).toThrow(message)
  })

  it('shows the paths there are, and none of an association that is lost', () => {
    const book = new EvidenceBook({ ...fakeScenario(), traffic: [TRAFFIC], durationMs: 2000 })
    const path = (node: string, network: 'path-a' | 'path-b', outstandingOctets = 0) => ({
      ...sample(100, 'one', network),
      node,
      outstandingOctets,
    })
    const shown = () => book.frame(500).paths.map((one) => `${'node' in one ? one.node : ''} ${one.localAddress}`)
    book.takeReport('asp-1', { kind: 'paths', samples: [path('asp-1', 'path-a', 700), path('asp-1', 'path-b')] })
    book.takeReport('sg', { kind: 'paths', samples: [path('sg', 'path-a')] })
    expect(shown()).toEqual(['asp-1 10.132.1.11', 'asp-1 fd00:132:2::11', 'sg 10.132.1.11'])
    expect(book.outstandingOctets).toBe(700)
    book.takeReport('asp-1', { kind: 'paths', samples: [path('asp-1', 'path-b')] })
    expect(shown()).toEqual(['sg 10.132.1.11', 'asp-1 fd00:132:2::11'])
    book.takeReport('asp-1', { kind: 'paths', samples: [] })
    expect(shown()).toEqual(['sg 10.132.1.11'])
    expect(book.outstandingOctets).toBe(0)
  })
})
