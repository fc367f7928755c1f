import { runNodeProcess } from './node-process.js'

/** The program of a node's process: puts it into this process, and ends with it. */

/** Longer than anybody takes to kill a process that he has told so. */
const HALTED_MS = 10_000

const streams = {
  input: process.stdin,
  output: process.stdout,
  haltForDeath: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HALTED_MS)
    process.exit(1)
  },
}
// Whoever read the reports is gone; the input closes next.
process.stdout.on('error', () => process.exit(1))

try {
  await runNodeProcess(streams)
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
