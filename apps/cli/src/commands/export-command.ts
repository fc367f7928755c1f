import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { shownPath } from '../checkout.js'
import { type Command, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, RUNS_HELP, withStoredRuns } from '../stored-runs.js'

/** `sigbed export <runs>`: runs as a file of their own. */
export const EXPORT_COMMAND: Command = {
  usage: 'export <runs>',
  summary: 'Write runs to a file of their own',

  declare: (yargs) =>
    yargs
      .positional('runs', { describe: RUNS_HELP })
      .options({
        output: { alias: 'file', describe: 'Where to; left out: runs-….json.gz here', requiresArg: true },
        json: { describe: 'Write what was done as JSON', type: 'boolean' },
        ...DATABASE_FLAG,
      })
      .example('$0 export 3..12 --output before.json.gz', 'for "sigbed import" elsewhere')
      .example('$0 export baseline', 'what later runs are held against')
      .epilogue('The file is JSON, compressed with gzip. Captures stay where they are.'),

  async run(flags, surroundings) {
    const reference = textFlag(flags, 'runs')!
    const { exportRuns, runNumbers } = await import('@sigbed/results')
    const [runIds, octets] = await withStoredRuns(databasePath(flags, surroundings), surroundings, ({ queries, selection }) => {
      const selected = selection.select(reference)
      const runs = selected.map((runId) => queries.run(runId))
      return [selected, exportRuns(runs, surroundings.now().toISOString())] as const
    })
    const file = resolve(
      surroundings.workingFolder,
      textFlag(flags, 'output') ?? `runs-${runNumbers(runIds).replaceAll(', ', '-').replaceAll('..', '-')}.json.gz`,
    )
    try {
      writeFileSync(file, octets)
    } catch (error) {
      throw new UsageError(
        `${file} cannot be written (${error instanceof Error ? error.message : error}). Give another file with --output.`,
      )
    }
    const shown = shownPath(file, surroundings.workingFolder)
    const done = { format: 'sigbed-export', version: 1, file, runs: runIds, octets: octets.length }
    surroundings.output.write(
      switchFlag(flags, 'json')
        ? `${JSON.stringify(done, null, 2)}\n`
        : `${runIds.length === 1 ? 'Run' : 'Runs'} ${runNumbers(runIds)} in ${shown}, ${Math.ceil(octets.length / 1024)} KiB.\n`,
    )
    return 0
  },
}
