import type { M3uaRole } from '@sigbed/m3ua-peer'
import type { Command } from '../command.js'
import { configurationOption } from '../configuration-flags.js'
import { M3UA_FLAGS, type M3uaFlag } from './m3ua-flags.js'

export interface M3uaNodeHelp {
  readonly summary: string
  readonly examples: readonly (readonly [words: string, what: string])[]
  /** The steps it can be scripted with. */
  readonly steps: string
}

/** What the commands of the three roles have in common: their flags, and that they run a node. */
export function m3uaNodeCommand(role: M3uaRole, { summary, examples, steps }: M3uaNodeHelp): Command {
  return {
    usage: `m3ua ${role}`,
    summary,

    declare: (yargs) => {
      const flags = Object.entries<M3uaFlag>(M3UA_FLAGS).filter(([, { roles }]) => roles.includes(role))
      const declared = yargs.options(Object.fromEntries(flags.map(([name, flag]) => [name, configurationOption(flag)])))
      for (const [words, what] of examples) declared.example(`$0 m3ua ${role} ${words}`.trim(), what)
      return declared.epilogue(`${steps}\n\n${EPILOGUE}`)
    },

    run: async (flags, surroundings) => {
      const { runM3uaNode } = await import('./m3ua-run.js')
      return runM3uaNode(role, flags, surroundings)
    },
  }
}

const EPILOGUE = `A step is over when it is answered; with ! behind its name (beat!) when it
is sent. Arguments have colons between (send-data:count=100:rate=50), lists
a +. README.md shows a configuration file; apps/m3ua-peer/examples has more.

Prints READY, then a line for whatever happens: messages (> sent, < received),
states, paths, traffic once a second. Exit status: 0 when it was told to stop
or every step was good, 1 when a step was refused or not answered, 2 when it
could not begin, 130 when it was interrupted within a script.`
