import { extname } from 'node:path'
import type { RunFilter } from '@sigbed/results'
import { typedCommand } from '../checkout.js'
import { type Command, type CommandSurroundings, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { writeReport } from '../report-file.js'
import { asShown, databasePath, type StoredRuns, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed report [run]`: the runs of a database, or everything about one of them. */
export const REPORT_COMMAND: Command = {
  usage: 'report [run]',
  summary: 'List the runs measured so far, or show one',

  declare: (yargs) =>
    yargs
      .positional('run', {
        describe: 'Number of a run, "latest", or -1 for the last,\n-2 for the one before it',
        defaultDescription: 'list all',
      })
      .options({
        most: { describe: 'List this many runs, the newest first', defaultDescription: String(MOST_RUNS), requiresArg: true },
        scenario: { describe: 'List runs of this scenario only', requiresArg: true },
        tag: { describe: 'List runs with this tag only', requiresArg: true },
        verdict: { describe: 'List runs with this verdict only: pass, fail\nor none', requiresArg: true },
        format: { describe: `One of ${FORMATS.join(', ')}`, defaultDescription: 'text', requiresArg: true },
        output: { describe: 'File to write to instead of the terminal', requiresArg: true },
        json: { describe: 'The same as --format json, for programs', type: 'boolean' },
        database: { describe: 'File the runs are stored in', defaultDescription: 'results/data/sigbed.sqlite', requiresArg: true },
      })
      .example('$0 report', 'the runs, one line each')
      .example('$0 report latest', 'the scorecard of the last run')
      .example('$0 report 17 --json', 'all that is stored of run 17')
      .example('$0 report latest --output run.html', 'a page with pictures; open it in a browser'),

  async run(flags, surroundings) {
    const most = mostRuns(flags)
    const reference = textFlag(flags, 'run')
    const file = textFlag(flags, 'output')
    const format = formatOf(flags, file)
    const filter = filterOf(flags, reference)
    if (reference === null && (format === 'html' || format === 'markdown'))
      throw new UsageError(
        `--format ${format} shows one run. Name it: "report latest --format ${format}", or a number from "sigbed report".`,
      )
    const text = await withStoredRuns(databasePath(flags, surroundings), surroundings, (runs) =>
      reference === null ? runList(runs, most, filter, format, surroundings) : oneRun(runs, reference, format, file !== null, surroundings),
    )
    if (file === null) surroundings.output.write(text)
    else writeReport(file, text, surroundings)
    return 0
  },
}

async function runList(
  { queries, databaseFlag, shownPath: database }: StoredRuns,
  most: number,
  filter: RunFilter,
  format: Format,
  surroundings: CommandSurroundings,
) {
  const { renderJson, renderRunList, runListJson } = await import('@sigbed/results')
  const runs = queries.list(most, filter)
  if (format === 'json') return renderJson(runListJson(runs))
  const typed = (words: string) => typedCommand(`${words}${databaseFlag}`, surroundings.environment)
  if (runs.length === 0 && queries.list(1).length > 0) return `No run of ${database} meets that.\n`
  if (runs.length === 0) return `${database} holds no run yet. A first one: ${typed('run')}\n`
  return `${renderRunList(runs, lookOf(surroundings.output, surroundings))}\n  Show one: ${typed(`report ${runs[0]!.runId}`)}\n`
}

/** A database without runs is told of by the error that there is no such run. */
async function oneRun(
  { queries, shownPath: database, databaseFlag }: StoredRuns,
  reference: string,
  format: Format,
  intoFile: boolean,
  surroundings: CommandSurroundings,
) {
  const results = await import('@sigbed/results')
  if (queries.list(1).length === 0)
    throw new UsageError(
      `${database} holds no run yet. Measure a first one with "${typedCommand(`run${databaseFlag}`, surroundings.environment)}".`,
    )
  const run = queries.run(queries.resolve(reference))
  if (format === 'json') return results.renderJson(results.runJson(run))
  const shown = asShown(run, surroundings)
  if (format === 'markdown') return results.renderMarkdownRun(shown)
  if (format === 'html') return (await import('@sigbed/results/html')).renderRunPage(shown)
  const showCommand = typedCommand(`report ${run.runId}${databaseFlag}`, surroundings.environment)
  const look = intoFile ? PLAIN : lookOf(surroundings.output, surroundings)
  return results.renderScorecard({ run: shown, databasePath: database, showCommand }, look)
}

function filterOf(flags: Flags, reference: string | null): RunFilter {
  const filter = { scenario: textFlag(flags, 'scenario'), tag: textFlag(flags, 'tag'), verdict: verdictOf(flags) }
  const [given] = Object.entries(filter).find(([, wish]) => wish !== null) ?? []
  if (given !== undefined && reference !== null)
    throw new UsageError(`--${given} is for the list of runs, and ${JSON.stringify(reference)} names one. Leave one of them out.`)
  return filter
}

function verdictOf(flags: Flags): RunFilter['verdict'] {
  const text = textFlag(flags, 'verdict')
  if (text === null || text === 'pass' || text === 'fail' || text === 'none') return text
  throw new UsageError(`--verdict is pass, fail or none, not ${JSON.stringify(text)}.`)
}

/** What `--format` says, or `--json`, or else the ending of the file. @throws UsageError */
function formatOf(flags: Flags, file: string | null): Format {
  const given = textFlag(flags, 'format')
  if (switchFlag(flags, 'json')) {
    if (given !== null && given !== 'json') throw new UsageError(`--json and --format ${given} contradict one another. Give one of them.`)
    return 'json'
  }
  if (given === null) {
    const ending = file === null ? '' : extname(file).toLowerCase()
    const format = ending === '' ? 'text' : FORMATS_BY_ENDING[ending]
    if (format === undefined)
      throw new UsageError(
        `--output ${file}: ${ending} is no kind of report. End it in ${Object.keys(FORMATS_BY_ENDING).join(', ')}, or say --format.`,
      )
    return format
  }
  const found = FORMATS.find((format) => format === given)
  if (found === undefined) throw new UsageError(`--format takes ${FORMATS.join(', ')}, not ${JSON.stringify(given)}.`)
  return found
}

function mostRuns(flags: Flags): number {
  const text = textFlag(flags, 'most')
  if (text === null) return MOST_RUNS
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`--most takes a whole number from 1 up, not ${JSON.stringify(text)}.`)
}

const MOST_RUNS = 20
const FORMATS = ['text', 'json', 'markdown', 'html'] as const
type Format = (typeof FORMATS)[number]
const FORMATS_BY_ENDING: Readonly<Record<string, Format>> = {
  '.txt': 'text',
  '.json': 'json',
  '.md': 'markdown',
  '.html': 'html',
  '.htm': 'html',
}
const PLAIN = { colour: false, width: 100 }
