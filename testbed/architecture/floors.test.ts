import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FLOORS, type Floor } from './floors.js'
import { importViolations } from './import-rules.js'
import { manifestViolations } from './manifest-rules.js'
import { lengthViolations, nameViolations, sqlViolations, surroundingsViolations } from './text-rules.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Files past 400 lines, each with the reason why it is better in one piece. */
const LONG_FOR_A_REASON: Readonly<Record<string, string>> = {}

describe('this repository', () => {
  it('imports only downward, as the floors allow', () => {
    expect(importViolations(ROOT, FLOORS)).toEqual([])
  })

  it('says the same in every package.json and tsconfig.json', () => {
    expect(manifestViolations(ROOT, FLOORS)).toEqual([])
  })

  it('hands time, chance and I/O to the pure packages', () => {
    expect(surroundingsViolations(ROOT, FLOORS)).toEqual([])
  })

  it('speaks SQL in results/ only', () => {
    expect(sqlViolations(ROOT)).toEqual([])
  })

  it('has no file of more than 400 lines without a reason', () => {
    expect(lengthViolations(ROOT, LONG_FOR_A_REASON)).toEqual([])
  })

  it('has no drawer for odds and ends', () => {
    expect(nameViolations(ROOT)).toEqual([])
  })

  it('sets itself up with nothing but Node, before anything is installed', () => {
    const setup: Floor = { ...FLOORS[0]!, folder: 'testbed/setup', name: 'setup', node: 'all' }
    const beyond = importViolations(ROOT, [setup]).filter((violation) => !violation.includes('.test.ts'))
    expect(beyond).toEqual([])
  })
})

/** Two floors of a house that is not ours, in which every test plants its own fault. */
const GROUND: Floor = { folder: 'stack/ground', name: '@x/ground', pure: true, mayImport: [], testsMayImport: [], node: [] }
const UPPER: Floor = {
  folder: 'stack/upper',
  name: '@x/upper',
  pure: false,
  mayImport: ['@x/ground'],
  testsMayImport: [],
  node: ['node:net'],
}
const HOUSE = [GROUND, UPPER]

