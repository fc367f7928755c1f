import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deadLabs, LabRegister, labIsAlive } from './lab-register.js'
import { processBirth } from './process-birth.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-lab-register-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** The file of a lab whose program has gone. */
function writeDead(content: string, name = `${DEAD}.json`): void {
  writeFileSync(join(folder, name), content)
}

describe('the register of labs', () => {
  it('names labs by a process that lives, each otherwise', () => {
    const [first, second] = [new LabRegister(folder), new LabRegister(folder)]
    expect(first.lab).not.toBe(second.lab)
    expect(labIsAlive(first.lab)).toBe(true)
    expect(labIsAlive(DEAD)).toBe(false)
    expect(labIsAlive(`${process.pid}-1-00ab12`)).toBe(false)
    expect(labIsAlive('interop-4711-1')).toBe(true)
  })

  it('keeps a file while a lab has processes, which is nobody’s remains', () => {
    const register = new LabRegister(folder)
    expect(existsSync(join(folder, `${register.lab}.json`))).toBe(false)
    register.enter('sg', process.pid)
    expect(readdirSync(folder)).toEqual([`${register.lab}.json`])
    expect(deadLabs(folder)).toEqual([])
    register.remove()
    register.remove()
    expect(readdirSync(folder)).toEqual([])
  })

  it('finds the processes of a dead lab that still live, and no later ones of their numbers', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    try {
      const living = { node: 'sg', pid: child.pid!, birth: processBirth(child.pid!)! }
      writeDead(JSON.stringify([living, { node: 'asp', pid: process.pid, birth: '1' }, { node: 'x', pid: 0, birth: '1' }]))
      expect(deadLabs(folder)).toEqual([{ file: join(folder, `${DEAD}.json`), processes: [living] }])
    } finally {
      child.kill('SIGKILL')
    }
  })

  it.each(['', '[', '{}', 'null', '[null]'])('takes a file that is broken for one without processes: %j', (content) => {
    writeDead(content)
    expect(deadLabs(folder)).toMatchObject([{ processes: [] }])
  })

  it('forgets dead labs of which nothing is left when another begins', () => {
    writeDead('[]')
    writeDead('[]', 'notes.json')
    const register = new LabRegister(folder)
    register.enter('sg', process.pid)
    expect(readdirSync(folder).sort()).toEqual([`${register.lab}.json`, 'notes.json'].sort())
  })

  it('forgets what a dead lab was writing', () => {
    writeDead('[]')
    writeFileSync(join(folder, `${DEAD}.json.part`), '[{"node":')
    const register = new LabRegister(folder)
    register.enter('sg', process.pid)
    expect(readdirSync(folder)).toEqual([`${register.lab}.json`])
  })

  it('leaves other files alone', () => {
    writeDead('[]', 'notes.json')
    writeDead('[]', 'notes.txt')
    expect(deadLabs(folder)).toEqual([])
  })

  it('believes no folder that others can write to, and none that is not there', () => {
    writeDead('[]')
    chmodSync(folder, 0o777)
    expect(deadLabs(folder)).toEqual([])
    expect(deadLabs(join(folder, 'none'))).toEqual([])
  })
})

/** No process of this machine is so old and so high. */
const DEAD = '4194303-1-00ab12'
