import type { Scenario } from '@sigbed/testbed'
import { type Command, switchFlag } from '../command.js'
import { failureOf, UsageError } from '../command-failure.js'
import { harmless } from '../harmless-text.js'
import { listFlag } from '../lab/lab-options.js'
import { findScenario, shippedScenarios } from '../lab/scenario-files.js'
import { PARSING } from '../parsing.js'

/** `sigbed lab check <scenario..>`: whether scenarios can be run, with every mistake in them. */
export const LAB_CHECK_COMMAND: Command = {
  usage: 'lab check [scenario..]',
  summary: 'Check scenarios, and tell every mistake in them',

  declare: (yargs) =>
    yargs
      .parserConfiguration({ ...PARSING, 'duplicate-arguments-array': true })
      .positional('scenario', { describe: 'Files, or names of "sigbed lab list"', type: 'string', array: true })
      .options({ all: { describe: 'Every scenario that comes with the program', type: 'boolean' } })
      .example('$0 lab check mine.yaml', 'before it is run')
      .epilogue('Exit status: 0 all can be run, 2 one cannot.'),

  async run(flags, surroundings) {
    const [{ readScenario }, { ROLE_KINDS }] = await Promise.all([import('@sigbed/testbed'), import('../lab/role-catalogue.js')])
    const names = listFlag(flags, 'scenario')
    if (names.length === 0 && !switchFlag(flags, 'all'))
      throw new UsageError('say which scenarios: names of "sigbed lab list", files, or --all.')
    const files = switchFlag(flags, 'all') ? shippedScenarios() : names.map((name) => findScenario(name, surroundings.workingFolder))
    let mistaken = 0
    for (const { shown, text } of files) {
      try {
        surroundings.output.write(`${shown}: fine. ${summaryOf(readScenario({ file: shown, text }, ROLE_KINDS))}\n`)
      } catch (error) {
        mistaken++
        surroundings.errors.write(`${failureOf(error).message.split('\n').map(harmless).join('\n')}\n`)
      }
    }
    return mistaken === 0 ? 0 : 2
  },
}

/** `3 nodes on 2 networks, 1 flow for 11 s, 4 faults, 5 expectations`. */
function summaryOf({ nodes, networks, traffic, durationMs, timetable, expectations }: Scenario): string {
  const places = `${counted(nodes.length, 'node')} on ${counted(networks.length, 'network')}`
  const flows = `${counted(traffic.length, 'flow')} for ${durationMs / 1000} s`
  return `${places}, ${flows}, ${counted(timetable.length, 'fault')}, ${counted(expectations.length, 'expectation')}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
