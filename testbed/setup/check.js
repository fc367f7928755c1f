/**
 * `npm run check`: everything `npm test` asks before it runs the tests. The sources are built, the tests type-checked, and
 * both are linted. Exit status: 0 clean, 1 something failed, 2 it could not be set up.
 */
import { runCheckSteps } from './check-steps.js'
import { ROOT, setUp } from './set-up.js'

if (await setUp({ building: false })) {
  const failedSteps = await runCheckSteps(ROOT)
  process.exitCode = failedSteps.length > 0 ? 1 : 0
}
