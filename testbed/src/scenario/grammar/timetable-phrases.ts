import type { FaultAction } from '../fault-action.js'
import { type Captured, type Phrase, phrase, type Understood, understand, wordsFor } from './phrase.js'
import { refuse } from './phrase-fault.js'
import type { ScenarioNames } from './scenario-names.js'

/** What one line of the timetable comes to: mostly one action at once, with a shorthand several. */
export type Steps = readonly TimedAction[]

export interface TimedAction {
  /** From the instant the line stands for. */
  readonly afterMs: number
  readonly action: FaultAction
}

/** Everything the timetable understands. */
export const TIMETABLE_PHRASES: readonly Phrase<Steps>[] = [
  actionPhrase(
    'cut <links>',
    'nothing passes: both ways, or one way from a node to a node',
    ['cut path-a', 'cut path-a from asp-1 to sg', 'cut path-a and path-b', 'cut both paths', 'cut all from sg'],
    ({ links }): FaultAction => ({ kind: 'cut', links }),
    (action) => (action.kind === 'cut' ? action : null),
  ),
  actionPhrase(
    'restore [<links>]',
    'links are as at the beginning, and their interfaces up; without links: all of them',
    ['restore', 'restore path-a', 'restore path-b from asp-1 to sg', 'restore all'],
    ({ links }): FaultAction => ({ kind: 'restore', links: links ?? [{ network: null, from: null, to: null }] }),
    (action) => (action.kind === 'restore' ? action : null),
  ),
  actionPhrase(
    '<impairments> [on <links>]',
    'links get worse, or better, by what is named; without links: all of them',
    [
      'loss 5% on path-b from asp-1 to sg',
      'delay 20ms jitter 5ms on path-a',
      'reorder 5% by 20ms on path-a',
      'duplicate 1%',
      'corrupt 1% on path-a',
      'rate 1 Mbit/s queue 64 kB on path-b',
      'mtu 800 on path-a',
      'rate unlimited on path-b',
    ],
    ({ impairments, links }): FaultAction => ({ kind: 'impair', change: { ...theOnly(links), changes: impairments } }),
    (action) => {
      if (action.kind !== 'impair') return null
      const { changes, ...links } = action.change
      return { impairments: changes, links: [links] }
    },
  ),
  actionPhrase(
    'take down <network> at <node>',
    'the interface of that node goes down, its address with it',
    ['take down path-a at asp-1'],
    ({ network, node }): FaultAction => ({ kind: 'interface-down', node, network }),
    (action) => (action.kind === 'interface-down' ? { network: action.network, node: action.node } : null),
  ),
  actionPhrase(
    'bring up <network> at <node>',
    'and comes up again',
    ['bring up path-a at asp-1'],
    ({ network, node }): FaultAction => ({ kind: 'interface-up', node, network }),
    (action) => (action.kind === 'interface-up' ? { network: action.network, node: action.node } : null),
  ),
  nodePhrase('pause <node>', 'pause', 'its program stands still; its sockets stay and fill', 'pause sg'),
  nodePhrase('resume <node>', 'resume', 'and goes on', 'resume sg'),
  nodePhrase('kill <node>', 'kill', 'its program ends without a word', 'kill sg'),
  nodePhrase('start <node>', 'start', 'a new program begins, with the same addresses', 'start sg'),
  phrase(
    'restart <node>',
    'kill and start at once',
    ['restart sg'],
    ({ node }): Steps => [immediately({ kind: 'kill', node }), immediately({ kind: 'start', node })],
    () => null,
  ),
  nodePhrase('stall <node>', 'stall', 'its application takes no messages from its associations', 'stall sg'),
  nodePhrase('unstall <node>', 'unstall', 'and takes them again', 'unstall sg'),
  phrase(
    'flap <links> every <period:time> for <length:time>',
    'cut every so often, and whole again half-way to the next time',
    ['flap path-b every 500ms for 3s', 'flap path-a from asp-1 to sg every 1s for 4s'],
    ({ links, period, length }): Steps => {
      if (period < 2) refuse(`links cannot flap every ${period} ms; write 2ms or more.`)
      if (length < period) refuse('it flaps for less than one period; write a longer time behind for.')
      const cuts = Math.floor(length / period)
      if (cuts > MOST_CUTS) refuse(`${cuts} cuts are too many; ${MOST_CUTS} at most.`)
      return Array.from(
        { length: cuts },
        (_, i): Steps => [
          { afterMs: i * period, action: { kind: 'cut', links } },
          { afterMs: (i + 0.5) * period, action: { kind: 'restore', links } },
        ],
      ).flat()
    },
    () => null,
  ),
]

/** What can be said of links from the start on. */
export const LINK_PHRASES: readonly Phrase<Steps>[] = TIMETABLE_PHRASES.filter(({ form }) => form.startsWith('<impairments>'))

/** Reads one line of the timetable. Never throws. */
export function readSteps(text: string, names: ScenarioNames): Understood<Steps> {
  return understand(TIMETABLE_PHRASES, text, names)
}

/** The action in the words of the timetable. */
export function wordsForAction(action: FaultAction): string {
  return wordsFor(TIMETABLE_PHRASES, [immediately(action)])
}

/** A form that stands for one action, at once. */
function actionPhrase<const Form extends string>(
  form: Form,
  summary: string,
  examples: readonly [string, ...string[]],
  read: (captured: Captured<Form>) => FaultAction,
  write: (action: FaultAction) => Captured<Form> | null,
): Phrase<Steps> {
  return phrase<Form, Steps>(
    form,
    summary,
    examples,
    (captured) => [immediately(read(captured))],
    (steps) => (steps.length === 1 ? write(steps[0]!.action) : null),
  )
}

type NodeAction = Exclude<Extract<FaultAction, { node: string }>['kind'], 'interface-down' | 'interface-up'>

function nodePhrase(form: `${string}<node>`, kind: NodeAction, summary: string, example: string): Phrase<Steps> {
  return actionPhrase<'<node>'>(
    form as '<node>',
    summary,
    [example],
    ({ node }) => ({ kind, node }),
    (action) => (action.kind === kind ? { node: action.node } : null),
  )
}

function immediately(action: FaultAction): TimedAction {
  return { afterMs: 0, action }
}

/** An impairment is of one network or of all. */
function theOnly<Selector>(links: readonly Selector[] | null): Selector | { network: null; from: null; to: null } {
  if (links === null) return { network: null, from: null, to: null }
  return links.length === 1 ? links[0]! : refuse('an impairment is of one network, or of all: write one line for each of them.')
}

const MOST_CUTS = 500
