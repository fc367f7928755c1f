import { createColors } from 'picocolors'
import { type Command, switchFlag } from '../command.js'
import { shippedScenarios } from '../lab/scenario-files.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed lab list`: the scenarios that come with the program. */
export const LAB_LIST_COMMAND: Command = {
  usage: 'lab list',
  summary: 'List the scenarios that come with the program',

  declare: (yargs) =>
    yargs
      .options({ json: { describe: 'Write JSON, for programs', type: 'boolean' } })
      .example('$0 lab list', 'names, and what each shows')
      .example('$0 lab run return-to-primary', 'run one of them'),

  async run(flags, surroundings) {
    const [{ readScenario }, { ROLE_KINDS }] = await Promise.all([import('@sigbed/testbed'), import('../lab/role-catalogue.js')])
    const listed = shippedScenarios().map(({ shown, text }) => {
      const { title, teaches, durationMs } = readScenario({ file: shown, text }, ROLE_KINDS)
      return { name: shown, title, teaches, durationMs }
    })
    const { output } = surroundings
    if (switchFlag(flags, 'json')) {
      output.write(`${JSON.stringify({ format: 'sigbed-scenarios', version: 1, scenarios: listed }, null, 2)}\n`)
      return 0
    }
    const paint = createColors(lookOf(output, surroundings).colour)
    const width = Math.max(...listed.map(({ name }) => name.length))
    const lines = listed.map(({ name, title, durationMs }) => {
      const seconds = `${durationMs / 1000} s`.padStart(5)
      return `  ${paint.bold(name.padEnd(width))}  ${paint.dim(seconds)}  ${title}`
    })
    output.write(`${lines.join('\n')}\n`)
    return 0
  },
}
