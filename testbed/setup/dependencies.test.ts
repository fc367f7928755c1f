import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installDependencies } from './dependencies.js'

let clone = ''
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'sigbed-clone-'))
  writeLock('1.0.0')
})
afterEach(() => {
  rmSync(clone, { recursive: true, force: true })
})

describe('installDependencies', () => {
  it('runs npm ci on a fresh clone, development dependencies included', async () => {
    await installDependencies(clone, npmThat(''))
    expect(calls()).toEqual(['ci --include=dev'])
  })

  it('runs it once and not again', async () => {
    await installDependencies(clone, npmThat(''))
    await installDependencies(clone, npmThat(''))
    expect(calls()).toHaveLength(1)
  })

  it('runs it again when package-lock.json has changed', async () => {
    await installDependencies(clone, npmThat(''))
    writeLock('1.0.1')
    await installDependencies(clone, npmThat(''))
    expect(calls()).toHaveLength(2)
  })

  it('runs it again under a Node of another ABI', async () => {
    await installDependencies(clone, npmThat(''))
    const stamp = join(clone, 'node_modules', '.sigbed-setup')
    writeFileSync(stamp, readFileSync(stamp, 'utf8').replace(`abi ${process.versions.modules}`, 'abi 1'))
    await installDependencies(clone, npmThat(''))
    expect(calls()).toHaveLength(2)
  })

  it('takes over what somebody installed by hand', async () => {
    writeAccount('1.0.0')
    await installDependencies(clone, npmThat(''))
    expect(calls()).toEqual([])
    expect(existsSync(join(clone, 'node_modules', '.sigbed-setup'))).toBe(true)
  })

  it('does not take over another version', async () => {
    writeAccount('0.9.0')
    await installDependencies(clone, npmThat(''))
    expect(calls()).toHaveLength(1)
  })

  it('shows the end of what npm said when it fails, and leaves no stamp', async () => {
    const failing = installDependencies(clone, npmThat('console.error("gyp ERR! stack Error: not found: make"); process.exitCode = 1'))
    await expect(failing).rejects.toMatchObject({
      name: 'SetUpFailure',
      message: expect.stringMatching(/exit status 1.*apt-get install python3 make g\+\+/),
      output: 'gyp ERR! stack Error: not found: make',
    })
    expect(existsSync(join(clone, 'node_modules', '.sigbed-setup'))).toBe(false)
  })
})

function writeLock(version: string): void {
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/a': { version }, ...OPTIONAL } }))
}

/** npm's own account of what it installed. */
function writeAccount(version: string): void {
  mkdirSync(join(clone, 'node_modules'))
  writeFileSync(join(clone, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version } } }))
}

/** A program in npm's place: it makes node_modules, writes down its arguments, and does what it is told besides. */
function npmThat(does: string): { file: string; leading: string[] } {
  const body = `require('fs').mkdirSync('node_modules', { recursive: true })
    require('fs').appendFileSync('calls', process.argv.slice(1).join(' ') + '\\n'); ${does}`
  return { file: process.execPath, leading: ['-e', body, '--'] }
}

function calls(): string[] {
  const file = join(clone, 'calls')
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
}

const OPTIONAL = { 'node_modules/for-another-system': { version: '1.0.0', optional: true } }
