import type { Place } from '../configuration/configuration-text.js'
import type { Report } from '../configuration/schema-issue.js'
import type { Demand, Expectation } from './expectation.js'
import { effectOf, outageOf } from './fault-effect.js'
import { readDemand } from './grammar/expectation-phrases.js'
import type { ScenarioNames } from './grammar/scenario-names.js'
import type { Scenario } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'

export function resolveExpectations(
  expect: NonNullable<ScenarioDocument['expect']>,
  names: ScenarioNames,
  lineOf: (place: Place) => number,
  report: Report,
): Expectation[] {
  return expect.flatMap((text, i) => {
    const understood = readDemand(text, names)
    if ('value' in understood) return [{ text: text.trim(), line: lineOf(['expect', i]), demand: understood.value }]
    report(['expect', i], understood.fault)
    return []
  })
}

/** Expectations of what this scenario can never show. */
export function reportIdleExpectations(scenario: Scenario, report: Report): void {
  const lines = scenario.expectations
  const effects = scenario.timetable.map(({ action }) => effectOf(action, scenario))
  const around = {
    scenario,
    breaks: effects.includes('breaks'),
    mends: effects.includes('mends'),
    isOver: outageOf(scenario).untilMs !== null,
  }
  lines.forEach(({ demand }, i) => {
    const wrong = wrongWith(demand, around)
    if (wrong !== null) report(['expect', i], wrong)
  })
}

interface Around {
  readonly scenario: Scenario
  /** Whether the timetable ever breaks something, ever mends something, and mends last. */
  readonly breaks: boolean
  readonly mends: boolean
  readonly isOver: boolean
}

function wrongWith(demand: Demand, { scenario, breaks, mends, isOver }: Around): string | null {
  switch (demand.kind) {
    case 'alternate':
      if (scenario.networks.length < 2) return 'there is one network, and no alternate: add a second.'
      return breaks ? null : NOTHING_BREAKS
    case 'association-lost':
    case 'failover-as-computed':
      return breaks ? null : NOTHING_BREAKS
    case 'path-state':
      if (demand.state === 'active') return mends ? null : NOTHING_MENDS
      return breaks ? null : NOTHING_BREAKS
    case 'data-returns':
    case 'association-returns':
      return mends ? null : NOTHING_MENDS
    case 'latency':
      if (demand.phase === 'during' && !breaks) return `${NOTHING_BREAKS} Or leave during out.`
      return demand.phase === 'after' && !isOver
        ? 'nothing is after the faults: the timetable must end with what mends. Or leave after out.'
        : null
    case 'takes-over':
    case 'delivered-at': {
      const isEnd = scenario.traffic.some(({ from, to }) => from === demand.node || to.includes(demand.node))
      if (!isEnd) return `no flow begins or ends at ${demand.node}: name a node that receives.`
      return demand.kind === 'takes-over' && !breaks ? NOTHING_BREAKS : null
    }
    case 'count':
    case 'repetition':
    case 'path-stays':
    case 'path-never':
    case 'association-stays':
    case 'longest-silence':
    case 'event':
      return null
    default:
      return demand satisfies never
  }
}

const NOTHING_BREAKS = 'the timetable breaks nothing: add a step such as "at 3s: cut path-a".'
const NOTHING_MENDS = 'the timetable mends nothing: add a step such as "at 7s: restore".'
