import { join } from 'node:path'
import { build } from './build.js'
import { runChild } from './child-command.js'
import { SetUpFailure } from './set-up-failure.js'

/**
 * What is asked of the sources besides their tests, in the order in which it is asked, after they have been built.
 *
 * @typedef {{ readonly name: string, readonly file: string, readonly commandArguments: readonly string[] }} CheckStep
 */

/** @type {readonly CheckStep[]} */
export const CHECK_STEPS = [
  {
    name: 'type check of the tests',
    file: 'typescript/bin/tsc',
    commandArguments: ['-p', 'tsconfig.tests.json'],
  },
  {
    name: 'lint',
    file: '@biomejs/biome/bin/biome',
    commandArguments: ['ci', '--error-on-warnings', '--diagnostic-level=warn', ...(process.stdout.isTTY ? [] : ['--colors=off'])],
  },
]

/**
 * Builds, then runs every step, also after one has failed, and says of each how it ended.
 *
 * @param {string} root the folder of the clone
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runCheckSteps(root) {
  /** @type {string[]} */
  const failed = []
  const built = await timed('build', () => buildOrSay(root))
  if (!built) failed.push('build')
  for (const step of CHECK_STEPS) {
    const program = join(root, 'node_modules', step.file)
    const passed = await timed(step.name, async () => {
      const end = await runChild(process.execPath, [program, ...step.commandArguments], { folder: root, output: 'shown', signals: 'group' })
      return end.status === 0
    })
    if (!passed) failed.push(step.name)
  }
  return failed
}

/**
 * The tests run on the sources, so they can still tell something when the sources do not compile.
 *
 * @param {string} root
 */
async function buildOrSay(root) {
  try {
    await build(root)
    return true
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error
    console.log(error.output)
    return false
  }
}

/**
 * @param {string} name
 * @param {() => Promise<boolean>} work
 */
async function timed(name, work) {
  const begun = performance.now()
  const passed = await work()
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
  return passed
}
