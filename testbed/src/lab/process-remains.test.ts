import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LabRegister } from './lab-register.js'
import { processBirth } from './process-birth.js'
import { ProcessRemains } from './process-remains.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-process-remains-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

it('ends the processes of a dead lab, standing still or not, and leaves those of living ones', async () => {
  const [left, ours] = [0, 1].map(() => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']))
  await Promise.all([once(left!, 'spawn'), once(ours!, 'spawn')])
  try {
    left!.kill('SIGSTOP')
    writeFileSync(join(folder, '4194303-1-00ab12.json'), JSON.stringify([{ node: 'sg', pid: left!.pid, birth: processBirth(left!.pid!) }]))
    const living = new LabRegister(folder)
    living.enter('sg', ours!.pid)
    const remains = new ProcessRemains(folder)
    const remnants = [{ name: `${left!.pid} (sg)`, kind: 'process' }]
    expect(await remains.find()).toEqual(remnants)
    expect(await remains.remove()).toEqual({ removed: remnants, problems: [] })
    expect(processBirth(left!.pid!)).toBeNull()
    expect(processBirth(ours!.pid!)).not.toBeNull()
    expect(readdirSync(folder)).toEqual([`${living.lab}.json`])
    expect(await remains.remove()).toEqual({ removed: [], problems: [] })
  } finally {
    for (const child of [left!, ours!]) child.kill('SIGKILL')
  }
})
