import { defaultResultsFolder } from './checkout.js'
import type { CommandSurroundings } from './command.js'
import { runCommandLine } from './command-line.js'
import { programSurroundings } from './program-surroundings.js'

/** The program: puts the commands into this process. */
const surroundings: CommandSurroundings = {
  ...programSurroundings(),
  resultsFolder: defaultResultsFolder(process.cwd()),
  measure: async (options, console, stop) => {
    const { runFailover } = await import('./failover-run/failover-run.js')
    return runFailover(options, console, stop)
  },
}

process.exitCode = await runCommandLine(process.argv.slice(2), surroundings)
