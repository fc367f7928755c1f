import { describe, expect, it } from 'vitest'
import { CCR, codecCases } from './codec-cases.js'
import { measure } from './measurement.js'
import { benchmarkTable } from './table.js'

describe('the benchmark of the codecs', () => {
  it('has cases that do what they say: both ways of writing make the same octets', () => {
    const cases = codecCases()
    const ran = cases.map((one) => [one.task, one.run()] as const)
    for (const [task, result] of ran) expect(result, task).toBeGreaterThan(0)
    const encoded = ran.filter(([task]) => task.startsWith('encode a CCR')).map(([, length]) => length)
    expect(encoded).toEqual([CCR.length, CCR.length])
  })

  it('measures each case in rounds, and says so when a case cannot do its task', () => {
    const [measured] = measure([{ task: 'add', way: 'by one', run: () => 1 }], { rounds: 5, roundMs: 1 })
    expect(measured).toMatchObject({ task: 'add', way: 'by one' })
    expect(measured!.leastNs).toBeLessThanOrEqual(measured!.medianNs)
    expect(measured!.medianNs).toBeLessThanOrEqual(measured!.mostNs)
    expect(() => measure([{ task: 'fail', way: 'this', run: () => Number.NaN }], { rounds: 1, roundMs: 1 })).toThrow('this cannot fail')
  })

  it('tells the octets an operation takes from one that takes none', () => {
    let kept: unknown = null
    const run = () => {
      kept = new Array(100).fill(1.5)
      return kept === null ? 0 : 1
    }
    const [greedy, frugal] = measure(
      [
        { task: 'a', way: 'array', run },
        { task: 'a', way: 'none', run: () => 1 },
      ],
      { rounds: 3, roundMs: 1 },
    )
    expect(greedy!.octetsAllocated).toBeGreaterThan(700)
    expect(frugal!.octetsAllocated).toBeLessThan(100)
  })

  it('sets cases of one task beside the fastest', () => {
    const of = (way: string, medianNs: number) => ({
      task: 'a task',
      way,
      medianNs,
      leastNs: 1,
      mostNs: 2000,
      perSecond: 1e9 / medianNs,
      octetsAllocated: 8,
    })
    expect(benchmarkTable([of('one', 100), of('other', 250)]).split('\n')).toEqual([
      '         median ns  least - most    a second  octets allocated  ratio',
      'a task',
      '  one          100      1 - 2000  10,000,000                 8   1.0x',
      '  other        250      1 - 2000   4,000,000                 8   2.5x',
      '',
    ])
  })
})
