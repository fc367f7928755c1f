import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabError } from './lab-error.js'
import { processBirth } from './process-birth.js'

/** A process of a lab, told from a later one of the same number by its birth. */
export interface RegisteredProcess {
  readonly node: string
  readonly pid: number
  readonly birth: string
}

/**
 * What somebody has to know who clears up after a lab that was killed: a name from which it can be seen whether its program still lives,
 * and a file of that name with the processes it started. The file is gone when the lab has been closed.
 */
export class LabRegister {
  /** `4711-88093-5f01c2`: number and birth of the program's process, and which of its labs. Letters that any system takes in a name. */
  readonly lab: string
  private readonly processes: RegisteredProcess[] = []
  private readonly file: string

  /** @param folder where the files of all labs are */
  constructor(private readonly folder = registerFolder()) {
    this.lab = `${process.pid}-${processBirth(process.pid) ?? '0'}-${randomBytes(3).toString('hex')}`
    this.file = join(folder, `${this.lab}.json`)
  }

  /** @param pid undefined for a process that could not be started @throws LabError SIGBED_LAB_UNAVAILABLE when the file cannot be written */
  enter(node: string, pid: number | undefined): void {
    if (pid === undefined) return
    const birth = processBirth(pid)
    // Gone already.
    if (birth === null) return
    if (this.processes.length === 0) forgetDead(this.folder)
    this.processes.push({ node, pid, birth })
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      // Killed in the middle of it, the list is what it was before.
      writeFileSync(`${this.file}${PART}`, JSON.stringify(this.processes), { mode: 0o600 })
      renameSync(`${this.file}${PART}`, this.file)
    } catch (cause) {
      throw new LabError(
        'SIGBED_LAB_UNAVAILABLE',
        `${this.file} cannot be written, from which a crashed lab is cleared up: make its folder writable`,
        {
          cause,
        },
      )
    }
  }

  remove(): void {
    rmSync(this.file, { force: true })
    rmSync(`${this.file}${PART}`, { force: true })
  }
}

/** Whether the program lives that made the lab of this name; also for what is no name of a lab: that is somebody else's affair. */
export function labIsAlive(lab: string): boolean {
  const [, pid, birth] = /^(\d+)-(\d+)-[0-9a-f]{6}$/.exec(lab) ?? []
  return pid === undefined || processBirth(Number(pid)) === birth
}

export interface DeadLab {
  readonly file: string
  /** Those that still live. */
  readonly processes: readonly RegisteredProcess[]
}

/** The files of labs whose program is gone. Never throws: what cannot be read is nobody's. */
export function deadLabs(folder = registerFolder()): readonly DeadLab[] {
  if (!isOurs(folder)) return []
  return readdirSync(folder)
    .filter((name) => FILE.test(name) && !labIsAlive(name.replace(FILE, '')))
    .map((name) => ({ file: join(folder, name), processes: livingProcesses(join(folder, name)) }))
}

/** Files of dead labs that have nothing left but their file. */
function forgetDead(folder: string): void {
  for (const { file, processes } of deadLabs(folder)) if (processes.length === 0) rmSync(file, { force: true })
}

function livingProcesses(file: string): readonly RegisteredProcess[] {
  try {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as readonly RegisteredProcess[]
    return entries.filter(({ pid, birth }) => Number.isInteger(pid) && pid > 1 && processBirth(pid) === birth)
  } catch {
    // Its program died while it wrote it: the list before that is the file without the ending.
    return []
  }
}

/** Processes are killed because a file says so: it has to be in a folder that nobody else can write to. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && (process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0))
}

/** Of a file that is being written. */
const PART = '.part'
const FILE = /\.json(\.part)?$/

function registerFolder(): string {
  return join(tmpdir(), `sigbed-labs-${process.getuid?.() ?? 'all'}`)
}
