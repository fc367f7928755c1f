import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PendingRequests } from './pending-requests.js'

const TX = 100
const ECR = 324

type Command = { kind: 'add' | 'skip' | 'answer' | 'answer another command' | 'pass'; pick: number }

const commands = fc.array(
  fc.record({
    kind: fc.constantFrom<Command['kind']>('add', 'add', 'add', 'skip', 'answer', 'answer another command', 'pass'),
    pick: fc.nat(400),
  }),
  { maxLength: 600 },
)

describe('pending requests', () => {
  it('behave as a map from identifier to request that forgets after Tx, also where identifiers wrap', () => {
    fc.assert(
      fc.property(commands, fc.constantFrom(0, 0xffff_fff0, 0x7fff_ffff), (steps, first) => {
        const pending = new PendingRequests(first, TX, 256)
        const model = new Map<number, { context: number; endToEndId: number; deadline: number }>()
        const issued: number[] = []
        let now = 0
        for (const { kind, pick } of steps) {
          if (kind === 'add') {
            if (pending.isFull()) continue
            const id = pending.add(ECR, pick, pick + 0.5, now)
            expect(id).toBe((first + issued.length) >>> 0)
            issued.push(id)
            model.set(id, { context: pick + 0.5, endToEndId: pick, deadline: now + TX })
          } else if (kind === 'skip') issued.push(pending.skip())
          else if (kind === 'pass') {
            now += pick / 4
            for (let late = pending.expire(now); late !== null; late = pending.expire(now)) {
              expect(model.get(late.hopByHopId)).toMatchObject({ context: late.context, endToEndId: late.endToEndId })
              model.delete(late.hopByHopId)
            }
            for (const { deadline } of model.values()) expect(deadline).toBeGreaterThan(now)
          } else {
            const id = issued[pick % Math.max(1, issued.length)] ?? pick
            const taken = pending.take(id, kind === 'answer' ? ECR : 316)
            const expected = kind === 'answer' ? model.get(id) : undefined
            expect(taken === null ? undefined : taken.context).toBe(expected?.context)
            if (expected !== undefined) model.delete(id)
          }
          expect(pending.size).toBe(model.size)
          expect(pending.deadline()).toBe(Math.min(Number.POSITIVE_INFINITY, ...[...model.values()].map((request) => request.deadline)))
        }
      }),
    )
  })

  it('discards identifiers never handed out, answered twice or long gone', () => {
    const pending = new PendingRequests(10, TX, 8)
    const id = pending.add(ECR, 1, 1, 0)
    expect([pending.take(9, ECR), pending.take(11, ECR), pending.take(id + 64, ECR)]).toEqual([null, null, null])
    expect(pending.take(id, ECR)?.context).toBe(1)
    expect(pending.take(id, ECR)).toBeNull()
  })

  it('is full at its maximum, and before identifiers run too far ahead of the oldest', () => {
    const pending = new PendingRequests(0, TX, 4)
    pending.add(ECR, 0, 0, 0)
    for (let i = 1; i < 32; i++) {
      expect(pending.isFull()).toBe(false)
      pending.take(pending.add(ECR, 0, i, 0), ECR)
    }
    expect(pending.isFull()).toBe(true)
    expect(pending.takeOldest()?.context).toBe(0)
    for (let i = 0; i < 4; i++) pending.add(ECR, 0, i, 0)
    expect(pending.isFull()).toBe(true)
  })
})
