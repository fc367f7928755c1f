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
import { ConfigurationFlags, contentOf } from '../configuration-flags.js'
import { M3UA_FLAGS } from './m3ua-flags.js'

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
  const fromFlags = new ConfigurationFlags(M3UA_FLAGS, flags)
  if (fromFlags.touches('remotes') && flags['remote'] === undefined && file === null) fromFlags.set('remote', ['127.0.0.1'])
  // As help says: a flag about the Application Server does not make it one without a Routing Context.
  if (fromFlags.touches('application-servers') && flags['routing-context'] === undefined && file === null)
    fromFlags.set('routing-context', 1)
  const configuration = readConfiguration(
    {
      file,
      text,
      changes: fromFlags.changes as ConfigurationDocument,
      nameOfChange: (place) => fromFlags.flagFor(place),
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
