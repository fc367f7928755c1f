import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { ResultsStore } from '../src/results-store.js'
import { RunQueries } from '../src/run-queries.js'

/** What a recording program said about one run. */
interface Acknowledged {
  readonly batches: number
  readonly finished: boolean
}

/**
 * Starts recording programs on one database, two at a time, kills each at a moment of its own, and looks after each death whether the
 * database is sound and has everything the dead program said it had stored.
 */
export async function killRecordingPrograms(path: string, kills: number, seed: number): Promise<void> {
  const chance = chanceFrom(seed)
  for (let killed = 0; killed < kills; killed += PROGRAMS) {
    const accounts = await Promise.all(Array.from({ length: PROGRAMS }, () => killedAtSomeMoment(path, chance)))
    const said = new Map(accounts.flatMap((account) => [...account]))
    expectSound(path, said, `seed ${seed}, kill ${killed}`)
  }
}

function expectSound(path: string, said: ReadonlyMap<number, Acknowledged>, when: string): void {
  const store = ResultsStore.open(path)
  const queries = new RunQueries(store)
  expect(store.database.pragma('integrity_check', { simple: true }), when).toBe('ok')
  expect(store.database.pragma('foreign_key_check'), when).toEqual([])
  for (const [runId, { batches, finished }] of said) {
    const run = queries.run(runId)
    const where = `${when}, run ${runId}`
    // The batch after the last one reported may have been stored too; never half of it.
    expect([batches, batches + 1], where).toContain(run.events.length)
    expect(run.samples, where).toHaveLength(run.events.length * 2)
    expect(run.pathSamples, where).toHaveLength(run.events.length * 2)
    expect(run.faults, where).toHaveLength(run.events.length)
    expect(run.latencies[0]?.histogram.count ?? 0, where).toBe(run.events.length * 50)
    expect(run.description.tags, where).toEqual(['killed'])
    if (finished) expect(run, where).toMatchObject({ status: 'completed', verdict: 'pass' })
    // Finished or not at all.
    expect(run.audits, where).toHaveLength(run.concluded ? 2 : 0)
    expect(run.expectations, where).toHaveLength(run.concluded ? 2 : 0)
  }
  store.close()
}

/** Runs a program until some time after one of its first lines: anything from its opening the database to its hundredth transaction. */
async function killedAtSomeMoment(path: string, chance: () => number): Promise<Map<number, Acknowledged>> {
  const linesAwaited = Math.floor(chance() ** 2 * 60)
  // Without a line to wait for, it is killed somewhere between its start and its first runs.
  const afterMs = chance() * (linesAwaited === 0 ? 1500 : 8)
  const program = startRecording(path, 1_000_000, 1 + Math.floor(chance() * 12))
  const said = new Map<number, Acknowledged>()
  let output = ''
  let errors = ''
  let doomed = false
  const doom = (): void => {
    if (doomed) return
    doomed = true
    setTimeout(() => program.kill('SIGKILL'), afterMs)
  }
  if (linesAwaited === 0) doom()
  program.stderr.on('data', (piece) => {
    errors += piece
  })
  program.stdout.on('data', (piece) => {
    output += piece
    if (output.split('\n').length > linesAwaited) doom()
  })
  const signal = await new Promise((resolve) => program.on('close', (_, reason) => resolve(reason)))
  expect({ signal, errors }).toEqual({ signal: 'SIGKILL', errors: '' })
  // Of a line that was being written only its beginning may have come.
  for (const line of output.split('\n').slice(0, -1)) {
    const [word, runId, batches] = line.split(' ')
    const before = said.get(Number(runId)) ?? { batches: 0, finished: false }
    if (word === 'stored') said.set(Number(runId), { ...before, batches: Number(batches) })
    else if (word === 'run' || word === 'finished') said.set(Number(runId), { ...before, finished: word === 'finished' })
  }
  return said
}

export type Program = ChildProcessByStdio<null, Readable, Readable>

export function startRecording(path: string, runs: number, batches: number): Program {
  const [start, program] = ['./start.mjs', './recording-program.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url)))
  return spawn(process.execPath, [start!, program!, path, String(runs), String(batches)], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Numbers in [0, 1), the same for the same seed. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const PROGRAMS = 2
