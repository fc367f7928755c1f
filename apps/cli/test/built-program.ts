import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended, and what it wrote. */
export interface ProgramEnd {
  /** null: a signal ended it. */
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly errors: string
}

/** A program under way. */
export interface RunningProgram {
  readonly child: ChildProcess
  readonly end: Promise<ProgramEnd>
  /** Resolves when the output so far holds the text; rejects when the program ends without it. */
  hasWritten(text: string): Promise<void>
}

/** The programs here are the built ones, as a user has them. Quick when nothing has changed. */
export function buildProgram(): void {
  execFileSync(process.execPath, [pathOf('../../../node_modules/typescript/bin/tsc'), '-b', pathOf('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

/** Starts `sigbed` as a shell would, through bin/. */
export function startProgram(words: readonly string[], { folder, environment = {}, typing = false }: ProgramSurroundings): RunningProgram {
  const child = spawn(process.execPath, [pathOf('../bin/sigbed.js'), ...words], {
    cwd: folder,
    env: { ...withoutNpm(process.env), ...environment },
    stdio: [typing ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, output, errors }))
  })
  const hasWritten = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.includes(text)) resolve()
      }
      look()
      child.stdout!.on('data', look)
      child.on('close', () => reject(new Error(`ended without ${JSON.stringify(text)}: ${output}${errors}`)))
    })
  return { child, end, hasWritten }
}

export interface ProgramSurroundings {
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
  /** The test types into its standard input; otherwise that is empty. */
  readonly typing?: boolean
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

/** `npm test` would otherwise show through in what is suggested, and vitest in the colours. */
function withoutNpm(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden = /^npm_|^(NO_COLOR|FORCE_COLOR|SIGBED_DEBUG|NODE_OPTIONS)$/
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !hidden.test(name)))
}
