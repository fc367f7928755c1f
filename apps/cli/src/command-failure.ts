import type { CommandSurroundings, ExitStatus } from './command.js'
import { harmless } from './harmless-text.js'

/** The user gave something that cannot be done. The message names it, says what would do, and is shown as it is. */
export class UsageError extends Error {
  readonly code = 'SIGBED_USAGE'
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** What the user is told, and the status the program ends with. */
export interface CommandFailure {
  readonly status: ExitStatus
  /** One or two sentences. */
  readonly message: string
}

/** Anything thrown, in words for the person in front of the terminal. Errors are told apart by their `code` alone. */
export function failureOf(error: unknown): CommandFailure {
  if (!(error instanceof Error)) return { status: 1, message: `${OWN_MISTAKE} (${String(error)}). ${DEBUG_HINT}` }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '') return { status: 1, message: `${OWN_MISTAKE} (${error.message}). ${DEBUG_HINT}` }
  return { status: NOTHING_DONE.has(code) ? 2 : 1, message: messageFor(code, error) }
}

/** Tells the person in front of the terminal; with SIGBED_DEBUG also where it happened. @returns the status to end with */
export function tellFailure(error: unknown, { errors, environment }: Pick<CommandSurroundings, 'errors' | 'environment'>): ExitStatus {
  const { status, message } = failureOf(error)
  errors.write(`sigbed: ${message.split('\n').map(harmless).join('\n')}\n`)
  if (isSet(environment['SIGBED_DEBUG'])) errors.write(`${stackOf(error)}\n`)
  return status
}

/** Some packages know what to do, but not what the flag is called that does it. */
function messageFor(code: string, error: Error): string {
  const remedy = REMEDIES[code]
  if (remedy === undefined) return sentence(error.message)
  const fact = 'remedy' in error && typeof error.remedy === 'string' ? error.message.replace(error.remedy, '') : error.message
  return `${sentence(fact)} ${remedy}`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0'
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? error.message
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`
}

const OWN_MISTAKE = 'stopped by a mistake of its own'

const DEBUG_HINT = 'SIGBED_DEBUG=1 shows where.'

/** Codes of what is the matter with what the user gave, or with the place it is to happen in. */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'SIGBED_USAGE',
  'SIGBED_DATABASE_TOO_NEW',
  'SIGBED_NOT_A_DATABASE',
  'SIGBED_FOREIGN_DATABASE',
  'SIGBED_DATABASE_MISSING',
  'SIGBED_DATABASE_UNWRITABLE',
  'SIGBED_DATABASE_BUSY',
  'SIGBED_DATABASE_DAMAGED',
  'SIGBED_RUN_NOT_FOUND',
  'SIGBED_NO_BASELINE',
  'SIGBED_INVALID_TAG',
  'SIGBED_RUN_DOCUMENT',
  'SIGBED_TABLE',
  'SIGBED_TABLE_MISSING',
  'SIGBED_ADDRESS_INVALID',
  'SIGBED_ADDRESS_UNAVAILABLE',
  'SIGBED_PORT_TAKEN',
  'SIGBED_NO_FREE_PORT',
  'SIGBED_PERMISSION',
  'SIGBED_CAPTURE',
  'SIGBED_CONFIGURATION',
  'SIGBED_SCRIPT',
  'SIGBED_CONTROL_SOCKET',
  'M3UA_CONFIGURATION',
  'SCTP_ADDRESS_INVALID',
  'SCTP_PORT_IN_USE',
  'SCTP_PARAMETER_INVALID',
])

const REMEDIES: Readonly<Record<string, string>> = {
  SIGBED_DATABASE_TOO_NEW: 'Use the newer sigbed that wrote it, or give another file with --database.',
  SIGBED_NOT_A_DATABASE: 'It was left as it is; give another file with --database.',
  SIGBED_FOREIGN_DATABASE: 'It was left as it is; give another file with --database.',
  SIGBED_DATABASE_MISSING: 'Measure a first run with "sigbed run", or name the file it was stored in with --database.',
  SIGBED_DATABASE_UNWRITABLE: 'Give a file in a folder you may write to with --database.',
  SIGBED_DATABASE_BUSY: 'End that program, or give another file with --database.',
  SIGBED_DATABASE_FULL: 'Make room, or give a file on another device with --database.',
  SIGBED_DATABASE_DAMAGED: 'Put back a copy of it, or give another file with --database.',
  SIGBED_PORT_TAKEN: 'The flag is --encapsulation-port.',
  SIGBED_NO_FREE_PORT: 'The flag is --encapsulation-port.',
  SIGBED_PERMISSION: 'The flag is --encapsulation-port.',
  SIGBED_ADDRESS_UNAVAILABLE: 'Or measure on --network simulated, which needs no address.',
  SIGBED_CAPTURE: 'Give another file with --capture, or capture nothing.',
}
