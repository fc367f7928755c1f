import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ComposeEngine } from './compose-engine.js'

/** Stands for the program `docker`. */
const DOCKER = `#!/bin/sh
case "$1 $2" in
  "network ls") sleep 600 & wait ;;
  "network rm") echo 'no such network' >&2; exit 1 ;;
  "ps "*) echo one; echo two ;;
esac
`
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-engine-'))
  writeFileSync(join(folder, 'docker'), DOCKER, { mode: 0o755 })
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

describe('a container engine', () => {
  it('hands over what it wrote, or what it complained about', async () => {
    const engine = await ComposeEngine.find()
    expect(await engine.docker('ps', '--all')).toBe('one\ntwo')
    await expect(engine.docker('network', 'rm', 'path-a')).rejects.toMatchObject({
      code: 'SIGBED_LAB_NETWORK',
      message: '"docker network rm path-a …" failed: no such network',
    })
  })

  it('is not waited for for ever, nor whatever its program has started', async () => {
    const engine = await ComposeEngine.find(2000)
    await expect(engine.docker('network', 'ls')).rejects.toThrow('"docker network ls …" failed: it did not end within 2 s')
  })
})
