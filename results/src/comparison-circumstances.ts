import type { EnvironmentFingerprint } from '@sigbed/measurement'
import { loadWordsOf } from './load-words.js'
import type { RecordedRun } from './recorded-run.js'
import { runNumbers } from './run-numbers.js'

/** One protocol parameter that is not the same in both groups; null where it is not set at all. */
export interface ParameterDifference {
  /** Dotted: `sctp.rtoMinMs`. */
  readonly name: string
  readonly a: string | null
  readonly b: string | null
}

type Runs = readonly RecordedRun[]

/**
 * In what the runs are not of one kind: scenario, traffic, machine. Figures of unlike runs say nothing about one another. Sentences for
 * people, without a full stop. Commit and version are no unlikeness, since comparing them is what one usually comes for; and on the
 * simulated network no figure depends on the machine.
 */
export function unlikenesses(a: Runs, b: Runs): string[] {
  const onMachine = [...a, ...b].some((run) => run.description.network !== 'simulated')
  return [
    ...INTENTIONS.flatMap(([word, read]) => different(word, a, b, read)),
    ...(onMachine ? MACHINE.flatMap(([word, read]) => different(word, a, b, ({ environment }) => read(environment))) : []),
  ]
}

/** What makes a comparison say less than it might; sentences for people, without a full stop. */
export function comparisonWarnings(a: Runs, b: Runs): string[] {
  return [
    ...incompleteness('A', a),
    ...incompleteness('B', b),
    ...different("the scenario's file", a, b, (run) => run.description.scenarioText ?? '').map(
      () => "the scenario's file is not the same in all runs",
    ),
  ]
}

/** By name; values as JSON. */
export function parameterDifferences(a: RecordedRun, b: RecordedRun): ParameterDifference[] {
  const inA = flattened(a.description.parameters)
  const inB = flattened(b.description.parameters)
  return [...new Set([...inA.keys(), ...inB.keys()])]
    .sort()
    .map((name) => ({ name, a: inA.get(name) ?? null, b: inB.get(name) ?? null }))
    .filter((difference) => difference.a !== difference.b)
}

function incompleteness(name: 'A' | 'B', runs: Runs): string[] {
  const dirty = runs.filter((run) => run.environment.gitDirty).map((run) => run.runId)
  return [
    ...runs
      .filter((run) => run.status !== 'completed')
      .map((run) => `run ${name} (${run.runId}) is ${run.status}: its figures cover only part of the traffic`),
    ...(dirty.length === 0
      ? []
      : [`${dirty.length === 1 ? 'run' : 'runs'} ${name} (${runNumbers(dirty)}) ${DIRTY[dirty.length === 1 ? 0 : 1]}`]),
    ...runs
      .filter((run) => run.status === 'completed' && run.verdict === null && run.reasons.length > 0)
      .map((run) => `run ${name} (${run.runId}) has no verdict: ${run.reasons[0]}`),
    ...runs.flatMap((run) => lateness(name, run)),
  ]
}

function lateness(name: 'A' | 'B', run: RecordedRun): string[] {
  const late = run.samples.reduce((sum, sample) => sum + sample.lateSends, 0)
  const offered = run.samples.reduce((sum, sample) => sum + sample.offered, 0)
  return late > offered * MOST_LATE_SENDS
    ? [`run ${name} (${run.runId}): the generator itself sent ${late} of ${offered} messages late`]
    : []
}

/** A group that is not of one kind in itself is told with all it has. */
function different(word: string, a: Runs, b: Runs, read: (run: RecordedRun) => string): string[] {
  const [inA, inB] = [a, b].map((runs) => [...new Set(runs.map(read))].join(' or '))
  return inA === inB && !inA!.includes(' or ') ? [] : [`${word} differs: ${inA} in A, ${inB} in B`]
}

function outage({ description: { cutAtMs, restoreAtMs } }: RecordedRun): string {
  if (cutAtMs === null) return 'no cut'
  return restoreAtMs === null ? 'to the end' : `${restoreAtMs - cutAtMs} ms`
}

function rates({ description: { flows } }: RecordedRun): string {
  // None where a rate is not known beforehand: what is then to be the same, a load says in words.
  const words = flows.map(({ name, offeredPerSecond }) => `${name}${offeredPerSecond === 0 ? '' : ` ${offeredPerSecond}/s`}`)
  return words.length === 0 ? 'no traffic' : words.sort().join(' and ')
}

/** Sentences within a sentence. */
function quoted(words: string | undefined): string {
  return words === undefined ? 'nothing' : `"${words}"`
}

function flattened(value: unknown, prefix = '', into = new Map<string, string>()): Map<string, string> {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isGroup) for (const [key, inner] of Object.entries(value)) flattened(inner, prefix === '' ? key : `${prefix}.${key}`, into)
  else into.set(prefix, JSON.stringify(value))
  return into
}

const DIRTY = ['was measured with changes that are in no commit', 'were measured with changes that are in no commit'] as const

const INTENTIONS: readonly (readonly [string, (run: RecordedRun) => string])[] = [
  ['scenario', (run) => run.description.scenario],
  ['profile', (run) => run.description.profile],
  ['network', (run) => run.description.network],
  ['planned duration', (run) => `${run.description.plannedDurationMs} ms`],
  ['length of the cut', outage],
  ['offered rate', rates],
  ['what the load sends', (run) => quoted(loadWordsOf(run)?.messages)],
  ['when the load sends', (run) => quoted(loadWordsOf(run)?.offered)],
  ['what its latency means', (run) => quoted(loadWordsOf(run)?.latency)],
]

const MACHINE: readonly (readonly [string, (environment: EnvironmentFingerprint) => string])[] = [
  ['processor', ({ cpuModel }) => cpuModel],
  ['number of cores', ({ cores }) => String(cores)],
  // Virtual machines have some MiB more today, and less tomorrow.
  ['memory', ({ memoryMiB }) => `${Math.round(memoryMiB / 1024)} GiB`],
  ['kernel', ({ kernel }) => kernel],
  ['version of Node', ({ nodeVersion }) => nodeVersion],
  ['platform', ({ platform }) => platform],
  ['architecture', ({ architecture }) => architecture],
]

/** A share above this means that the latencies are as much the generator's as the stack's. */
const MOST_LATE_SENDS = 0.01
