/**
 * Telling what is going on while something takes its time. What is over within two seconds is never mentioned. On a terminal
 * one line is rewritten every second; elsewhere there is a line at the start, one every thirty seconds and one at the end, so
 * that a log stays short and yet shows life.
 *
 * @typedef {object} ProgressStream where the lines go: process.stderr, so that standard output stays the program's own
 * @property {boolean} [isTTY]
 * @property {(text: string) => unknown} write
 */

/**
 * Does the work, and shows `what` with the seconds elapsed for as long as it lasts.
 *
 * @template T
 * @param {string} what as it stands before the seconds: "Building"
 * @param {() => Promise<T>} work
 * @param {ProgressStream} [stream]
 * @returns {Promise<T>}
 */
export async function withProgress(what, work, stream = process.stderr) {
  const begun = performance.now()
  const elapsedSeconds = () => Math.round((performance.now() - begun) / 1000)
  const live = stream.isTTY === true
  let lastShown = Number.NEGATIVE_INFINITY

  const show = () => {
    const seconds = elapsedSeconds()
    if (live) stream.write(`${REWRITE_LINE}${what} … ${seconds} s`)
    else if (seconds - lastShown >= QUIET_LINE_EVERY_S) stream.write(`${what} … ${seconds} s\n`)
    else return
    lastShown = seconds
  }
  let ticking = setTimeout(function tick() {
    show()
    ticking = setTimeout(tick, LIVE_LINE_EVERY_MS)
  }, SILENT_FOR_MS)

  try {
    return await work()
  } finally {
    clearTimeout(ticking)
    if (lastShown >= 0) stream.write(`${live ? REWRITE_LINE : ''}${what}: took ${elapsedSeconds()} s\n`)
  }
}

const SILENT_FOR_MS = 2000
const LIVE_LINE_EVERY_MS = 1000
const QUIET_LINE_EVERY_S = 30
const REWRITE_LINE = '\r\u001b[2K'
