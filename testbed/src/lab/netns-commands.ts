import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { LabError } from './lab-error.js'

/**
 * Runs lines of `ip` (iproute2) in one process, in a network namespace or outside of any.
 *
 * @param lines without the word `ip` in front
 * @param family of lines that name no address
 * @throws LabError SIGBED_LAB_NETWORK (rejects) with the line that failed and what `ip` said of it; those after it are not carried out
 */
export async function ipBatch(namespace: string | null, lines: readonly string[], family: 4 | 6 | null = null): Promise<void> {
  if (lines.length === 0) return
  const where = [...(family === null ? [] : [`-${family}`]), ...(namespace === null ? [] : ['-netns', namespace])]
  const { status, errors } = await run(['ip', ...where, '-batch', '-'], `${lines.join('\n')}\n`)
  if (status === 0) return
  const failed = /Command failed -:(\d+)/.exec(errors)
  // What it cannot even read ends it without the number of the line.
  const line = failed === null ? '-batch' : lines[Number(failed[1]) - 1]
  throw new LabError(
    'SIGBED_LAB_NETWORK',
    `"ip ${[...where, line].join(' ')}" failed: ${errors.replace(/Command failed -:\d+\s*/, '').trim()}`,
  )
}

/** Writes kernel parameters in a network namespace: by their files under /proc/sys; those that are not there are left out. @throws LabError (rejects) */
export async function writeParameters(namespace: string, parameters: Readonly<Record<string, number>>): Promise<void> {
  const writes = Object.entries(parameters).map(([file, value]) => `[ ! -e /proc/sys/${file} ] || echo ${value} > /proc/sys/${file}`)
  const { status, errors } = await run(['ip', 'netns', 'exec', namespace, 'sh', '-e', '-c', writes.join('\n')], '')
  if (status !== 0) throw new LabError('SIGBED_LAB_NETWORK', `kernel parameters of ${namespace} could not be written: ${errors.trim()}`)
}

/** The names of network namespaces on this machine. */
export function namespaceNames(): readonly string[] {
  try {
    return readdirSync(NAMESPACE_FOLDER)
  } catch {
    // There has never been one.
    return []
  }
}

/** Deletes those of the namespaces that are there. Never rejects; says which could not be deleted. */
export async function deleteNamespaces(names: readonly string[]): Promise<readonly string[]> {
  const present = names.filter((name) => namespaceNames().includes(name))
  if (present.length === 0) return []
  const { errors } = await run(['ip', '-force', '-batch', '-'], present.map((name) => `netns delete ${name}\n`).join('')).catch(
    (error) => ({
      errors: error instanceof Error ? error.message : String(error),
    }),
  )
  const reason = errors.replace(/Command failed -:\d+\s*/g, '').trim()
  const left = present.filter((name) => namespaceNames().includes(name))
  return left.map((name) => `the network namespace ${name} could not be deleted: ${reason}`)
}

function run(command: readonly string[], input: string): Promise<{ readonly status: number | null; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const [file = '', ...words] = command
    // sbin is not on everybody's path. A session of its own: Ctrl-C is not to interrupt what takes a network away.
    const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' }
    const child = spawn(file, words, {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      env,
      timeout: COMMAND_LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = `${errors}${text}`.slice(0, ERRORS_AT_MOST)))
    child.stdin.on('error', () => {})
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const message =
        cause.code === 'ENOENT'
          ? 'the command "ip" is not there: install the package iproute2, or run it with --network loopback'
          : `"${command.join(' ')}" could not be started: ${cause.message}`
      reject(new LabError('SIGBED_LAB_UNAVAILABLE', message, { cause }))
    })
    child.once('close', (status, signal) => {
      if (signal === null) resolve({ status, errors })
      else resolve({ status, errors: `${errors}ended by ${signal} after at most ${COMMAND_LIMIT_MS} ms` })
    })
    child.stdin.end(input)
  })
}

/** Where `ip netns` keeps them. */
const NAMESPACE_FOLDER = '/run/netns'
const COMMAND_LIMIT_MS = 20_000
const ERRORS_AT_MOST = 4000
