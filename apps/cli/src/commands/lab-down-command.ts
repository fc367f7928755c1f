import { type Command, switchFlag } from '../command.js'

/** `sigbed lab down`: takes away what labs left behind whose program was killed. */
export const LAB_DOWN_COMMAND: Command = {
  usage: 'lab down',
  summary: 'Clear up after labs whose program was killed',

  declare: (yargs) =>
    yargs
      .options({ list: { describe: 'Only say what would be removed', type: 'boolean' } })
      .example('$0 lab down', 'processes, namespaces, containers that are left')
      .epilogue('Labs that are running are left alone. Exit status: 0 nothing is left, 1 something could not be removed.'),

  async run(flags, { output, errors }) {
    const { LAB_REMAINS } = await import('../lab/lab-backends.js')
    let found = 0
    let problems = 0
    for (const remains of LAB_REMAINS) {
      if (switchFlag(flags, 'list')) {
        const remnants = await remains.find()
        found += remnants.length
        for (const { kind, name } of remnants) output.write(`${kind} ${name}\n`)
        continue
      }
      const removal = await remains.remove()
      found += removal.removed.length
      problems += removal.problems.length
      for (const { kind, name } of removal.removed) output.write(`Removed ${kind} ${name}.\n`)
      for (const problem of removal.problems) errors.write(`sigbed: ${problem}.\n`)
    }
    if (found + problems === 0) output.write('Nothing is left behind.\n')
    return problems === 0 ? 0 : 1
  },
}
