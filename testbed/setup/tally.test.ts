import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closingLine, readTally } from './tally.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-tally-test-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('readTally', () => {
  it('adds up the lines of several runs', () => {
    expect(readTally(tallyFile('900 0 1\n20 3 0\n0 2 0\n'))).toEqual({ passed: 920, failed: 5, skipped: 1 })
  })

  it('tells a run that wrote nothing from one without failures', () => {
    expect(readTally(join(folder, 'missing'))).toBeNull()
    expect(readTally(tallyFile(''))).toBeNull()
    expect(readTally(tallyFile('0 0 0\n'))).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })
})

describe('closingLine', () => {
  it('names the skipped only when there are any', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
    expect(closingLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped')
  })
})

function tallyFile(text: string): string {
  const file = join(folder, 'tally')
  writeFileSync(file, text)
  return file
}
