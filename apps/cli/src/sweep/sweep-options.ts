import { extname, join, resolve } from 'node:path'
import { type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { listFlag } from '../lab/lab-options.js'
import { findScenario, type ScenarioFile } from '../lab/scenario-files.js'
import { withSettings } from '../lab/scenario-settings.js'
import { RUN_DEFAULTS } from '../run-options.js'
import { readDuration, readValueList, type ValueKind, writeDuration } from './value-list.js'

/** What `sigbed sweep` is to do. Every value is checked but the scenario itself. */
export interface SweepOptions {
  readonly scenario: ScenarioFile
  /** Timer profile; null: the scenario's. */
  readonly profile: string | null
  readonly rtoMinMs: readonly number[]
  readonly pathMaxRetrans: readonly number[]
  /** On with the PFMR the scenario has, on with that PFMR, or off. */
  readonly potentiallyFailed: readonly ('on' | 'off' | number)[]
  /** 0: off. */
  readonly heartbeatMs: readonly number[]
  readonly seeds: readonly number[]
  /** null: the scenario's. */
  readonly rtoMaxMs: number | null
  readonly messagesPerSecond: number
  /** null: as the kind of scenario suggests; 'off': no run is disturbed. */
  readonly disturbance: string | 'off' | null
  readonly observedMs: number
  readonly workers: number
  readonly outputs: readonly SweepOutput[]
  /** null: no run is stored. */
  readonly store: SweepStore | null
  readonly json: boolean
  readonly quiet: boolean
}

export interface SweepOutput {
  /** As the user wrote it. */
  readonly file: string
  readonly format: SweepFormat
}

export type SweepFormat = 'text' | 'json' | 'markdown' | 'html'

export interface SweepStore {
  /** Absolute. */
  readonly databasePath: string
  readonly tags: readonly string[]
}

export interface SweepPlace {
  readonly workingFolder: string
  readonly resultsFolder: string
  /** Processors that this program may use. */
  readonly processors: number
}

/** What holds when a flag is not given. */
export const SWEEP_DEFAULTS = {
  scenario: 'two-homed-failover',
  'rto-min': '100ms,200ms,500ms,1s',
  'path-max-retrans': '0..5',
  pf: 'on,off',
  heartbeat: '1s,30s',
  seeds: 2,
  rate: 20,
  disturb: 'loss 1% reorder 1% by 300ms',
  observe: '60s',
} as const

/** @throws UsageError that names the flag and what it takes */
export function parseSweepOptions(flags: Flags, place: SweepPlace): SweepOptions {
  const { shown, text } = findScenario(textFlag(flags, 'scenario') ?? SWEEP_DEFAULTS.scenario, place.workingFolder)
  const options = {
    scenario: { shown, text: withSettings(text, listFlag(flags, 'set')) },
    profile: textFlag(flags, 'profile'),
    rtoMinMs: axisFlag(flags, 'rto-min', RTO),
    pathMaxRetrans: axisFlag(flags, 'path-max-retrans', RETRANSMISSIONS),
    potentiallyFailed: potentiallyFailedFlag(flags),
    heartbeatMs: axisFlag(flags, 'heartbeat', HEARTBEAT),
    seeds: seedsFlag(flags),
    rtoMaxMs: textFlag(flags, 'rto-max') === null ? null : onlyValue(flags, 'rto-max', RTO),
    messagesPerSecond: onlyValue(flags, 'rate', RATE),
    disturbance: textFlag(flags, 'disturb'),
    observedMs: onlyValue(flags, 'observe', OBSERVED),
    workers: textFlag(flags, 'workers') === null ? Math.min(place.processors, MOST_WORKERS) : onlyValue(flags, 'workers', WORKERS),
    outputs: listFlag(flags, 'output').map(outputOf),
    store: storeFlags(flags, place),
    json: switchFlag(flags, 'json'),
    quiet: switchFlag(flags, 'quiet'),
  }
  const runs = runsOf(options)
  if (runs > MOST_RUNS)
    throw new UsageError(
      `the sweep would take ${runs} runs; ${MOST_RUNS} are the most. Give fewer values to --rto-min, --path-max-retrans, --pf or --heartbeat, or fewer --seeds.`,
    )
  return options
}

/** Two halves, at most. */
function runsOf({ rtoMinMs, pathMaxRetrans, potentiallyFailed, heartbeatMs, seeds }: SweepOptions): number {
  return 2 * [rtoMinMs, pathMaxRetrans, potentiallyFailed, heartbeatMs, seeds].reduce((product, axis) => product * axis.length, 1)
}

function axisFlag(flags: Flags, name: 'rto-min' | 'path-max-retrans' | 'heartbeat', kind: ValueKind): readonly number[] {
  return readValueList(name, textFlag(flags, name) ?? SWEEP_DEFAULTS[name], kind)
}

function onlyValue(flags: Flags, name: string, kind: ValueKind): number {
  const text = textFlag(flags, name) ?? String(SWEEP_DEFAULTS[name as keyof typeof SWEEP_DEFAULTS])
  const values = readValueList(name, text, kind)
  if (values.length === 1) return values[0]!
  throw new UsageError(`--${name} takes one value, not ${JSON.stringify(text)}: it is the same in every cell.`)
}

/** On before off, and a low PFMR before a high one: the order in which pictures stand. */
function potentiallyFailedFlag(flags: Flags): SweepOptions['potentiallyFailed'] {
  const given = (textFlag(flags, 'pf') ?? SWEEP_DEFAULTS.pf).split(',').map((item) => item.trim())
  const numbers = given.filter((item) => item !== 'on' && item !== 'off')
  return [
    ...(given.includes('on') ? (['on'] as const) : []),
    ...(numbers.length === 0 ? [] : readValueList('pf', numbers.join(','), PFMR)),
    ...(given.includes('off') ? (['off'] as const) : []),
  ]
}

/** A number says how many, counted from 1; a range or list which. */
function seedsFlag(flags: Flags): readonly number[] {
  const text = textFlag(flags, 'seeds') ?? String(SWEEP_DEFAULTS.seeds)
  if (!/^\d+$/.test(text)) return readValueList('seeds', text, SEED)
  const count = Number(text)
  if (count < 1 || count > MOST_SEEDS)
    throw new UsageError(`--seeds takes how many there are to be, 1 to ${MOST_SEEDS}, or which, as 7..9, not ${JSON.stringify(text)}.`)
  return Array.from({ length: count }, (_, i) => i + 1)
}

function outputOf(file: string): SweepOutput {
  const format = FORMATS_BY_ENDING[extname(file).toLowerCase()]
  if (format !== undefined) return { file, format }
  throw new UsageError(
    `--output ${file}: its ending does not say what it is to be. End it in ${Object.keys(FORMATS_BY_ENDING).join(', ')}.`,
  )
}

function storeFlags(flags: Flags, { workingFolder, resultsFolder }: SweepPlace): SweepStore | null {
  const tags = listFlag(flags, 'tag')
  const database = textFlag(flags, 'database')
  if (!switchFlag(flags, 'store')) {
    const idle = tags.length > 0 ? 'tag' : database === null ? null : 'database'
    if (idle !== null) throw new UsageError(`--${idle} is for runs that are stored. Say --store as well, or leave it out.`)
    return null
  }
  return {
    databasePath: database === null ? join(resultsFolder, RUN_DEFAULTS.databaseFile) : resolve(workingFolder, database),
    tags: ['sweep', ...tags],
  }
}

const TIMES = { what: 'times such as 100ms or 1s', example: '100ms', step: null, read: readDuration, write: writeDuration }
const RTO: ValueKind = { ...TIMES, least: 1, most: 60_000 }
const HEARTBEAT: ValueKind = {
  ...TIMES,
  what: 'times such as 1s or 30s, or off',
  example: '5s',
  least: 0,
  most: 600_000,
  read: (text) => (text === 'off' ? 0 : readDuration(text)),
}
const OBSERVED: ValueKind = { ...TIMES, what: 'a time such as 60s', least: 1000, most: 3_600_000 }
const COUNTS = {
  example: '1',
  step: 1,
  read: (text: string) => (/^\d{1,10}$/.test(text) ? Number(text) : Number.NaN),
  write: String,
}
const RETRANSMISSIONS: ValueKind = { ...COUNTS, what: 'whole numbers', least: 0, most: 20 }
const PFMR: ValueKind = { ...COUNTS, what: 'on, off, and numbers of retransmissions (PFMR)', least: 0, most: 20 }
const SEED: ValueKind = { ...COUNTS, what: 'whole numbers', least: 0, most: 0xffff_ffff }
const RATE: ValueKind = { ...COUNTS, what: 'a whole number of messages per second', least: 1, most: 10_000 }
const WORKERS: ValueKind = { ...COUNTS, what: 'a whole number', least: 1, most: 64 }
const MOST_SEEDS = 24
const MOST_WORKERS = 8
const MOST_RUNS = 20_000
const FORMATS_BY_ENDING: Readonly<Record<string, SweepFormat>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.json': 'json',
  '.txt': 'text',
}
