import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PendingMessage, PendingMessageQueue } from './pending-message-queue.js'

describe('pending message queue', () => {
  it('keeps what was put in until it is released, in whatever order', () => {
    const add = fc.uint8Array({ minLength: 1, maxLength: 3000 }).map((octets) => ({ octets, at: 0 }))
    const release = fc.nat().map((at) => ({ octets: null, at }))
    fc.assert(
      fc.property(fc.array(fc.oneof(add, release), { maxLength: 60 }), (steps) => {
        const queue = new PendingMessageQueue(20, 30_000, true)
        const held: { message: PendingMessage; octets: Uint8Array }[] = []
        for (const { octets, at } of steps) {
          if (octets === null) {
            const [gone] = held.length === 0 ? [] : held.splice(at % held.length, 1)
            if (gone !== undefined) queue.release(gone.message)
            continue
          }
          const room = held.length < 20 && held.reduce((sum, one) => sum + one.octets.length, 0) + octets.length <= 30_000
          const message = queue.add(octets, 0, octets.length)
          expect(message !== null).toBe(room)
          if (message !== null) held.push({ message, octets })
        }
        expect([queue.size, queue.octets]).toEqual([held.length, held.reduce((sum, one) => sum + one.octets.length, 0)])
        for (const { message, octets } of held) {
          expect(queue.message(message.number)).toBe(message)
          expect(message.page.octets.slice(message.at, message.at + message.length)).toEqual(octets)
        }
      }),
    )
  })
})
