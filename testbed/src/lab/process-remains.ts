import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type DeadLab, deadLabs, type RegisteredProcess } from './lab-register.js'
import type { LabRemains, LabRemnant, LabRemoval } from './lab-remains.js'
import { processBirth } from './process-birth.js'

/**
 * Processes of nodes whose lab is gone. They end by themselves when it dies; what remains is who stood still at that time, and cannot
 * see it.
 */
export class ProcessRemains implements LabRemains {
  readonly what = 'processes of nodes'

  /** @param folder of the register; that of all labs unless told */
  constructor(private readonly folder?: string) {}

  async find(): Promise<readonly LabRemnant[]> {
    return deadLabs(this.folder).flatMap(({ processes }) => processes.map(remnant))
  }

  async remove(): Promise<LabRemoval> {
    const each = await Promise.all(deadLabs(this.folder).map(removeDead))
    return { removed: each.flatMap(({ removed }) => removed), problems: each.flatMap(({ problems }) => problems) }
  }
}

async function removeDead({ file, processes }: DeadLab): Promise<LabRemoval> {
  const removed: LabRemnant[] = []
  const problems: string[] = []
  for (const left of processes) {
    const problem = await kill(left)
    if (problem === null) removed.push(remnant(left))
    else problems.push(problem)
  }
  if (problems.length === 0) rmSync(file, { force: true })
  return { removed, problems }
}

async function kill({ node, pid, birth }: RegisteredProcess): Promise<string | null> {
  const problem = `process ${pid} of node ${node} could not be ended`
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It may have ended in the meantime.
    if (processBirth(pid) === birth) return `${problem}: ${error instanceof Error ? error.message : String(error)}`
  }
  for (let waitedMs = 0; processBirth(pid) === birth; waitedMs += LOOK_EVERY_MS) {
    if (waitedMs >= PATIENCE_MS) return `${problem} within ${PATIENCE_MS} ms`
    await sleep(LOOK_EVERY_MS)
  }
  return null
}

function remnant({ node, pid }: RegisteredProcess): LabRemnant {
  return { name: `${pid} (${node})`, kind: 'process' }
}

const LOOK_EVERY_MS = 10
const PATIENCE_MS = 3000
