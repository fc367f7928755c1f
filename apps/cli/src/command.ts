import type { Argv } from 'yargs'
import { UsageError } from './command-failure.js'
import type { RunConsole, RunResult } from './run-console.js'
import type { RunOptions } from './run-options.js'

/**
 * 0: good. 1: measured, and not good. 2: nothing done, because of what the user gave. 3: a threshold the user set did not hold. 4: surely
 * worse than before, by more than it may be. 5: what was measured says nothing, because the one who measured was the bottleneck.
 * 130: interrupted.
 */
export type ExitStatus = 0 | 1 | 2 | 3 | 4 | 5 | 130

/** What was given on the command line, by the full name of the flag or argument: text, or true for a switch. */
export type Flags = Readonly<Record<string, unknown>>

/** One command of `sigbed`: how it is called, and what it does. */
export interface Command {
  /** Name and arguments, as `report [run]`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Tells yargs flags, examples and the rest of the help. */
  declare(yargs: Argv): Argv
  /** Rejects with what `failureOf` knows how to tell. */
  run(flags: Flags, surroundings: CommandSurroundings): Promise<ExitStatus>
}

/** What a command needs from outside. Tests hand in recorders. */
export interface CommandSurroundings {
  /** For results. */
  readonly output: TextOutput
  /** All of standard input, once. @throws UsageError when it is longer than `most` octets, or is a terminal. */
  readInput(most: number): Promise<Uint8Array>
  /**
   * What is typed while a command runs: each key of a terminal as it is pressed where `keys` are wanted, else whole lines. Until the function
   * it returns is called.
   */
  onTyped(keys: boolean, listener: (text: string) => void): () => void
  /** For what went wrong, and for progress where the output is for programs. */
  readonly errors: TextOutput
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Paths the user gives count from here. Absolute. */
  readonly workingFolder: string
  /** Where results go unless told otherwise. Absolute. */
  readonly resultsFolder: string
  now(): Date
  /** Hears of every wish to stop (Ctrl-C and the like) until the function it returns is called. */
  onInterrupt(listener: () => void): () => void
  /** Ends the program this moment. */
  exit(status: ExitStatus): void
  /** Carries a run out and stores it. */
  measure(options: RunOptions, console: RunConsole, stop: AbortSignal): Promise<RunResult>
}

export type TextOutput = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined }

/** The value of a flag; null when it was not given. @throws UsageError when it was given as a bare switch or empty. */
export function textFlag(flags: Flags, name: string): string | null {
  const value = flags[name]
  if (value === undefined) return null
  if (typeof value === 'string' && value !== '') return value
  if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times. Say it once.`)
  throw new UsageError(`--${name} needs a value. Say --${name} and then what it is to be, or leave it out.`)
}

export function switchFlag(flags: Flags, name: string): boolean {
  return flags[name] === true
}
