import type { SweepTimers } from '@sigbed/measurement'
import { failoverExpectation, type ProtocolParameters, protocolParameters } from '@sigbed/sctp-core'
import { parseDocument } from 'yaml'
import { ScenarioLinks } from '../lab/scenario-links.js'
import { understand } from '../scenario/grammar/phrase.js'
import { writeTime } from '../scenario/grammar/quantities.js'
import { LINK_PHRASES } from '../scenario/grammar/timetable-phrases.js'
import type { Scenario, TimetableEntry } from '../scenario/scenario.js'

/** What a sweep changes of its scenario in every cell alike. */
export interface SweepChoices {
  /** Flows that offer more offer this. */
  readonly messagesPerSecond: number
  /** null: as the scenario has it. */
  readonly rtoMaxMs: number | null
  /** An impairment in the words of the timetable, on every link of disturbed runs; null: none is added. */
  readonly disturbance: string | null
  /** How long a disturbed run lasts. */
  readonly observedMs: number
}

/**
 * A scenario as a sweep runs it: with other timers, thin traffic, and just as long as its failover takes. Each cell is a scenario in
 * YAML like any other, so that it can be stored and run again.
 */
export class SweptScenario {
  private readonly parameters: ProtocolParameters

  constructor(
    private readonly scenario: Scenario,
    private readonly choices: SweepChoices,
  ) {
    this.parameters = protocolParameters(scenario.parameters)
  }

  /** What the failover is about: the first fault of the timetable that takes links away. null: there is none. */
  get cut(): TimetableEntry | null {
    return this.scenario.timetable.find(isCutting) ?? null
  }

  /** RTO.Max of a cell: never below its RTO.Min. */
  rtoMaxMs(rtoMinMs = 0): number {
    return Math.max(this.choices.rtoMaxMs ?? this.parameters.rtoMaxMs, rtoMinMs)
  }

  /** PFMR where the potentially failed state is simply on. */
  get usualPotentiallyFailedMaxRetrans(): number {
    return this.parameters.potentiallyFailedMaxRetrans
  }

  /**
   * With the timetable up to its first cut, which lasts until the path must be inactive; then all is whole again, until a heartbeat must
   * have found out.
   */
  failoverText(timers: SweepTimers, seed: number): string {
    const { cut } = this
    if (cut === null) throw new RangeError('the scenario cuts nothing')
    const { outageMs, recoveryMs } = this.lengths(timers)
    const kept = this.scenario.timetable.filter(({ atMs }) => atMs <= cut.atMs)
    const timetable = [...kept, { atMs: cut.atMs + outageMs, text: 'restore' }]
    return this.textWith(timers, seed, {
      duration: writeTime(cut.atMs + outageMs + recoveryMs),
      timetable: timetable.map(({ atMs, text }) => ({ [`at ${writeTime(atMs)}`]: text })),
    })
  }

  /** Without a fault and on bad links; a scenario that cuts nothing keeps its timetable. */
  disturbedText(timers: SweepTimers, seed: number): string {
    const { choices, scenario, cut } = this
    const { disturbance, observedMs } = choices
    const links = disturbance === null ? [] : [disturbance]
    return this.textWith(timers, seed, {
      duration: writeTime(cut === null ? Math.max(observedMs, scenario.durationMs) : observedMs),
      ...(cut !== null && { timetable: [] }),
      links: [...this.writtenLinks(), ...links],
    })
  }

