import type { RecordedRun } from '@sigbed/results'
import type { Scenario } from '@sigbed/testbed'
import { createColors } from 'picocolors'
import { typedCommand } from '../checkout.js'
import type { CommandSurroundings } from '../command.js'
import { asShown, withStoredRuns } from '../stored-runs.js'
import { lookOf } from '../terminal-look.js'
import type { LabRunOptions } from './lab-options.js'
import type { ScenarioRunResult } from './scenario-run.js'

/** A run that is over and stored. */
export interface FinishedRun {
  readonly scenario: Scenario
  readonly result: ScenarioRunResult
}

/** One run by its scorecard; several by a table of their verdicts. Read back from the database: what is shown is what is stored. */
export async function showRuns(finished: readonly FinishedRun[], options: LabRunOptions, surroundings: CommandSurroundings): Promise<void> {
  const { renderScorecard } = await import('@sigbed/results')
  const { output, environment } = surroundings
  if (finished.length === 0) return
  const text = await withStoredRuns(options.databasePath, surroundings, ({ queries, shownPath, databaseFlag }) => {
    const runs = finished.map(({ result }) => queries.run(result.runId))
    if (options.json) return `${JSON.stringify(runsJson(finished, runs, options), null, 2)}\n`
    const [only] = runs
    if (only === undefined || runs.length > 1) return verdictTable(finished, surroundings)
    const showCommand = typedCommand(`report ${only.runId}${databaseFlag}`, environment)
    return renderScorecard({ run: asShown(only, surroundings), databasePath: shownPath, showCommand }, lookOf(output, surroundings))
  })
  output.write(text)
}

function runsJson(finished: readonly FinishedRun[], stored: readonly RecordedRun[], { network, databasePath }: LabRunOptions): object {
  const runs = finished.map(({ scenario, result }, i) => {
    const { expectations, audits, requestAudits } = stored[i]!
    return { scenario: scenario.name, seed: scenario.seed, ...result, expectations, audits, requestAudits }
  })
  return { format: 'sigbed-lab-runs', version: 1, network, database: databasePath, runs }
}

/** A line for each run, the reasons of those that did not pass below them, the sum last. */
function verdictTable(finished: readonly FinishedRun[], surroundings: CommandSurroundings): string {
  const paint = createColors(lookOf(surroundings.output, surroundings).colour)
  const width = Math.max(...finished.map(({ scenario }) => scenario.name.length))
  const lines = finished.flatMap(({ scenario, result }) => {
    const { runId, outcome, verdict, reasons } = result
    const passed = outcome === 'completed' && verdict === 'pass'
    const undecided = outcome === 'completed' && verdict === null
    const word = passed
      ? paint.green('pass')
      : undecided
        ? paint.yellow('no verdict')
        : paint.red(outcome === 'completed' ? 'fail' : outcome)
    const line = `  ${scenario.name.padEnd(width)}  seed ${String(scenario.seed).padStart(5)}  run ${String(runId).padStart(5)}  ${word}`
    return passed ? [line] : [line, ...reasons.map((reason) => `    ${reason}`)]
  })
  const passed = finished.filter(({ result }) => result.outcome === 'completed' && result.verdict === 'pass').length
  return `${[...lines, '', `  ${passed} of ${finished.length} passed`].join('\n')}\n`
}
