import type { RunPhase } from '@sigbed/measurement'
import type { Comparison, CountedFate, CountedRepetition, TimeLimit } from '../expectation.js'
import type { LinkSelector, LinkState } from '../scenario.js'
import { IMPAIRMENTS, readImpairments, writeImpairments } from './impairments.js'
import { refuse } from './phrase-fault.js'
import { readCount, readTime, writeTime } from './quantities.js'
import { knownName, type ScenarioNames } from './scenario-names.js'

/** What may stand in a form in angle brackets. */
export interface Slot<Value> {
  /** A regular expression for its text, rather too wide than too narrow: `read` has better words for what is wrong. */
  readonly source: string
  /** @throws PhraseFault */
  read(text: string, names: ScenarioNames): Value
  write(value: Value): string
}

/** By the name that stands in the brackets. */
export const SLOTS = {
  node: name('node'),
  network: name('network'),
  flow: name('flow'),
  event: name('event'),
  links: {
    source:
      '(?:both paths|all(?: paths)?|(?!(?:from|to)\\s)[^\\s,]+(?:(?:\\s?,\\s?|\\sand\\s)[^\\s,]+)*)(?:\\sfrom\\s\\S+)?(?:\\sto\\s\\S+)?',
    read: readLinks,
    write: writeLinks,
  } satisfies Slot<readonly LinkSelector[]>,
  impairments: {
    source: `(?:${IMPAIRMENTS.map(({ word }) => word).join('|')})\\s.+?`,
    read: readImpairments,
    write: writeImpairments,
  } satisfies Slot<Partial<LinkState>>,
  time: { source: '\\S+(?:\\s[a-z]+)?', read: readTime, write: writeTime } satisfies Slot<number>,
  limit: { source: '\\S+(?:\\s[a-z]+)?', read: readLimit, write: writeLimit } satisfies Slot<TimeLimit>,
  number: { source: '\\S+', read: readCount, write: String } satisfies Slot<number>,
  fate: oneOf<CountedFate>(['offered', 'delivered', 'lost', 'duplicated', 'reordered', 'corrupted', 'refused']),
  repetition: oneOf<CountedRepetition>(['arrived twice unmarked', 'arrived twice', 'carried out twice']),
  comparison: oneOf<Comparison>(['<=', '>=', '<', '>', '=']),
  percentile: { source: 'p\\d{1,2}(?:\\.\\d{1,3})?|median|max', read: readPercentile, write: writePercentile } satisfies Slot<number>,
  phase: oneOf<RunPhase>(['before', 'during', 'after']),
  failure: oneOf<'potentially-failed' | 'inactive'>(['potentially-failed', 'inactive']),
  state: oneOf<'potentially-failed' | 'inactive' | 'active'>(['potentially-failed', 'inactive', 'active']),
}

export type SlotName = keyof typeof SLOTS
export type SlotValue<Name extends SlotName> = ReturnType<(typeof SLOTS)[Name]['read']>

function name(kind: 'node' | 'network' | 'flow' | 'event'): Slot<string> {
  return { source: '[^\\s,]+', read: (text, names) => knownName(text, kind, names), write: String }
}

function oneOf<Word extends string>(words: readonly Word[]): Slot<Word> {
  return { source: words.join('|'), read: (text) => words.find((word) => word === text.toLowerCase())!, write: String }
}

/** `path-a and path-b from asp-1 to sg`. */
function readLinks(text: string, names: ScenarioNames): readonly LinkSelector[] {
  const [, which, fromNode, toNode] = /^(.+?)(?:\sfrom\s(\S+))?(?:\sto\s(\S+))?$/i.exec(text)!
  const from = fromNode === undefined ? null : knownName(fromNode, 'node', names)
  const to = toNode === undefined ? null : knownName(toNode, 'node', names)
  if (from !== null && from === to) refuse(`no link leads from ${from} to itself.`)
  const { networks } = names
  if (/^both paths$/i.test(which!) && networks.length !== 2) {
    refuse(`there ${networks.length === 1 ? 'is 1 network' : `are ${networks.length} networks`}, not two: write all instead of both paths.`)
  }
  if (/^(?:both paths|all(?: paths)?)$/i.test(which!)) return [{ network: null, from, to }]
  const listed = which!.split(/\s?,\s?|\sand\s/i).map((network) => knownName(network, 'network', names))
  return [...new Set(listed)].map((network) => ({ network, from, to }))
}

/** For selectors of one direction, which are all that `readLinks` gives. */
function writeLinks(links: readonly LinkSelector[]): string {
  const { from, to } = links[0]!
  const which = links.some(({ network }) => network === null) ? 'all' : links.map(({ network }) => network).join(' and ')
  return `${which}${from === null ? '' : ` from ${from}`}${to === null ? '' : ` to ${to}`}`
}

function readLimit(text: string): TimeLimit {
  const [, times] = /^(\d{1,3}(?:\.\d{1,3})?)\s?RTOs?$/i.exec(text) ?? []
  if (times === undefined) return { kind: 'time', ms: readTime(text) }
  return Number(times) > 0 ? { kind: 'rto', times: Number(times) } : refuse('nothing happens within no time: write 1 RTO or more.')
}

function writeLimit(limit: TimeLimit): string {
  return limit.kind === 'time' ? writeTime(limit.ms) : `${limit.times} RTO`
}

function readPercentile(text: string): number {
  if (text.toLowerCase() === 'max') return 100
  return text.toLowerCase() === 'median' ? 50 : Number(text.slice(1))
}

function writePercentile(percentile: number): string {
  return percentile === 100 ? 'max' : `p${percentile}`
}
