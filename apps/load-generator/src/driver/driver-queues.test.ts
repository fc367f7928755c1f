import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AcknowledgementQueue } from './acknowledgement-queue.js'
import { AwaitedEchoes } from './awaited-echoes.js'
import { WaitingProcedures } from './waiting-procedures.js'

describe('procedures that wait', () => {
  it('leave in the order they came, however many they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 20 }), (batches) => {
        const waiting = new WaitingProcedures()
        const model: { readonly procedure: number; readonly dueAtMs: number }[] = []
        let serial = 0
        for (const batch of batches) {
          for (let i = 0; i < batch; i++, serial++) {
            waiting.add(serial, serial / 2)
            model.push({ procedure: serial, dueAtMs: serial / 2 })
          }
          for (let i = 0; i < batch / 2; i++) {
            const first = model.shift()!
            expect([waiting.firstProcedure(), waiting.nextAtMs()]).toEqual([first.procedure, first.dueAtMs])
            waiting.removeFirst()
          }
        }
        expect(waiting.count).toBe(model.length)
        expect(waiting.nextAtMs()).toBe(model[0]?.dueAtMs ?? Infinity)
      }),
      { numRuns: 30 },
    )
  })
})

describe('messages whose echo is awaited', () => {
  it('are found by their numbers, in any order and with gaps, until they are given up', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), skip: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ kind: fc.constant('echo' as const), number: fc.nat(4000) }),
      fc.record({ kind: fc.constant('give up' as const), before: fc.nat(4000) }),
    )
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 20_000), fc.array(step, { maxLength: 30 }), (from, steps) => {
        const echoes = new AwaitedEchoes()
        const model = new Map<number, number>()
        let next = from
        for (const each of steps) {
          if (each.kind === 'send') {
            next += each.skip
            for (let i = 0; i < each.count; i++, next++) {
              echoes.add(next, next - from)
              model.set(next, next - from)
            }
          } else if (each.kind === 'echo') {
            expect(echoes.take(from + each.number)).toEqual(model.get(from + each.number) ?? Number.NaN)
            model.delete(from + each.number)
          } else {
            const late = [...model].filter(([, atMs]) => atMs < each.before)
            expect(late.map(() => echoes.giveUp(each.before))).toEqual(late.map(([, atMs]) => atMs))
            expect(echoes.giveUp(each.before)).toBeNaN()
            for (const [number] of late) model.delete(number)
          }
          expect(echoes.count).toBe(model.size)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('messages that wait for their acknowledgement', () => {
  it('are taken in the order they were sent', () => {
    const queue = new AcknowledgementQueue()
    const instants = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? Number.NaN : i))
    const taken: number[] = []
    for (const [i, instant] of instants.entries()) {
      queue.add(instant)
      if (i % 3 === 0) taken.push(queue.take())
    }
    while (queue.count > 0) taken.push(queue.take())
    expect(taken).toEqual(instants)
  })
})
