import { midRanks } from './ranks.js'
import type { Chance } from './seeded-chance.js'

/** Figures of one kind, one of each run: those of group A first; null where a run has none. */
export type JointFigures = readonly (number | null)[]

/** What all permutations together say of one kind of figures. */
export interface JointFinding {
  /** Standardised rank sum of A: above 0 its figures tend to be the larger ones. */
  readonly z: number
  /** How often, among all kinds together, chance alone brings about anything as extreme. */
  readonly adjustedP: number
}

/**
 * Tests many kinds of figures of the same runs at once, so that a difference where there is none is found in at most as many comparisons as
 * the level says, however many kinds there are: the step-down procedure of Westfall and Young, on rank sums.
 *
 * If two groups do not differ, which run belongs to which is arbitrary. So the runs are dealt out to the groups anew, with all their
 * figures, and the largest of all statistics is noted each time: a finding counts as far as it stands out among those. That figures of one
 * run hang together (p99 with p99.9, one flow with another) is in this of its own, where correcting each p by their number would take them
 * for so many independent tests.
 *
 * @param sizeA how many runs are of group A
 * @param most deals at most; when there are no more different ones, each is dealt once, and the result is exact
 */
export function jointFindings(kinds: readonly JointFigures[], sizeA: number, most: number, chance: Chance): JointFinding[] {
  const runs = kinds[0]?.length ?? 0
  const weights = kinds.map((figures) => standardised(figures, sizeA))
  const observed = weights.map((weight) => sumOf(weight, firstOf(sizeA)))
  // From the most extreme statistic down: each stands against the largest of those that are not more extreme.
  const order = observed.map((_, kind) => kind).sort((one, other) => Math.abs(observed[other]!) - Math.abs(observed[one]!))
  const exceeded = new Float64Array(kinds.length)
  const exhaustive = deals(runs, sizeA) <= most
  let dealt = 0
  const judge = (groupA: readonly number[]): void => {
    dealt++
    let largest = 0
    for (let place = order.length - 1; place >= 0; place--) {
      const kind = order[place]!
      largest = Math.max(largest, Math.abs(sumOf(weights[kind]!, groupA)))
      if (largest >= Math.abs(observed[kind]!) - ROUNDING) exceeded[place]!++
    }
  }
  if (exhaustive) everyDeal(runs, sizeA, judge)
  else for (const groupA of randomDeals(runs, sizeA, most, chance)) judge(groupA)

  const findings = observed.map((z) => ({ z, adjustedP: 1 }))
  let atLeast = 0
  order.forEach((kind, place) => {
    // The deal that really happened is one of the possible ones; a random sample need not contain it.
    const p = exhaustive ? exceeded[place]! / dealt : (exceeded[place]! + 1) / (dealt + 1)
    atLeast = Math.max(atLeast, p)
    findings[kind] = { z: observed[kind]!, adjustedP: atLeast }
  })
  return findings
}

/** The smallest p that any finding can have with groups of these sizes: both extreme deals among all. */
export function smallestP(sizeA: number, sizeB: number): number {
  return Math.min(1, 2 / deals(sizeA + sizeB, sizeA))
}

/** Ranks, so centred and scaled that their sum over a random group has mean 0 and variance 1. What is missing pulls neither way. */
function standardised(figures: JointFigures, sizeA: number): Float64Array {
  const present = figures.filter((figure) => figure !== null)
  const ranks = midRanks(present)
  const weights = new Float64Array(figures.length)
  let next = 0
  let squares = 0
  for (const [run, figure] of figures.entries()) {
    if (figure === null) continue
    weights[run] = ranks[next++]! - (present.length + 1) / 2
    squares += weights[run]! ** 2
  }
  const sizeB = figures.length - sizeA
  const deviation = Math.sqrt((sizeA * sizeB * squares) / (figures.length * (figures.length - 1)))
  return deviation > 0 ? weights.map((weight) => weight / deviation) : weights
}

function sumOf(weights: Float64Array, group: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < group.length; index++) sum += weights[group[index]!]!
  return sum
}

function firstOf(size: number): number[] {
  return Array.from({ length: size }, (_, run) => run)
}

/** In how many ways a group can be dealt: a binomial coefficient. */
function deals(runs: number, size: number): number {
  let ways = 1
  for (let step = 1; step <= Math.min(size, runs - size); step++) ways = (ways * (runs - step + 1)) / step
  return Math.round(ways)
}

function everyDeal(runs: number, size: number, judge: (group: readonly number[]) => void): void {
  const group = firstOf(size)
  for (;;) {
    judge(group)
    // The next group in the order of the alphabet: moves on the last of them that still can.
    let place = size - 1
    while (place >= 0 && group[place] === runs - size + place) place--
    if (place < 0) return
    group[place]!++
    for (let after = place + 1; after < size; after++) group[after] = group[after - 1]! + 1
  }
}

/** Each borrowed until the next. */
function* randomDeals(runs: number, size: number, count: number, chance: Chance): Generator<readonly number[]> {
  const pack = firstOf(runs)
  const group = firstOf(size)
  for (let deal = 0; deal < count; deal++) {
    for (let place = 0; place < size; place++) {
      const drawn = place + Math.floor(chance() * (runs - place))
      const run = pack[drawn]!
      pack[drawn] = pack[place]!
      pack[place] = run
      group[place] = run
    }
    yield group
  }
}

/** Sums of the same weights in another order may differ in their last digits. */
const ROUNDING = 1e-9
