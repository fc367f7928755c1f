import { describe, expect, it } from 'vitest'
import { type LossModel, LossProcess } from './loss-model.js'
import { SeededRandom } from './seeded-random.js'

/** What becomes of `count` packets: true where one is lost. */
function lossesOf(model: LossModel, count: number, seed = 11): boolean[] {
  const losses = new LossProcess(model, new SeededRandom(seed))
  return Array.from({ length: count }, (_, serial) => losses.loses({ serial, octets: Uint8Array.of(serial), atMs: serial * 10 }))
}

const share = (losses: readonly boolean[]) => losses.filter(Boolean).length / losses.length

/** Lengths of the runs of lost packets. */
function burstsIn(losses: readonly boolean[]): number[] {
  const bursts: number[] = []
  losses.forEach((lost, i) => {
    if (lost && i > 0 && losses[i - 1]) bursts[bursts.length - 1]!++
    else if (lost) bursts.push(1)
  })
  return bursts
}

describe('loss model', () => {
  it('loses nothing where there is no loss, and everything at probability 1', () => {
    expect(share(lossesOf({ kind: 'none' }, 1000))).toBe(0)
    expect(share(lossesOf({ kind: 'random', probability: 0 }, 1000))).toBe(0)
    expect(share(lossesOf({ kind: 'random', probability: 1 }, 1000))).toBe(1)
  })

  it('loses at random in the proportion asked for, without bursts of its own', () => {
    for (const probability of [0.01, 0.1, 0.5]) {
      const losses = lossesOf({ kind: 'random', probability }, 100_000)
      const fiveDeviations = 5 * Math.sqrt((probability * (1 - probability)) / losses.length)
      expect(Math.abs(share(losses) - probability)).toBeLessThan(fiveDeviations)
      const bursts = burstsIn(losses)
      const meanBurst = bursts.reduce((sum, length) => sum + length, 0) / bursts.length
      expect(meanBurst).toBeCloseTo(1 / (1 - probability), 1)
    }
  })

  it('loses in bursts of the mean length that Gilbert and Elliott foresee', () => {
    const losses = lossesOf({ kind: 'gilbert-elliott', goodToBad: 0.01, badToGood: 0.2, lossInGood: 0, lossInBad: 1 }, 200_000)
    const bursts = burstsIn(losses)
    expect(share(losses)).toBeCloseTo(0.01 / 0.21, 2)
    expect(bursts.reduce((sum, length) => sum + length, 0) / bursts.length).toBeCloseTo(5, 0)
  })

  it('loses exactly the packets that are listed', () => {
    const lost = lossesOf({ kind: 'serials', serials: [0, 3, 4] }, 8).flatMap((isLost, serial) => (isLost ? [serial] : []))
    expect(lost).toEqual([0, 3, 4])
  })

  it('asks a predicate about serial, octets and time', () => {
    const lost = lossesOf({ kind: 'predicate', loses: ({ serial, octets, atMs }) => octets[0] === 2 || atMs >= 50 || serial === 0 }, 7)
    expect(lost).toEqual([true, false, true, false, false, true, true])
  })

  it('repeats itself for an equal seed and not for another', () => {
    const model: LossModel = { kind: 'random', probability: 0.3 }
    expect(lossesOf(model, 500, 1)).toEqual(lossesOf(model, 500, 1))
    expect(lossesOf(model, 500, 1)).not.toEqual(lossesOf(model, 500, 2))
  })

  it('refuses a probability outside 0 to 1', () => {
    for (const probability of [-0.1, 1.1, Number.NaN]) expect(() => lossesOf({ kind: 'random', probability }, 1)).toThrow(RangeError)
    expect(() => lossesOf({ kind: 'gilbert-elliott', goodToBad: 0.1, badToGood: 2, lossInGood: 0, lossInBad: 1 }, 1)).toThrow(RangeError)
  })
})
