import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type LoadPlan, readWorkload, type WorkloadDocument } from '@sigbed/load-generator'
import { type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { ConfigurationFlags, contentOf } from '../configuration-flags.js'
import { LOAD_FLAGS } from './load-flags.js'

/** What one call of `sigbed load` is to do. Every value is checked. */
export interface LoadOptions {
  readonly plan: LoadPlan
  readonly json: boolean
  readonly quiet: boolean
  /** Commands are read from standard input. */
  readonly control: boolean
  /** Null: no metrics are served. */
  readonly prometheusPort: number | null
}

type Changes = { -readonly [K in keyof WorkloadDocument]: WorkloadDocument[K] }

/** What the meaning of the flags depends on besides themselves. */
export interface LoadPlace {
  readonly workingFolder: string
  readonly profiles: readonly string[]
  readonly now: Date
}

/** @throws UsageError, ConfigurationError: each says what would do */
export function parseLoadOptions(flags: Flags, place: LoadPlace): LoadOptions {
  const file = textFlag(flags, 'workload')
  const path = file === null ? null : resolve(place.workingFolder, file)
  const fromFlags = new ConfigurationFlags(LOAD_FLAGS, flags)
  const changes = fromFlags.changes as Changes
  const protocol = protocolOf(flags)
  if (protocol !== null) changes.protocol = protocol
  const target = textFlag(flags, 'target')
  if (target !== null) changes.target = { ...changes.target, ...targetOf(target) }
  const data = textFlag(flags, 'data')
  const order = textFlag(flags, 'data-order')
  if (order !== null && data === null) throw new UsageError('--data-order goes with --data.')
  if (data !== null) changes.data = { file: data, ...(order !== null && { order: order as 'once' }) }
  // One flag of arrivals goes before whichever of them the file has: together they would contradict one another.
  const arrivals = changes.arrivals as Record<string, unknown> | undefined
  const folders = [place.workingFolder, ...(path === null ? [] : [dirname(path)])]
  const plan = readWorkload({
    file,
    text: path === null ? '' : contentOf(path, `--workload ${file}`),
    changes,
    replacesArrivals: arrivals !== undefined && ['rate', 'ramp', 'steps', 'replay', 'closed'].some((key) => arrivals[key] !== undefined),
    nameOfChange: (at) => nameOf(at, fromFlags, target !== null, data !== null),
    readFile: (name) => contentIn(folders, name),
    profiles: place.profiles,
    nowSeconds: Math.trunc(place.now.getTime() / 1000),
  })
  return {
    plan,
    json: switchFlag(flags, 'json'),
    quiet: switchFlag(flags, 'quiet'),
    control: switchFlag(flags, 'control'),
    prometheusPort: portFlag(flags, 'prometheus'),
  }
}

/** `127.0.0.1,127.0.1.1:3868`, `[::1]:3868`. @throws UsageError */
export function targetOf(text: string): { addresses: string[]; port?: number } {
  const [, list, port] = /^(.*?)(?<=[\d\]])(?::(\d{1,5}))?$/.exec(portBehind(text)) ?? []
  if (list === undefined)
    throw new UsageError(
      `--target takes IP addresses and a port, such as 127.0.0.1,127.0.1.1:3868 or [::1]:3868, not ${JSON.stringify(text)}.`,
    )
  const addresses = list.split(',').map((part) => part.trim().replace(/^\[(.*)\]$/, '$1'))
  return { addresses, ...(port !== undefined && { port: Number(port) }) }
}

/** An IPv6 address by itself has colons, but no port behind it: brackets say where it ends. */
function portBehind(text: string): string {
  const last = text.slice(text.lastIndexOf(',') + 1).trim()
  const isBareIpv6 = !last.includes('[') && (last.match(/:/g) ?? []).length > 1
  return isBareIpv6 ? `${text.slice(0, text.length - last.length)}[${last}]` : text
}

function protocolOf(flags: Flags): 'm3ua' | 'diameter' | null {
  const word = flags['protocol']
  if (word === undefined) return null
  if (word === 'm3ua' || word === 'diameter') return word
  throw new UsageError(`"sigbed load" takes m3ua or diameter, not ${JSON.stringify(word)}.`)
}

function nameOf(at: readonly (string | number)[], fromFlags: ConfigurationFlags, hasTarget: boolean, hasData: boolean): string | null {
  if (hasTarget && at[0] === 'target' && (at[1] === 'addresses' || at[1] === 'port')) return '--target'
  if (hasData && at[0] === 'data') return at[1] === 'order' ? '--data-order' : '--data'
  // Nothing was given that could be named by a line.
  if (at[0] === 'target' && at[1] === 'addresses') return '--target'
  if (at[0] === 'local' && at[1] === 'addresses') return '--local'
  return fromFlags.flagFor(at)
}

/** Of the first folder that has it. */
function contentIn(folders: readonly string[], name: string): string | null {
  for (const folder of folders) {
    try {
      return readFileSync(resolve(folder, name), 'utf8')
    } catch {
      // The next folder may have it; that none has is told by whoever asked.
    }
  }
  return null
}

function portFlag(flags: Flags, name: string): number | null {
  const text = textFlag(flags, name)
  if (text === null) return null
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port >= 0 && port <= 65_535) return port
  throw new UsageError(`--${name} takes a port from 0 (any) to 65535, not ${JSON.stringify(text)}.`)
}
