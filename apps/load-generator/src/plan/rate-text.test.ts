import { describe, expect, it } from 'vitest'
import { boundsOf, parseDistribution, parseRamp, parseSteps } from './rate-text.js'

describe('rates as text', () => {
  it('reads a ramp', () => {
    expect(parseRamp('100..5000 in 30s')).toEqual([
      { atMs: 0, perSecond: 100 },
      { atMs: 30_000, perSecond: 5000 },
    ])
    expect(parseRamp('0.5 .. 2 in 1m')).toEqual([
      { atMs: 0, perSecond: 0.5 },
      { atMs: 60_000, perSecond: 2 },
    ])
  })

  it.each(['100..200', '100 in 5s', '1..2 in 0s', '1..2 in long', ''])('refuses %j as a ramp', (text) => {
    expect(parseRamp(text)).toContain('100..5000 in 30s')
  })

  it('reads steps', () => {
    expect(parseSteps(['1000@0s', ' 5000 @ 500ms '])).toEqual([
      { atMs: 0, perSecond: 1000 },
      { atMs: 500, perSecond: 5000 },
    ])
  })

  it.each([
    [['5@1s'], 'nothing to begin with'],
    [['5@0s', 'x@1s'], 'not "x@1s"'],
    [['5@0s', '6@2s', '7@1s'], '"7@1s" does not come after'],
  ])('refuses %j as steps', (texts, why) => {
    expect(parseSteps(texts)).toContain(why)
  })

  it('reads distributions', () => {
    expect(parseDistribution(100)).toEqual({ kind: 'list', values: [100], weights: [1] })
    expect(parseDistribution('50..200')).toEqual({ kind: 'uniform', least: 50, most: 200 })
    expect(parseDistribution('60:3, 200:1')).toEqual({ kind: 'list', values: [60, 200], weights: [3, 1] })
    expect(parseDistribution('9..3')).toContain('takes a number')
    expect(parseDistribution('60:0')).toContain('takes a number')
    expect([boundsOf({ kind: 'uniform', least: 1, most: 9 }), boundsOf({ kind: 'list', values: [7, 3], weights: [1, 1] })]).toEqual([
      [1, 9],
      [3, 7],
    ])
  })
})
