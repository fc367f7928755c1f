import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ExpectationOutcome } from '@sigbed/measurement'
import { shippedScenarios } from '../src/lab/scenario-files.js'
import { startProgram } from './built-program.js'

/** What `sigbed lab run --json` tells of a run. Written down here by itself: it is what users rely on. */
export interface LabRun {
  readonly scenario: string
  readonly seed: number
  readonly runId: number
  readonly outcome: string
  readonly verdict: string | null
  readonly reasons: readonly string[]
  readonly digest: string | null
  readonly expectations: readonly ExpectationOutcome[]
}

export interface LabRunEnd {
  readonly status: number | null
  /** Of the program that had the lab. */
  readonly pid: number
  readonly runs: readonly LabRun[]
  /** Progress, and what went wrong. */
  readonly errors: string
}

export const SHIPPED = shippedScenarios().map(({ shown }) => shown)

/** Runs the program as it was built. Everything it leaves is in the folder, or can be told by it. @throws Error (rejects) with what it said when there is no report */
export async function labRun(folder: string, ...words: readonly string[]): Promise<LabRunEnd> {
  const program = startProgram(['lab', 'run', ...words, '--json'], { folder, environment: { TMPDIR: folder } })
  const { status, output, errors } = await program.end
  if (output === '') throw new Error(`sigbed lab run ${words.join(' ')} ended with status ${status} and no report: ${errors}`)
  return { status, pid: program.child.pid!, runs: JSON.parse(output).runs, errors }
}

/** `met  lost = 0`: what runs on different networks have in common. */
export function verdicts({ expectations }: LabRun): string[] {
  return expectations.map(({ text, met }) => `${met === null ? 'not shown' : met ? 'met' : 'not met'}  ${text}`)
}

/** What was seen, and what else there is to say: for whoever has to find out why it was not what was expected. */
export function account({ runs, errors }: LabRunEnd): string {
  const seen = runs.flatMap(({ reasons, expectations }) => [...reasons, ...expectations.map(({ text, seen }) => `${text}: ${seen}`)])
  return `${seen.join('\n')}\n${errors}`
}

/** Programs that were started with that folder for what is temporary, and what they left of it, but databases. */
export function remains(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => !name.startsWith('a.sqlite') && !isEmptyFolder(`${folder}/${name}`))
  return [...files, ...processesOf(folder).map((pid) => `process ${pid}`)]
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}

function processesOf(folder: string): string[] {
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(`TMPDIR=${folder}\0`))
}

/** Empty for a process that has ended by now, or is somebody else's. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
