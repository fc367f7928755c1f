import { describe, expect, it } from 'vitest'
import { ReplayedArrivals, readArrivalTimes } from './replayed-arrivals.js'

describe('a file of instants', () => {
  it('counts from the first, in seconds', () => {
    expect(readArrivalTimes('# recorded\n12.25\n\n12.250\n12.3 # late\n1000\n')).toEqual(Float64Array.from([0, 0, 50, 987_750]))
  })

  it('takes times of day', () => {
    const text = '2026-01-31T12:00:00.250Z\n2026-01-31T12:00:01Z\n'
    expect(readArrivalTimes(text)).toEqual(Float64Array.from([0, 750]))
  })

  it.each([
    ['1\nsoon\n', 2, 'no instant'],
    ['1\n2\n1.5\n', 3, 'comes before'],
    ['# nothing\n', 1, 'no instant in it'],
    ['-1\n', 1, 'no instant'],
  ])('refuses %j', (text, line, why) => {
    const read = readArrivalTimes(text)
    expect(read).toMatchObject({ line })
    expect((read as { message: string }).message).toContain(why)
  })
})

describe('replayed arrivals', () => {
  it('come when they came, and end with the last', () => {
    const arrivals = new ReplayedArrivals(Float64Array.from([0, 10, 10, 500]))
    expect([0, 1, 2, 3, 4].map((n) => arrivals.intendedAtMs(n))).toEqual([0, 10, 10, 500, Infinity])
    expect([0, 0.1, 10, 10.1, 500, 501].map((atMs) => arrivals.arrivalsBefore(atMs))).toEqual([0, 1, 1, 3, 3, 4])
    expect(arrivals.offeredPerSecond).toBe(6)
  })

  it('refuse to run backwards', () => {
    expect(() => new ReplayedArrivals(Float64Array.from([5, 4]))).toThrow('arrival 2 comes before arrival 1')
    expect(() => new ReplayedArrivals(new Float64Array(0))).toThrow('no arrivals')
  })
})
