import { fail } from 'node:assert'
import { Buffer } from 'node:buffer'
import { LatencyHistogram, SequenceNumbers } from '@sigbed/measurement'
import type { NodeReport } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { ReceivingFlow } from './receiving-flow.js'

describe('the receiving end of a flow', () => {
  it('reports differences that add up to the whole account', () => {
    const scene = new Scene()
    for (const sequence of [0, 1, 3, 2, 1]) scene.deliver(sequence)
    scene.flow.recordCorruption()
    expect(scene.report(100)).toMatchObject({ delivered: 4, duplicated: 1, reordered: 1, corrupted: 1 })
    expect(scene.flow.takeReport(200)).toBeNull()
    for (const sequence of [4, 0]) scene.deliver(sequence)
    const second = scene.report(300)
    expect(second).toMatchObject({ delivered: 1, duplicated: 1, reordered: 0, corrupted: 0 })
    expect(SequenceNumbers.fromOctets(Buffer.from(second.numbers, 'base64')).has(4)).toBe(true)
  })

  it('keeps latencies apart by the phase a message was meant to be sent in', () => {
    const scene = new Scene()
    scene.deliver(0, 999, 1500)
    scene.deliver(1, 1000, 1500)
    scene.deliver(2, 2000, 2001)
    const { latencies } = scene.report(2100)
    const longest = (blob: string | null) => LatencyHistogram.fromBlob(Buffer.from(blob!, 'base64')).maximumUs
    expect([longest(latencies.before), longest(latencies.during), longest(latencies.after)]).toEqual([501_000, 500_000, 1000])
  })

  it('tells when messages come from another address, and once more when it is asked', () => {
    const scene = new Scene()
    scene.deliver(0, 0, 1, '10.0.1.1')
    scene.deliver(1, 2, 3, '10.0.1.1')
    scene.deliver(2, 4, 5, '10.0.2.1')
    scene.flow.askAddress()
    scene.deliver(3, 6, 7, '10.0.2.1')
    scene.deliver(4, 8, 9, '10.0.2.1')
    expect(scene.moves).toEqual(['1 10.0.1.1', '5 10.0.2.1', '7 10.0.2.1'])
  })

  it('says when the last message came that was meant for before the change of address', () => {
    const scene = new Scene()
    scene.deliver(0, 0, 1, '10.0.1.1')
    expect(scene.report(100).backlogMs).toBe(1)
    scene.deliver(9, 220, 221, '10.0.2.1')
    scene.deliver(1, 101, 230, '10.0.2.1')
    scene.deliver(2, 103, 240, '10.0.2.1')
    scene.deliver(10, 250, 251, '10.0.2.1')
    expect(scene.report(300).backlogMs).toBe(240)
    scene.deliver(11, 350, 351, '10.0.2.1')
    expect(scene.report(400).backlogMs).toBeNull()
  })
})

class Scene {
  readonly moves: string[] = []
  readonly flow = new ReceivingFlow('m3ua', { fromMs: 1000, untilMs: 2000 }, (_, atMs, address) => this.moves.push(`${atMs} ${address}`))

  deliver(sequence: number, intendedAtMs = 0, nowMs = 1, address = '10.0.1.1'): void {
    this.flow.recordDelivery(sequence, 0, intendedAtMs, nowMs, { text: () => address })
  }

  report(toMs: number): Extract<NodeReport, { kind: 'delivered' }> {
    const report = this.flow.takeReport(toMs)
    return report?.kind === 'delivered' ? report : fail('nothing to report')
  }
}
