import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SendRing } from './send-ring.js'

describe('send ring', () => {
  it('never gives out octets that are still held, and keeps them as they were written', () => {
    const step = fc.record({ length: fc.integer({ min: 1, max: 40 }), releases: fc.integer({ min: 0, max: 3 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const ring = new SendRing(64, 8)
        const held: { at: number; octets: number[] }[] = []
        let fill = 0
        for (const { length, releases } of steps) {
          const at = ring.place(length)
          if (at >= 0) {
            const octets = Array.from({ length }, () => (fill = (fill + 1) & 0xff))
            ring.octets.set(octets, at)
            held.push({ at, octets })
          } else {
            expect(held.length).toBeGreaterThan(0)
          }
          expect(held.map((one) => [...ring.octets.subarray(one.at, one.at + one.octets.length)])).toEqual(held.map((one) => one.octets))
          for (let i = 0; i < releases; i++) {
            ring.release()
            held.shift()
          }
          expect(ring.held).toBe(held.length)
        }
      }),
    )
  })

  it('takes datagrams up to its capacity, then none until one is released', () => {
    const ring = new SendRing(30, 8)
    expect([ring.place(10), ring.place(10), ring.place(10), ring.place(1)]).toEqual([0, 10, 20, -1])
    ring.release()
    expect([ring.place(11), ring.place(10), ring.place(1)]).toEqual([-1, 0, -1])
  })

  it('takes no more datagrams at a time than it has places for', () => {
    const ring = new SendRing(100, 2)
    expect([ring.place(1), ring.place(1), ring.place(1)]).toEqual([0, 1, -1])
    ring.release()
    expect(ring.place(1)).toBe(2)
  })

  it('refuses a datagram longer than itself, and a number of places that is no power of two', () => {
    expect(new SendRing(30).place(31)).toBe(-1)
    for (const places of [0, 3, -4]) expect(() => new SendRing(30, places)).toThrow(RangeError)
  })
})
