import { defaultResultsFolder } from './checkout.js'
import type { CommandSurroundings, ExitStatus } from './command.js'
import { runCommandLine } from './command-line.js'

/** The program: puts the commands into this process, with its streams, its signals and its clock. */
const surroundings: CommandSurroundings = {
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
  workingFolder: process.cwd(),
  resultsFolder: defaultResultsFolder(process.cwd()),
  now: () => new Date(),
  onInterrupt,
  exit: (status) => process.exit(status),
  measure: async (options, console, stop) => {
    const { runFailover } = await import('./failover-run/failover-run.js')
    return runFailover(options, console, stop)
  },
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', endOfReader)

process.exitCode = await runCommandLine(process.argv.slice(2), surroundings)

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
