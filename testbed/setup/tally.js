import { existsSync, readFileSync } from 'node:fs'

/**
 * The outcome of one or more test runs, as the closing line gives it.
 *
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Tally
 */

/**
 * Adds up a tally file: one line `passed failed skipped` for each run that came to its end (testbed/closing-line-reporter.ts).
 *
 * @param {string} file
 * @returns {Tally | null} null when no run wrote a line: it did not come to its end
 */
export function readTally(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  let runs = 0
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const line of lines) {
    const counts = TALLY_LINE.exec(line)
    if (counts === null) continue
    runs++
    sum.passed += Number(counts[1])
    sum.failed += Number(counts[2])
    sum.skipped += Number(counts[3])
  }
  return runs === 0 ? null : sum
}

/**
 * The last line of every run of tests: what machines read.
 *
 * @param {Tally} tally
 * @returns {string}
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

const TALLY_LINE = /^(\d+) (\d+) (\d+)$/
