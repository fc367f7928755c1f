import { readFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder Sigbed was cloned or unpacked into; null when the program was installed some other way. Absolute. */
export function repositoryRoot(): string | null {
  // src/ and dist/ lie equally deep.
  const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')
  return packageField(join(root, 'package.json'), 'name') === 'sigbed' ? root : null
}

/** Where results go unless told otherwise. Absolute. */
export function defaultResultsFolder(workingFolder: string): string {
  return join(repositoryRoot() ?? workingFolder, 'results', 'data')
}

/** The version of the command. */
export function sigbedVersion(): string {
  return packageField(fileURLToPath(new URL('../package.json', import.meta.url)), 'version') ?? 'unknown'
}

/** A path as the user would write it: counted from where he is, unless that leads upwards. */
export function shownPath(path: string, workingFolder: string): string {
  const short = relative(workingFolder, path)
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short
}

/** What to type to get there: `sigbed` is on nobody's PATH when npm started it. */
export function typedCommand(words: string, environment: Readonly<Record<string, string | undefined>>): string {
  return environment['npm_config_user_agent'] === undefined ? `sigbed ${words}` : `npx sigbed ${words}`
}

function packageField(file: string, name: 'name' | 'version'): string | null {
  try {
    const value = (JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
