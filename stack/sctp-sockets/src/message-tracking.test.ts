import { MessageOutcome } from '@sigbed/sctp-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Delivery } from './message-information.js'
import { MessageTracking, type TrackedMessage } from './message-tracking.js'

describe('MessageTracking', () => {
  it('gives every message its own user context back, however many share one', () => {
    const heard: Delivery[] = []
    const tracking = new MessageTracking(() => {})
    const tags = [tracking.nextTag(), tracking.nextTag()]
    for (const tag of tags)
      tracking.remember(
        tag,
        message(7, (delivery) => heard.push(delivery)),
      )
    expect(new Set(tags).size).toBe(2)
    tracking.settle(outcome(tags[1]!, true, true), 'aborted-by-peer')
    expect(heard).toEqual([{ outcome: 'acknowledged', context: 7 }])
    tracking.settle(outcome(tags[0]!, false, true), 'aborted-by-peer')
    expect(heard[1]).toEqual({ outcome: 'failed', context: 7, sent: true, reason: 'aborted-by-peer' })
    expect(tracking.size).toBe(0)
  })

  it('tells of failures only, also of messages that nobody else asks after', () => {
    const failed: [number, boolean, string][] = []
    const tracking = new MessageTracking(({ context }, sent, reason) => failed.push([context, sent, reason]))
    for (const context of [1, 2, 3]) tracking.remember(tracking.nextTag(), message(context, null))
    tracking.settle(outcome(1, true, true), 'peer-restarted')
    tracking.settle(outcome(2, false, true), 'peer-restarted')
    tracking.giveUp('association-closed')
    expect(failed).toEqual([
      [2, true, 'peer-restarted'],
      [3, false, 'association-closed'],
    ])
  })

  it('settles each message once, whatever comes twice or unknown', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(12), fc.boolean()), { maxLength: 60 }), (outcomes) => {
        const settled = new Map<number, number>()
        const tracking = new MessageTracking(() => {})
        for (let i = 1; i <= 10; i++)
          tracking.remember(
            tracking.nextTag(),
            message(i, ({ context }) => settled.set(context, (settled.get(context) ?? 0) + 1)),
          )
        for (const [tag, acknowledged] of outcomes) tracking.settle(outcome(tag, acknowledged, true), 'aborted-by-peer')
        const known = new Set(outcomes.map(([tag]) => tag).filter((tag) => tag >= 1 && tag <= 10))
        expect(settled).toEqual(new Map([...known].map((tag) => [tag, 1])))
        expect(tracking.size).toBe(10 - known.size)
        tracking.giveUp('association-closed')
        expect([...settled.values()]).toEqual(Array.from({ length: 10 }, () => 1))
      }),
    )
  })
})

function message(context: number, settled: TrackedMessage['settled']): TrackedMessage {
  return { context, stream: 0, payloadProtocolId: 0, unordered: false, payload: null, settled }
}

function outcome(context: number, acknowledged: boolean, sent: boolean): MessageOutcome {
  return Object.assign(new MessageOutcome(), { context, acknowledged, sent })
}
