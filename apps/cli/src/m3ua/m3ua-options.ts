import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type ConfigurationDocument,
  type M3uaConfiguration,
  type M3uaRole,
  readConfiguration,
  readScript,
  type Step,
} from '@sigbed/m3ua-peer'
import { type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { M3UA_FLAGS, type M3uaFlag } from './m3ua-flags.js'

/** What one node is to be and to do. Every value is checked. */
export interface M3uaOptions {
  readonly configuration: M3uaConfiguration
  /** Null: none, it runs until it is stopped. */
  readonly script: readonly Step[] | null
  readonly stay: boolean
  readonly json: boolean
  /** Absolute; null: no trace. */
  readonly traceFile: string | null
  /** The user asked for this name: another one will not do. */
  readonly nameWanted: boolean
}

/** @throws UsageError, ConfigurationError, ScriptError: each says what would do */
export function parseM3uaOptions(role: M3uaRole, flags: Flags, workingFolder: string, profiles: readonly string[]): M3uaOptions {
  const file = textFlag(flags, 'config')
  const trace = textFlag(flags, 'trace')
  const text = file === null ? '' : contentOf(resolve(workingFolder, file), `--config ${file}`)
  const given = Object.entries<M3uaFlag>(M3UA_FLAGS).filter(([name, { place }]) => place !== null && flags[name] !== undefined)
  const changes = {}
  for (const [name, { place, takes }] of given) set(changes, place!, typedValue(textFlag(flags, name) ?? '', takes))
  const loopbackRemote = given.some(([, { place }]) => place![0] === 'remotes') && flags['remote'] === undefined && file === null
  if (loopbackRemote) set(changes, M3UA_FLAGS.remote.place!, ['127.0.0.1'])
  const configuration = readConfiguration(
    {
      file,
      text,
      changes: changes as ConfigurationDocument,
      nameOfChange: (place) => flagFor(place, given),
      profiles,
    },
    role,
  )
  const script = textFlag(flags, 'do')
  return {
    configuration,
    script: script === null ? null : readScript(scriptText(script, workingFolder), configuration),
    stay: switchFlag(flags, 'stay'),
    json: switchFlag(flags, 'json'),
    traceFile: trace === null ? null : resolve(workingFolder, trace),
    nameWanted: configuration.name !== role,
  }
}

function scriptText(given: string, workingFolder: string): string {
  return given.startsWith('@') ? contentOf(resolve(workingFolder, given.slice(1)), `--do ${given}`) : given
}

function contentOf(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new UsageError(`${flag}: ${reason}; name a file that can be read.`)
  }
}

function typedValue(text: string, takes: M3uaFlag['takes']): unknown {
  if (takes === 'list') return text.split(',').map((part) => part.trim())
  // What is no number stays as it was typed, so that it is told as it was typed.
  return takes === 'number' && /^\d{1,10}$/.test(text) ? Number(text) : text
}

/** Makes the maps and lists on the way. */
function set(document: object, place: readonly (string | number)[], value: unknown): void {
  let at = document as Record<string | number, unknown>
  place.slice(0, -1).forEach((key, i) => {
    at[key] ??= typeof place[i + 1] === 'number' ? [] : {}
    at = at[key] as Record<string | number, unknown>
  })
  at[place.at(-1)!] = value
}

/** The flag that put something at this place. */
function flagFor(place: readonly (string | number)[], given: readonly (readonly [string, M3uaFlag])[]): string | null {
  const found = given.find(([, flag]) => flag.place!.every((key, i) => place[i] === key))
  return found === undefined ? null : `--${found[0]}`
}
