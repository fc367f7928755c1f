/**
 * `npm test`: installs what is missing, then builds, type-checks the tests, lints, and runs the tests, each whether or not the
 * one before it failed. The last line is `N passed, N failed`, where a step that failed by itself counts as one failure. Arguments after
 * `--` go to vitest. Exit status: 0 all passed, 1 something failed, 2 it could not be set up.
 */
import { runCheckSteps } from './check-steps.js'
import { ROOT, setUp } from './set-up.js'
import { handOnTally, runSuite } from './suite.js'

if (await setUp({ building: false })) {
  const failedSteps = await runCheckSteps(ROOT)
  process.exitCode = await runSuite(ROOT, 'vitest.config.ts', process.argv.slice(2), failedSteps)
} else {
  handOnTally('', 1)
  console.log('\nFailed: setting up.\n\n0 passed, 1 failed')
}
