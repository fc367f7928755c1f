import { nearestWord } from '@sigbed/testbed/nearest-word'
import yargs, { type Argv } from 'yargs'
import { sigbedVersion } from './checkout.js'
import type { Command, CommandSurroundings, ExitStatus, Flags } from './command.js'
import { tellFailure, UsageError } from './command-failure.js'
import { BASELINE_COMMAND } from './commands/baseline-command.js'
import { COMPARE_COMMAND } from './commands/compare-command.js'
import { DECODE_COMMAND } from './commands/decode-command.js'
import { DIAMETER_CLIENT_COMMAND } from './commands/diameter-client-command.js'
import { DIAMETER_RELAY_COMMAND } from './commands/diameter-relay-command.js'
import { DIAMETER_SEND_COMMAND } from './commands/diameter-send-command.js'
import { DIAMETER_SERVER_COMMAND } from './commands/diameter-server-command.js'
import { ENDPOINT_COMMAND } from './commands/endpoint-command.js'
import { EXPORT_COMMAND } from './commands/export-command.js'
import { IMPORT_COMMAND } from './commands/import-command.js'
import { LAB_CHECK_COMMAND } from './commands/lab-check-command.js'
import { LAB_DOWN_COMMAND } from './commands/lab-down-command.js'
import { LAB_LIST_COMMAND } from './commands/lab-list-command.js'
import { LAB_RUN_COMMAND } from './commands/lab-run-command.js'
import { LOAD_COMMAND } from './commands/load-command.js'
import { M3UA_ASP_COMMAND } from './commands/m3ua-asp-command.js'
import { M3UA_IPSP_COMMAND } from './commands/m3ua-ipsp-command.js'
import { M3UA_SG_COMMAND } from './commands/m3ua-sg-command.js'
import { M3UA_STATUS_COMMAND } from './commands/m3ua-status-command.js'
import { MERGE_COMMAND } from './commands/merge-command.js'
import { PROFILES_COMMAND } from './commands/profiles-command.js'
import { PRUNE_COMMAND } from './commands/prune-command.js'
import { REPORT_COMMAND } from './commands/report-command.js'
import { RUN_COMMAND } from './commands/run-command.js'
import { SWEEP_COMMAND } from './commands/sweep-command.js'
import { TAG_COMMAND } from './commands/tag-command.js'
import { PARSING } from './parsing.js'
import { widthOf } from './terminal-look.js'

/** Does what the words after `sigbed` ask for. Never rejects: what goes wrong is told on `errors` and is in the status. */
export async function runCommandLine(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitStatus> {
  try {
    const chosen = chosenBy(words, Math.min(WIDEST_HELP, widthOf(surroundings.output)))
    if (chosen.kind === 'command') return await chosen.command.run(chosen.flags, surroundings)
    const { output, errors } = surroundings
    const wanted = chosen.kind === 'help-wanted'
    ;(wanted ? output : errors).write(`${chosen.text.trimEnd()}\n`)
    return wanted ? 0 : 2
  } catch (error) {
    return tellFailure(error, surroundings)
  }
}

type Chosen =
  | { readonly kind: 'command'; readonly command: Command; readonly flags: Flags }
  /** `--help` and `--version` asked for it; without a command there is nothing else to say. */
  | { readonly kind: 'help-wanted' | 'help-needed'; readonly text: string }

/** @throws UsageError */
function chosenBy(words: readonly string[], width: number): Chosen {
  let chosen: Chosen | null = null
  const choose = (command: Command, flags: Flags): void => {
    const surplus = (flags['_'] as readonly unknown[])[nameOf(command.usage).split(' ').length]
    if (surplus !== undefined)
      throw new UsageError(`${JSON.stringify(String(surplus))} is one word too many for "sigbed ${command.usage}".`)
    chosen = { kind: 'command', command, flags }
  }
  const parser = parserOf(width, choose)
  // `help run` asks for what yargs knows as `run --help`.
  if (words[0] === 'help') words = [...words.slice(1), '--help']
  if (words.length === 0) return { kind: 'help-needed', text: helpOf(parser) }
  let failure: UsageError | null = null
  parser.parse([...words], {}, (error: Error | null | undefined, _, text) => {
    if (error) failure = error instanceof UsageError ? error : usageError(error.message, words)
    else if (text !== '') chosen = { kind: 'help-wanted', text }
  })
  if (failure !== null) throw failure
  return chosen ?? { kind: 'help-needed', text: helpOf(parser) }
}

function parserOf(width: number, choose: (command: Command, flags: Flags) => void): Argv {
  const parser = yargs()
    .scriptName('sigbed')
    // The messages are worked on below, and the rest of the program speaks English, too.
    .locale('en')
    .parserConfiguration(PARSING)
    .usage(
      '$0 <command>\n\nA telecom signalling testbed: breaks the path under M3UA and Diameter\ntraffic on multihomed SCTP, and measures what becomes of it.',
    )
    .epilogue('"sigbed <command> --help" tells the flags of each. README.md explains how to read a scorecard.')
    .version(sigbedVersion())
    .help()
    .alias({ help: 'h', version: 'v' })
    .strict()
    .demandCommand(1)
    .showHelpOnFail(false)
    .wrap(width)
  for (const command of COMMANDS) if (groupOf(command) === null) add(command, parser, command.usage, choose)
  for (const [group, summary] of Object.entries(GROUPS)) {
    parser.command(group, summary, (inner) => {
      inner.usage(`$0 ${group} <command>\n\n${summary}.`).demandCommand(1, `"sigbed ${group}" needs one word more`)
      for (const command of COMMANDS) if (groupOf(command) === group) add(command, inner, command.usage.slice(group.length + 1), choose)
      return inner
    })
  }
  return parser
}

function add(command: Command, parser: Argv, usage: string, choose: (command: Command, flags: Flags) => void): void {
  const declare = (inner: Argv) => command.declare(inner.usage(`$0 ${command.usage}\n\n${command.summary}.`))
  parser.command(usage, command.summary, declare, (flags: Flags) => choose(command, flags))
}

/** The first of two words that name a command together. */
function groupOf({ usage }: Command): keyof typeof GROUPS | null {
  const [first] = usage.split(' ')
  return first !== undefined && Object.hasOwn(GROUPS, first) ? (first as keyof typeof GROUPS) : null
}

function helpOf(parser: Argv): string {
  let help = ''
  parser.parse(['--help'], {}, (_, __, text) => {
    help = text
  })
  return help
}

/** What yargs refuses, in a sentence that says what would do. */
function usageError(message: string, words: readonly string[]): UsageError {
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1]
  if (valueless !== undefined)
    return new UsageError(`--${valueless} needs a value. Say --${valueless} and then what it is to be, or leave it out.`)
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ')[0]
  if (unknown === undefined) {
    const whose = /^"(sigbed \w+)" needs/.exec(message)?.[1] ?? 'sigbed'
    return new UsageError(`${message}. "${whose} --help" tells what can be said.`)
  }
  const plain = words.filter((word) => !word.startsWith('-'))
  const command = COMMANDS.find(({ usage }) =>
    nameOf(usage)
      .split(' ')
      .every((word, i) => word === plain[i]),
  )
  const isFlag = words.some((word) => new RegExp(`^-.*\\b${escaped(unknown)}`).test(word)) && !words.includes(unknown)
  if (isFlag) return unknownFlag(unknown, command)
  if (command !== undefined) return new UsageError(`${JSON.stringify(unknown)} is one word too many for "sigbed ${command.usage}".`)
  const group = Object.keys(GROUPS).find((name) => words.includes(name))
  if (group !== undefined) return unknownInGroup(unknown, group)
  const names = [...COMMANDS.filter((known) => groupOf(known) === null).map(({ usage }) => nameOf(usage)), ...Object.keys(GROUPS)]
  const meant = nearestWord(unknown, names)
  return new UsageError(
    `${JSON.stringify(unknown)} is no command. ${meant === null ? `There are ${names.join(', ')}.` : `Did you mean "sigbed ${meant}"?`}`,
  )
}

