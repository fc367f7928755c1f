import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EXCEPTIONS } from './exceptions.js'
import { ERROR } from './message-octets.js'
import { TEST_PURPOSES } from './test-purposes.js'

const FOLDER = new URL('./', import.meta.url)
const all = Object.values(TEST_PURPOSES).flat()

/** The files of this folder whose names end so, as text. */
function sources(ending: string): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
}

/** The identifiers that tests of this folder are named by, once for each test. */
function tested(): string[] {
  return sources('.test.ts').flatMap((source) => [...source.matchAll(NAMED_TEST)].map((match) => match[1]!))
}

/** A test that runs: neither skipped nor left for later, nor one that is to fail. */
const NAMED_TEST = /^\s*it\(\s*['"](M3UA_[A-Z0-9_]+) /gm

describe('the test purposes', () => {
  it(`are ${all.length}, in groups of their sizes`, () => {
    expect(Object.values(TEST_PURPOSES).map((purposes) => purposes.length)).toEqual([11, 20, 9, 23, 5, 9, 9, 6, 4, 8])
    expect(new Set(all).size).toBe(104)
  })

  it('are each tested once', () => {
    expect(tested().sort()).toEqual([...all].sort())
  })

  it('are excepted once at most, by a section of the RFC', () => {
    expect(new Set(EXCEPTIONS.map(({ purpose }) => purpose)).size).toBe(EXCEPTIONS.length)
    for (const { purpose, reason } of EXCEPTIONS) {
      expect(all).toContain(purpose)
      expect(reason, purpose).toMatch(/§\d/)
    }
  })
})

describe('the Error Codes', () => {
  // RFC 4666 §3.8.1 has eighteen that M3UA uses.
  it('are each expected by a test', () => {
    const expected = sources('.ts').join('\n')
    expect(Object.keys(ERROR)).toHaveLength(18)
    expect(Object.keys(ERROR).filter((code) => !expected.includes(`'${code}'`))).toEqual([])
  })
})
