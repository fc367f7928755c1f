import { Buffer } from 'node:buffer'
import { LatencyHistogram, SequenceNumbers } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { type DeliveredReport, FlowLedger, type OfferedReport } from './flow-ledger.js'

const PLAN = { flow: 'm3ua', from: 'sg', to: ['asp-1', 'asp-2'], perSecond: 1000, arrivals: 'constant', octets: 100 } as const

describe('the ledger of a flow', () => {
  it('adds up what several nodes received', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 10))
    ledger.takeDelivered(delivered([0, 2, 4, 6]))
    ledger.takeDelivered(delivered([1, 3, 5, 7]))
    expect(ledger.outstanding).toBe(2)
    ledger.takeDelivered(delivered([8]))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 10, delivered: 9, lost: 1 })
  })

  it('counts as duplicated what arrived at two nodes', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 4))
    ledger.takeDelivered(delivered([0, 1, 2]))
    ledger.takeDelivered(delivered([2, 3], { duplicated: 5, reordered: 1, corrupted: 2 }))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 4, delivered: 4, duplicated: 6, reordered: 1, corrupted: 2 })
  })

  it('counts as corrupted what arrived and was never sent', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 3))
    ledger.takeDelivered(delivered([0, 1, 2, 700]))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 3, delivered: 3, corrupted: 1 })
  })

  it('counts a message that was refused as refused, and as delivered when it arrived all the same', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 5, { refused: 2 }))
    ledger.takeDelivered(delivered([0, 1, 2]))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 5, delivered: 3, refused: 2 })
    expect(ledger.outstanding).toBe(0)
  })

  it('goes on with the numbers of a sender that was started anew', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 100))
    ledger.takeOffered(offered(300, 50))
    ledger.takeDelivered(delivered([0, 99, 300, 349]))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 150, delivered: 4, lost: 146 })
  })

  it('takes what arrived for sent where the sender died before it could say so', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 3))
    ledger.takeDelivered(delivered([0, 1, 2, 3]))
    ledger.forgiveUnreported()
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 4, delivered: 4 })
    ledger.takeDelivered(delivered([4]))
    expect(ledger.audit()).toEqual({ ...CLEAN, offered: 5, delivered: 5 })
  })

  it('samples every tenth of a second once, also those in which nothing moved', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeOffered(offered(0, 7, { toMs: 100 }))
    ledger.takeDelivered(delivered([0, 1], { toMs: 100, latencyUs: 2000 }))
    ledger.takeDelivered(delivered([2], { toMs: 260, latencyUs: 5000 }))
    const samples = ledger.takeSamples(300)
    expect(samples.map(({ fromMs, toMs, offered: due, delivered: came }) => [fromMs, toMs, due, came])).toEqual([
      [0, 100, 7, 2],
      [100, 200, 0, 0],
      [200, 300, 0, 1],
    ])
    expect(samples[2]!.maximumUs).toBe(5000)
    expect(LatencyHistogram.fromBlob(samples[0]!.histogram!).count).toBe(2)
    expect(ledger.lastSecond).toMatchObject({ fromMs: 0, toMs: 300, offered: 7, delivered: 3, maximumUs: 5000 })
    expect(ledger.takeSamples(300)).toEqual([])
  })

  it('counts what comes for a tenth already sampled in the next one', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeSamples(300)
    ledger.takeDelivered(delivered([0], { toMs: 200 }))
    expect(ledger.takeSamples(400)).toMatchObject([{ fromMs: 300, delivered: 1 }])
  })

  it('keeps latencies by the phase each message was meant to be sent in', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    ledger.takeDelivered(delivered([0, 1], { latencyUs: 3000 }))
    expect(ledger.phaseLatencies().map(({ flow, phase, histogram }) => [flow, phase, histogram.count, histogram.maximumUs])).toEqual([
      ['m3ua', 'during', 2, 3000],
    ])
  })

  it('refuses what no receiving end can have written', () => {
    const ledger = new FlowLedger(PLAN, 1000)
    expect(() => ledger.takeDelivered(delivered([4_000_000]))).toThrow('beyond-limit')
    expect(() => ledger.takeDelivered({ ...delivered([1]), numbers: 'Zm9v' })).toThrow('unknown-version')
  })
})

const CLEAN = { flow: 'm3ua', lost: 0, duplicated: 0, reordered: 0, corrupted: 0, refused: 0 }

function offered(first: number, count: number, more: Partial<OfferedReport> = {}): OfferedReport {
  return { kind: 'offered', flow: 'm3ua', toMs: 100, first, offered: count, refused: 0, failed: 0, lateSends: 0, waiting: 0, ...more }
}

function delivered(sequences: readonly number[], more: Partial<DeliveredReport> & { readonly latencyUs?: number } = {}): DeliveredReport {
  const { latencyUs = 1000, ...fields } = more
  const numbers = new SequenceNumbers()
  const histogram = new LatencyHistogram()
  for (const sequence of sequences) {
    numbers.add(sequence)
    histogram.record(latencyUs)
  }
  return {
    kind: 'delivered',
    flow: 'm3ua',
    toMs: 100,
    delivered: sequences.length,
    numbers: Buffer.from(numbers.toOctets()).toString('base64'),
    duplicated: 0,
    reordered: 0,
    corrupted: 0,
    backlogMs: null,
    latencies: { before: null, during: Buffer.from(histogram.toBlob()).toString('base64'), after: null },
    ...fields,
  }
}
