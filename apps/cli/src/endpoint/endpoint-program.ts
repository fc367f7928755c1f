import type { ExitStatus } from '../command.js'
import { tellFailure } from '../command-failure.js'
import { programSurroundings } from '../program-surroundings.js'
import { runEndpointCommand } from './endpoint-run.js'
import { plainFlags } from './plain-flags.js'

/**
 * The short way into `sigbed endpoint`: whoever starts one waits for READY, and the full parser with all commands behind it takes
 * longer to load than the endpoint itself.
 *
 * @param words behind the name of the command
 * @returns the status to end with; null at once, nothing done, for words that want the full parser: a request for help, a mistake
 */
export async function runPlainEndpoint(words: readonly string[]): Promise<ExitStatus | null> {
  const flags = plainFlags(words)
  if (flags === null) return null
  const surroundings = programSurroundings()
  try {
    return await runEndpointCommand(flags, surroundings)
  } catch (error) {
    return tellFailure(error, surroundings)
  }
}
