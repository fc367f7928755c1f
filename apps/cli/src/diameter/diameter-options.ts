import { dirname, resolve } from 'node:path'
import {
  type ConfigurationDocument,
  type DiameterConfiguration,
  type DiameterNodeUse,
  readDiameterConfiguration,
  SAMPLE_APPLICATIONS,
} from '@sigbed/diameter-peer'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import { type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { ConfigurationFlags, contentOf } from '../configuration-flags.js'
import { DIAMETER_FLAGS } from './diameter-flags.js'

/** What one node is to be. Every value is checked; what it names is not read yet. */
export interface DiameterOptions {
  readonly configuration: DiameterConfiguration
  /** Absolute: paths in the configuration count from here. */
  readonly folder: string
  readonly json: boolean
  /** Tell what only concerns the state machines, too. */
  readonly verbose: boolean
  /** Absolute; null: no trace. */
  readonly traceFile: string | null
}

/** @throws UsageError, ConfigurationError: each says what would do */
export function parseDiameterOptions(
  use: DiameterNodeUse,
  flags: Flags,
  workingFolder: string,
  profiles: readonly string[],
): DiameterOptions {
  const file = textFlag(flags, 'config')
  const path = file === null ? null : resolve(workingFolder, file)
  const trace = textFlag(flags, 'trace')
  const fromFlags = new ConfigurationFlags(DIAMETER_FLAGS, flags)
  const changes = fromFlags.changes as { -readonly [K in keyof ConfigurationDocument]: ConfigurationDocument[K] }
  const ofPeer = PEER_FLAGS.find((name) => flags[name] !== undefined)
  if (ofPeer !== undefined && flags['to'] === undefined) {
    if (file !== null) throw new UsageError(`--${ofPeer} goes with --to: the peers of ${file} have their own.`)
    fromFlags.set('to', ['127.0.0.1'])
  }
  const served = textFlag(flags, 'applications')
  if (served !== null)
    changes.applications = { ...chosenApplications(served), ...changes.applications } as ConfigurationDocument['applications']
  const port = portFlag(flags)
  if (port !== null)
    changes.listen = [
      { transport: 'sctp', port },
      { transport: 'tcp', port },
    ]
  const configuration = readDiameterConfiguration(
    {
      file,
      text: path === null ? '' : contentOf(path, `--config ${file}`),
      changes,
      nameOfChange: (place) => fromFlags.flagFor(place),
      profiles,
    },
    use,
  )
  return {
    configuration,
    // A path in a file counts from that file, one in a flag from where the user is.
    folder: path === null || fromFlags.touches('applications') || fromFlags.touches('security') ? workingFolder : dirname(path),
    json: switchFlag(flags, 'json'),
    verbose: switchFlag(flags, 'verbose'),
    traceFile: trace === null ? null : resolve(workingFolder, trace),
  }
}

function chosenApplications(text: string): Record<string, object> {
  const words = SAMPLE_APPLICATIONS.map(({ word }) => word)
  return Object.fromEntries(
    text.split(',').map((part) => {
      const word = part.trim().toLowerCase()
      if (words.includes(word)) return [word, {}]
      const host = SAMPLE_APPLICATIONS.find(({ companionWords }) => companionWords?.includes(word))
      if (host !== undefined) throw new UsageError(`--applications: ${word} is served together with ${host.word}; say ${host.word}.`)
      const meant = nearestWord(word, words)
      const hint = meant === null ? `There are ${words.join(', ')}.` : `Did you mean ${meant}?`
      throw new UsageError(`--applications: there is no sample application ${JSON.stringify(part)}. ${hint}`)
    }),
  )
}

function portFlag(flags: Flags): number | null {
  const text = textFlag(flags, 'port')
  if (text === null) return null
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new UsageError(`--port takes a port from 1 to 65535, not ${JSON.stringify(text)}.`)
}

/** Flags about the one peer that --to names. */
const PEER_FLAGS = ['transport', 'remote-port', 'remote-udp-port'] as const
