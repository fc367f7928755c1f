import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ResultsStore } from '../src/results-store.js'
import { RunQueries } from '../src/run-queries.js'
import { killRecordingPrograms, type Program, startRecording } from './killed-programs.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-results-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a recording program', () => {
  it(
    'killed at any moment leaves a sound database with all it had stored',
    async () => {
      await killRecordingPrograms(join(folder, 'results.sqlite'), 6, 20_260_107)
    },
    PATIENCE_MS,
  )

  it(
    'shares a new database with three others and none loses a batch',
    async () => {
      const path = join(folder, 'deep', 'down', 'results.sqlite')
      const programs = Array.from({ length: 4 }, () => startRecording(path, 2, 50))
      const outputs = await Promise.all(programs.map(ended))
      for (const output of outputs) expect(output).toMatchObject({ status: 0, errors: '' })

      const store = ResultsStore.open(path, { mustExist: true })
      const queries = new RunQueries(store)
      expect(store.database.pragma('integrity_check', { simple: true })).toBe('ok')
      const numbers = [8, 7, 6, 5, 4, 3, 2, 1]
      expect(queries.list().map((run) => [run.runId, run.status])).toEqual(numbers.map((runId) => [runId, 'completed']))
      for (const runId of numbers) {
        const run = queries.run(runId)
        expect(run.events.map((event) => event.detail)).toEqual(Array.from({ length: 50 }, (_, batch) => String(batch)))
        expect(run.latencies[0]!.histogram.count).toBe(2500)
      }
      store.close()
    },
    PATIENCE_MS,
  )
})

/** Each of the programs takes a second to start, and many on a busy machine. */
const PATIENCE_MS = 60_000

async function ended(program: Program): Promise<{ status: number | null; errors: string }> {
  let errors = ''
  program.stdout.resume()
  program.stderr.on('data', (piece) => {
    errors += piece
  })
  const status = await new Promise<number | null>((resolve) => program.on('close', resolve))
  return { status, errors }
}
