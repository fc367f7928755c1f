import { compareFigures } from '../src/comparison.js'
import type { FigureSubject, RunFigure } from '../src/run-figures.js'
import { type Chance, seededChance } from '../src/statistics/seeded-chance.js'

/** What comparing ten runs with ten finds, over many draws of runs that are as they are on a real machine. */
export interface DrawnComparisons {
  /** Share of comparisons that called anything better or worse. */
  readonly different: number
  /** Share that called a latency worse. */
  readonly latencyWorse: number
}

/**
 * Each run has a pace of its own (a few per cent off, as machines are today), messages with a long tail, and now and then a stall that only
 * the tail sees; percentiles are of its own messages.
 *
 * @param slowdown by what factor the latencies of B are longer
 */
export function drawComparisons(draws: number, seed: number, slowdown: number): DrawnComparisons {
  const chance = seededChance(seed)
  let different = 0
  let latencyWorse = 0
  for (let draw = 0; draw < draws; draw++) {
    const a = Array.from({ length: RUNS }, () => drawRun(chance, 1))
    const b = Array.from({ length: RUNS }, () => drawRun(chance, slowdown))
    const metrics = compareFigures(a, b, { resamples: 0, permutations: 2000, seed: draw })
    if (metrics.some(({ change }) => change === 'better' || change === 'worse')) different++
    if (metrics.some(({ change, family }) => change === 'worse' && family === 'latency')) latencyWorse++
  }
  return { different: different / draws, latencyWorse: latencyWorse / draws }
}

function drawRun(chance: Chance, slowdown: number): RunFigure[] {
  // About 3 % from run to run, all latencies of a run together.
  const pace = slowdown * Math.exp(0.03 * normal(chance))
  return FLOWS.flatMap(({ flow, usualUs }) => [
    ...PHASES.flatMap((phase) => {
      const stalled = chance() < 0.3
      const latencies = Array.from(
        { length: MESSAGES },
        () => pace * usualUs * (0.9 + 0.1 / (1 - chance()) ** 0.5) + (stalled && chance() < 0.02 ? 5000 * chance() : 0),
      )
      latencies.sort((one, other) => one - other)
      return PERCENTILES.map(([metric, percentile]) => {
        const us = latencies[Math.ceil((percentile / 100) * MESSAGES) - 1]!
        return figure({ family: 'latency', metric, flow, phase, unit: 'ms' }, us / 1000)
      })
    }),
    figure(
      { family: 'throughput', metric: 'delivered-rate', flow, unit: 'messages/s', better: 'higher' },
      500 - (chance() < 0.2 ? chance() : 0),
    ),
    figure({ family: 'faults', metric: 'lost', flow, unit: 'messages' }, chance() < 0.1 ? Math.ceil(chance() * 3) : 0),
    figure({ family: 'failover', metric: 'first-delivery-on-alternate', flow, node: 'asp', unit: 'ms' }, 120 + 20 * chance()),
    figure({ family: 'failover', metric: 'drained', flow, node: 'asp', unit: 'ms' }, 130 + 25 * chance()),
  ])
}

function figure(subject: Partial<FigureSubject> & Pick<FigureSubject, 'family' | 'metric' | 'unit'>, value: number): RunFigure {
  const ordinary = { flow: null, phase: null, node: null, occurrence: 0, better: 'lower' } as const
  return { subject: { ...ordinary, ...subject }, value, noise: { share: 0, least: 0 }, beyond: null }
}

/** Box and Muller. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}

const RUNS = 10
const MESSAGES = 300
const FLOWS = [
  { flow: 'm3ua', usualUs: 180 },
  { flow: 'diameter', usualUs: 420 },
]
const PHASES = ['before', 'during', 'after'] as const
const PERCENTILES = [
  ['latency-p50', 50],
  ['latency-p99', 99],
  ['latency-p99.9', 99.9],
  ['latency-worst', 100],
] as const
