import type { EnvironmentFingerprint, RunDescription } from '@sigbed/measurement'
import { type ResultsStore, RunRecorder } from '@sigbed/results'
import { protocolParameters } from '@sigbed/sctp-core'
import { type ConductedRun, conductRun, judge, outageOf, type RunSink, type Scenario, SimulatedScenarioLab } from '@sigbed/testbed'
import type { RunConsole, RunResult } from '../run-console.js'
import { scenarioLab } from './lab-backends.js'
import type { LabRunOptions } from './lab-options.js'

/** One run of one scenario: what it is stored with. */
export interface ScenarioRunOptions extends Pick<LabRunOptions, 'network' | 'captureFile' | 'tags'> {
  readonly scenario: Scenario
  readonly startedAtUtc: string
  readonly environment: EnvironmentFingerprint
}

/** What such a run came to. */
export interface ScenarioRunResult extends RunResult {
  /** Of every packet there was and when, in hexadecimal: the same for the same scenario and seed. null in real time, which has none. */
  readonly digest: string | null
}

/**
 * Carries a scenario out, stores it as it goes, and tells the console.
 *
 * @param stop ends the run early; what was measured is stored as interrupted
 * @throws LabError, ResultsError (rejects) when the run cannot begin; nothing is left behind and nothing stored then
 */
export async function runScenario(
  options: ScenarioRunOptions,
  store: ResultsStore,
  console: RunConsole,
  stop: AbortSignal,
): Promise<ScenarioRunResult> {
  return (await conductStored(options, store, console, stop)).result
}

/** The same, for those who want to know more of the run than how it ended. */
export async function conductStored(
  options: ScenarioRunOptions,
  store: ResultsStore,
  console: RunConsole,
  stop: AbortSignal,
): Promise<{ readonly result: ScenarioRunResult; readonly run: ConductedRun }> {
  const lab = scenarioLab(options.network, options.scenario, options.captureFile)
  let recorder: RunRecorder | null = null
  const sink: RunSink = {
    begin: () => {
      recorder = RunRecorder.begin(store, runDescription(options), options.environment)
    },
    append: (batch) => recorder?.append(batch),
    frame: (frame) => console.frame(frame),
    say: (line) => console.say(line),
  }
  const run = await conductRun(lab, judge, sink, stop)
  for (const line of run.remains) console.say(`Left behind: ${line}`)
  const { outcome, verdict, reasons, expectations, processorTimes } = run
  const { audits, requestAudits, failovers } = run.evidence
  const begun = recorder as RunRecorder | null
  if (begun === null) throw new Error('a run that has ended was never begun')
  begun.finish({ outcome, verdict, reasons, audits, requestAudits, failovers, expectations, processorTimes })
  const digest = lab instanceof SimulatedScenarioLab ? (lab.digest >>> 0).toString(16).padStart(8, '0') : null
  return { result: { runId: begun.runId, outcome, verdict, reasons, digest }, run }
}

function runDescription({ scenario, network, captureFile, tags, startedAtUtc }: ScenarioRunOptions): RunDescription {
  const { fromMs, untilMs } = outageOf(scenario)
  return {
    scenario: scenario.name,
    scenarioText: scenario.text,
    profile: scenario.profile,
    network,
    seed: scenario.seed,
    plannedDurationMs: scenario.durationMs,
    cutAtMs: fromMs,
    restoreAtMs: untilMs,
    startedAtUtc,
    flows: scenario.traffic.map(({ flow, perSecond }) => ({ name: flow, offeredPerSecond: perSecond })),
    parameters: storable(protocolParameters(scenario.parameters)),
    captureFile,
    tags,
  }
}

/** JSON has no Infinity: a parameter that is switched off so is stored as null. */
function storable(parameters: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value === Number.POSITIVE_INFINITY ? null : value]))
}
