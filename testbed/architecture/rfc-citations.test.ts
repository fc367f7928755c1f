import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { projectFiles } from '../setup/project-files.js'
import { citationsIn, citationViolations } from './rfc-citations.js'
import { RFC_SECTIONS } from './rfc-sections.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
// Put together here, so that these examples are no citations of this file.
const RFC = 'RFC'

describe('the citations of the sources', () => {
  it('name sections that exist', () => {
    expect(citationViolations(ROOT)).toEqual([])
  })

  it('are seen: both protocols are built by their RFC', () => {
    const cited = projectFiles(join(ROOT, 'stack'), /\.ts$/).flatMap((path) => citationsIn(readFileSync(join(ROOT, 'stack', path), 'utf8')))
    expect(cited.map(({ rfc }) => rfc)).toEqual(expect.arrayContaining([6733, 9260]))
  })
})

describe('citationsIn', () => {
  it.each([
    [`${RFC} 9260 §6.3.3: "..."`, ['6.3.3']],
    [`${RFC} 9260 §8.3 and §5.4`, ['8.3', '5.4']],
    [`(${RFC} 9260 §5.3.1, §5.4).`, ['5.3.1', '5.4']],
    [`${RFC} 9260\n * §6.8, and so on`, ['6.8']],
    [`${RFC} 9260 §6.1,\n // §6.2`, ['6.1', '6.2']],
    [`${RFC} 9260 Appendix A`, ['A']],
    [`${RFC} 9260 says so, see §6.1`, []],
  ])('reads %s', (text, sections) => {
    expect(citationsIn(text).map(({ section }) => section)).toEqual(sections)
  })

  it('tells on which line each stands', () => {
    expect(citationsIn(`\n// ${RFC} 6733 §5.6\n// ${RFC} 9260 §4,\n// §5`)).toEqual([
      { rfc: 6733, section: '5.6', line: 2 },
      { rfc: 9260, section: '4', line: 3 },
      { rfc: 9260, section: '5', line: 4 },
    ])
  })
})

describe('citationViolations', () => {
  it('finds a section that no such RFC has, and lets alone an RFC it does not know', () => {
    const root = mkdtempSync(join(tmpdir(), 'sigbed-citations-'))
    try {
      writeFileSync(join(root, 'one.ts'), `// ${RFC} 9260 §6.3.3\n// ${RFC} 9260 §6.3.4\n// ${RFC} 6733 §5.6.5\n// ${RFC} 4666 §99\n`)
      expect(citationViolations(root)).toEqual([
        'one.ts:2 cites section 6.3.4 of RFC 9260, which has none',
        'one.ts:3 cites section 5.6.5 of RFC 6733, which has none',
      ])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})

describe('RFC_SECTIONS', () => {
  it('lists with every section those before it and the one it is part of', () => {
    for (const [rfc, sections] of Object.entries(RFC_SECTIONS)) {
      for (const section of sections) {
        const parts = section.split('.')
        const last = Number(parts.pop())
        if (parts.length > 0) expect(sections, `${rfc}: ${section}`).toContain(parts.join('.'))
        if (last > 1) expect(sections, `${rfc}: ${section}`).toContain([...parts, last - 1].join('.'))
      }
    }
  })
})
