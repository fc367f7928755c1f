import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '../test/stored-run.js'
import { checkoutState, environmentFingerprint } from './environment-fingerprint.js'

describe('the fingerprint of the environment', () => {
  it('names machine and program', async () => {
    const fingerprint = await environmentFingerprint()
    expect(fingerprint).toMatchObject({ nodeVersion: process.versions.node, platform: process.platform, architecture: process.arch })
    expect(fingerprint.cpuModel).not.toBe('')
    expect(fingerprint.cores).toBeGreaterThan(0)
    expect(fingerprint.memoryMiB).toBeGreaterThan(100)
    expect(fingerprint.kernel).toMatch(/^\S+ \S+/)
    expect(fingerprint.sigbedVersion).toMatch(/^\d+\.\d+\.\d+/)
  })

  it('has the commit of a checkout, and whether it was changed since', async () => {
    await inFolder(async (folder) => {
      const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...IDENTITY, ...words], { env: quietEnvironment() }).toString()
      git('init', '-q')
      writeFileSync(join(folder, 'a'), 'a')
      git('add', 'a')
      git('commit', '-qm', 'Begin')
      const gitCommit = git('rev-parse', 'HEAD').trim()
      expect(await checkoutState(folder)).toEqual({ gitCommit, gitDirty: false })
      writeFileSync(join(folder, 'a'), 'b')
      expect(await checkoutState(folder)).toEqual({ gitCommit, gitDirty: true })
      // A folder inside somebody's checkout is not that checkout.
      mkdirSync(join(folder, 'inner'))
      expect(await checkoutState(join(folder, 'inner'))).toEqual(NO_CHECKOUT)
    })
  })

  it('has no commit outside of any checkout, in one without a commit, and where nothing is', async () => {
    await inFolder(async (folder) => {
      expect(await checkoutState(folder)).toEqual(NO_CHECKOUT)
      execFileSync('git', ['-C', folder, 'init', '-q'], { env: quietEnvironment() })
      expect(await checkoutState(folder)).toEqual(NO_CHECKOUT)
      expect(await checkoutState(join(folder, 'nowhere'))).toEqual(NO_CHECKOUT)
    })
    expect(await checkoutState(null)).toEqual(NO_CHECKOUT)
  })
})

const NO_CHECKOUT = { gitCommit: null, gitDirty: false }

const IDENTITY = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@sigbed.test',
  '-c',
  'commit.gpgsign=false',
  '-c',
  'core.hooksPath=/dev/null',
]

/** Without what a hook that runs the tests would have set. */
function quietEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
}
