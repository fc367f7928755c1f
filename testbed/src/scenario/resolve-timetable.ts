import type { Place } from '../configuration/configuration-text.js'
import type { Report } from '../configuration/schema-issue.js'
import { isLinkAction, ScenarioLinks } from '../lab/scenario-links.js'
import type { FaultAction } from './fault-action.js'
import { understand } from './grammar/phrase.js'
import { PhraseFault } from './grammar/phrase-fault.js'
import { readTime, writeTime } from './grammar/quantities.js'
import type { ScenarioNames } from './grammar/scenario-names.js'
import { LINK_PHRASES, readSteps, wordsForAction } from './grammar/timetable-phrases.js'
import type { LinkChange, Scenario, TimetableEntry } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'

/** An entry, and where it stands in the document: shorthands give several for one place. */
export interface PlacedEntry extends TimetableEntry {
  readonly place: Place
}

/** How links differ from the start on: impairments in the words of the timetable. */
export function resolveLinks(links: ScenarioDocument['links'], names: ScenarioNames, report: Report): LinkChange[] {
  return (links ?? []).flatMap((text, i) => {
    const understood = understand(LINK_PHRASES, text, names)
    if ('fault' in understood) {
      report(['links', i], understood.fault)
      return []
    }
    return understood.value.flatMap(({ action }) => (action.kind === 'impair' ? [action.change] : []))
  })
}

/** The timetable in the order of time, shorthands taken apart. */
export function resolveTimetable(
  timetable: NonNullable<ScenarioDocument['timetable']>,
  durationMs: number,
  names: ScenarioNames,
  lineOf: (place: Place) => number,
  report: Report,
): PlacedEntry[] {
  const entries = timetable.flatMap((item, i) =>
    Object.entries(item).flatMap(([key, texts]) => {
      const atMs = instantOf(key, durationMs, ['timetable', i, key], report)
      return [texts].flat().flatMap((text, j): PlacedEntry[] => {
        const place = typeof texts === 'string' ? ['timetable', i, key] : ['timetable', i, key, j]
        const understood = readSteps(text, names)
        if ('fault' in understood) {
          report(place, understood.fault)
          return []
        }
        const steps = understood.value
        const lastMs = (atMs ?? 0) + Math.max(...steps.map(({ afterMs }) => afterMs))
        if (atMs !== null && lastMs >= durationMs)
          report(
            place,
            `goes on until ${writeTime(lastMs)}, and the traffic ends at ${writeTime(durationMs)}: begin earlier or let it be longer.`,
          )
        const line = lineOf(place)
        return steps.map(({ afterMs, action }) => {
          const words = steps.length === 1 ? text.trim() : wordsForAction(action)
          return { atMs: (atMs ?? 0) + afterMs, text: words, line, action, place }
        })
      })
    }),
  )
  return entries.sort((a, z) => a.atMs - z.atMs)
}

/** What of a timetable changes nothing when its turn comes: links cut that are cut, nodes resumed that were never paused. */
export function reportIdleEntries(scenario: Scenario, entries: readonly PlacedEntry[], report: Report): void {
  const links = new ScenarioLinks(scenario)
  const programs = new Map(scenario.nodes.map(({ name }) => [name, new ProgramState()]))
  for (const { action, place, atMs } of entries) {
    const before = isLinkAction(action)
      ? links.apply(action).length === 0 && IDLE_LINKS[action.kind]
      : programs.get(action.node)!.apply(action)
    if (typeof before === 'string')
      report(place, `${subjectOf(action)} ${before}; at ${writeTime(atMs)} ${wordsForAction(action)} does nothing: take it out.`)
  }
}

/** null when it was reported. */
function instantOf(key: string, durationMs: number, place: Place, report: Report): number | null {
  const [, time] = /^at\s+(.+)$/i.exec(key) ?? []
  if (time === undefined) {
    report(place, `"${key}" is no instant; write at 3s.`)
    return null
  }
  try {
    const atMs = readTime(time)
    if (atMs < durationMs) return atMs
    report(place, `comes after the end: the traffic lasts ${writeTime(durationMs)}; write an earlier instant, or a longer duration.`)
  } catch (error) {
    if (!(error instanceof PhraseFault)) throw error
    report(place, error.message)
  }
  return null
}

/** Whether the program of a node runs, stands still, or is gone. */
class ProgramState {
  private isPaused = false
  private isDead = false
  private isStalled = false

  /** @returns why nothing changes; null when something does */
  apply(action: Exclude<FaultAction, { kind: 'cut' | 'restore' | 'impair' | 'interface-down' | 'interface-up' }>): string | null {
    switch (action.kind) {
      case 'start':
        if (!this.isDead) return 'was not killed'
        this.isDead = this.isPaused = this.isStalled = false
        return null
      case 'kill':
        if (this.isDead) return 'is dead already'
        this.isDead = true
        return null
      case 'pause':
      case 'resume':
        if (this.isDead) return 'is dead'
        if (this.isPaused === (action.kind === 'pause')) return this.isPaused ? 'is paused already' : 'was not paused'
        this.isPaused = !this.isPaused
        return null
      case 'stall':
      case 'unstall':
        if (this.isDead) return 'is dead'
        if (this.isStalled === (action.kind === 'stall')) return this.isStalled ? 'is stalled already' : 'was not stalled'
        this.isStalled = !this.isStalled
        return null
      default:
        return action satisfies never
    }
  }
}

const IDLE_LINKS = {
  cut: 'are cut already, or join no two nodes',
  restore: 'are not broken',
  impair: 'are so already, or join no two nodes',
  'interface-down': 'is down already, or is not there',
  'interface-up': 'is not down, or is not there',
} as const

function subjectOf(action: FaultAction): string {
  if (action.kind === 'interface-down' || action.kind === 'interface-up') return `the interface on ${action.network}`
  return isLinkAction(action) ? 'these links' : action.node
}
