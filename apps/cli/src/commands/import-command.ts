import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, withStoredRuns } from '../stored-runs.js'
import { takenReport } from '../taken-runs.js'

/** `sigbed import <file>`: takes runs that were exported. */
export const IMPORT_COMMAND: Command = {
  usage: 'import <file>',
  summary: 'Take runs that "sigbed export" wrote',

  declare: (yargs) =>
    yargs
      .positional('file', { describe: 'What "sigbed export" wrote' })
      .options({ json: { describe: 'Write JSON, for programs', type: 'boolean' }, ...DATABASE_FLAG })
      .example('$0 import before.json.gz', 'runs get the next free numbers here')
      .epilogue('A run that is here already is not taken twice.'),

  async run(flags, surroundings) {
    const file = resolve(surroundings.workingFolder, textFlag(flags, 'file')!)
    const { importedRuns, takeRuns } = await import('@sigbed/results')
    const runs = importedRuns(octetsOf(file), file)
    const path = databasePath(flags, surroundings)
    const report = await withStoredRuns(path, surroundings, ({ store }) => takenReport(takeRuns(store, runs), flags), false)
    surroundings.output.write(report)
    return 0
  },
}

function octetsOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const why = isMissing ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    throw new UsageError(`${file} cannot be read: ${why}. Give a file that "sigbed export" wrote.`)
  }
}
