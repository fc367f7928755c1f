import { join, resolve } from 'node:path'
import type { NetworkKind } from '@sigbed/measurement'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import { type Flags, switchFlag, textFlag } from './command.js'
import { UsageError } from './command-failure.js'

/** What one measured run is to be. Every value is checked. */
export interface RunOptions {
  readonly scenario: ScenarioName
  /** Name of one of the timer profiles. */
  readonly profile: string
  readonly network: NetworkKind
  /** Messages offered per second; 0 leaves the flow out. Not both are 0. */
  readonly m3uaPerSecond: number
  readonly diameterPerSecond: number
  /** Length of the traffic. What follows counts from its start: 0 < cutAtMs < restoreAtMs < durationMs. */
  readonly durationMs: number
  readonly cutAtMs: number
  readonly restoreAtMs: number
  /** UDP port SCTP is encapsulated in (RFC 6951). */
  readonly encapsulationPort: number
  /** The user named the port himself, so that no other will do. */
  readonly encapsulationPortGiven: boolean
  /** Of all chance in a simulated network. 0 to 2^32 - 1. */
  readonly seed: number
  /** Absolute. */
  readonly databasePath: string
  /** Absolute; null: no capture. */
  readonly captureFile: string | null
  /** The result on standard output is for programs. */
  readonly json: boolean
  /** Nothing is said while the run goes. */
  readonly quiet: boolean
}

export type ScenarioName = (typeof SCENARIOS)[number]

/** What the meaning of the flags depends on besides themselves. */
export interface RunPlace {
  /** Paths the user gives count from here. Absolute. */
  readonly workingFolder: string
  /** Where results go unless told otherwise. Absolute. */
  readonly resultsFolder: string
  /** The names of the timer profiles. */
  readonly profiles: readonly string[]
  /** Names the capture. */
  readonly startedAt: Date
}

export const SCENARIOS = ['two-homed-failover'] as const

/** What holds when a flag is not given; times in seconds, as the flags have them. */
export const RUN_DEFAULTS = {
  scenario: 'two-homed-failover',
  profile: 'telecom',
  network: 'loopback',
  messagesPerSecond: 2000,
  durationSeconds: 11,
  cutAtSeconds: 3,
  restoreAtSeconds: 7,
  encapsulationPort: 9899,
  seed: 1,
  databaseFile: 'sigbed.sqlite',
} as const

/** @throws UsageError that names the flag and what it takes. */
export function parseRunOptions(flags: Flags, place: RunPlace): RunOptions {
  const rates = { m3uaPerSecond: rateFlag(flags, 'm3ua-rate'), diameterPerSecond: rateFlag(flags, 'diameter-rate') }
  if (rates.m3uaPerSecond === 0 && rates.diameterPerSecond === 0)
    throw new UsageError('--m3ua-rate and --diameter-rate are both 0, so that there is nothing to measure. Give one of them a rate.')
  const database = textFlag(flags, 'database')
  return {
    scenario: oneOf('scenario', textFlag(flags, 'scenario') ?? RUN_DEFAULTS.scenario, SCENARIOS),
    profile: oneOf('--profile', textFlag(flags, 'profile') ?? RUN_DEFAULTS.profile, place.profiles),
    network: oneOf('--network', textFlag(flags, 'network') ?? RUN_DEFAULTS.network, NETWORKS),
    ...rates,
    ...timetable(flags),
    encapsulationPort: wholeFlag(flags, 'encapsulation-port', RUN_DEFAULTS.encapsulationPort, 1, 65_535),
    encapsulationPortGiven: textFlag(flags, 'encapsulation-port') !== null,
    seed: wholeFlag(flags, 'seed', RUN_DEFAULTS.seed, 0, 0xffff_ffff),
    databasePath: database === null ? join(place.resultsFolder, RUN_DEFAULTS.databaseFile) : resolve(place.workingFolder, database),
    captureFile: captureFile(flags, place),
    json: switchFlag(flags, 'json'),
    quiet: switchFlag(flags, 'quiet'),
  }
}

function rateFlag(flags: Flags, name: string): number {
  const rate = numberFlag(flags, name, RUN_DEFAULTS.messagesPerSecond, 'messages per second')
  if (rate > HIGHEST_RATE)
    throw new UsageError(`--${name} ${rate} is more than one run offers. Give ${HIGHEST_RATE} messages per second at most.`)
  return rate
}

/** A cut that leaves nothing before, during or after it would measure nothing. */
function timetable(flags: Flags): Pick<RunOptions, 'durationMs' | 'cutAtMs' | 'restoreAtMs'> {
  const duration = numberFlag(flags, 'duration', RUN_DEFAULTS.durationSeconds, 'seconds')
  const cutAt = numberFlag(flags, 'cut-at', RUN_DEFAULTS.cutAtSeconds, 'seconds')
  const restoreAt = numberFlag(flags, 'restore-at', RUN_DEFAULTS.restoreAtSeconds, 'seconds')
  if (duration > LONGEST_SECONDS) throw new UsageError(`--duration ${duration} is too long. Give ${LONGEST_SECONDS} seconds at most.`)
  if (cutAt === 0) throw new UsageError('--cut-at 0 leaves no traffic before the cut to compare with. Give a second after the start.')
  if (restoreAt <= cutAt)
    throw new UsageError(`--restore-at ${restoreAt} is not after --cut-at ${cutAt}. The path must be cut before it can come back.`)
  if (duration <= restoreAt)
    throw new UsageError(
      `--duration ${duration} ends the run before the path is back (--restore-at ${restoreAt}). Give a longer duration or earlier times.`,
    )
  return { durationMs: milliseconds(duration), cutAtMs: milliseconds(cutAt), restoreAtMs: milliseconds(restoreAt) }
}

function captureFile(flags: Flags, { workingFolder, resultsFolder, startedAt }: RunPlace): string | null {
  const file = textFlag(flags, 'capture')
  const none = switchFlag(flags, 'no-capture')
  if (file !== null && none) throw new UsageError('--capture and --no-capture contradict one another. Give one of them.')
  if (none) return null
  const instant = startedAt.toISOString().replace(/[-:]|\.\d+/g, '')
  return file === null ? join(resultsFolder, `run-${instant}.pcapng`) : resolve(workingFolder, file)
}

function oneOf<Word extends string>(name: string, word: string, known: readonly Word[]): Word {
  const found = known.find((candidate) => candidate === word)
  if (found !== undefined) return found
  const meant = nearestWord(word, known)
  const hint = meant === null || known.length === 1 ? '' : ` Did you mean ${meant}?`
  throw new UsageError(`${name} ${JSON.stringify(word)} is not known; there ${listed(known)}.${hint}`)
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? `is only ${words[0]}` : `are ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function wholeFlag(flags: Flags, name: string, otherwise: number, least: number, most: number): number {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
}

/** Plain decimals only: what else JavaScript takes for a number (hexadecimal, blanks, Infinity) is a slip of the keyboard here. */
function numberFlag(flags: Flags, name: string, otherwise: number, unit: string): number {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  if (/^(\d{1,12}(\.\d{0,12})?|\.\d{1,12})$/.test(text)) return Number(text)
  throw new UsageError(`--${name} takes ${unit} as a number from 0 up, such as ${otherwise}, not ${JSON.stringify(text)}.`)
}

/** The timetable is kept to the microsecond. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3
}

const NETWORKS: readonly NetworkKind[] = ['loopback', 'simulated']

const HIGHEST_RATE = 50_000

const LONGEST_SECONDS = 3600
