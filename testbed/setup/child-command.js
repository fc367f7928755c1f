import { spawn } from 'node:child_process'

/**
 * Running another program so that a signal reaches it exactly once.
 *
 * On Ctrl-C the terminal signals every process of its foreground group, and npm then sends the same signal to the script it
 * runs: passed on without care, the program would see two or three and take the second for "stop at once". So the child gets
 * a process group of its own, which the terminal does not signal, and what arrives here is passed on once.
 *
 * @typedef {object} ChildOptions
 * @property {string} folder where it runs
 * @property {NodeJS.ProcessEnv} [environment] instead of this process's own
 * @property {'shown' | 'kept'} output shown: the child writes to our own streams; kept: both its streams are collected
 * @property {'child' | 'group'} signals who gets what arrives here: a program that minds its own children, or all of them
 *
 * @typedef {object} ChildEnd
 * @property {number} status its exit status; 128 + n when signal n ended it, as shells count; 127 when it could not be started
 * @property {NodeJS.Signals | null} signal the signal that ended it
 * @property {boolean} interrupted a signal was passed on to it, whatever status it made of that
 * @property {string} output what it wrote, both streams in order of arrival; empty when shown
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot be started ends with status 127 and the reason as output.
 *
 * @param {string} file
 * @param {readonly string[]} commandArguments
 * @param {ChildOptions} options
 * @returns {Promise<ChildEnd>}
 */
export function runChild(file, commandArguments, options) {
  return new Promise((resolve) => {
    const kept = options.output === 'kept'
    const child = spawn(file, commandArguments, {
      cwd: options.folder,
      env: options.environment ?? process.env,
      stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      detached: true,
    })
    /** @type {string[]} */
    const pieces = []
    let interrupted = false
    child.stdout?.setEncoding('utf8').on('data', (piece) => pieces.push(piece))
    child.stderr?.setEncoding('utf8').on('data', (piece) => pieces.push(piece))

    const stopForwarding = forwardSignals((signal) => {
      interrupted = true
      if (child.pid === undefined) return
      try {
        process.kill(options.signals === 'group' ? -child.pid : child.pid, signal)
      } catch {
        // It ended a moment ago: nobody is left to tell.
      }
    })
    child.once('error', (error) => {
      stopForwarding()
      resolve({ status: 127, signal: null, interrupted, output: `${pieces.join('')}${error.message}\n` })
    })
    child.once('close', (code, signal) => {
      stopForwarding()
      const status = code ?? 128 + (signal === null ? 0 : (SIGNAL_NUMBER[signal] ?? 0))
      resolve({ status, signal, interrupted, output: pieces.join('') })
    })
  })
}

/**
 * Ends this process as the child ended: by the same signal or with the same status.
 *
 * @param {ChildEnd} end
 */
export function endLike(end) {
  process.exitCode = end.status
  if (end.signal !== null) process.kill(process.pid, end.signal)
}

/**
 * Hands each signal on once; a second one of the same kind within the window is the same key press on its second way here.
 *
 * @param {(signal: NodeJS.Signals) => void} deliver
 * @returns {() => void} ends it
 */
function forwardSignals(deliver) {
  /** @type {Map<NodeJS.Signals, number>} */
  const lastSeen = new Map()
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    const now = performance.now()
    const before = lastSeen.get(signal)
    if (before !== undefined && now - before < SAME_KEY_PRESS_MS) return
    lastSeen.set(signal, now)
    deliver(signal)
  }
  for (const signal of FORWARDED) process.on(signal, onSignal)
  return () => {
    for (const signal of FORWARDED) process.off(signal, onSignal)
  }
}

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const SAME_KEY_PRESS_MS = 200
/** @type {Readonly<Partial<Record<NodeJS.Signals, number>>>} */
const SIGNAL_NUMBER = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }
