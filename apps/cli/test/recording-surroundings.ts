import { PassThrough } from 'node:stream'
import type { CommandSurroundings, ExitStatus, TextOutput } from '../src/command.js'
import { runCommandLine } from '../src/command-line.js'
import type { RunConsole, RunResult } from '../src/run-console.js'
import type { RunOptions } from '../src/run-options.js'

/** An output that remembers. */
export class RecordedOutput extends PassThrough {
  readonly isTTY: boolean
  columns: number | undefined
  text = ''

  constructor({ isTTY = false, columns }: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
    super()
    this.isTTY = isTTY
    this.columns = columns
  }

  override write(text: unknown): boolean {
    this.text += String(text)
    return true
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1)
  }
}

/** What the run command hands over, and what the stand-in of the measurement gives back. */
export type Measurement = (options: RunOptions, console: RunConsole, stop: AbortSignal) => Promise<RunResult>

export interface Recording extends CommandSurroundings {
  readonly output: RecordedOutput & TextOutput
  readonly errors: RecordedOutput & TextOutput
  /** As if Ctrl-C had been pressed. */
  interrupt(): void
  /** Statuses the program was told to end with at once. */
  readonly exits: ExitStatus[]
}

/** Surroundings of a command without a terminal, signals or a network. */
export function recordingSurroundings(
  folder: string,
  measure: Measurement = () => Promise.reject(new Error('nothing was to be measured')),
  changes: { readonly environment?: Readonly<Record<string, string>>; readonly output?: RecordedOutput; readonly input?: Uint8Array } = {},
): Recording {
  const listeners = new Set<() => void>()
  const exits: ExitStatus[] = []
  return {
    output: (changes.output ?? new RecordedOutput()) as RecordedOutput & TextOutput,
    readInput: () => Promise.resolve(changes.input ?? new Uint8Array(0)),
    onTyped: () => () => {},
    errors: new RecordedOutput() as RecordedOutput & TextOutput,
    environment: changes.environment ?? {},
    workingFolder: folder,
    resultsFolder: folder,
    now: () => new Date('2026-01-07T14:03:22.480Z'),
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    exit: (status) => exits.push(status),
    measure,
    interrupt: () => {
      for (const listener of listeners) listener()
    },
    exits,
  }
}

/** Runs a command line in this process. */
export async function sigbed(words: string, surroundings: Recording): Promise<{ status: number; output: string; errors: string }> {
  const status = await runCommandLine(words === '' ? [] : words.split(' '), surroundings)
  return { status, output: surroundings.output.text, errors: surroundings.errors.text }
}
