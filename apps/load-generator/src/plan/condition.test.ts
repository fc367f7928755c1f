import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUNTED_METRICS, type Condition, holds, parseCondition } from './condition.js'

describe('a condition', () => {
  it.each<readonly [string, Omit<Condition, 'text'>]>([
    ['p99>50ms', { kind: null, metric: { of: 'latency', at: 99 }, comparison: '>', limit: 50_000, forMs: 0 }],
    ['p99.9 >= 0.2 s for 5s', { kind: null, metric: { of: 'latency', at: 99.9 }, comparison: '>=', limit: 200_000, forMs: 5000 }],
    ['CCR-I max>1s', { kind: 'CCR-I', metric: { of: 'latency', at: 100 }, comparison: '>', limit: 1_000_000, forMs: 0 }],
    ['mean > 800us', { kind: null, metric: { of: 'latency', at: 'mean' }, comparison: '>', limit: 800, forMs: 0 }],
    ['lost>0', { kind: null, metric: { of: 'count', what: 'lost' }, comparison: '>', limit: 0, forMs: 0 }],
    ['errors>0.1%', { kind: null, metric: { of: 'share', what: 'errors' }, comparison: '>', limit: 0.001, forMs: 0 }],
    ['rate<1000/s', { kind: null, metric: { of: 'rate' }, comparison: '<', limit: 1000, forMs: 0 }],
  ])('reads %s', (text, condition) => {
    const read = parseCondition(` ${text} `)
    expect(read).toMatchObject({ ...condition, limit: expect.closeTo(condition.limit, 9), text })
  })

  it.each([
    ['p99', 'no condition'],
    ['p99>50', 'a latency takes us, ms or s'],
    ['p99>50%', 'a latency takes us, ms or s'],
    ['lost>5ms', 'counted'],
    ['rate<5%', 'a number a second'],
    ['speed>5', 'nothing is called speed'],
    ['p99>1.2.3ms', 'no number'],
    ['p99>50ms for ever', 'no condition'],
    ['', 'no condition'],
  ])('refuses %j', (text, why) => {
    expect(parseCondition(text)).toContain(why)
  })

  it('reads what it would write, and throws for nothing', () => {
    const metrics = fc.oneof(
      fc.double({ min: 0, max: 99.99, noNaN: true }).map((at) => [`p${at.toFixed(2)}`, 'ms'] as const),
      fc.constantFrom(...COUNTED_METRICS).map((what) => [what, '%'] as const),
    )
    fc.assert(
      fc.property(metrics, fc.constantFrom('>', '>=', '<', '<='), fc.integer({ min: 0, max: 1e6 }), ([name, unit], comparison, limit) => {
        expect(parseCondition(`${name}${comparison}${limit}${unit}`)).toMatchObject({ comparison })
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => void parseCondition(text)))
  })

  it('says what is bad', () => {
    const condition = parseCondition('lost>=5') as Condition
    expect([4, 5, 6].map((lost) => holds(condition, lost))).toEqual([false, true, true])
    expect(holds(parseCondition('rate<10') as Condition, 9)).toBe(true)
    expect(holds(parseCondition('rate<=10') as Condition, 10)).toBe(true)
    expect(holds(parseCondition('rate>10') as Condition, 10)).toBe(false)
  })
})
