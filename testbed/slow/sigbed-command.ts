import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command as a user starts it: the built program in a process of its own, heard through its streams and exit status alone. */
export interface CommandEnd {
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

/** What `sigbed run --json` writes, as far as these tests read it. Written down here by itself: it is what users rely on. */
export interface RunReport {
  readonly format: string
  readonly status: string
  readonly verdict: string | null
  readonly audits: readonly {
    readonly flow: string
    readonly offered: number
    readonly delivered: number
    readonly lost: number
    readonly duplicated: number
    readonly reordered: number
    readonly corrupted: number
  }[]
  readonly failovers: readonly {
    readonly flow: string
    readonly node: string
    readonly firstDeliveryOnAlternateMs: number | null
    readonly rtoAtCutMs: number
    readonly computedFirstDeliveryMs: number
  }[]
}

/** Runs `sigbed` with the words given, to its end. Never rejects: how it ended is what is asked. */
export function sigbed(words: readonly string[]): Promise<CommandEnd> {
  return run(process.execPath, [PROGRAM, ...words])
}

/** Runs any program to its end; one that is not installed ends with status null and says so in `errors`. */
export function run(file: string, words: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve) => {
    execFile(file, [...words], { encoding: 'utf8', maxBuffer: OUTPUT_AT_MOST }, (error, output, errors) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ status, output, errors: status === null ? `${errors}${error?.message}` : errors })
    })
  })
}

/** @throws Error with what the command said when its output is no report */
export function parseRunReport({ status, output, errors }: CommandEnd): RunReport {
  try {
    return JSON.parse(output)
  } catch {
    throw new Error(`sigbed run --json ended with status ${status} and wrote no JSON: ${output.slice(0, 500)}${errors}`)
  }
}

const PROGRAM = fileURLToPath(new URL('../../apps/cli/bin/sigbed.js', import.meta.url))
const OUTPUT_AT_MOST = 256 * 1024 * 1024
