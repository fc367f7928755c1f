import { resolve } from 'node:path'
import type { ResultsStore } from '@sigbed/results'
import { type Command, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, withStoredRuns } from '../stored-runs.js'
import { takenReport } from '../taken-runs.js'

/** `sigbed merge <other>`: takes all runs of another database. */
export const MERGE_COMMAND: Command = {
  usage: 'merge <other>',
  summary: 'Take all runs of another database',

  declare: (yargs) =>
    yargs
      .positional('other', { describe: 'The other database; it stays as it is' })
      .options({ json: { describe: 'Write JSON, for programs', type: 'boolean' }, ...DATABASE_FLAG })
      .example('$0 merge /mnt/lab-2/sigbed.sqlite', 'runs get the next free numbers here')
      .epilogue('A run that is here already is not taken twice: merge as often as you like.'),

  async run(flags, surroundings) {
    const other = resolve(surroundings.workingFolder, textFlag(flags, 'other')!)
    const path = databasePath(flags, surroundings)
    if (other === path) throw new UsageError(`${other} cannot be merged into itself. Name another database.`)
    const { mergeDatabase, ResultsError } = await import('@sigbed/results')
    const take = (store: ResultsStore) => {
      try {
        return mergeDatabase(store, other)
      } catch (error) {
        // What is the matter with the other one is mended by naming another, and not by --database.
        if (error instanceof ResultsError && error.message.includes(other)) throw new UsageError(error.message)
        throw error
      }
    }
    const report = await withStoredRuns(path, surroundings, ({ store }) => takenReport(take(store), flags), false)
    surroundings.output.write(report)
    return 0
  },
}
