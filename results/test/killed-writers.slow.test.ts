import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'vitest'
import { killRecordingPrograms } from './killed-programs.js'

it('loses nothing that was stored when the recording program is killed, a hundred times', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-killed-'))
  try {
    await killRecordingPrograms(join(folder, 'results.sqlite'), 100, Number(process.env['SIGBED_SEED'] ?? 20_260_108))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 300_000)
