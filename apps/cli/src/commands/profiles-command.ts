import type { FailoverExpectation, ProtocolParameters, TimerProfile } from '@sigbed/sctp-core'
import { createColors } from 'picocolors'
import { type Command, switchFlag } from '../command.js'
import { lookOf } from '../terminal-look.js'

/** `sigbed profiles`: the timer profiles, and what each promises when a path goes dead. */
export const PROFILES_COMMAND: Command = {
  usage: 'profiles',
  summary: 'Show the timer profiles and what they promise',

  declare: (yargs) =>
    yargs
      .options({ json: { describe: 'Write JSON, for programs', type: 'boolean' } })
      .example('$0 profiles', 'timers and computed failover times')
      .example('$0 run --profile rfc9260', 'measure with one of them'),

  async run(flags, surroundings) {
    const { failoverExpectation, protocolParameters, TIMER_PROFILES } = await import('@sigbed/sctp-core')
    const profiles = TIMER_PROFILES.map((profile) => {
      const parameters = protocolParameters(profile.parameters)
      return { profile, parameters, expectation: failoverExpectation(parameters, parameters.rtoMinMs) }
    })
    const { output } = surroundings
    output.write(switchFlag(flags, 'json') ? profilesJson(profiles) : profilesTable(profiles, lookOf(output, surroundings).colour))
    return 0
  },
}

interface ComputedProfile {
  readonly profile: TimerProfile
  /** All of them, defaults filled in. */
  readonly parameters: ProtocolParameters
  /** For a path in steady use, whose round trips are far below RTO.Min. */
  readonly expectation: FailoverExpectation
}

/** What never happens (Infinity) is null in JSON. */
function profilesJson(profiles: readonly ComputedProfile[]): string {
  const listed = profiles.map(({ profile: { name, summary }, parameters, expectation }) => ({ name, summary, parameters, expectation }))
  return `${JSON.stringify({ format: 'sigbed-profiles', version: 1, profiles: listed }, null, 2)}\n`
}

/** Of the same width on every terminal: it fits into 80 columns. */
function profilesTable(profiles: readonly ComputedProfile[], colour: boolean): string {
  const paint = createColors(colour)
  const rows = profiles.map((profile) => COLUMNS.map((column) => column.cell(profile)))
  const widths = COLUMNS.map(({ head }, index) => Math.max(...[...head, ...rows.map((row) => row[index]!)].map((cell) => cell.length)))
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!))).join('  ')}`.trimEnd()
  const heads = [0, 1, 2].map((row) => paint.bold(line(COLUMNS.map(({ head }) => head[row]!))))
  const rule = paint.dim(`  ${'─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))}`)
  const nameWidth = widths[0]!
  return [
    ...heads,
    rule,
    ...rows.map(line),
    '',
    ...profiles.flatMap(({ profile: { name, summary } }) =>
      broken(summary, WIDTH - nameWidth - 4).map(
        (text, index) => `  ${paint.bold((index === 0 ? name : '').padEnd(nameWidth))}  ${paint.dim(text)}`,
      ),
    ),
    '',
    ...NOTES.map((note) => `  ${paint.dim(note)}`),
    '',
  ].join('\n')
}

/** Broken between words, so that no line is wider than `width`. */
function broken(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function timeText(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'never'
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`
  return ms >= 1000 ? `${Number((ms / 1000).toFixed(2))} s` : `${ms} ms`
}

/** `120/120/800 ms`, `1/1/60 s`. */
function timeoutsText({ rtoInitialMs, rtoMinMs, rtoMaxMs }: ProtocolParameters): string {
  const all = [rtoInitialMs, rtoMinMs, rtoMaxMs]
  return all.every((ms) => ms >= 1000) ? `${all.map((ms) => ms / 1000).join('/')} s` : `${all.join('/')} ms`
}

interface Column {
  /** Three lines. */
  readonly head: readonly [string, string, string]
  readonly cell: (profile: ComputedProfile) => string
}

const COLUMNS: readonly Column[] = [
  { head: ['', '', 'profile'], cell: ({ profile }) => profile.name },
  { head: ['', 'RTO initial', '/min/max'], cell: ({ parameters }) => timeoutsText(parameters) },
  { head: ['Path.', 'Max.', 'Retrans'], cell: ({ parameters }) => String(parameters.pathMaxRetrans) },
  {
    head: ['', 'PF', 'MR'],
    cell: ({ parameters }) => (parameters.potentiallyFailed ? String(parameters.potentiallyFailedMaxRetrans) : 'off'),
  },
  {
    head: ['', 'HB.', 'int.'],
    cell: ({ parameters }) => (parameters.heartbeatIntervalMs === 0 ? 'off' : timeText(parameters.heartbeatIntervalMs)),
  },
  { head: ['moves', 'on', 'after'], cell: ({ expectation }) => timeText(expectation.firstRetransmissionMs) },
  { head: ['', 'potent.', 'failed'], cell: ({ expectation }) => timeText(expectation.potentiallyFailedMs) },
  { head: ['', '', 'inactive'], cell: ({ expectation }) => timeText(expectation.inactiveMs) },
]

const WIDTH = 80

const NOTES = [
  'The last three columns are computed (RFC 9260 §6.3.3, §8.2; RFC 7829) for a',
  'path in steady use, its RTO at RTO.Min, that goes dead. From its last',
  'acknowledgement on: the first retransmission on another path, the path',
  'potentially failed (more than PFMR errors), and the path inactive (more than',
  'Path.Max.Retrans errors).',
]
