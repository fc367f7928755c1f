import { parseDocument } from 'yaml'
import { ConfigurationError, type ConfigurationProblem } from '../configuration/configuration-error.js'
import { ConfigurationText, isPlainMap, type Place, placeText } from '../configuration/configuration-text.js'
import { readSections } from '../configuration/read-sections.js'
import type { Report } from '../configuration/schema-issue.js'
import { millisecondsOf } from '../configuration/values.js'
import { EXPECTATION_PHRASES } from './grammar/expectation-phrases.js'
import { literalsOf } from './grammar/phrase.js'
import type { ScenarioNames } from './grammar/scenario-names.js'
import { TIMETABLE_PHRASES } from './grammar/timetable-phrases.js'
import { resolveProfile } from './profile-document.js'
import { reportIdleExpectations, resolveExpectations } from './resolve-expectations.js'
import { resolveNetworks } from './resolve-networks.js'
import { resolveNodes } from './resolve-nodes.js'
import { reportIdleEntries, resolveLinks, resolveTimetable } from './resolve-timetable.js'
import { resolveTraffic } from './resolve-traffic.js'
import type { RoleKind } from './role-kind.js'
import { RUN_EVENTS } from './run-events.js'
import type { Scenario } from './scenario.js'
import { scenarioDocument } from './scenario-document.js'

export interface ScenarioSource {
  /** As the user named it. */
  readonly file: string
  /** YAML. */
  readonly text: string
  /** What a run changes of it. */
  readonly changes?: ScenarioChanges
}

/** Each goes before what the file says, and stands in the scenario's text from then on. A duration as in the file: 10s. */
export interface ScenarioChanges {
  readonly seed?: number
  readonly profile?: string
  readonly duration?: string
  readonly repetitions?: number
}

/**
 * Reads a scenario and checks all of it: a scenario that is returned can be run.
 *
 * @param roleKinds those that may stand on its nodes
 * @throws ConfigurationError with every problem there is, each with its line and the remedy
 */
export function readScenario({ file, text: written, changes = {} }: ScenarioSource, roleKinds: readonly RoleKind[]): Scenario {
  const text = changedText(written, changes)
  const source = new ConfigurationText(file, text)
  const problems: ConfigurationProblem[] = []
  const lineOf = (place: Place) => source.lineOf(place)!
  const report: Report = (place, message) => problems.push({ line: lineOf(place), place: placeText(place), message })

  const sections = readSections(scenarioDocument(roleKinds), source.values, report)
  const names = namesIn(source.values, roleKinds)
  reportReservedNames(names, report)
  const networks = resolveNetworks(sections.networks ?? {}, names.networks, report)
  const nodes = resolveNodes(sections.nodes ?? {}, { networks, networkNames: names.networks, nodeNames: names.nodes, roleKinds }, report)
  // A duration that is wrong has been reported: nothing is to come after it.
  const durationMs = sections.duration === undefined ? Number.POSITIVE_INFINITY : millisecondsOf(sections.duration)
  if (durationMs === 0) report(['duration'], 'takes a time such as 10s: a run without traffic shows nothing.')
  const timetable = resolveTimetable(sections.timetable ?? [], durationMs || Number.POSITIVE_INFINITY, names, lineOf, report)
  const scenario: Scenario = {
    name: sections.scenario ?? '',
    title: sections.title ?? '',
    teaches: sections.teaches?.trim() ?? '',
    ...resolveProfile(sections.profile ?? 'rfc9260', report),
    seed: sections.seed ?? 1,
    repetitions: sections.repetitions ?? 1,
    durationMs,
    networks,
    nodes,
    links: resolveLinks(sections.links, names, report),
    traffic: resolveTraffic(sections.traffic ?? [], names.nodes, report),
    timetable: timetable.map(({ place: _, ...entry }) => entry),
    expectations: resolveExpectations(sections.expect ?? [], names, lineOf, report),
    text,
  }
  // What the whole means can be said only of a scenario whose parts are sound.
  if (problems.length === 0) {
    reportIdleEntries(scenario, timetable, report)
    reportIdleExpectations(scenario, report)
    reportContradictions(scenario, roleKinds, report)
  }
  if (problems.length > 0) throw new ConfigurationError(file, problems)
  return scenario
}

/** Comments and all else stay as they are. */
function changedText(text: string, changes: ScenarioChanges): string {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
  if (entries.length === 0) return text
  const document = parseDocument(text)
  // What is no YAML has its problems told by whoever reads it.
  if (document.errors.length > 0 || !isPlainMap(document.toJS())) return text
  for (const [key, value] of entries) document.set(key, value)
  return document.toString({ lineWidth: 0 })
}

/** All that are given, also by what is wrong otherwise, so that one mistake does not look like many. */
function namesIn({ networks, nodes, traffic }: Readonly<Record<string, unknown>>, roleKinds: readonly RoleKind[]): ScenarioNames {
  const flows = Array.isArray(traffic) ? traffic.map((flow: unknown) => (isPlainMap(flow) ? String(flow['flow']) : '')) : []
  const inUse = isPlainMap(nodes) ? Object.values(nodes).flatMap((node) => (isPlainMap(node) ? Object.keys(node) : [])) : []
  const events = roleKinds.filter(({ word }) => inUse.includes(word)).flatMap((kind) => Object.keys(kind.events ?? {}))
  return {
    networks: isPlainMap(networks) ? Object.keys(networks) : [],
    nodes: isPlainMap(nodes) ? Object.keys(nodes) : [],
    flows,
    events: [...new Set([...events, ...Object.keys(RUN_EVENTS)])],
  }
}

/** A name that is a word of the grammar would leave in doubt what is meant. */
function reportReservedNames({ networks, nodes, flows }: ScenarioNames, report: Report): void {
  const tell = (place: Place, name: string) => {
    if (RESERVED.has(name)) report(place, `${name} is a word of timetables or expectations: take another name, such as ${name}-1.`)
  }
  for (const name of networks) tell(['networks', name], name)
  for (const name of nodes) tell(['nodes', name], name)
  for (const [i, name] of flows.entries()) tell(['traffic', i, 'flow'], name)
}

function reportContradictions(scenario: Scenario, roleKinds: readonly RoleKind[], report: Report): void {
  for (const node of scenario.nodes) {
    const kind = roleKinds.find(({ word }) => word === node.role)!
    for (const { place, message } of kind.contradictions?.(scenario, node) ?? []) report(['nodes', node.name, node.role, ...place], message)
  }
}

const RESERVED: ReadonlySet<string> = new Set([
  ...[...TIMETABLE_PHRASES, ...EXPECTATION_PHRASES].flatMap(({ form }) => literalsOf(form)),
  ...['both', 'all', 'paths', 'from', 'to', 'and'],
])
