import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { shownPath, typedCommand } from '../checkout.js'
import type { Command, CommandSurroundings, ExitStatus } from '../command.js'
import { UsageError } from '../command-failure.js'
import type { RunConsole, RunResult } from '../run-console.js'
import { openRunDisplay, type RunDisplay } from '../run-display.js'
import { parseRunOptions, RUN_DEFAULTS, type RunOptions, SCENARIOS } from '../run-options.js'
import { asShown, proveWritable, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed run [scenario]`: measures one failover, stores it, and shows its scorecard. */
export const RUN_COMMAND: Command = {
  usage: 'run [scenario]',
  summary: 'Measure a failover, store it and show its scorecard',

  declare: (yargs) =>
    yargs
      .positional('scenario', { describe: `What happens: ${SCENARIOS.join(', ')}`, defaultDescription: RUN_DEFAULTS.scenario })
      .options({
        'm3ua-rate': flag(TRAFFIC, 'M3UA messages per second; 0 for none', RUN_DEFAULTS.messagesPerSecond),
        'diameter-rate': flag(TRAFFIC, 'Diameter requests per second; 0 for none', RUN_DEFAULTS.messagesPerSecond),
        duration: flag(TIMETABLE, 'Length of the traffic', RUN_DEFAULTS.durationSeconds),
        'cut-at': flag(TIMETABLE, 'When the path in use is cut', RUN_DEFAULTS.cutAtSeconds),
        'restore-at': flag(TIMETABLE, 'When it comes back', RUN_DEFAULTS.restoreAtSeconds),
        profile: flag(NETWORK, 'Timer profile; "sigbed profiles" lists them', RUN_DEFAULTS.profile),
        network: flag(NETWORK, 'loopback (real sockets, real time) or\nsimulated (virtual time)', RUN_DEFAULTS.network),
        'encapsulation-port': flag(
          NETWORK,
          'UDP port that carries SCTP; left out: the\nfirst free one from the default up',
          RUN_DEFAULTS.encapsulationPort,
        ),
        seed: flag(NETWORK, 'Of chance in the simulated network', RUN_DEFAULTS.seed),
        database: flag(RESULTS, 'File to store the run in', `results/data/${RUN_DEFAULTS.databaseFile}`),
        capture: flag(RESULTS, 'Packet capture for Wireshark', 'results/data/run-TIME.pcapng'),
        'no-capture': { group: RESULTS, describe: 'Capture no packets', type: 'boolean' },
        json: { group: RESULTS, describe: 'Write the result as JSON, progress to\nstandard error', type: 'boolean' },
        quiet: { group: RESULTS, describe: 'Show no progress', type: 'boolean' },
      })
      .example('$0 run', 'the usual run, 11 s')
      .example('$0 run --profile rfc9260', 'with the timers the RFC suggests')
      .example('$0 run --network simulated --seed 7', 'in virtual time: over at once')
      .epilogue('Exit status: 0 the verdict is pass, 1 it is not, 2 nothing was measured, 130 interrupted (what was measured is stored).'),

  async run(flags, surroundings) {
    const { TIMER_PROFILES } = await import('@sigbed/sctp-core')
    const options = parseRunOptions(flags, {
      ...surroundings,
      profiles: TIMER_PROFILES.map((profile) => profile.name),
      startedAt: surroundings.now(),
    })
    await proveDatabase(options)
    makeCaptureFolder(options)
    const display = await openRunDisplay(options.json ? surroundings.errors : surroundings.output, options.quiet, surroundings)
    const result = await measure(options, display, surroundings)
    await showResult(result, options, surroundings)
    return statusOf(result)
  },
}

/** Before anything else: a run nobody can store is not begun. */
async function proveDatabase({ databasePath }: RunOptions): Promise<void> {
  const { ResultsStore } = await import('@sigbed/results')
  const store = ResultsStore.open(databasePath)
  try {
    proveWritable(store)
  } finally {
    store.close()
  }
}

function makeCaptureFolder({ captureFile }: RunOptions): void {
  if (captureFile === null) return
  try {
    mkdirSync(dirname(captureFile), { recursive: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      `The folder of the capture ${captureFile} cannot be made (${why}). Give another file with --capture, or --no-capture.`,
    )
  }
}

/** The first wish to stop ends the traffic, and what was measured is stored; the second one ends the program. */
async function measure(options: RunOptions, display: RunDisplay, surroundings: CommandSurroundings): Promise<RunResult> {
  const stop = new AbortController()
  const stored = shownPath(options.databasePath, surroundings.workingFolder)
  const forget = surroundings.onInterrupt(() => {
    if (stop.signal.aborted) return surroundings.exit(130)
    const notice = `Stopping. What was measured so far is being stored in ${stored}; Ctrl-C once more leaves at once.`
    if (options.quiet) surroundings.errors.write(`${notice}\n`)
    else display.say(notice)
    stop.abort()
  })
  try {
    return await surroundings.measure(options, display satisfies RunConsole, stop.signal)
  } finally {
    forget()
    display.close()
  }
}

/** Read back from the database: what is shown is what is stored. */
async function showResult({ runId }: RunResult, options: RunOptions, surroundings: CommandSurroundings): Promise<void> {
  const { renderJson, renderScorecard, runJson } = await import('@sigbed/results')
  const { output, environment } = surroundings
  const text = await withStoredRuns(options.databasePath, surroundings, ({ queries, shownPath, databaseFlag }) => {
    const run = queries.run(runId)
    if (options.json) return renderJson(runJson(run))
    const subject = {
      run: asShown(run, surroundings),
      databasePath: shownPath,
      showCommand: typedCommand(`report ${runId}${databaseFlag}`, environment),
    }
    return renderScorecard(subject, lookOf(output, surroundings))
  })
  output.write(text)
}

/** No verdict is no good verdict. */
function statusOf({ outcome, verdict }: RunResult): ExitStatus {
  if (outcome === 'interrupted') return 130
  return outcome === 'completed' && verdict === 'pass' ? 0 : 1
}

function flag(group: string, describe: string, otherwise: string | number) {
  return { group, describe, defaultDescription: String(otherwise), requiresArg: true } as const
}

const TRAFFIC = 'Traffic:'
const TIMETABLE = 'Timetable (seconds, fractions allowed):'
const NETWORK = 'Network:'
const RESULTS = 'Results:'
