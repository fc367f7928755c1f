import { loadTargetOf } from '../load-words.js'
import type { RecordedRun } from '../recorded-run.js'
import { expectationTable } from './expectation-table.js'
import { failoverAnatomy } from './failover-anatomy.js'
import { instantText } from './figures.js'
import { latencyCharts } from './latency-chart.js'
import { latencyTable } from './latency-table.js'
import { messageTable } from './message-table.js'
import { paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { requestTable } from './request-table.js'
import { commitText, cutText, faultsText, faultWord, trafficText } from './run-words.js'
import { hanging } from './text-layout.js'
import { timeline } from './timeline.js'
import { verdictLines } from './verdict-lines.js'

export interface ScorecardSubject {
  readonly run: RecordedRun
  /** Where the run is stored, as the person would write it. */
  readonly databasePath: string
  /** What to type to see this again, as `sigbed show 17`. */
  readonly showCommand: string
}

/** One run, for a terminal: the verdict first, then everything it rests on. Ends with a newline. */
export function renderScorecard(subject: ScorecardSubject, options: RenderOptions): string {
  const { run } = subject
  const sections = [
    verdictLines(run, options),
    labelled(circumstancesOf(run), options),
    expectationTable(run, options),
    messageTable(run, options),
    requestTable(run, options),
    failoverAnatomy(run, options),
    timeline(run, options),
    latencyTable(run, options),
    latencyCharts(run, options),
    whereabouts(subject, options),
  ]
  const filled = sections.filter((section) => section.length > 0)
  return `${filled.map((section) => section.join('\n')).join('\n\n')}\n`
}

/** What the run was and what it was measured with: labels and texts. */
export function circumstancesOf(run: RecordedRun): (readonly [label: string, text: string])[] {
  const { description, environment } = run
  const { cutAtMs, restoreAtMs, startedAtUtc, seed } = description
  const { cpuModel, cores, memoryMiB, kernel, architecture, nodeVersion, sigbedVersion, gitCommit, gitDirty } = environment
  // A cut and its end are told in a few words; anything else as the timetable has it.
  const isPlainCut = faultWord(run) === 'cut'
  const target = loadTargetOf(run)
  const memory = `${(memoryMiB / 1024).toFixed(1)} GiB`
  return [
    ['Traffic', `${trafficText(run)}${isPlainCut && target === null ? `; ${cutText(cutAtMs, restoreAtMs)}` : ''}`],
    ...(target === null ? [] : [['Target', target] as const]),
    ...(isPlainCut ? [] : [['Faults', faultsText(run)] as const]),
    ['Started', `${instantText(startedAtUtc)}, seed ${seed}`],
    ['Machine', `${cpuModel}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory}; ${kernel} ${architecture}; Node ${nodeVersion}`],
    ['Program', `sigbed ${sigbedVersion}, ${commitText(gitCommit, gitDirty)}`],
  ]
}

function whereabouts({ run, databasePath, showCommand }: ScorecardSubject, options: RenderOptions): string[] {
  const { captureFile } = run.description
  return labelled(
    [
      ['Stored in', `${databasePath}, run ${run.runId}`],
      ...(captureFile === null ? [] : [['Packets in', captureFile] as const]),
      ['Show again', showCommand],
    ],
    options,
  )
}

function labelled(lines: readonly (readonly [string, string])[], options: RenderOptions): string[] {
  const paint = paintFor(options)
  return lines.flatMap(([label, text]) => hanging(`  ${paint.dim(label.padEnd(LABEL_WIDTH))}`, text, proseWidth(options)))
}

const LABEL_WIDTH = 12
