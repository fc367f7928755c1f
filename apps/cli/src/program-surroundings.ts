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
    onTyped,
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

/** Keys of what is no terminal are nobody's. */
function onTyped(keys: boolean, listener: (text: string) => void): () => void {
  const { stdin } = process
  return keys ? onKeys(stdin, listener) : onLines(stdin, listener)
}

function onKeys(stdin: NodeJS.ReadStream, listener: (text: string) => void): () => void {
  if (stdin.isTTY !== true) return () => {}
  const typed = (part: Buffer): void => {
    for (const key of part.toString('latin1')) {
      // A terminal that hands over single keys leaves it to the program what Ctrl-C means.
      if (key === CTRL_C) process.kill(process.pid, 'SIGINT')
      else listener(key)
    }
  }
  stdin.setRawMode(true)
  stdin.on('data', typed)
  return () => {
    stdin.off('data', typed)
    stdin.setRawMode(false)
    stdin.pause()
  }
}

function onLines(stdin: NodeJS.ReadStream, listener: (text: string) => void): () => void {
  let begun = ''
  const typed = (part: Buffer): void => {
    const lines = (begun + part.toString('utf8')).split('\n')
    // What never ends is no line.
    begun = lines.pop()!.slice(-LONGEST_LINE)
    for (const line of lines) listener(line)
  }
  stdin.on('data', typed)
  return () => {
    stdin.off('data', typed)
    stdin.pause()
  }
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

const CTRL_C = '\u0003'
const LONGEST_LINE = 1024
