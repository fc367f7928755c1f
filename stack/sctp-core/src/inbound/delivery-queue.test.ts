import { Slab } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TransportAddressTable } from '../endpoint/transport-address-table.js'
import { DeliveryQueue } from './delivery-queue.js'
import { ReceiveWindow } from './receive-window.js'
import { ReceivedMessage } from './received-message.js'

function queueOf() {
  const slab = new Slab(256, true)
  const window = new ReceiveWindow(100_000, 1500)
  return { slab, window, queue: new DeliveryQueue(slab, window, new TransportAddressTable()) }
}

describe('the delivery queue', () => {
  it('hands out what went in, in that order, borrowed or kept, and counts what it holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ command: fc.constant('push' as const), length: fc.integer({ min: 1, max: 300 }) }),
            fc.record({ command: fc.constant('poll' as const), length: fc.constant(0) }),
            fc.record({ command: fc.constant('next packet' as const), length: fc.constant(0) }),
          ),
          { maxLength: 400 },
        ),
        (commands) => {
          const { slab, window, queue } = queueOf()
          const into = new ReceivedMessage()
          let packet = new Uint8Array(300)
          const model: number[][] = []
          let held = 0
          let pushed = 0
          for (const { command, length } of commands) {
            if (command === 'push') {
              packet.fill(pushed & 0xff)
              const own = packet.slice(0, length)
              queue.push(1, pushed & 0xffff, 2, false, pushed, own, 0, length, null, 0)
              model.push([...own])
              pushed++
            } else if (command === 'poll') {
              const expected = model.shift()
              expect(queue.poll(into)).toBe(expected !== undefined)
              if (expected !== undefined) expect([...into.copyPayload()]).toEqual(expected)
            } else {
              queue.takeBack()
              queue.retain()
              packet = new Uint8Array(300)
              held = model.reduce((sum, octets) => sum + octets.length + 16, 0)
              expect(window.held).toBe(held)
            }
            expect(queue.length).toBe(model.length)
          }
          while (queue.poll(into)) expect([...into.copyPayload()]).toEqual(model.shift())
          queue.takeBack()
          expect([window.held, slab.pagesInUse, model.length]).toEqual([0, 1, 0])
        },
      ),
    )
  })
  it('lends a message until the next poll, and then its memory is used again', () => {
    const { queue } = queueOf()
    queue.push(1, 0, 0, false, 0, Uint8Array.of(1, 2, 3), 0, 3, null, 0)
    queue.push(1, 1, 0, false, 1, Uint8Array.of(4, 5, 6), 0, 3, null, 0)
    queue.retain()
    const lent = new ReceivedMessage()
    queue.poll(lent)
    expect(lent.copyPayload()).toEqual(Uint8Array.of(1, 2, 3))
    const { octets, offset } = lent
    queue.poll(new ReceivedMessage())
    queue.takeBack()
    expect(octets.subarray(offset, offset + 3)).toEqual(Uint8Array.of(0xdd, 0xdd, 0xdd))
  })
  it('inherits what another one still held', () => {
    const before = queueOf()
    const after = queueOf()
    for (let i = 0; i < 100; i++) before.queue.push(i, i, i, i % 2 === 0, i, Uint8Array.of(i), 0, 1, null, 0)
    before.queue.retain()
    after.queue.inherit(before.queue)
    expect([before.window.held, before.slab.pagesInUse]).toEqual([0, 1])
    expect(after.window.held).toBe(1700)
    const into = new ReceivedMessage()
    for (let i = 0; i < 100; i++) {
      after.queue.poll(into)
      expect([into.streamId, into.unordered, ...into.copyPayload()]).toEqual([i, i % 2 === 0, i])
    }
    after.queue.takeBack()
    expect([after.window.held, after.slab.pagesInUse]).toEqual([0, 1])
  })
})
