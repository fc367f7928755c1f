import { Worker } from 'node:worker_threads'
import type { SweptRun } from '@sigbed/testbed'
import type { SweepTask } from './sweep-plan.js'
import type { SweepAssignment } from './sweep-run.js'
import type { SweepMessage } from './sweep-worker.js'

/** A thread could not carry out its task. */
export class SweepError extends Error {
  constructor(
    message: string,
    /** Of the error it met; else one of our own. */
    readonly code: string,
  ) {
    super(message)
    this.name = 'SweepError'
  }
}

/**
 * Has the tasks carried out by so many threads, each taking the next one when it is free.
 *
 * @param onRun is told of every run, in the order in which they end
 * @param stop lets the runs at hand end, and begins no other
 * @throws SweepError (rejects) for the first task that cannot be carried out; no thread is left behind then either
 */
export async function carryOutTasks(
  tasks: readonly SweepTask[],
  assignment: SweepAssignment,
  workers: number,
  onRun: (number: number, run: SweptRun) => void,
  stop: AbortSignal,
): Promise<void> {
  const waiting = [...tasks].reverse()
  const failed = new AbortController()
  const next = () => (stop.aborted || failed.signal.aborted ? undefined : waiting.pop())
  const threads = Array.from({ length: Math.min(workers, tasks.length) }, async () => {
    const worker = new Worker(WORKER, { workerData: assignment, execArgv: [] })
    try {
      await untilOver(worker, next, onRun)
    } catch (error) {
      failed.abort()
      throw error
    } finally {
      await worker.terminate()
    }
  })
  const ends = await Promise.allSettled(threads)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** One thread, until there is nothing more to do. */
function untilOver(worker: Worker, next: () => SweepTask | undefined, onRun: (number: number, run: SweptRun) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: SweepMessage) => {
      if (message.kind === 'failed') return reject(new SweepError(message.message, message.code))
      if (message.kind === 'done') onRun(message.number, message.run)
      worker.postMessage(next() ?? 'end')
    })
    worker.once('error', (error) => reject(new SweepError(`a thread of the sweep broke down: ${error.message}`, BROKEN_DOWN)))
    worker.once('exit', (status) => {
      if (status === 0) resolve()
      else reject(new SweepError(`a thread of the sweep ended with status ${status}`, BROKEN_DOWN))
    })
  })
}

const BROKEN_DOWN = 'SIGBED_SWEEP_THREAD'
/** Built, and without the flags of this program: threads do not read TypeScript. src/ and dist/ lie equally deep. */
const WORKER = new URL('../../dist/sweep/sweep-worker.js', import.meta.url)
