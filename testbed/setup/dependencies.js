import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { runChild } from './child-command.js'
import { withProgress } from './progress.js'
import { adviceForNpm, SetUpFailure, tail } from './set-up-failure.js'

/**
 * The installed dependencies: node_modules as package-lock.json asks for, compiled for the Node that is running.
 * A stamp inside node_modules remembers both, so that being asked again costs one small read.
 *
 * @typedef {object} NpmCommand how npm is called
 * @property {string} file
 * @property {readonly string[]} leading arguments before the command's name
 */

/**
 * Installs what is missing; returns at once when nothing is. Throws SetUpFailure when npm does not come through.
 *
 * @param {string} root the folder of the clone
 * @param {NpmCommand} [npm]
 * @returns {Promise<void>}
 */
export async function installDependencies(root, npm = npmOfThisNode()) {
  const stampFile = join(root, 'node_modules', '.sigbed-setup')
  const wanted = stampFor(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  if (readOrEmpty(stampFile) === wanted) return
  if (!isInstalledByHand(root)) {
    await withProgress('Installing dependencies (npm ci; the first time takes a minute or two)', () => cleanInstall(root, npm))
  }
  writeFileSync(stampFile, wanted)
}

/**
 * better-sqlite3 is bound to one ABI of Node, so a stamp holds for one ABI.
 *
 * @param {string} lock the text of package-lock.json
 */
function stampFor(lock) {
  return `${createHash('sha256').update(lock).digest('hex')} abi ${process.versions.modules}\n`
}

/**
 * @param {string} root
 * @param {NpmCommand} npm
 */
async function cleanInstall(root, npm) {
  // Development dependencies hold the compiler, so they are wanted whatever NODE_ENV says.
  const end = await runChild(npm.file, [...npm.leading, 'ci', '--include=dev'], { folder: root, output: 'kept', signals: 'group' })
  if (end.interrupted) throw new SetUpFailure('Installing was interrupted; the same command begins it anew.')
  if (end.status !== 0) {
    throw new SetUpFailure(`npm ci failed with exit status ${end.status}. ${adviceForNpm(end.output)}`, tail(end.output, 30))
  }
}

/**
 * Somebody ran npm themselves: node_modules has what the lock file lists, and the compiled part loads under this Node.
 * npm keeps its own account of the tree in node_modules/.package-lock.json; optional packages for other systems are not in it.
 *
 * @param {string} root
 */
function isInstalledByHand(root) {
  const accountFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(accountFile)) return false
  try {
    const installed = JSON.parse(readFileSync(accountFile, 'utf8')).packages
    const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    for (const [path, entry] of Object.entries(locked)) {
      if (path === '') continue
      if (installed[path] === undefined && entry.optional === true) continue
      if (installed[path]?.version !== entry.version || installed[path]?.resolved !== entry.resolved) return false
    }
    return loadsDatabase(root)
  } catch {
    return false
  }
}

/** @param {string} root */
function loadsDatabase(root) {
  const resultsPackage = join(root, 'results', 'package.json')
  if (!existsSync(resultsPackage)) return true
  const Database = createRequire(resultsPackage)('better-sqlite3')
  new Database(':memory:').close()
  return true
}

/**
 * Under `npm start` the very npm that was called; by hand, the one on the PATH.
 *
 * @returns {NpmCommand}
 */
function npmOfThisNode() {
  const script = process.env['npm_execpath']
  return script?.endsWith('npm-cli.js') ? { file: process.execPath, leading: [script] } : { file: 'npm', leading: [] }
}

/** @param {string} file */
function readOrEmpty(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
