import { availableParallelism } from 'node:os'
import type { SweepRecord } from '@sigbed/measurement'
import type { SweptRun } from '@sigbed/testbed'
import type { Command, CommandSurroundings, ExitStatus } from '../command.js'
import { PARSING } from '../parsing.js'
import { proveFolderThere, writeReport } from '../report-file.js'
import { parseSweepOptions, SWEEP_DEFAULTS, type SweepFormat, type SweepOptions } from '../sweep/sweep-options.js'
import type { SweepPlan } from '../sweep/sweep-plan.js'
import { SweepProgress } from '../sweep/sweep-progress.js'
import type { SweepAssignment } from '../sweep/sweep-run.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed sweep [scenario]`: failover times and spurious failovers over all combinations of the timers that make them. */
export const SWEEP_COMMAND: Command = {
  usage: 'sweep [scenario]',
  summary: 'Map failover times and spurious failovers over the timers',

  declare: (yargs) =>
    yargs
      // Some flags may be given several times; with the setting of all other commands only the last would be left of them.
      .parserConfiguration({ ...PARSING, 'duplicate-arguments-array': true })
      .positional('scenario', {
        describe: 'Name of "sigbed lab list", or a file',
        type: 'string',
        defaultDescription: SWEEP_DEFAULTS.scenario,
      })
      .options({
        'rto-min': { group: TIMERS, describe: 'RTO.Min', defaultDescription: SWEEP_DEFAULTS['rto-min'], requiresArg: true },
        'path-max-retrans': {
          group: TIMERS,
          describe: 'Path.Max.Retrans',
          defaultDescription: SWEEP_DEFAULTS['path-max-retrans'],
          requiresArg: true,
        },
        pf: {
          group: TIMERS,
          describe: 'Potentially failed state (RFC 7829): on, off,\nor on with this PFMR',
          defaultDescription: SWEEP_DEFAULTS.pf,
          requiresArg: true,
        },
        heartbeat: {
          group: TIMERS,
          describe: 'Heartbeat interval, or off',
          defaultDescription: SWEEP_DEFAULTS.heartbeat,
          requiresArg: true,
        },
        'rto-max': {
          group: TIMERS,
          describe: 'RTO.Max of every cell, or RTO.Min where that\nis longer',
          defaultDescription: "the scenario's",
          requiresArg: true,
        },
        seeds: {
          group: RUNS,
          describe: 'Runs of every cell: how many, or which, as 7..9',
          defaultDescription: String(SWEEP_DEFAULTS.seeds),
          requiresArg: true,
        },
        rate: {
          group: RUNS,
          describe: 'Messages per second of a flow, at most',
          defaultDescription: String(SWEEP_DEFAULTS.rate),
          requiresArg: true,
        },
        disturb: {
          group: RUNS,
          describe: 'What makes failovers spurious, on all links or\nas the timetable says it; off: only the cut',
          defaultDescription: SWEEP_DEFAULTS.disturb,
          requiresArg: true,
        },
        observe: {
          group: RUNS,
          describe: 'Length of a disturbed run',
          defaultDescription: SWEEP_DEFAULTS.observe,
          requiresArg: true,
        },
        profile: { group: RUNS, describe: 'Timer profile for everything else', defaultDescription: "the scenario's", requiresArg: true },
        set: { group: RUNS, describe: 'Any other change, as networks.path-b.delay=20ms;\nmay be given several times', requiresArg: true },
        workers: { group: RUNS, describe: 'Threads', defaultDescription: 'a processor each', requiresArg: true },
        output: {
          group: RESULTS,
          describe: 'File: .html a page with pictures, .md, .json,\n.txt; may be given several times',
          requiresArg: true,
        },
        json: { group: RESULTS, describe: 'Write the result as JSON, progress to\nstandard error', type: 'boolean' },
        store: { group: RESULTS, describe: 'Store every run, tagged "sweep"', type: 'boolean' },
        tag: { group: RESULTS, describe: 'With --store: another tag; may be given several\ntimes', requiresArg: true },
        database: {
          group: RESULTS,
          describe: 'With --store: the file',
          defaultDescription: 'results/data/sigbed.sqlite',
          requiresArg: true,
        },
        quiet: { group: RESULTS, describe: 'Show no progress', type: 'boolean' },
      })
      .example('$0 sweep', 'all defaults, within a minute')
      .example('$0 sweep --rto-min "100ms..500ms by 100ms"', 'a range')
      .example('$0 sweep one-way-cut --output sweep.html', 'as a page')
      .epilogue(
        'Every cell is run twice for each seed, in virtual time. Failover: the first cut of the scenario, held until the path must be inactive, ' +
          'then all is whole again. Disturbed: nothing is cut, and --disturb is on all links; what fails there fails spuriously. ' +
          'A scenario that cuts nothing is run as disturbed as it is by itself.\n\n' +
          'Exit status: 0 measured, 1 a run of it failed, 2 nothing was run, because of what was given, 130 interrupted (what was measured is shown).',
      ),

  async run(flags, surroundings) {
    const options = parseSweepOptions(flags, { ...surroundings, processors: availableParallelism() })
    for (const { file } of options.outputs) proveFolderThere(file, surroundings)
    const { SweepPlan } = await import('../sweep/sweep-plan.js')
    const plan = SweepPlan.of(options)
    const record = plan.record(await carryOut(plan, options, surroundings))
    const { output } = surroundings
    output.write(await rendered(record, options.json ? 'json' : 'text', lookOf(output, surroundings)))
    for (const { file, format } of options.outputs) writeReport(file, await rendered(record, format, PLAIN), surroundings)
    if (record.runsDone < record.runsPlanned) return 130
    return record.cells.every(({ problems }) => problems.length === 0) ? 0 : 1
  },
}

