/**
 * `npm run test:interop` and its like: sets everything up, then runs the tests of one vitest configuration, whose
 * name is the first argument. The last line is `N passed, N failed`. Exit status: 0 all passed, 1 something failed, 2 it
 * could not be set up or the configuration does not exist.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, setUp } from './set-up.js'
import { handOnTally, runSuite } from './suite.js'

const [configuration = '', ...vitestArguments] = process.argv.slice(2)

if (configuration === '' || !existsSync(join(ROOT, configuration))) {
  console.error(`sigbed: there is no vitest configuration ${JSON.stringify(configuration)} in this clone`)
  process.exitCode = 2
  handOnTally('', 1)
  console.log('\n0 passed, 1 failed')
} else if (await setUp()) {
  process.exitCode = await runSuite(ROOT, configuration, vitestArguments)
} else {
  handOnTally('', 1)
  console.log('\nFailed: setting up.\n\n0 passed, 1 failed')
}
