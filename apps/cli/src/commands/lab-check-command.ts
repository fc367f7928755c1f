import type { Scenario } from '@sigbed/testbed'
import { type Command, switchFlag } from '../command.js'
import { failureOf, UsageError } from '../command-failure.js'
import { harmless } from '../harmless-text.js'
import { LAB_NETWORKS } from '../lab/lab-networks.js'
import { listFlag, networkFlag } from '../lab/lab-options.js'
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
      .options({
        all: { describe: 'Every scenario that comes with the program', type: 'boolean' },
        network: {
          describe: `That it can be run there: ${LAB_NETWORKS.join(', ')}`,
          defaultDescription: 'on one of them',
          requiresArg: true,
        },
      })
      .example('$0 lab check mine.yaml', 'before it is run')
      .epilogue('Exit status: 0 all can be run, 2 one cannot.'),

  async run(flags, surroundings) {
    const [{ networkObstacles, readScenario, refuseObstacles }, { ROLE_KINDS }] = await Promise.all([
      import('@sigbed/testbed'),
      import('../lab/role-catalogue.js'),
    ])
    const names = listFlag(flags, 'scenario')
    if (names.length === 0 && !switchFlag(flags, 'all'))
      throw new UsageError('say which scenarios: names of "sigbed lab list", files, or --all.')
    const files = switchFlag(flags, 'all') ? shippedScenarios() : names.map((name) => findScenario(name, surroundings.workingFolder))
    const network = networkFlag(flags)
    let mistaken = 0
    for (const { shown, text } of files) {
      try {
        const scenario = readScenario({ file: shown, text }, ROLE_KINDS)
        const obstacles = new Map(LAB_NETWORKS.map((kind) => [kind, networkObstacles(shown, scenario, kind, ROLE_KINDS)] as const))
        const isNowhere = [...obstacles.values()].every((problems) => problems.length > 0)
        if (network !== null || isNowhere) refuseObstacles(shown, scenario, network ?? 'loopback', ROLE_KINDS)
        surroundings.output.write(`${shown}: fine. ${summaryOf(scenario)}\n`)
        if (network !== null) continue
        for (const [kind, problems] of obstacles)
          for (const { line, place, message } of problems)
            surroundings.output.write(`${shown}:${line}: ${place}: not on the ${kind} network: ${message}\n`)
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