/** The first wish to stop lets the runs at hand end; the second one ends the program. */
async function carryOut(plan: SweepPlan, options: SweepOptions, surroundings: CommandSurroundings): Promise<ReadonlyMap<number, SweptRun>> {
  const { carryOutTasks } = await import('../sweep/sweep-crew.js')
  const { quiet, json, workers } = options
  const output = json ? surroundings.errors : surroundings.output
  const progress = new SweepProgress(plan.tasks.length, output, quiet, surroundings, () => surroundings.now().getTime())
  const assignment: SweepAssignment = { basis: plan.basis, storing: await storingOf(options) }
  const runs = new Map<number, SweptRun>()
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => {
    if (stop.signal.aborted) return surroundings.exit(130 satisfies ExitStatus)
    progress.say('Stopping. What was measured is shown in a moment; Ctrl-C once more leaves at once.')
    stop.abort()
  })
  try {
    progress.begin(Math.min(workers, plan.tasks.length))
    const take = (number: number, run: SweptRun) => {
      runs.set(number, run)
      progress.step()
    }
    await carryOutTasks(plan.tasks, assignment, workers, take, stop.signal)
  } finally {
    forget()
    progress.close()
  }
  return runs
}

/** @throws ResultsError (rejects) when nothing can be stored there: before the first run */
async function storingOf({ store: chosen }: SweepOptions): Promise<SweepAssignment['storing']> {
  if (chosen === null) return null
  const [{ ResultsStore }, { environmentFingerprint }, { proveWritable }] = await Promise.all([
    import('@sigbed/results'),
    import('../environment-fingerprint.js'),
    import('../stored-runs.js'),
  ])
  const store = ResultsStore.open(chosen.databasePath)
  try {
    proveWritable(store)
  } finally {
    store.close()
  }
  return { ...chosen, environment: await environmentFingerprint() }
}

async function rendered(record: SweepRecord, format: SweepFormat, look: ReturnType<typeof lookOf>): Promise<string> {
  if (format === 'html') return (await import('@sigbed/results/html')).renderSweepPage(record)
  const { renderMarkdownSweep, renderSweep, renderSweepJson } = await import('@sigbed/results')
  if (format === 'json') return renderSweepJson(record)
  return format === 'markdown' ? renderMarkdownSweep(record) : renderSweep(record, look)
}

const TIMERS = 'Timers (lists such as 100ms,1s and ranges such as 0..5 or 1s..9s by 2s):'
const RUNS = 'Runs:'
const RESULTS = 'Results:'
const PLAIN = { colour: false, width: 100 }
