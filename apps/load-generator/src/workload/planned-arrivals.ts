import type { ArrivalPlan } from '../plan/load-plan.js'
import { type ArrivalSchedule, ConstantRateArrivals, PoissonArrivals } from './arrival-schedule.js'
import { ReplayedArrivals } from './replayed-arrivals.js'
import { type Pace, RateCurve } from './time-warp.js'
import { CountedArrivals, SharedArrivals, WarpedArrivals } from './warped-arrivals.js'

/** What of a load's plan says when something is sent. */
export interface ArrivalLimits {
  readonly seed: number
  readonly warmUpMs: number
  readonly durationMs: number
  readonly count: number
}

/**
 * The arrivals of one worker, from the beginning of the warm-up on; the plan's own time begins at the end of it.
 *
 * @param pace at which the plan is carried out; its time begins with the warm-up
 */
export function plannedArrivals(
  plan: Exclude<ArrivalPlan, { readonly model: 'closed' }>,
  { seed, warmUpMs, durationMs, count }: ArrivalLimits,
  share: { readonly worker: number; readonly of: number },
  pace: Pace,
): ArrivalSchedule {
  const whole = () => (plan.model === 'replayed' ? new ReplayedArrivals(plan.instants) : ratedArrivals(plan, seed, warmUpMs))
  const endMs = warmUpMs + durationMs
  const own = new WarpedArrivals(() => new SharedArrivals(whole(), share.worker, share.of), pace, endMs)
  return count === Infinity ? own : new CountedArrivals(own, Math.max(0, Math.ceil((count - share.worker) / share.of)), warmUpMs)
}

/** The planned rate at an instant, for whoever wants to change the pace to a rate. Null: the plan has no rates. */
export function plannedRate(plan: ArrivalPlan, warmUpMs: number, atMs: number): number | null {
  if (plan.model !== 'open') return null
  return new RateCurve(shifted(plan.rates, warmUpMs), plan.form).perSecondAt(atMs)
}

function ratedArrivals(
  { spacing, form, rates }: Extract<ArrivalPlan, { readonly model: 'open' }>,
  seed: number,
  warmUpMs: number,
): ArrivalSchedule {
  const steadily = (perSecond: number): ArrivalSchedule =>
    spacing === 'constant' ? new ConstantRateArrivals(perSecond) : new PoissonArrivals(perSecond, seedWords(seed))
  const [first] = rates
  if (rates.length === 1) return steadily(first!.perSecond)
  const curve = new RateCurve(shifted(rates, warmUpMs), form)
  return new WarpedArrivals(() => steadily(ONE_PER_MS), curve, Infinity, meanOf(rates.map(({ perSecond }) => perSecond)))
}

/** The first rate holds during the warm-up, and what comes later comes as much later. */
function shifted(rates: Extract<ArrivalPlan, { readonly model: 'open' }>['rates'], warmUpMs: number) {
  if (warmUpMs === 0) return rates
  const later = rates.map(({ atMs, perSecond }) => ({ atMs: atMs + warmUpMs, perSecond }))
  return [{ atMs: 0, perSecond: rates[0]!.perSecond }, ...later]
}

/** Two words that differ from seed to seed. */
function seedWords(seed: number): () => number {
  let asked = 0
  return () => (Math.imul(seed ^ ++asked, 0x85ebca6b) ^ (seed >>> 13)) >>> 0
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

const ONE_PER_MS = 1000
