import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'
import { emptyDatabase, inFolder, storeRun } from '../../test/stored-run.js'

const DATABASE = 'sigbed.sqlite'

describe('sigbed compare', () => {
  it.each([
    ['compare', 2, 3],
    ['compare 1', 1, 3],
    ['compare 1 2', 1, 2],
    ['compare latest -3', 3, 1],
  ])('%s sets the right runs side by side', async (words, a, b) => {
    await inFolder(async (folder) => {
      for (let i = 0; i < 3; i++) storeRun(join(folder, DATABASE))
      const { status, output } = await sigbed(words, recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output).toContain(`B (run ${b}) against A (run ${a})`)
      const json = JSON.parse((await sigbed(`${words} --json`, recordingSurroundings(folder))).output)
      expect(json).toMatchObject({ format: 'sigbed-comparison', runIdA: a, runIdB: b })
    })
  })

  it('takes two runs, and says how to come by them', async () => {
    await inFolder(async (folder) => {
      emptyDatabase(join(folder, DATABASE))
      expect((await sigbed('compare', recordingSurroundings(folder))).errors).toBe(
        'sigbed: sigbed.sqlite holds no run yet, and a comparison takes two. Measure one with "sigbed run".\n',
      )
      storeRun(join(folder, DATABASE))
      const { status, output, errors } = await sigbed('compare', recordingSurroundings(folder))
      expect([status, output]).toEqual([2, ''])
      expect(errors).toBe('sigbed: sigbed.sqlite holds one run only, and a comparison takes two. Measure another with "sigbed run".\n')
    })
  })

  it('does not compare a run with itself', async () => {
    await inFolder(async (folder) => {
      for (let i = 0; i < 2; i++) storeRun(join(folder, DATABASE))
      const { status, errors } = await sigbed('compare 2 latest', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toContain('Run 2 cannot be compared with itself.')
    })
  })

  it('says so when there is no database', async () => {
    await inFolder(async (folder) => {
      const { status, errors } = await sigbed('compare 1 2', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toContain('Measure a first run with "sigbed run"')
    })
  })
})