describe('a planted fault', () => {
  let root = ''
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const plantPackage = ({ folder, name, pure }: Floor, dependencies: Record<string, string>, references: string[]): void => {
    plant(`${folder}/package.json`, JSON.stringify({ name, dependencies }))
    plant(
      `${folder}/tsconfig.json`,
      JSON.stringify({ extends: `../../tsconfig.${pure ? 'pure' : 'node'}.json`, references: references.map((path) => ({ path })) }),
    )
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sigbed-floors-'))
    plant('tsconfig.json', JSON.stringify({ references: [{ path: 'stack/ground' }, { path: 'stack/upper' }] }))
    plantPackage(GROUND, {}, [])
    plantPackage(UPPER, { '@x/ground': '1.0.0' }, ['../ground'])
    plant('stack/ground/src/index.ts', `export { one } from './one.js'\n`)
    plant('stack/ground/src/one.ts', `/** Not Date.now(), not 'node:fs'. */\nexport const one = 1\n`)
    plant(
      'stack/upper/src/index.ts',
      `import { connect } from 'node:net'\nimport { one } from '@x/ground'\nexport const two = [connect, one]\n`,
    )
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  it('is not seen where there is none', () => {
    expect(importViolations(root, HOUSE)).toEqual([])
    expect(manifestViolations(root, HOUSE)).toEqual([])
    expect(surroundingsViolations(root, HOUSE)).toEqual([])
    expect(sqlViolations(root)).toEqual([])
    expect(lengthViolations(root, {})).toEqual([])
    expect(nameViolations(root)).toEqual([])
  })

  it.each([
    ['an import from above', `import { two } from '@x/upper'`, '@x/upper'],
    ['an import over several lines', `import {\n  one,\n  two,\n} from '@x/upper'`, '@x/upper'],
    ['an import of a type', `import type { Two } from "@x/upper"`, '@x/upper'],
    ['an import for its side effects', `import '@x/upper'`, '@x/upper'],
    ['an export of what another has', `export * from '@x/upper'`, '@x/upper'],
    ['an export list over several lines', `export {\n  two,\n} from '@x/upper'`, '@x/upper'],
    ['an import in an expression', `export const two = await import('@x/upper')`, '@x/upper'],
    ['an import in a type', `export type Two = typeof import('@x/upper')`, '@x/upper'],
    ['an import of what is computed', `export const two = await import(['@x', 'upper'].join('/'))`, '(computed)'],
    ['a module of Node', `import { readFileSync } from 'node:fs'`, 'node:fs'],
    ['a library', `import pino from 'pino'`, 'pino'],
    ['a path into another package', `import { two } from '../../upper/src/index.js'`, '../../upper/src/index.js'],
    ['a path into what another package keeps to itself', `import { two } from '@x/upper/src/index.js'`, '@x/upper/src/index.js'],
  ])('in an import is found: %s', (_, text, name) => {
    plant('stack/ground/src/one.ts', `// first line\n${text}\n`)
    expect(importViolations(root, HOUSE)).toEqual([expect.stringContaining(`stack/ground/src/one.ts imports ${name}: `)])
  })

  it('is not an import that only a comment or a string speaks of', () => {
    plant(
      'stack/ground/src/one.ts',
      `// import '@x/upper'\n/* export * from '@x/upper' */\nexport const text = "import 'node:fs'"\nexport const pattern = /['"\`]/\nexport const template = \`\${text} from '@x/upper'\`\n`,
    )
    expect(importViolations(root, HOUSE)).toEqual([])
  })

  it('is a module of Node beyond those a package may use', () => {
    plant('stack/upper/src/two.ts', `import { createSocket } from 'node:dgram'\n`)
    expect(importViolations(root, HOUSE)).toEqual([expect.stringContaining('stack/upper/src/two.ts imports node:dgram: ')])
  })

  it('is an import that package.json does not list', () => {
    plantPackage(UPPER, {}, [])
    expect(importViolations(root, HOUSE)).toEqual([expect.stringContaining('package.json does not list it')])
  })

  it('is a test that reaches above its floor, though it may use Node', () => {
    plant('stack/ground/src/one.test.ts', `import 'node:fs'\nimport { it } from 'vitest'\nimport { two } from '@x/upper'\n`)
    expect(importViolations(root, HOUSE)).toEqual([expect.stringContaining('stack/ground/src/one.test.ts imports @x/upper: ')])
  })

  it('is a dependency on what stands above', () => {
    plantPackage(GROUND, { '@x/upper': '1.0.0' }, ['../upper'])
    expect(manifestViolations(root, HOUSE)).toEqual(['stack/ground: package.json depends on @x/upper, which it may not import'])
  })

  it('is a reference of the compiler without a dependency, or the other way round', () => {
    plantPackage(UPPER, { '@x/ground': '1.0.0' }, [])
    expect(manifestViolations(root, HOUSE)).toEqual([
      'stack/upper: tsconfig.json does not refer to stack/ground, on which package.json depends',
    ])
    plantPackage(UPPER, {}, ['../ground'])
    expect(manifestViolations(root, HOUSE)).toEqual([
      'stack/upper: tsconfig.json refers to stack/ground, on which package.json does not depend',
    ])
  })

  it('is a package nobody gave a floor', () => {
    plant('apps/new/package.json', '{"name":"@x/new"}')
    expect(manifestViolations(root, HOUSE)).toEqual(['apps/new is a package that stands on no floor'])
  })

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'setTimeout(two, 1)', 'process.env'])(
    'is a pure package that takes %s by itself',
    (taken) => {
      plant('stack/ground/src/clock.ts', `/** A clock. */\nexport const at = () => ${taken}\n`)
      expect(surroundingsViolations(root, HOUSE)).toEqual([expect.stringMatching(/^stack\/ground\/src\/clock\.ts:2 has /)])
    },
  )

  it('is not a test of a pure package that takes the time', () => {
    plant('stack/ground/src/clock.test.ts', 'export const at = Date.now()\n')
    expect(surroundingsViolations(root, HOUSE)).toEqual([])
  })

  it.each([
    ['SELECT', 'run_id\n  FROM run'],
    ['insert', 'into run VALUES (1)'],
    ['CREATE', 'TABLE run (a)'],
    ['DELETE', 'FROM run'],
  ])('is %s outside results/', (verb, rest) => {
    plant('apps/cli/src/list.ts', `export const query = \`${verb} ${rest}\`\n`)
    plant('results/src/list.ts', `export const query = \`${verb} ${rest}\`\n`)
    expect(sqlViolations(root)).toEqual([expect.stringContaining('apps/cli/src/list.ts:1 has ')])
  })

  it('is a file of 401 lines, and an excuse for one of 400', () => {
    plant('stack/ground/src/long.ts', 'export {}\n'.repeat(401))
    plant('stack/ground/src/full.ts', 'export {}\n'.repeat(400))
    expect(lengthViolations(root, {})).toEqual([expect.stringContaining('stack/ground/src/long.ts has 401 lines')])
    expect(lengthViolations(root, { 'stack/ground/src/long.ts': 'a table', 'stack/ground/src/full.ts': 'a table' })).toEqual([
      expect.stringContaining('stack/ground/src/full.ts has only 400 lines'),
    ])
  })

  it('is a folder or file for odds and ends', () => {
    plant('stack/ground/src/utils/one.ts', '')
    plant('stack/ground/src/helpers.ts', '')
    plant('stack/ground/src/common-header.ts', '')
    expect(nameViolations(root)).toEqual([
      'stack/ground/src/utils says nothing about what it holds',
      'stack/ground/src/helpers.ts says nothing about what it holds',
    ])
  })
})
