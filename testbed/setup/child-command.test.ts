import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runChild } from './child-command.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-child-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('runChild', () => {
  it('keeps what both streams said and the exit status', async () => {
    const end = await runChild(process.execPath, ['-e', 'console.log("one"); console.error("two"); process.exitCode = 7'], {
      folder,
      output: 'kept',
      signals: 'child',
    })
    expect(end.status).toBe(7)
    expect(end.signal).toBeNull()
    expect(end.output.split('\n').sort()).toEqual(['', 'one', 'two'])
  })

  it('counts 128 + n when a signal ended the program', async () => {
    const end = await runChild(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], {
      folder,
      output: 'kept',
      signals: 'child',
    })
    expect(end).toMatchObject({ status: 137, signal: 'SIGKILL' })
  })

  it('ends with 127 and the reason when there is no such program', async () => {
    const end = await runChild(join(folder, 'missing'), [], { folder, output: 'kept', signals: 'child' })
    expect(end.status).toBe(127)
    expect(end.output).toContain('ENOENT')
  })
})

describe('a signal to a script that runs a child', () => {
  it('reaches the child once, though the terminal and npm both send it', async () => {
    const script = startScript('process.on("SIGINT", () => { count++ })')
    await said(script, 'ready')
    script.kill('SIGINT')
    setTimeout(() => script.kill('SIGINT'), 20)
    expect(await ended(script)).toEqual({ code: 41, signal: null })
  })

  it('reaches it again when it is sent again later', async () => {
    const script = startScript('process.on("SIGINT", () => { count++ })')
    await said(script, 'ready')
    script.kill('SIGINT')
    setTimeout(() => script.kill('SIGINT'), 400)
    expect(await ended(script)).toEqual({ code: 42, signal: null })
  })

  it('ends the script too when it ends the child', async () => {
    const script = startScript('')
    await said(script, 'ready')
    script.kill('SIGTERM')
    expect(await ended(script)).toEqual({ code: null, signal: 'SIGTERM' })
  })
})

/** A script as start.js is, around a child that lives for 900 ms and exits with 40 + the number of signals it counted. */
function startScript(preparation: string): ChildProcess {
  const child = `let count = 0; ${preparation}; console.log('ready'); setTimeout(() => process.exit(40 + count), 900)`
  const module = fileURLToPath(new URL('./child-command.js', import.meta.url))
  const file = join(folder, 'script.mjs')
  writeFileSync(
    file,
    `import { endLike, runChild } from ${JSON.stringify(module)}
     endLike(await runChild(process.execPath, ['-e', ${JSON.stringify(child)}], { folder: '.', output: 'shown', signals: 'child' }))`,
  )
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
}

function said(script: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    script.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes(word)) resolve()
    })
  })
}

function ended(script: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    script.once('close', (code, signal) => resolve({ code, signal }))
  })
}
