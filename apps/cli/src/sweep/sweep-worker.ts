import { parentPort, workerData } from 'node:worker_threads'
import type { SweptRun } from '@sigbed/testbed'
import type { SweepTask } from './sweep-plan.js'
import { type SweepAssignment, SweepRunner } from './sweep-run.js'

/** The program of one thread of a sweep: a task comes in, its figures go out, until it is ended. */

/** What a thread tells: that it can take a task, or what one has come to. */
export type SweepMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly number: number; readonly run: SweptRun }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string }

function tell(message: SweepMessage): void {
  parentPort!.postMessage(message)
}

/** Only its words and its code are fit for a message. */
function tellFailure(error: unknown): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error), code })
}

try {
  const runner = new SweepRunner(workerData as SweepAssignment)
  parentPort!.on('message', (task: SweepTask | 'end') => {
    if (task === 'end') {
      runner.close()
      parentPort!.close()
      return
    }
    runner.run(task).then((run) => tell({ kind: 'done', number: task.number, run }), tellFailure)
  })
  tell({ kind: 'ready' })
} catch (error) {
  tellFailure(error)
}
