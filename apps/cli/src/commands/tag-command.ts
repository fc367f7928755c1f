import { type Command, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { DATABASE_FLAG, databasePath, RUNS_HELP, type StoredRuns, withStoredRuns } from '../stored-runs.js'

/** `sigbed tag [runs] [tag]`: puts a word on runs to find and compare them by, or lists the words in use. */
export const TAG_COMMAND: Command = {
  usage: 'tag [runs] [tag]',
  summary: 'Put a word on runs, to find and compare them by',

  declare: (yargs) =>
    yargs
      .positional('runs', { describe: RUNS_HELP, defaultDescription: 'list the tags' })
      .positional('tag', { describe: 'The word' })
      .options({
        remove: { describe: 'Take it off', type: 'boolean' },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
        ...DATABASE_FLAG,
      })
      .example('$0 tag 3..12 before', 'ten runs, for "sigbed compare tag:before tag:after"')
      .example('$0 tag latest nightly --remove', 'the last run is no nightly one')
      .example('$0 tag', 'the tags in use'),

  async run(flags, surroundings) {
    const [reference, tag] = [textFlag(flags, 'runs'), textFlag(flags, 'tag')]
    const remove = switchFlag(flags, 'remove')
    const asJson = switchFlag(flags, 'json')
    const { BASELINE_TAG, checkTag, runNumbers } = await import('@sigbed/results')
    if (reference !== null && tag === null) throw new UsageError('Say the runs and then the tag, as in "sigbed tag 3..12 before".')
    if (tag === BASELINE_TAG && !remove)
      throw new UsageError('A baseline is set with "sigbed baseline", which takes it from the runs that had it.')
    if (tag !== null) checkTag(tag)
    const text = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) => {
      if (reference === null || tag === null) return tagList(runs, asJson)
      const selected = runs.selection.select(reference)
      const changed = remove ? runs.tags.remove(selected, tag) : runs.tags.add(selected, tag)
      if (asJson) return `${JSON.stringify({ format: 'sigbed-tag', version: 1, tag, remove, runs: selected, changed }, null, 2)}\n`
      const verb = remove ? 'taken off' : 'put on'
      return changed.length === 0
        ? `${tag}: nothing to do.\n`
        : `${tag}: ${verb} ${changed.length === 1 ? 'run' : 'runs'} ${runNumbers(changed)}.\n`
    })
    surroundings.output.write(text)
    return 0
  },
}

function tagList({ tags, shownPath }: StoredRuns, asJson: boolean): string {
  const list = tags.list()
  if (asJson) return `${JSON.stringify({ format: 'sigbed-tags', version: 1, tags: list }, null, 2)}\n`
  if (list.length === 0) return `No run of ${shownPath} has a tag.\n`
  const widest = Math.max(...list.map(({ tag }) => tag.length))
  return list.map(({ tag, runs }) => `  ${tag.padEnd(widest)}  ${runs} ${runs === 1 ? 'run' : 'runs'}\n`).join('')
}
