import { shownPath } from '../checkout.js'
import type { Command, CommandSurroundings, ExitStatus } from '../command.js'
import { LAB_NETWORKS } from '../lab/lab-networks.js'
import { type LabRunOptions, parseLabRunOptions } from '../lab/lab-options.js'
import { type PlannedRun, plannedRuns } from '../lab/planned-runs.js'
import { type FinishedRun, showRuns } from '../lab/run-report.js'
import { PARSING } from '../parsing.js'
import { openRunDisplay } from '../run-display.js'

/** `sigbed lab run <scenario>`: carries scenarios out, stores every run, and says whether they did what they are to show. */
export const LAB_RUN_COMMAND: Command = {
  usage: 'lab run [scenario]',
  summary: 'Run scenarios, and judge them by what they expect',

  declare: (yargs) =>
    yargs
      // Some flags may be given several times; with the setting of all other commands only the last would be left of them.
      .parserConfiguration({ ...PARSING, 'duplicate-arguments-array': true })
      .positional('scenario', { describe: 'Name of "sigbed lab list", or a file', type: 'string' })
      .options({
        all: { group: RUNS, describe: 'Every scenario that comes with the program', type: 'boolean' },
        network: { group: RUNS, describe: `Where: ${LAB_NETWORKS.join(', ')}`, defaultDescription: 'loopback', requiresArg: true },
        seed: { group: RUNS, describe: 'Of chance; repetitions count on from it', defaultDescription: "the scenario's", requiresArg: true },
        repetitions: { group: RUNS, describe: 'How often', defaultDescription: "the scenario's", requiresArg: true },
        profile: { group: CHANGES, describe: 'Timer profile; "sigbed profiles" lists them', requiresArg: true },
        duration: { group: CHANGES, describe: 'Length of the traffic, such as 20s', requiresArg: true },
        set: { group: CHANGES, describe: 'Anything else, as networks.path-b.delay=20ms;\nmay be given several times', requiresArg: true },
        database: {
          group: RESULTS,
          describe: 'File to store runs in',
          defaultDescription: 'results/data/sigbed.sqlite',
          requiresArg: true,
        },
        tag: { group: RESULTS, describe: 'A word to find the runs by; may be given\nseveral times', requiresArg: true },
        capture: { group: RESULTS, describe: 'Packet capture for Wireshark', requiresArg: true },
        json: { group: RESULTS, describe: 'Write the result as JSON, progress to\nstandard error', type: 'boolean' },
        quiet: { group: RESULTS, describe: 'Show no progress', type: 'boolean' },
      })
      .example('$0 lab run two-homed-failover', 'on loopback, in real time')
      .example('$0 lab run --all --network simulated', 'in virtual time: over at once')
      .example('$0 lab run lossy-path --repetitions 20', 'with twenty seeds')
      .epilogue(
        'Exit status: 0 every verdict is pass, 1 one is not, 2 nothing was run, because of what was given, 130 interrupted (what was measured is stored).',
      ),

  async run(flags, surroundings) {
    const options = parseLabRunOptions(flags, surroundings)
    // All of them before the first: a mistake in the last is found at once.
    const planned = await plannedRuns(options)
    const finished = await carryOut(planned, options, surroundings)
    await showRuns(finished, options, surroundings)
    if (finished.some(({ result }) => result.outcome === 'interrupted') || finished.length < planned.length) return 130
    return finished.every(({ result }) => result.outcome === 'completed' && result.verdict === 'pass') ? 0 : 1
  },
}

/** One after another. The first wish to stop ends the run at hand and leaves out the others; the second one ends the program. */
async function carryOut(
  planned: readonly PlannedRun[],
  options: LabRunOptions,
  surroundings: CommandSurroundings,
): Promise<readonly FinishedRun[]> {
  const [{ ResultsStore }, { runScenario }, { environmentFingerprint }, { proveWritable }] = await Promise.all([
    import('@sigbed/results'),
    import('../lab/scenario-run.js'),
    import('../environment-fingerprint.js'),
    import('../stored-runs.js'),
  ])
  const { network, tags, databasePath, json, quiet } = options
  const environment = await environmentFingerprint()
  const stop = new AbortController()
  const display = await openRunDisplay(json ? surroundings.errors : surroundings.output, quiet, surroundings)
  const store = ResultsStore.open(databasePath)
  const stored = shownPath(databasePath, surroundings.workingFolder)
  const forget = surroundings.onInterrupt(() => {
    if (stop.signal.aborted) return surroundings.exit(130 satisfies ExitStatus)
    const notice = `Stopping. What was measured so far is being stored in ${stored}; Ctrl-C once more leaves at once, and "sigbed lab down" clears up then.`
    if (quiet) surroundings.errors.write(`${notice}\n`)
    else display.say(notice)
    stop.abort()
  })
  const finished: FinishedRun[] = []
  try {
    proveWritable(store)
    for (const run of planned) {
      if (stop.signal.aborted) break
      if (planned.length > 1) display.say(`${finished.length + 1} of ${planned.length}: ${run.scenario.name}, seed ${run.scenario.seed}`)
      const startedAtUtc = surroundings.now().toISOString()
      const { scenario, captureFile } = run
      const result = await runScenario({ scenario, network, captureFile, tags, startedAtUtc, environment }, store, display, stop.signal)
      finished.push({ scenario, result })
    }
  } finally {
    forget()
    display.close()
    store.close()
  }
  return finished
}

const RUNS = 'Runs:'
const CHANGES = 'Changes to the scenario:'
const RESULTS = 'Results:'
