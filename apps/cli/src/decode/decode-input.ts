import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../command-failure.js'
import type { DecodeSurroundings } from '../commands/decode-command.js'

/** What is to be decoded, before anything is known of it. */
export interface DecodeInput {
  readonly octets: Uint8Array
  /** For messages: "the argument", "standard input", or the path as it was given. */
  readonly name: string
}

/** A file when what was given is the name of one; standard input for "-" and for nothing; else the text itself. */
export async function readDecodeInput(given: string | null, surroundings: DecodeSurroundings): Promise<DecodeInput> {
  if (given === null || given === '-') return { octets: await surroundings.readInput(LARGEST_INPUT), name: 'standard input' }
  const path = resolve(surroundings.workingFolder, given)
  if (existsSync(path)) return { octets: fileOctets(path, given), name: given }
  if (looksLikePath(given)) throw new UsageError(`there is no file ${given}.`)
  return { octets: new TextEncoder().encode(given), name: 'the argument' }
}

function fileOctets(path: string, shown: string): Uint8Array {
  const size = statSync(path)
  if (size.isDirectory()) throw new UsageError(`${shown} is a folder. Name a file in it.`)
  if (size.size > LARGEST_INPUT) {
    throw new UsageError(`${shown} has ${size.size} octets, more than ${LARGEST_INPUT}. Cut it first, such as with editcap -c.`)
  }
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`${shown} cannot be read (${(error as Error).message}).`)
  }
}

function looksLikePath(word: string): boolean {
  return /[/\\]|\.[a-z]+$/i.test(word)
}

/** Octets. A capture is decoded where it lies in memory. */
export const LARGEST_INPUT = 512 * 1024 * 1024
