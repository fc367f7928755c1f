import type { EnvironmentFingerprint } from '@sigbed/measurement'
import type { RecordedRun } from './recorded-run.js'

/** One protocol parameter that is not the same in both runs; null where it is not set at all. */
export interface ParameterDifference {
  /** Dotted: `sctp.rtoMinMs`. */
  readonly name: string
  readonly a: string | null
  readonly b: string | null
}

/**
 * What makes two runs a poor comparison: sentences for people, without a full stop. Different commits are no reason to warn,
 * since comparing them is what one usually came for.
 */
export function comparisonWarnings(a: RecordedRun, b: RecordedRun): string[] {
  return [...incompleteness('A', a), ...incompleteness('B', b), ...differentIntentions(a, b), ...differentMachines(a, b)]
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

function incompleteness(name: 'A' | 'B', run: RecordedRun): string[] {
  const warnings: string[] = []
  if (run.status !== 'completed') warnings.push(`run ${name} (${run.runId}) is ${run.status}: its figures cover only part of the traffic`)
  if (run.environment.gitDirty) warnings.push(`run ${name} (${run.runId}) was measured with changes that are in no commit`)
  const late = run.samples.reduce((sum, sample) => sum + sample.lateSends, 0)
  const offered = run.samples.reduce((sum, sample) => sum + sample.offered, 0)
  if (late > offered * MOST_LATE_SENDS)
    warnings.push(`run ${name} (${run.runId}): the generator itself sent ${late} of ${offered} messages late`)
  return warnings
}

function differentIntentions(a: RecordedRun, b: RecordedRun): string[] {
  const { description: inA } = a
  const { description: inB } = b
  return [
    ...different('scenario', inA.scenario, inB.scenario),
    ...different('profile', inA.profile, inB.profile),
    ...different('network', inA.network, inB.network),
    ...different('planned duration', `${inA.plannedDurationMs} ms`, `${inB.plannedDurationMs} ms`),
    ...different('length of the cut', outage(a), outage(b)),
    ...different('offered rate', rates(a), rates(b)),
  ]
}

function differentMachines(a: RecordedRun, b: RecordedRun): string[] {
  return FINGERPRINT_WORDS.flatMap(([key, word]) => different(word, String(a.environment[key]), String(b.environment[key])))
}

function different(word: string, a: string, b: string): string[] {
  return a === b ? [] : [`${word} differs: ${a} in A, ${b} in B`]
}

function outage({ description: { cutAtMs, restoreAtMs } }: RecordedRun): string {
  if (cutAtMs === null) return 'no cut'
  return restoreAtMs === null ? 'to the end' : `${restoreAtMs - cutAtMs} ms`
}

function rates({ description: { flows } }: RecordedRun): string {
  const words = flows.map(({ name, offeredPerSecond }) => `${name} ${offeredPerSecond}/s`)
  return words.length === 0 ? 'no traffic' : words.sort().join(' and ')
}

function flattened(value: unknown, prefix = '', into = new Map<string, string>()): Map<string, string> {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isGroup) for (const [key, inner] of Object.entries(value)) flattened(inner, prefix === '' ? key : `${prefix}.${key}`, into)
  else into.set(prefix, JSON.stringify(value))
  return into
}

const FINGERPRINT_WORDS: readonly (readonly [keyof EnvironmentFingerprint, string])[] = [
  ['cpuModel', 'processor'],
  ['cores', 'number of cores'],
  ['memoryMiB', 'memory in MiB'],
  ['kernel', 'kernel'],
  ['nodeVersion', 'version of Node'],
  ['platform', 'platform'],
  ['architecture', 'architecture'],
  ['sigbedVersion', 'version of sigbed'],
]

/** A share above this means that the latencies are as much the generator's as the stack's. */
const MOST_LATE_SENDS = 0.01
