import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AcknowledgementQueue } from './acknowledgement-queue.js'
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
