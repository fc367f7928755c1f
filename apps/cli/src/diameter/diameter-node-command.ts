import type { DiameterNodeUse } from '@sigbed/diameter-peer'
import type { Command, CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { configurationOption } from '../configuration-flags.js'
import { DIAMETER_FLAGS, type DiameterFlag } from './diameter-flags.js'

export interface DiameterNodeHelp {
  readonly summary: string
  readonly examples: readonly (readonly [words: string, what: string])[]
  readonly epilogue: string
  readonly run: (flags: Flags, surroundings: CommandSurroundings) => Promise<ExitStatus>
}

/** What the commands that run a node have in common: their flags. */
export function diameterNodeCommand(use: DiameterNodeUse, { summary, examples, epilogue, run }: DiameterNodeHelp): Command {
  return {
    usage: `diameter ${use}`,
    summary,
    declare: (yargs) => {
      const flags = Object.entries<DiameterFlag>(DIAMETER_FLAGS).filter(([, { uses }]) => uses.includes(use))
      const declared = yargs.options(Object.fromEntries(flags.map(([name, flag]) => [name, configurationOption(flag)])))
      for (const [words, what] of examples) declared.example(`$0 diameter ${use} ${words}`.trim(), what)
      return declared.epilogue(epilogue)
    },
    run,
  }
}
