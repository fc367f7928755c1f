import { SeededRandom } from '@sigbed/simulated-network'
import type { Scenario, TrafficPlan } from '@sigbed/testbed'
import { type ArrivalSchedule, ConstantRateArrivals, PoissonArrivals } from '../workload/arrival-schedule.js'

/** When the messages of a flow are due, from the scenario alone: who sends them and who receives them know the same. */
export function flowSchedule(plan: TrafficPlan, scenario: Scenario): ArrivalSchedule {
  if (plan.arrivals === 'constant') return new ConstantRateArrivals(plan.perSecond, scenario.durationMs)
  // Each flow has chance of its own, so that one flow more or less changes none of the others.
  const random = new SeededRandom(scenario.seed ^ Math.imul(scenario.traffic.indexOf(plan) + 1, GOLDEN_RATIO))
  return new PoissonArrivals(plan.perSecond, () => random.uint32(), scenario.durationMs)
}

const GOLDEN_RATIO = 0x9e3779b9
