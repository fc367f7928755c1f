import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ResultsStore } from '../src/results-store.js'
import { RunQueries } from '../src/run-queries.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-results-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a recording program', () => {
  it.each([1, 12, 60])('killed after %d batches leaves a sound database with all it had stored', async (batches) => {
    const path = join(folder, 'results.sqlite')
    const program = startRecording(path, 1_000_000)
    const stored = await killedAfter(program, batches)
    expect(stored).toBeGreaterThanOrEqual(batches)

    const store = ResultsStore.open(path, { mustExist: true })
    expect(store.database.pragma('integrity_check', { simple: true })).toBe('ok')
    const run = new RunQueries(store).run(1)
    expect(run.status).toBe('running')
    expect(run.concluded).toBe(false)
    // The batch after the last one reported may have been stored too; never half of it.
    expect([stored, stored + 1]).toContain(run.events.length)
    expect(run.samples).toHaveLength(run.events.length * 2)
    expect(run.latencies[0]!.histogram.count).toBe(run.events.length * 50)
    store.close()
  })

  it('shares a new database with three others and none loses a batch', async () => {
    const path = join(folder, 'deep', 'down', 'results.sqlite')
    const programs = Array.from({ length: 4 }, () => startRecording(path, 100))
    const outputs = await Promise.all(programs.map(ended))
    for (const output of outputs) expect(output).toMatchObject({ status: 0, errors: '' })

    const store = ResultsStore.open(path, { mustExist: true })
    const queries = new RunQueries(store)
    expect(store.database.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(queries.list().map((run) => [run.runId, run.status])).toEqual([4, 3, 2, 1].map((runId) => [runId, 'completed']))
    for (const runId of [1, 2, 3, 4]) {
      const run = queries.run(runId)
      expect(run.events.map((event) => event.detail)).toEqual(Array.from({ length: 100 }, (_, batch) => String(batch)))
      expect(run.latencies[0]!.histogram.count).toBe(5000)
    }
    store.close()
  })
})

type Program = ChildProcessByStdio<null, Readable, Readable>

function startRecording(path: string, batches: number): Program {
  const [start, program] = ['./start.mjs', './recording-program.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url)))
  return spawn(process.execPath, [start!, program!, path, String(batches)], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Kills the program without warning once it says that so many batches are stored; gives the number it last said. */
async function killedAfter(program: Program, batches: number): Promise<number> {
  let output = ''
  let errors = ''
  const stored = (): number => Number(/(?:.*\n)*stored (\d+)\n/.exec(output)?.[1] ?? 0)
  program.stderr.on('data', (piece) => {
    errors += piece
  })
  program.stdout.on('data', (piece) => {
    output += piece
    if (stored() >= batches) program.kill('SIGKILL')
  })
  const signal = await new Promise((resolve) => program.on('close', (_, reason) => resolve(reason)))
  expect({ signal, errors }).toEqual({ signal: 'SIGKILL', errors: '' })
  return stored()
}

async function ended(program: Program): Promise<{ status: number | null; errors: string }> {
  let errors = ''
  program.stdout.resume()
  program.stderr.on('data', (piece) => {
    errors += piece
  })
  const status = await new Promise<number | null>((resolve) => program.on('close', resolve))
  return { status, errors }
}
