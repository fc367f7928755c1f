import { fileURLToPath } from 'node:url'
import { build } from './build.js'
import { installDependencies } from './dependencies.js'
import { complaintAboutNode } from './node-version.js'
import { SetUpFailure } from './set-up-failure.js'

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Brings a clone into the state in which it can work: the right Node, dependencies installed, everything built. On a clone
 * that is in that state already it takes some tens of milliseconds and says nothing.
 *
 * When it cannot, it says why and what to do on standard error, sets exit status 2 and returns false.
 *
 * @param {object} [options]
 * @param {boolean} [options.building] false for what works on the sources, so that it also works while they do not compile
 * @returns {Promise<boolean>} whether to go on
 */
export async function setUp({ building = true } = {}) {
  const complaint = complaintAboutNode(process.versions.node)
  if (complaint !== null) return refuse(new SetUpFailure(complaint))
  try {
    await installDependencies(ROOT)
    if (building) await build(ROOT)
    return true
  } catch (error) {
    if (error instanceof SetUpFailure) return refuse(error)
    throw error
  }
}

/**
 * @param {SetUpFailure} failure
 * @returns {false}
 */
function refuse(failure) {
  if (failure.output !== '') process.stderr.write(`\n${failure.output}\n\n`)
  process.stderr.write(`sigbed: ${failure.message}\n`)
  process.exitCode = 2
  return false
}
