import { describe, expect, it } from 'vitest'
import { RecordedOutput, recordingSurroundings, sigbed } from '../test/recording-surroundings.js'
import { runCommandLine } from './command-line.js'

const HERE = '/lab/here'

describe('the command line', () => {
  it.each(['--help', '-h', 'help'])('shows all commands for %s', async (words) => {
    const { status, output, errors } = await sigbed(words, recordingSurroundings(HERE))
    expect([status, errors]).toEqual([0, ''])
    for (const command of ['run [scenario]', 'report [run]', 'compare [a] [b]', 'profiles', 'endpoint'])
      expect(output).toContain(`  sigbed ${command}  `)
    expect(output).toContain('README.md')
  })

  it.each([
    'run',
    'report',
    'compare',
    'tag',
    'baseline',
    'export',
    'import',
    'merge',
    'prune',
    'sweep',
    'profiles',
    'endpoint',
    'diameter server',
    'diameter client',
    'diameter relay',
    'diameter send',
  ])('has help for %s that fits into 80 columns and ends with a newline', async (command) => {
    const surroundings = () => recordingSurroundings(HERE, undefined, { output: new RecordedOutput({ columns: 80 }) })
    const { status, output } = await sigbed(`${command} --help`, surroundings())
    expect(status).toBe(0)
    expect(output).toMatch(new RegExp(`^sigbed ${command}`))
    expect(output).toMatch(/[^\n]\n$/)
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect((await sigbed(`help ${command}`, surroundings())).output).toBe(output)
    expect((await sigbed(`${command} -h`, surroundings())).output).toBe(output)
  })

  it('groups the flags of a run and shows what they are when they are not given', async () => {
    const { output } = await sigbed('run --help', recordingSurroundings(HERE))
    expect(output.match(/^\S.*:$/gm)).toEqual([
      'Positionals:',
      'Traffic:',
      'Timetable (seconds, fractions allowed):',
      'Network:',
      'Results:',
      'Options:',
      'Examples:',
    ])
    for (const otherwise of ['telecom', '2000', '11', '3', '7', 'loopback', '9899', '1'])
      expect(output).toContain(`[default: ${otherwise}]`)
    expect(output).toContain('Exit status: 0')
  })

  it.each(['--version', '-v'])('tells its version for %s', async (words) => {
    const { status, output } = await sigbed(words, recordingSurroundings(HERE))
    expect(status).toBe(0)
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('shows the help as an error when no command is given', async () => {
    const { status, output, errors } = await sigbed('', recordingSurroundings(HERE))
    expect([status, output]).toEqual([2, ''])
    expect(errors).toContain('sigbed run [scenario]')
  })

  it.each([
    ['rnu', '"rnu" is no command. Did you mean "sigbed run"?'],
    [
      'measure',
      '"measure" is no command. There are run, load, report, compare, tag, baseline, export, import, merge, prune, sweep, profiles, decode, endpoint, lab, m3ua, diameter.',
    ],
    ['run --m3ua-rat 5', '--m3ua-rat is no flag of "sigbed run". Did you mean --m3ua-rate?'],
    ['run --restore-at 6 --cutat=2', '--cutat is no flag of "sigbed run". Did you mean --cut-at?'],
    ['lab run lossy-path --netwrk netns', '--netwrk is no flag of "sigbed lab run". Did you mean --network?'],
    ['report --jsno', '--jsno is no flag of "sigbed report". Did you mean --json?'],
    ['report --seed 1', '--seed is no flag of "sigbed report". "sigbed report --help" lists them.'],
    ['run -x', '-x is no flag of "sigbed run". "sigbed run --help" lists them.'],
    ['run --no-json', '--no-json is no flag of "sigbed run". "sigbed run --help" lists them.'],
    ['--helpp', '--helpp is no flag of "sigbed". Did you mean --help?'],
    ['endpoint --rto-mni 5', '--rto-mni is no flag of "sigbed endpoint". Did you mean --rto-min?'],
    ['endpoint --role server client', '"client" is one word too many for "sigbed endpoint".'],
    ['run two-homed-failover again', '"again" is one word too many for "sigbed run [scenario]".'],
    ['m3ua', '"sigbed m3ua" needs one word more. "sigbed m3ua --help" tells what can be said.'],
    ['m3ua sp', '"sp" is no command of "sigbed m3ua". Did you mean "sigbed m3ua sg"?'],
    ['m3ua gateway', '"gateway" is no command of "sigbed m3ua". There are sg, asp, ipsp, status.'],
    ['m3ua asp now', '"now" is one word too many for "sigbed m3ua asp".'],
    ['m3ua asp --remoet 127.0.0.1', '--remoet is no flag of "sigbed m3ua asp". Did you mean --remote?'],
    ['m3ua sg --remote 127.0.0.1', '--remote is no flag of "sigbed m3ua sg". "sigbed m3ua sg --help" lists them.'],
    ['m3ua asp --routing-context one', '--routing-context: takes a number, not "one".'],
    ['m3ua sg --traffic-mode load', '--traffic-mode: takes override, loadshare, broadcast, any, not "load".'],
    ['m3ua asp --do activ', '"activ" is no step; did you mean active?'],
    ['m3ua asp --do @none.txt', '--do @none.txt: there is no such file; name a file that can be read.'],
    ['m3ua sg --config none.yaml', '--config none.yaml: there is no such file; name a file that can be read.'],
    ['m3ua status --name ../sg', '--name ../sg is no name: it has a slash. Leave --name out to see all.'],
    ['compare 1 2 3', '"3" is one word too many for "sigbed compare [a] [b]".'],
    ['report -- 1 2', '"1" is one word too many for "sigbed report [run]".'],
    ['run --m3ua-rate', '--m3ua-rate needs a value. Say --m3ua-rate and then what it is to be, or leave it out.'],
    ['run --database --json', '--database needs a value. Say --database and then what it is to be, or leave it out.'],
    [
      'run --duration 5 --duration 4',
      '--duration 4 ends the run before the path is back (--restore-at 7). Give a longer duration or earlier times.',
    ],
  ])('refuses "sigbed %s"', async (words, message) => {
    const { status, output, errors } = await sigbed(words, recordingSurroundings(HERE))
    expect([status, output, errors]).toEqual([2, '', `sigbed: ${message}\n`])
  })

  it('shows where an error came from only when asked to', async () => {
    const words = ['run', '--seed', 'x']
    const plain = recordingSurroundings(HERE)
    await runCommandLine(words, plain)
    expect(plain.errors.lines).toHaveLength(1)
    const debugging = recordingSurroundings(HERE, undefined, { environment: { SIGBED_DEBUG: '1' } })
    await runCommandLine(words, debugging)
    expect(debugging.errors.text).toMatch(/UsageError: --seed[\s\S]*at .*run-options/)
  })
})
