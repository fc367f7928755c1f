import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { processBirth } from './process-birth.js'

it('tells a process from others and is the same at every look', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const birth = processBirth(child.pid!)
  expect(birth).toMatch(/^\d+$/)
  expect(processBirth(child.pid!)).toBe(birth)
  expect(processBirth(process.pid)).not.toBe(birth)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(processBirth(child.pid!)).toBeNull()
})
