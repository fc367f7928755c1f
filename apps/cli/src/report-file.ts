import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { shownPath } from './checkout.js'
import type { CommandSurroundings } from './command.js'
import { UsageError } from './command-failure.js'

/** Writes what `--output` asked for, and says so. @throws UsageError when the file cannot be written */
export function writeReport(file: string, text: string, { workingFolder, errors }: CommandSurroundings): void {
  const path = resolve(workingFolder, file)
  try {
    writeFileSync(path, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--output ${file} cannot be written (${why}). Give a file in a folder that is there.`)
  }
  errors.write(`Written to ${shownPath(path, workingFolder)}.\n`)
}

/** Before the work that the report is of. @throws UsageError when there is no folder for the file */
export function proveFolderThere(file: string, { workingFolder }: CommandSurroundings): void {
  if (existsSync(dirname(resolve(workingFolder, file)))) return
  throw new UsageError(`--output ${file} cannot be written: its folder is not there. Give a file in a folder that is.`)
}
