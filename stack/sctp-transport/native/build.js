/**
 * Builds the raw IP addon, as part of `npm install` or by hand: `node stack/sctp-transport/native/build.js`.
 *
 * Raw IP is an extra: where it cannot be built (no compiler, no Python, another system than Linux), one line says so and the exit
 * status is 0 all the same, so that no installation fails for it. `--strict` makes that status 1, for whoever wants to know.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const ADDON = join(FOLDER, 'build', 'Release', 'raw_ip.node')
/** A compiler takes two seconds; a download that hangs must not hold up an installation. */
const LONGEST_BUILD_MS = 120_000

const obstacle = build()
if (obstacle === null) {
  console.log('Raw IP (protocol 132) is built.')
} else {
  console.log(
    `Raw IP is not built: ${obstacle}. UDP encapsulation works as before; for raw IP, install gcc, make and Python 3 and run: node stack/sctp-transport/native/build.js`,
  )
  if (process.argv.includes('--strict')) process.exitCode = 1
}

/**
 * What stood in the way, or null when the addon is built and loads.
 *
 * @returns {string | null}
 */
function build() {
  if (process.platform !== 'linux') return `it is for Linux, and this is ${process.platform}`
  const nodeGyp = findNodeGyp()
  if (nodeGyp === null) return 'node-gyp, which comes with npm, is not found'
  const commandArguments = [nodeGyp, 'rebuild', '--directory', FOLDER]
  const headers = findHeaders()
  if (headers !== null) commandArguments.push('--nodedir', headers)
  const end = spawnSync(process.execPath, commandArguments, { cwd: FOLDER, encoding: 'utf8', timeout: LONGEST_BUILD_MS })
  if (end.error !== undefined) return end.error.message
  if (end.status !== 0) {
    rmSync(join(FOLDER, 'build'), { recursive: true, force: true })
    return reasonIn(`${end.stdout}${end.stderr}`)
  }
  try {
    createRequire(import.meta.url)(ADDON)
    return null
  } catch (error) {
    rmSync(ADDON, { force: true })
    return `what was built does not load (${error instanceof Error ? error.message : error})`
  }
}

/**
 * The folder whose include/node is to be used; null to leave it to node-gyp, which downloads what fits. First what came with this very
 * Node, so that nothing has to be downloaded; then what the user says; then another Node's on this machine, as Node-API and the part
 * of libuv used here are the same in all of them.
 *
 * @returns {string | null}
 */
function findHeaders() {
  const own = dirname(dirname(realpathSync(process.execPath)))
  const told = process.env['npm_config_nodedir'] ?? ''
  const candidates = told === '' ? [own, '/usr/local', '/usr'] : [own, told]
  return candidates.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h'))) ?? null
}

/**
 * npm tells the scripts it runs where its node-gyp is; by hand, it is looked for beside the npm that belongs to this Node, and beside
 * the one on the PATH.
 *
 * @returns {string | null}
 */
function findNodeGyp() {
  const told = process.env['npm_config_node_gyp']
  const besideNpm = join('node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  const npmFolders = [join(dirname(dirname(realpathSync(process.execPath))), 'lib', 'node_modules', 'npm')]
  if (process.env['npm_execpath'] !== undefined) npmFolders.unshift(dirname(dirname(process.env['npm_execpath'])))
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (folder !== '' && existsSync(npm)) npmFolders.push(dirname(dirname(realpathSync(npm))))
  }
  const candidates = npmFolders.map((folder) => join(folder, besideNpm))
  if (told !== undefined && told !== '') candidates.unshift(told)
  return candidates.find((candidate) => existsSync(candidate)) ?? null
}

/**
 * The one line that tells a person what to do, out of all that node-gyp writes.
 *
 * @param {string} output
 */
function reasonIn(output) {
  if (/not found: make/.test(output)) return 'make is not found'
  if (/Could not find any Python/.test(output)) return 'Python 3 is not found'
  // The shell's exit status for a program that is not there.
  if (/^make: .*Error 127$/m.test(output)) return 'a C compiler is not found'
  if (/gyp http GET/.test(output) && /configure error/.test(output)) {
    return 'the headers of this Node are not there and cannot be downloaded (npm_config_nodedir may say where they are)'
  }
  const complaint = output.split('\n').find((line) => /\berror:/i.test(line)) ?? output.trimEnd().split('\n').at(-1) ?? ''
  return `the compiler says "${complaint.trim()}"`
}
