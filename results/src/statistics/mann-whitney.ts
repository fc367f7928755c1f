import { normalTail } from './normal-distribution.js'
import { midRanks } from './ranks.js'

/** Whether values of two groups tend to differ, by their ranks alone: no assumption on how they are distributed. */
export interface MannWhitney {
  /** Of all pairs of one value of each group, in how many the one of A is larger; a tie counts half. */
  readonly u: number
  /** Two-sided: how often groups that do not differ are at least as far apart. */
  readonly p: number
  /** Counted out over all orders, and not taken from the normal distribution. */
  readonly exact: boolean
}

/**
 * The rank sum test of Mann and Whitney, two-sided. Exact for small groups without ties; else by the normal distribution, with the variance
 * corrected for ties and the statistic for being whole numbers. p is 1 when a group is empty or all values are equal.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const ranks = midRanks([...a, ...b])
  const rankSum = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0)
  const u = rankSum - (a.length * (a.length + 1)) / 2
  if (a.length === 0 || b.length === 0) return { u, p: 1, exact: true }
  const hasTies = new Set(ranks).size < ranks.length
  const exact = !hasTies && ranks.length <= LARGEST_EXACT
  const smaller = Math.min(u, a.length * b.length - u)
  return { u, p: exact ? exactP(smaller, a.length, b.length) : normalP(smaller, ranks, a.length, b.length), exact }
}

function exactP(smaller: number, sizeA: number, sizeB: number): number {
  const ways = waysByU(sizeA, sizeB)
  const all = ways.reduce((sum, count) => sum + count, 0)
  const asFar = ways.slice(0, smaller + 1).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * asFar) / all)
}

/** In how many of all orders of two groups each value of U comes up. Whole numbers below 2^53. */
function waysByU(sizeA: number, sizeB: number): number[] {
  // Built up value by value, from the smallest: the next one is of A, and larger than all of B so far, or of B.
  let rows: number[][] = [[1]]
  for (let placed = 1; placed <= sizeA + sizeB; placed++) {
    const next: number[][] = []
    for (let ofA = Math.max(0, placed - sizeB); ofA <= Math.min(sizeA, placed); ofA++) {
      const ofB = placed - ofA
      const ways = Array<number>(ofA * ofB + 1).fill(0)
      // Last placed was one of B, or one of A, which is then larger than all ofB of B.
      if (ofB > 0) addTo(ways, rows[ofA] ?? [], 0)
      if (ofA > 0) addTo(ways, rows[ofA - 1] ?? [], ofB)
      next[ofA] = ways
    }
    rows = next
  }
  return rows[sizeA]!
}

function addTo(ways: number[], counts: readonly number[], shift: number): void {
  for (const [u, count] of counts.entries()) ways[u + shift]! += count
}

function normalP(smaller: number, ranks: readonly number[], sizeA: number, sizeB: number): number {
  const all = sizeA + sizeB
  const tied = new Map<number, number>()
  for (const rank of ranks) tied.set(rank, (tied.get(rank) ?? 0) + 1)
  const tieTerm = [...tied.values()].reduce((sum, size) => sum + size ** 3 - size, 0)
  const variance = ((sizeA * sizeB) / 12) * (all + 1 - tieTerm / (all * (all - 1)))
  if (variance <= 0) return 1
  const distance = (sizeA * sizeB) / 2 - smaller - 0.5
  return distance <= 0 ? 1 : Math.min(1, 2 * normalTail(distance / Math.sqrt(variance)))
}

/** Beyond, counts of orders exceed 2^53, and the normal distribution is good to three digits. */
const LARGEST_EXACT = 40
