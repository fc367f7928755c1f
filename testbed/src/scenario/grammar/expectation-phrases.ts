import type { Demand } from '../expectation.js'
import { type Captured, type Phrase, phrase, type Understood, understand, wordsFor } from './phrase.js'
import { refuse } from './phrase-fault.js'
import type { ScenarioNames } from './scenario-names.js'

type DemandOf<Kind extends Demand['kind']> = Extract<Demand, { kind: Kind }>

/** Everything that can be expected of a run. */
export const EXPECTATION_PHRASES: readonly Phrase<Demand>[] = [
  demandPhrase(
    'count',
    '[<flow>] <fate> <comparison> <number>',
    'what became of the messages; of all flows together unless one is named',
    ['lost = 0', 'm3ua duplicated <= 5', 'delivered >= 1000', 'refused = 0'],
    ({ number, ...rest }) => ({ kind: 'count', ...rest, limit: number }),
    ({ flow, fate, comparison, limit }) => ({ flow, fate, comparison, number: limit }),
  ),
  demandPhrase(
    'delivered-at',
    '[<flow>] delivered at <node> <comparison> <number>',
    'how many messages arrived at that node',
    ['delivered at asp-2 >= 500', 'm3ua delivered at sg > 0'],
    ({ number, ...rest }) => ({ kind: 'delivered-at', ...rest, limit: number }),
    ({ flow, node, comparison, limit }) => ({ flow, node, comparison, number: limit }),
  ),
  demandPhrase(
    'repetition',
    '[<flow>] <repetition> <comparison> <number>',
    'requests that reached servers again, that did so without the T flag, that were carried out again (RFC 6733 §3, §5.5.4)',
    ['carried out twice = 0', 'diameter arrived twice <= 10', 'arrived twice unmarked = 0'],
    ({ number, ...rest }) => ({ kind: 'repetition', ...rest, limit: number }),
    ({ flow, repetition, comparison, limit }) => ({ flow, repetition, comparison, number: limit }),
  ),
  demandPhrase(
    'latency',
    '[<flow>] <percentile> [<phase>] <comparison> <time>',
    'from when a message was meant to be sent to its arrival; before, during or after the faults, or over all; of every flow',
    ['p99 during < 300 ms', 'max < 2s', 'm3ua median before < 20 ms', 'p99.9 after <= 100ms'],
    ({ time, ...rest }) => ({ kind: 'latency', ...rest, limitMs: time }),
    ({ flow, percentile, phase, comparison, limitMs }) => ({ flow, percentile, phase, comparison, time: limitMs }),
  ),
  demandPhrase(
    'alternate',
    '[<flow>] alternate carries data within <limit>',
    'from the first cut to the first message that arrives over another path',
    ['alternate carries data within 1 RTO', 'm3ua alternate carries data within 250 ms'],
    ({ limit, flow }) => ({ kind: 'alternate', flow, within: limit }),
    ({ flow, within }) => ({ flow, limit: within }),
  ),
  demandPhrase(
    'path-state',
    '<network> <state> within <limit>',
    'from the first cut there to the first path in that state; or, for active, from the last restore until all are',
    ['path-a potentially-failed within 1 RTO', 'path-a inactive within 5s', 'path-a active within 3 s'],
    ({ limit, ...rest }) => ({ kind: 'path-state', ...rest, within: limit }),
    ({ network, state, within }) => ({ network, state, limit: within }),
  ),
  demandPhrase(
    'path-stays',
    '<network> stays active',
    'no path there is ever potentially failed or inactive',
    ['path-b stays active'],
    ({ network }) => ({ kind: 'path-stays', network }),
    ({ network }) => ({ network }),
  ),
  demandPhrase(
    'path-never',
    '<network> never <failure>',
    'no path there ever gets into that state',
    ['path-b never inactive'],
    ({ network, failure }) => ({ kind: 'path-never', network, state: failure }),
    ({ network, state }) => ({ network, failure: state }),
  ),
  demandPhrase(
    'data-returns',
    'data returns to <network> within <limit>',
    'from the last restore to the first message that arrives over it again',
    ['data returns to path-a within 3 s'],
    ({ network, limit }) => ({ kind: 'data-returns', network, within: limit }),
    ({ network, within }) => ({ network, limit: within }),
  ),
  demandPhrase(
    'association-stays',
    'association stays up',
    'no node loses one',
    ['association stays up'],
    () => ({ kind: 'association-stays' }),
    () => ({}),
  ),
  demandPhrase(
    'association-lost',
    'association lost within <limit>',
    'from the first fault until a node has lost one',
    ['association lost within 5 s'],
    ({ limit }) => ({ kind: 'association-lost', within: limit }),
    ({ within }) => ({ limit: within }),
  ),
  demandPhrase(
    'association-returns',
    'association returns within <limit>',
    'from the last restore, resume or start until one is set up',
    ['association returns within 2 s'],
    ({ limit }) => ({ kind: 'association-returns', within: limit }),
    ({ within }) => ({ limit: within }),
  ),
  demandPhrase(
    'failover-as-computed',
    'failover as computed',
    'every stage of every failover comes when the timers say (RFC 9260 §6.3.3, §8.2; RFC 7829)',
    ['failover as computed'],
    () => ({ kind: 'failover-as-computed' }),
    () => ({}),
  ),
  demandPhrase(
    'longest-silence',
    '[<flow>] delivery resumes within <limit>',
    'the longest time in which nothing arrives',
    ['delivery resumes within 2 s', 'm3ua delivery resumes within 3 RTO'],
    ({ flow, limit }) => ({ kind: 'longest-silence', flow, within: limit }),
    ({ flow, within }) => ({ flow, limit: within }),
  ),
  demandPhrase(
    'takes-over',
    '<node> takes over within <limit>',
    'from the first fault to the first message that arrives there',
    ['asp-2 takes over within 2 s'],
    ({ node, limit }) => ({ kind: 'takes-over', node, within: limit }),
    ({ node, within }) => ({ node, limit: within }),
  ),
  demandPhrase(
    'event',
    'event <event> [on <node>]',
    'that was told, at or after the first fault, by that node or by any',
    ['event communication-lost on asp-1', 'event communication-up'],
    (captured) => ({ kind: 'event', ...captured }),
    ({ event, node }) => ({ event, node }),
  ),
]

/** Reads one expectation. Never throws. */
export function readDemand(text: string, names: ScenarioNames): Understood<Demand> {
  return understand(EXPECTATION_PHRASES, text, names)
}

/** The demand in the words of expectations. */
export function wordsForDemand(demand: Demand): string {
  return wordsFor(EXPECTATION_PHRASES, demand)
}

function demandPhrase<const Kind extends Demand['kind'], const Form extends string>(
  kind: Kind,
  form: Form,
  summary: string,
  examples: readonly [string, ...string[]],
  read: (captured: Captured<Form>) => DemandOf<Kind>,
  write: (demand: DemandOf<Kind>) => Captured<Form>,
): Phrase<Demand> {
  return phrase<Form, Demand>(
    form,
    summary,
    examples,
    (captured) => {
      const demand = read(captured)
      if ('within' in demand && demand.within.kind === 'time' && demand.within.ms === 0)
        refuse('nothing happens within no time: write 100 ms or more.')
      return demand
    },
    (demand) => (demand.kind === kind ? write(demand as DemandOf<Kind>) : null),
  )
}
