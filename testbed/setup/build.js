import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child-command.js'
import { withProgress } from './progress.js'
import { projectFiles } from './project-files.js'
import { SetUpFailure, tail } from './set-up-failure.js'

/**
 * Builds every package the root tsconfig.json refers to, unless nothing has changed since the last time it succeeded:
 * then the whole question costs a few hundred stat calls. Throws SetUpFailure with the compiler's words when it does not compile.
 *
 * @param {string} root the folder of the clone
 * @returns {Promise<void>}
 */
export async function build(root) {
  const stampFile = join(root, 'node_modules', '.sigbed-build')
  // Taken before compiling: a file saved while the compiler runs is seen as changed by the next build.
  const fingerprint = fingerprintOfSources(root)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint && everyPackageIsBuilt(root)) return

  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const end = await withProgress('Building (tsc -b)', () =>
    runChild(process.execPath, [compiler, '-b'], { folder: root, output: 'kept', signals: 'group' }),
  )
  if (end.interrupted) throw new SetUpFailure('Building was interrupted.')
  if (end.status !== 0) throw new SetUpFailure('The sources do not compile (tsc -b).', tail(end.output, 60))
  for (const program of ['endpoint', 'node-process']) await bundle(root, program)
  writeFileSync(stampFile, fingerprint)
}

/**
 * Programs that somebody waits for are to be ready before he grows impatient: all they load goes into one file. They start without, too,
 * more slowly, so a bundle that cannot be made is no reason to stop.
 *
 * @param {string} root
 * @param {string} program
 */
async function bundle(root, program) {
  const bundler = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const configuration = join(root, 'apps', 'cli', 'bin', `${program}-bundle.config.js`)
  if (!existsSync(bundler) || !existsSync(configuration)) return
  await runChild(process.execPath, [bundler, 'build', '--config', configuration], { folder: root, output: 'kept', signals: 'group' })
}

/**
 * Path, size and time of last change of all that the compiler reads in this repository; what is installed has its own stamp,
 * which is part of it.
 *
 * @param {string} root
 */
function fingerprintOfSources(root) {
  const hash = createHash('sha256')
  for (const path of readInputs(root)) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return `${hash.digest('hex')}\n`
}

/**
 * @param {string} root
 * @returns {string[]}
 */
function readInputs(root) {
  const inputs = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.node.json', 'node_modules/.sigbed-setup']
  for (const folder of ['stack', 'apps', 'testbed', 'results']) {
    if (!existsSync(join(root, folder))) continue
    for (const path of projectFiles(join(root, folder), COMPILER_INPUT)) inputs.push(`${folder}/${path}`)
  }
  return inputs.filter((path) => existsSync(join(root, path)))
}

/**
 * Somebody may have removed what was built; the stamp would not know.
 *
 * @param {string} root
 */
function everyPackageIsBuilt(root) {
  /** @type {{ references?: readonly { path: string }[] }} */
  const solution = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  return (solution.references ?? []).every(
    ({ path }) => existsSync(join(root, path, 'tsconfig.tsbuildinfo')) && existsSync(join(root, path, 'dist', 'index.js')),
  )
}

const COMPILER_INPUT = /^(?!.*\.test\.ts$).*\.ts$|^tsconfig\.json$|^package\.json$/
