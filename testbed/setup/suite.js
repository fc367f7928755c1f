import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from './child-command.js'
import { closingLine, readTally } from './tally.js'

/**
 * One run of vitest, and the closing line after it.
 *
 * The reporter counts tests only. What else went wrong (a check before the tests, a vitest that died on the way) is counted
 * here: one failure each, in the closing line, in the exit status and in SIGBED_TALLY_FILE, where whoever adds up several
 * runs reads it.
 *
 * @param {string} root the folder of the clone
 * @param {string} configuration a vitest configuration in it
 * @param {readonly string[]} vitestArguments
 * @param {readonly string[]} failedSteps what already failed before the tests, by name
 * @returns {Promise<number>} exit status: 0 all passed, 1 something failed
 */
export async function runSuite(root, configuration, vitestArguments, failedSteps = []) {
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-tally-'))
  try {
    const tallyFile = join(folder, 'tally')
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const end = await runChild(process.execPath, [vitest, 'run', '--config', configuration, ...vitestArguments], {
      folder: root,
      environment: { ...process.env, SIGBED_TALLY_FILE: tallyFile },
      output: 'shown',
      signals: 'group',
    })
    const counted = readTally(tallyFile)
    const tally = counted ?? { passed: 0, failed: 0, skipped: 0 }
    const failures = [...failedSteps]
    if (counted === null) failures.push('vitest, which ended without a result')
    else if (end.status !== 0 && counted.failed === 0) failures.push(`vitest, which ended with exit status ${end.status}`)

    handOnTally(tallyFile, failures.length)
    if (failures.length > 0) {
      console.log(`\nFailed beside the tests: ${failures.join('; ')}.`)
      console.log(`\n${closingLine({ ...tally, failed: tally.failed + failures.length })}`)
    }
    return failures.length > 0 || end.status !== 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} tallyFile of this run
 * @param {number} failures beside the tests
 */
export function handOnTally(tallyFile, failures) {
  const outer = process.env['SIGBED_TALLY_FILE']
  if (outer === undefined) return
  const own = existsSync(tallyFile) ? readFileSync(tallyFile, 'utf8') : ''
  appendFileSync(outer, failures > 0 ? `${own}0 ${failures} 0\n` : own)
}
