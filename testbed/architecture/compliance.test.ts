import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Row {
  readonly document: string
  readonly section: string
  readonly files: readonly string[]
  readonly tests: readonly string[]
}

/** The rows of the tables of COMPLIANCE.md that name files and tests, with the RFC of their heading. */
function rows(text: string): Row[] {
  const found: Row[] = []
  let document = ''
  for (const line of text.split('\n')) {
    document = /^## (RFC \d+)/.exec(line)?.[1] ?? document
    const [, section, , files, tests] = line.split('|').map((cell) => cell.trim())
    if (section?.startsWith('§') !== true || tests === undefined || !files!.includes('`')) continue
    found.push({ document, section: section.slice(1), files: quoted(files!), tests: quoted(tests) })
  }
  return found
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
}

/** Whether a text cites exactly this section: with the RFC's number, or bare where the RFC is the one the file is about. */
function cites(text: string, document: string, section: string): boolean {
  const exact = `§${section.replaceAll('.', '\\.')}(?![0-9]|\\.[0-9])`
  return new RegExp(`${document} (?:§[0-9.]+(?:, | and ))*${exact}|(?<!RFC \\d{4} )${exact}`).test(text)
}

const STACK = join(import.meta.dirname, '../../stack')
const ROWS = rows(readFileSync(join(STACK, 'COMPLIANCE.md'), 'utf8'))

describe('COMPLIANCE.md', () => {
  it('has a row for every part of RFC 9260 that asks something of an endpoint', () => {
    expect(ROWS.filter((row) => row.document === 'RFC 9260').length).toBeGreaterThan(55)
  })

  it.each(ROWS)(
    '$document §$section: its files and tests are there, and the first file cites it',
    ({ document, section, files, tests }) => {
      for (const file of [...files, ...tests]) expect(existsSync(join(STACK, file)), file).toBe(true)
      expect(tests.every((test) => test.endsWith('.test.ts'))).toBe(true)
      expect(cites(readFileSync(join(STACK, files[0]!), 'utf8'), document, section), files[0]).toBe(true)
    },
  )

  it('would notice a row whose file does not cite its section', () => {
    // Put together, so that nobody takes them for citations of this file.
    const cite = (document: string, section: string) => `// ${document} \u00a7${section}`
    expect(cites(cite('RFC 9260', '6.10'), 'RFC 9260', '6.1')).toBe(false)
    expect(cites(cite('RFC 9260', '6.1.2'), 'RFC 9260', '6.1')).toBe(false)
    expect(cites(cite('RFC 4820', '6.1'), 'RFC 9260', '6.1')).toBe(false)
    expect(cites('// \u00a76.1: a rule', 'RFC 9260', '6.1')).toBe(true)
  })
})
