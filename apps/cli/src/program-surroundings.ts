import type { CommandSurroundings, ExitStatus } from './command.js'
import { UsageError } from './command-failure.js'

/** What this process itself gives to a command: its streams, its signals and its clock. */
export type ProgramSurroundings = Omit<CommandSurroundings, 'resultsFolder' | 'measure'>

/** To be called once: it also hears of outputs that nobody reads any more. */
export function programSurroundings(): ProgramSurroundings {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOfReader)
  return {
    output: process.stdout,
    readInput,
    errors: process.stderr,
    environment: process.env,
    workingFolder: process.cwd(),
    now: () => new Date(),
    onInterrupt,
    exit: (status) => process.exit(status),
  }
}

async function readInput(most: number): Promise<Uint8Array> {
  if (process.stdin.isTTY === true) throw new UsageError('standard input is this terminal. Give octets, name a file, or pipe one in.')
  const parts: Buffer[] = []
  let length = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    length += part.length
    if (length > most) throw new UsageError(`standard input has more than ${most} octets.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Ctrl-C; `kill`; the terminal was closed. */
function onInterrupt(listener: () => void): () => void {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

/**
 * Whoever read the output has read enough (`| head`): what follows is for nobody, and that is no error. A run goes on all the
 * same, as its result is in the database.
 */
function endOfReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.stderr.write(`sigbed: the output cannot be written (${error.message}).\n`)
  process.exit(1 satisfies ExitStatus)
}
