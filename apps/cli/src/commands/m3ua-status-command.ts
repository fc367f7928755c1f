import { type Command, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { nodeStatusText } from '../m3ua/node-status-text.js'
import { isColourWanted } from '../terminal-look.js'

/** `sigbed m3ua status`: asks the M3UA nodes that run here how they stand. */
export const M3UA_STATUS_COMMAND: Command = {
  usage: 'm3ua status',
  summary: 'Show how the M3UA nodes of this machine stand',

  declare: (yargs) =>
    yargs
      .options({
        name: { describe: 'Only the node of this name', requiresArg: true },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
      })
      .example('$0 m3ua status', 'states, associations, paths and counters')
      .example('$0 m3ua status --name sg --json', 'of one node, for programs')
      .epilogue('Asks over sockets in a folder of your own below TMPDIR. Exit status: 0 when a node answered, 1 when none runs.'),

  async run(flags, { output, errors, environment }) {
    const { askNodes } = await import('@sigbed/m3ua-peer')
    const name = textFlag(flags, 'name')
    if (name?.includes('/') === true) throw new UsageError(`--name ${name} is no name: it has a slash. Leave --name out to see all.`)
    const nodes = await askNodes(name)
    if (switchFlag(flags, 'json')) output.write(`${JSON.stringify({ format: 'sigbed-m3ua-nodes', version: 1, nodes }, null, 2)}\n`)
    else for (const node of nodes) output.write(nodeStatusText(node, isColourWanted(output, environment)))
    if (nodes.length > 0) return 0
    errors.write(
      `sigbed: ${name === null ? 'no M3UA node runs here' : `no M3UA node named ${name} runs here`}; start one with "sigbed m3ua sg".\n`,
    )
    return 1
  },
}
