import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from '../setup/project-files.js'
import { RFC_SECTIONS } from './rfc-sections.js'

/** One section of one RFC, named in a source. */
export interface RfcCitation {
  readonly rfc: number
  /** A section number, or an appendix by its letter. */
  readonly section: string
  readonly line: number
}

/** Every citation in a text; a list after one RFC's number ("§5.4, §8.3 and §8.4") gives one for each. */
export function citationsIn(text: string): RfcCitation[] {
  const citations: RfcCitation[] = []
  for (const list of text.matchAll(CITATION_LIST)) {
    const rfc = Number(list[1])
    for (const one of list[0].matchAll(ONE_SECTION)) {
      const line = text.slice(0, list.index + one.index).split('\n').length
      citations.push({ rfc, section: one[1] ?? one[2]!, line })
    }
  }
  return citations
}

/** Citations of sections that their RFC does not have, one sentence each. */
export function citationViolations(root: string): string[] {
  return projectFiles(root, /\.[cm]?[jt]s$/).flatMap((path) =>
    citationsIn(readFileSync(join(root, path), 'utf8'))
      .filter(({ rfc, section }) => RFC_SECTIONS[rfc]?.has(section) === false)
      .map(({ rfc, section, line }) => `${path}:${line} cites section ${section} of RFC ${rfc}, which has none`),
  )
}

/** A comment may break a list into lines, each of which begins with its own marks. */
const BREAK = String.raw`(?:\s+(?:\*|\/\/)?\s*)`
const SECTION = String.raw`(?:§§?\s?\d+(?:\.\d+)*|Appendix [A-Z]\b(?:\.\d+)*)`
const CITATION_LIST = new RegExp(
  String.raw`\bRFC\s?(\d{3,5}),?${BREAK}${SECTION}(?:(?:[,;/–]|${BREAK}(?:and|or|to))${BREAK}?${SECTION})*`,
  'g',
)
const ONE_SECTION = /§\s?(\d+(?:\.\d+)*)|Appendix ([A-Z](?:\.\d+)*)/g
