import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import { UsageError } from '../command-failure.js'

/** A scenario as it lies on the disk. */
export interface ScenarioFile {
  /** As the user named it, or would. */
  readonly shown: string
  readonly text: string
}

/** The scenarios that come with the program, by name. @throws UsageError where they are not */
export function shippedScenarios(): readonly ScenarioFile[] {
  return shippedNames().map((name) => ({ shown: name, text: readFileSync(join(SHIPPED_FOLDER, `${name}${ENDING}`), 'utf8') }))
}

/**
 * @param given the name of a shipped scenario, or a file; what looks like a path is one
 * @throws UsageError that says what there is
 */
export function findScenario(given: string, workingFolder: string): ScenarioFile {
  const path = resolve(workingFolder, given)
  if (LOOKS_LIKE_PATH.test(given) || existsSync(path)) {
    try {
      return { shown: given, text: readFileSync(path, 'utf8') }
    } catch (error) {
      const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
      throw new UsageError(`${given} cannot be read: ${absent ? 'there is no such file' : (error as Error).message}.`)
    }
  }
  const names = shippedNames()
  const found = names.find((name) => name === given)
  if (found !== undefined) return { shown: given, text: readFileSync(join(SHIPPED_FOLDER, `${found}${ENDING}`), 'utf8') }
  const meant = nearestWord(given, names)
  const hint = meant === null ? '"sigbed lab list" shows those there are, and a file of your own will do.' : `Did you mean ${meant}?`
  throw new UsageError(`${JSON.stringify(given)} is no scenario. ${hint}`)
}

function shippedNames(): readonly string[] {
  if (!existsSync(SHIPPED_FOLDER)) throw new UsageError(`the scenarios of this program are not in ${SHIPPED_FOLDER}: name a file.`)
  return readdirSync(SHIPPED_FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort()
}

/** src/ and dist/ lie equally deep. */
const SHIPPED_FOLDER = fileURLToPath(new URL('../../../../testbed/scenarios/', import.meta.url))
const ENDING = '.yaml'
const LOOKS_LIKE_PATH = /[\\/]|\.ya?ml$/
