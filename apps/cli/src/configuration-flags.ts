import { readFileSync } from 'node:fs'
import type { Place } from '@sigbed/testbed'
import type { Options } from 'yargs'
import { type Flags, textFlag } from './command.js'
import { UsageError } from './command-failure.js'

/** A flag that stands for a member of a configuration, or for what only the command knows. */
export interface ConfigurationFlag {
  readonly group: string
  readonly describe: string
  /** What holds when it is not given, as help shows it; null where nothing holds or it depends. */
  readonly otherwise: string | null
  readonly takes: 'text' | 'number' | 'list' | 'switch'
  /** Where in the configuration; null for what the command alone knows. */
  readonly place: Place | null
}

/** As yargs wants it. */
export function configurationOption({ group, describe, otherwise, takes }: ConfigurationFlag): Options {
  if (takes === 'switch') return { group, describe, type: 'boolean' }
  return { group, describe, requiresArg: true, ...(otherwise !== null && { defaultDescription: otherwise }) }
}

/** What the flags of one call change in a configuration, and which flag changed what. */
export class ConfigurationFlags {
  /** To be put over what the file says. */
  readonly changes: object = {}
  private readonly given: readonly (readonly [name: string, place: Place])[]

  /** @throws UsageError for a flag without its value */
  constructor(
    private readonly table: Readonly<Record<string, ConfigurationFlag>>,
    flags: Flags,
  ) {
    this.given = Object.entries(table).flatMap(([name, { place }]) => (place === null || flags[name] === undefined ? [] : [[name, place]]))
    for (const [name, place] of this.given) {
      const { takes } = table[name]!
      put(this.changes, place, takes === 'switch' ? flags[name] === true : typedValue(textFlag(flags, name) ?? '', takes))
    }
  }

  /** Whether a flag was given that changes something under this key. */
  touches(key: string): boolean {
    return this.given.some(([, place]) => place[0] === key)
  }

  /** As if the flag had been given. */
  set(name: string, value: unknown): void {
    put(this.changes, this.table[name]!.place!, value)
  }

  /** The flag that put something at this place, as `--port`; null when none did. */
  flagFor(place: Place): string | null {
    const found = this.given.find(([, own]) => own.every((key, i) => place[i] === key))
    return found === undefined ? null : `--${found[0]}`
  }
}

/** A file somebody named. @param flag as it was given, for the message @throws UsageError */
export function contentOf(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new UsageError(`${flag}: ${reason}; name a file that can be read.`)
  }
}

function typedValue(text: string, takes: ConfigurationFlag['takes']): unknown {
  if (takes === 'list') return text.split(',').map((part) => part.trim())
  // What is no number stays as it was typed, so that it is told as it was typed.
  return takes === 'number' && /^\d{1,10}(\.\d{1,6})?$/.test(text) ? Number(text) : text
}

/** Makes the maps and lists on the way. */
function put(document: object, place: Place, value: unknown): void {
  let at = document as Record<string | number, unknown>
  place.slice(0, -1).forEach((key, i) => {
    at[key] ??= typeof place[i + 1] === 'number' ? [] : {}
    at = at[key] as Record<string | number, unknown>
  })
  at[place.at(-1)!] = value
}
