/** One worker of `npm run fuzz`: gets batches one after the other, and says how each ended and how much memory is held afterwards. */
import v8 from 'node:v8'
import vm from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { runBatch } from './batch.js'
import { targetNamed } from './targets.js'

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

/** @typedef {{ target: string, runSeed: number, batch: number, inputs: number, measureHeap: boolean }} Order */
/** @typedef {{ batch: number, accepted: number, failure: import('./batch.js').FuzzFailure | null, heapOctets: number | null }} Done */

parentPort?.on('message', (/** @type {Order} */ { target, runSeed, batch, inputs, measureHeap }) => {
  const { accepted, failure } = runBatch(targetNamed(target), runSeed, batch, inputs)
  let heapOctets = null
  if (measureHeap) {
    collectGarbage()
    heapOctets = v8.getHeapStatistics().used_heap_size
  }
  parentPort?.postMessage(/** @satisfies {Done} */ ({ batch, accepted, failure, heapOctets }))
})
