import type { SweepCell, SweepRecord, SweepTimers } from '@sigbed/measurement'
import {
  disturbanceFault,
  isCutting,
  readScenario,
  refuseObstacles,
  type Scenario,
  type SweepChoices,
  type SweepHalf,
  type SweptRun,
  SweptScenario,
  sweepCell,
} from '@sigbed/testbed'
import { UsageError } from '../command-failure.js'
import { ROLE_KINDS } from '../lab/role-catalogue.js'
import { SWEEP_DEFAULTS, type SweepOptions } from './sweep-options.js'

/** What all runs of a sweep are made from; like the tasks fit for a message between threads. */
export interface SweepBasis extends SweepChoices {
  /** As the user named it. */
  readonly file: string
  /** The scenario, whole, in YAML. */
  readonly text: string
}

/** One run. */
export interface SweepTask {
  /** Its place in the plan. */
  readonly number: number
  readonly half: SweepHalf
  readonly timers: SweepTimers
  readonly seed: number
}

/** Every run of a sweep, and what they come to. */
export class SweepPlan {
  readonly tasks: readonly SweepTask[]
  private readonly timers: readonly SweepTimers[]

  private constructor(
    readonly basis: SweepBasis,
    private readonly scenario: Scenario,
    private readonly swept: SweptScenario,
    private readonly options: SweepOptions,
    halves: readonly SweepHalf[],
  ) {
    this.timers = timersOf(options, swept.usualPotentiallyFailedMaxRetrans)
    // All cells with the first seed, then all with the second: whoever stops the sweep has seen something of each.
    const planned = options.seeds.flatMap((seed) => this.timers.flatMap((timers) => halves.map((half) => ({ half, timers, seed }))))
    this.tasks = planned.map((task, number) => ({ number, ...task }))
  }

  /** @throws UsageError, ConfigurationError that name the flag, or the line of the scenario */
  static of(options: SweepOptions): SweepPlan {
    const { scenario: file, profile, messagesPerSecond, rtoMaxMs, observedMs } = options
    const source = { file: file.shown, text: file.text, ...(profile !== null && { changes: { profile } }) }
    const scenario = readScenario(source, ROLE_KINDS)
    refuseObstacles(file.shown, scenario, 'simulated', ROLE_KINDS)
    const isCut = scenario.timetable.some(isCutting)
    if (!isCut && options.disturbance === 'off')
      throw new UsageError(`${file.shown} cuts nothing, and --disturb off leaves nothing else to measure. Leave that out.`)
    const disturbance = disturbanceOf(options, scenario, isCut)
    const basis = { file: file.shown, text: scenario.text, messagesPerSecond, rtoMaxMs, observedMs, disturbance }
    const halves: readonly SweepHalf[] = !isCut ? ['disturbed'] : disturbance === null ? ['failover'] : ['failover', 'disturbed']
    const plan = new SweepPlan(basis, scenario, new SweptScenario(scenario, basis), options, halves)
    // What cannot be run is found before the first run.
    for (const task of plan.tasks.slice(0, halves.length)) taskScenario(plan.swept, basis, task)
    return plan
  }

  /** @param runs by the number of their task; those that were not made are missing */
  record(runs: ReadonlyMap<number, SweptRun>): SweepRecord {
    const { scenario, swept, options, tasks } = this
    const { disturbance, messagesPerSecond, observedMs } = this.basis
    const cells = this.timers.map((timers): SweepCell => {
      const own = tasks.filter((task) => task.timers === timers).map(({ number }) => runs.get(number))
      return sweepCell(
        timers,
        own.filter((run) => run !== undefined),
      )
    })
    const has = (half: SweepHalf) => tasks.some((task) => task.half === half)
    return {
      scenario: scenario.name,
      profile: scenario.profile,
      rtoMaxMs: swept.rtoMaxMs(),
      cut: has('failover') ? (swept.cut?.text ?? null) : null,
      disturbance: has('disturbed') ? (disturbance ?? 'as in the scenario') : null,
      messagesPerSecond: Math.min(messagesPerSecond, Math.max(...scenario.traffic.map(({ perSecond }) => perSecond))),
      observedMs,
      seeds: options.seeds,
      runsPlanned: tasks.length,
      runsDone: runs.size,
      cells,
    }
  }
}

/** The scenario of one run. */
export function taskScenario(swept: SweptScenario, { file }: SweepBasis, { half, timers, seed }: SweepTask): Scenario {
  const text = half === 'failover' ? swept.failoverText(timers, seed) : swept.disturbedText(timers, seed)
  return readScenario({ file: `${file} as swept`, text }, ROLE_KINDS)
}

/** A scenario that cuts nothing brings its own. */
function disturbanceOf({ disturbance }: SweepOptions, scenario: Scenario, isCut: boolean): string | null {
  if (disturbance === 'off') return null
  if (disturbance === null) return isCut ? SWEEP_DEFAULTS.disturb : null
  const fault = disturbanceFault(disturbance, scenario)
  if (fault !== null) throw new UsageError(`--disturb: ${fault}`)
  return disturbance
}

function timersOf({ potentiallyFailed, heartbeatMs, pathMaxRetrans, rtoMinMs }: SweepOptions, usual: number): readonly SweepTimers[] {
  const named = potentiallyFailed.map((word) => (word === 'off' ? null : word === 'on' ? usual : word))
  return [...new Set(named)].flatMap((potentiallyFailedMaxRetrans) =>
    heartbeatMs.flatMap((heartbeatIntervalMs) =>
      pathMaxRetrans.flatMap((retransmissions) =>
        rtoMinMs.map((rtoMin) => ({ rtoMinMs: rtoMin, pathMaxRetrans: retransmissions, potentiallyFailedMaxRetrans, heartbeatIntervalMs })),
      ),
    ),
  )
}