  /** How long the cut lasts, and how long is waited for the path afterwards. In virtual time silence costs nothing. */
  private lengths(timers: SweepTimers): { readonly outageMs: number; readonly recoveryMs: number } {
    const rtoMaxMs = this.rtoMaxMs(timers.rtoMinMs)
    // RFC 9260 §6.3.1: the first measurement makes the RTO three round trips; a delayed SACK is part of those.
    const slowestMs = Math.max(0, ...new ScenarioLinks(this.scenario).all.map(({ state }) => state.delayMs + state.jitterMs))
    const rtoMs = Math.min(rtoMaxMs, Math.max(timers.rtoMinMs, 3 * (2 * slowestMs + this.parameters.sackDelayMs)))
    const { inactiveMs } = failoverExpectation({ ...this.parameters, ...parametersOf(timers, rtoMaxMs) }, rtoMs)
    // RFC 9260 §8.3: a heartbeat comes within HB.interval and one and a half RTO. One that was lost just before the return is waited for
    // an RTO, which by then has doubled with every strike and with a heartbeat besides; then it doubles once more.
    const waitedMs = Math.min(rtoMaxMs, rtoMs * 2 ** (timers.pathMaxRetrans + 2))
    const doubledMs = Math.min(rtoMaxMs, 2 * waitedMs)
    return {
      outageMs: wholeTenths(inactiveMs + 2 * rtoMs + SLACK_MS),
      recoveryMs: wholeTenths(waitedMs + timers.heartbeatIntervalMs + 1.5 * doubledMs + 2 * slowestMs + SLACK_MS),
    }
  }

  /** The scenario's own text with these sections in the place of its own. */
  private textWith(timers: SweepTimers, seed: number, sections: Readonly<Record<string, unknown>>): string {
    const document = parseDocument(this.scenario.text)
    const rtoMaxMs = this.rtoMaxMs(timers.rtoMinMs)
    const { rtoInitialMs } = this.parameters
    document.set('profile', {
      ...profileOf(document.toJS()),
      'rto-min': `${timers.rtoMinMs}ms`,
      'rto-initial': `${Math.min(rtoMaxMs, Math.max(timers.rtoMinMs, rtoInitialMs))}ms`,
      'rto-max': `${rtoMaxMs}ms`,
      'path-max-retrans': timers.pathMaxRetrans,
      'heartbeat-interval': `${timers.heartbeatIntervalMs}ms`,
      'potentially-failed': timers.potentiallyFailedMaxRetrans !== null,
      ...(timers.potentiallyFailedMaxRetrans !== null && { 'potentially-failed-max-retrans': timers.potentiallyFailedMaxRetrans }),
    })
    document.set('seed', seed)
    for (const [i, { perSecond }] of this.scenario.traffic.entries())
      document.setIn(['traffic', i, 'rate'], Math.min(perSecond, this.choices.messagesPerSecond))
    for (const [name, value] of Object.entries(sections)) document.set(name, value)
    // What it expects was said of other timers.
    document.delete('expect')
    document.delete('repetitions')
    return document.toString({ lineWidth: 0 })
  }

  private writtenLinks(): readonly unknown[] {
    const { links } = parseDocument(this.scenario.text).toJS() as { links?: readonly unknown[] }
    return links ?? []
  }
}

/** Why these words are no impairment of the scenario's links; null: they are. */
export function disturbanceFault(text: string, { networks, nodes }: Pick<Scenario, 'networks' | 'nodes'>): string | null {
  const named = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name)
  const understood = understand(LINK_PHRASES, text, { networks: named(networks), nodes: named(nodes), flows: [], events: [] })
  return 'fault' in understood ? understood.fault : null
}

/** Whether it takes links away, so that paths fail. */
export function isCutting({ action }: TimetableEntry): boolean {
  return action.kind === 'cut' || action.kind === 'interface-down'
}

function parametersOf(timers: SweepTimers, rtoMaxMs: number): Partial<ProtocolParameters> {
  const { rtoMinMs, pathMaxRetrans, potentiallyFailedMaxRetrans, heartbeatIntervalMs } = timers
  return {
    rtoMinMs,
    rtoInitialMs: Math.min(rtoMaxMs, Math.max(rtoMinMs, 1)),
    rtoMaxMs,
    pathMaxRetrans,
    heartbeatIntervalMs,
    potentiallyFailed: potentiallyFailedMaxRetrans !== null,
    potentiallyFailedMaxRetrans: potentiallyFailedMaxRetrans ?? 0,
  }
}

/** As a map, whichever way it is written. */
function profileOf({
  profile = 'rfc9260',
}: {
  readonly profile?: string | Readonly<Record<string, unknown>>
}): Readonly<Record<string, unknown>> {
  return typeof profile === 'string' ? { base: profile } : profile
}

function wholeTenths(ms: number): number {
  return Math.ceil(ms / 100) * 100
}

const SLACK_MS = 500
