import { join, resolve } from 'node:path'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import { type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { LAB_NETWORKS, type LabNetwork } from './lab-networks.js'
import { findScenario, type ScenarioFile, shippedScenarios } from './scenario-files.js'
import { withSettings } from './scenario-settings.js'

/** What `sigbed lab run` is to do. Every value is checked but the scenarios themselves. */
export interface LabRunOptions {
  readonly scenarios: readonly ScenarioFile[]
  readonly network: LabNetwork
  /** null: each scenario's own. */
  readonly seed: number | null
  readonly repetitions: number | null
  readonly profile: string | null
  readonly duration: string | null
  readonly tags: readonly string[]
  /** Absolute. */
  readonly databasePath: string
  /** Absolute; null: no capture. */
  readonly captureFile: string | null
  readonly json: boolean
  readonly quiet: boolean
}

/** @throws UsageError that names the flag and what it takes */
export function parseLabRunOptions(flags: Flags, place: { readonly workingFolder: string; readonly resultsFolder: string }): LabRunOptions {
  const database = textFlag(flags, 'database')
  const capture = textFlag(flags, 'capture')
  return {
    scenarios: chosenScenarios(flags, place.workingFolder).map(({ shown, text }) => ({
      shown,
      text: withSettings(text, listFlag(flags, 'set')),
    })),
    network: networkFlag(flags) ?? 'loopback',
    seed: wholeFlag(flags, 'seed', 0, 0xffff_ffff),
    repetitions: wholeFlag(flags, 'repetitions', 1, MOST_REPETITIONS),
    profile: textFlag(flags, 'profile'),
    duration: textFlag(flags, 'duration'),
    tags: listFlag(flags, 'tag'),
    databasePath: database === null ? join(place.resultsFolder, DATABASE_FILE) : resolve(place.workingFolder, database),
    captureFile: capture === null ? null : resolve(place.workingFolder, capture),
    json: switchFlag(flags, 'json'),
    quiet: switchFlag(flags, 'quiet'),
  }
}

/** The values of a flag that may be given several times. @throws UsageError when one is empty */
export function listFlag(flags: Flags, name: string): readonly string[] {
  const given = flags[name]
  const values: readonly unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given]
  return values.map((value) => {
    if (typeof value === 'string' && value !== '') return value
    throw new UsageError(`--${name} needs a value. Say --${name} and then what it is to be, or leave it out.`)
  })
}

function chosenScenarios(flags: Flags, workingFolder: string): readonly ScenarioFile[] {
  const given = textFlag(flags, 'scenario')
  if (switchFlag(flags, 'all')) {
    if (given !== null)
      throw new UsageError(`--all runs every scenario that comes with the program, and ${given} besides makes no sense. Give one of them.`)
    return shippedScenarios()
  }
  if (given === null) throw new UsageError('say which scenario: a name of "sigbed lab list", a file, or --all.')
  return [findScenario(given, workingFolder)]
}

/** null when it is not given. @throws UsageError */
export function networkFlag(flags: Flags): LabNetwork | null {
  const word = textFlag(flags, 'network')
  if (word === null) return null
  const found = LAB_NETWORKS.find((network) => network === word)
  if (found !== undefined) return found
  const meant = nearestWord(word, LAB_NETWORKS)
  throw new UsageError(
    `--network ${JSON.stringify(word)} is not known; there are ${LAB_NETWORKS.join(', ')}.${meant === null ? '' : ` Did you mean ${meant}?`}`,
  )
}

function wholeFlag(flags: Flags, name: string, least: number, most: number): number | null {
  const text = textFlag(flags, name)
  if (text === null) return null
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
}

const DATABASE_FILE = 'sigbed.sqlite'
const MOST_REPETITIONS = 10_000
