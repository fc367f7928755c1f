import { ScenarioLinks } from '../lab/scenario-links.js'
import type { FaultAction } from './fault-action.js'
import type { LinkState, Scenario } from './scenario.js'

/** What an action does to the scenario. An impairment mends when it leaves no link worse than it was at the start. */
export function effectOf(action: FaultAction, scenario: Scenario): 'breaks' | 'mends' {
  switch (action.kind) {
    case 'cut':
    case 'interface-down':
    case 'pause':
    case 'kill':
    case 'stall':
      return 'breaks'
    case 'restore':
    case 'interface-up':
    case 'resume':
    case 'start':
    case 'unstall':
      return 'mends'
    case 'impair': {
      const links = new ScenarioLinks(scenario)
      const atStart = new Map(links.all.map((link) => [link, link.state]))
      return links.apply(action).some((link) => isWorse(link.state, atStart.get(link)!)) ? 'breaks' : 'mends'
    }
    default:
      return action satisfies never
  }
}

/**
 * When the timetable first breaks something, and when its last entry mends: between the two lies the phase `during`. Null: nothing is
 * ever broken, or the last entry breaks.
 */
export function outageOf(scenario: Scenario): { readonly fromMs: number | null; readonly untilMs: number | null } {
  const effects = scenario.timetable.map(({ atMs, action }) => ({ atMs, effect: effectOf(action, scenario) }))
  const first = effects.find(({ effect }) => effect === 'breaks')
  const last = effects.at(-1)
  return { fromMs: first?.atMs ?? null, untilMs: first !== undefined && last?.effect === 'mends' ? last.atMs : null }
}

function isWorse(link: LinkState, start: LinkState): boolean {
  return (
    (start.up && !link.up) || WORSE_WHEN_MORE.some((key) => link[key] > start[key]) || WORSE_WHEN_LESS.some((key) => link[key] < start[key])
  )
}

const WORSE_WHEN_MORE = [
  'delayMs',
  'jitterMs',
  'lossProbability',
  'duplicateProbability',
  'corruptProbability',
  'reorderProbability',
  'reorderByMs',
] as const
const WORSE_WHEN_LESS = ['octetsPerSecond', 'queueOctets', 'mtu'] as const
