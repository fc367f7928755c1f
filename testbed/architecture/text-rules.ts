import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { projectFiles, projectFolders } from '../setup/project-files.js'
import type { Floor } from './floors.js'
import { isTestFile } from './import-rules.js'
import { readSourceText } from './source-text.js'

/** Where a pure package takes time, chance or I/O by itself instead of being handed it. Its tests may. */
export function surroundingsViolations(root: string, floors: readonly Floor[]): string[] {
  return floors
    .filter(({ pure }) => pure)
    .flatMap(({ folder }) => {
      const sources = projectFiles(join(root, folder), SOURCE).filter((path) => !isTestFile(path))
      return sources.flatMap((path) => linesMatching(root, `${folder}/${path}`, SURROUNDINGS, 'outline'))
    })
}

/** Where a file outside the results' package speaks to the database itself. */
export function sqlViolations(root: string): string[] {
  return projectFiles(root, SOURCE)
    .filter((path) => !path.startsWith('results/'))
    .flatMap((path) => linesMatching(root, path, SQL))
}

/**
 * Files so long that nobody reads them in one go, and excuses for such files that they no longer need.
 *
 * @param excused reasons by path: why this one file is better in one piece
 */
export function lengthViolations(root: string, excused: Readonly<Record<string, string>>): string[] {
  const violations: string[] = []
  for (const path of projectFiles(root, SOURCE)) {
    const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length
    const tooLong = lines > LINES_AT_MOST
    if (tooLong && excused[path] === undefined) violations.push(`${path} has ${lines} lines; ${LINES_AT_MOST} are enough for one concept`)
    if (!tooLong && excused[path] !== undefined) violations.push(`${path} has only ${lines} lines and needs no excuse any more`)
  }
  return violations
}

/** Files and folders whose name says that they hold whatever found no place. */
export function nameViolations(root: string): string[] {
  const saysNothing = (path: string): boolean => NAMES_THAT_SAY_NOTHING.test(basename(path))
  return [...projectFolders(root), ...projectFiles(root)].filter(saysNothing).map((path) => `${path} says nothing about what it holds`)
}

/** The lines, comments aside, on which the pattern is found, with or without what stands in strings; a pattern may span lines. */
function linesMatching(root: string, path: string, pattern: RegExp, part: 'code' | 'outline' = 'code'): string[] {
  const text = readSourceText(readFileSync(join(root, path), 'utf8'))[part]
  return [...text.matchAll(pattern)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length
    return `${path}:${line} has ${match[0].replace(/\s+/g, ' ')}`
  })
}

const SOURCE = /\.[cm]?[jt]s$/
const LINES_AT_MOST = 400
const NAMES_THAT_SAY_NOTHING = /^(?:utils?|helpers?|common|misc)(?:\.|$)/i
// Modules of Node are an affair of the imports' rules.
const SURROUNDINGS = /\b(?:Date\.now|new Date|Math\.random|performance\.|setTimeout|setInterval|setImmediate|process\.|console\.|Buffer\.)/g
/** Statements by their first two words, capitals or not; prose has them neither in code nor in this order. */
const SQL =
  /\b(?:select\s[^;'"`]{1,200}?\sfrom\s+\w+|insert\s+(?:or\s+\w+\s+)?into\s+\w+|update\s+\w+\s+set\s|delete\s+from\s+\w+|create\s+(?:temp\s+)?(?:table|index|view|trigger)\s|pragma\s+\w+\s*[=(;])/gi