function unknownInGroup(unknown: string, group: string): UsageError {
  const words = COMMANDS.filter((command) => groupOf(command) === group).map(({ usage }) => nameOf(usage).slice(group.length + 1))
  const meant = nearestWord(unknown, words)
  const hint = meant === null ? `There are ${words.join(', ')}.` : `Did you mean "sigbed ${group} ${meant}"?`
  return new UsageError(`${JSON.stringify(unknown)} is no command of "sigbed ${group}". ${hint}`)
}

function unknownFlag(unknown: string, command: Command | undefined): UsageError {
  const flag = unknown.length === 1 ? `-${unknown}` : `--${unknown}`
  const known = command === undefined ? ['help', 'version'] : flagsOf(command)
  const meant = nearestWord(unknown, known)
  const whose = command === undefined ? 'sigbed' : `sigbed ${nameOf(command.usage)}`
  return new UsageError(
    `${flag} is no flag of "${whose}". ${meant === null ? `"${whose} --help" lists them.` : `Did you mean --${meant}?`}`,
  )
}

function flagsOf(command: Command): string[] {
  const declared = command.declare(yargs()) as Argv & { getOptions(): { readonly key: Readonly<Record<string, unknown>> } }
  return [...Object.keys(declared.getOptions().key), 'help', 'version'].filter((name) => name.length > 1)
}

/** One word, or two where the first is that of a group; without the arguments. */
function nameOf(usage: string): string {
  return usage.replace(/ [[<].*$/, '')
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&')
}

const COMMANDS: readonly Command[] = [
  RUN_COMMAND,
  LOAD_COMMAND,
  LAB_LIST_COMMAND,
  LAB_CHECK_COMMAND,
  LAB_RUN_COMMAND,
  LAB_DOWN_COMMAND,
  REPORT_COMMAND,
  COMPARE_COMMAND,
  TAG_COMMAND,
  BASELINE_COMMAND,
  EXPORT_COMMAND,
  IMPORT_COMMAND,
  MERGE_COMMAND,
  PRUNE_COMMAND,
  SWEEP_COMMAND,
  PROFILES_COMMAND,
  DECODE_COMMAND,
  ENDPOINT_COMMAND,
  M3UA_SG_COMMAND,
  M3UA_ASP_COMMAND,
  M3UA_IPSP_COMMAND,
  M3UA_STATUS_COMMAND,
  DIAMETER_SERVER_COMMAND,
  DIAMETER_CLIENT_COMMAND,
  DIAMETER_RELAY_COMMAND,
  DIAMETER_SEND_COMMAND,
]

/** First words that several commands share, and what those are about. */
const GROUPS = {
  lab: 'Run scenarios on networks that break as they say',
  m3ua: 'Run M3UA nodes, script them, and ask how they stand',
  diameter: 'Run Diameter nodes, and send requests',
} as const

const WIDEST_HELP = 100
