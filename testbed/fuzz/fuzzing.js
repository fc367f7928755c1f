import { Worker } from 'node:worker_threads'
import { toHexadecimal } from '@sigbed/octets'
import { BATCH_INPUTS } from './batch.js'

/**
 * @typedef {object} FuzzOptions
 * @property {readonly Pick<import('./targets.js').FuzzTarget, 'name' | 'inputs'>[]} targets
 * @property {number} runSeed
 * @property {number | null} inputs for each decoder; null for what each is due
 * @property {number | null} onlyBatch
 * @property {number} workers
 * @property {(line: string) => void} print
 * @property {URL} [workerFile]
 * @property {number} [batchLimitMs]
 */

/**
 * One decoder after the other, its batches spread over the workers.
 *
 * @param {FuzzOptions} options
 * @returns {Promise<import('../setup/tally.js').Tally>}
 */
export async function fuzzTargets(options) {
  const { targets, runSeed, print } = options
  print(`seed ${runSeed}`)
  let failed = 0
  for (const target of targets) {
    const fault = await fuzzTarget(target, options)
    if (fault === null) continue
    failed++
    print(`FAILED ${target.name}: ${fault}`)
  }
  return { passed: targets.length - failed, failed, skipped: 0 }
}

/**
 * @param {Pick<import('./targets.js').FuzzTarget, 'name' | 'inputs'>} target
 * @param {FuzzOptions} options
 * @returns {Promise<string | null>} what went wrong
 */
async function fuzzTarget(target, options) {
  const inputs = options.onlyBatch === null ? (options.inputs ?? target.inputs) : BATCH_INPUTS
  const lanes = options.onlyBatch === null ? options.workers : 1
  const run = {
    target: target.name,
    inputs,
    begun: performance.now(),
    next: 0,
    done: 0,
    accepted: 0,
    shownAt: performance.now(),
    growth: 0,
  }
  const faults = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, run, options)))
  const fault = faults.find((found) => found !== null) ?? null
  const seconds = (performance.now() - run.begun) / 1000
  if (fault === null) {
    const rate = Math.round(run.done / seconds).toLocaleString('en')
    const accepted = ((100 * run.accepted) / run.done).toFixed(1)
    const growth = `${(run.growth / 1024).toFixed(0)} KiB grown`
    options.print(
      `ok ${target.name}: ${run.done.toLocaleString('en')} inputs in ${seconds.toFixed(1)} s, ${rate} a second, ${accepted} % accepted, ${growth}`,
    )
  }
  return fault
}

/**
 * One worker, until the batches are done. A batch that takes far too long is a hang: the worker is stopped.
 *
 * @param {number} lane
 * @param {{ target: string, inputs: number, begun: number, next: number, done: number, accepted: number, shownAt: number, growth: number }} run
 * @param {FuzzOptions} options
 * @returns {Promise<string | null>}
 */
async function runLane(
  lane,
  run,
  { runSeed, onlyBatch, print, workerFile = new URL('./worker.js', import.meta.url), batchLimitMs = BATCH_LIMIT_MS },
) {
  const worker = new Worker(workerFile)
  /** @type {number | null} */
  let heapAtFirst = null
  let ownBatches = 0
  try {
    while (run.next * BATCH_INPUTS < run.inputs) {
      const batch = onlyBatch ?? run.next
      const inputs = Math.min(BATCH_INPUTS, run.inputs - run.next * BATCH_INPUTS)
      run.next++
      ownBatches++
      const isLast = (run.next + 2) * BATCH_INPUTS >= run.inputs
      const measureHeap = ownBatches === WARM_UP_BATCHES || isLast
      const again = `npm run fuzz -- --seed ${runSeed} --target ${run.target} --batch ${batch}`
      const done = await answerOf(worker, { target: run.target, runSeed, batch, inputs, measureHeap }, batchLimitMs)
      if (typeof done === 'string') return `${done}. Again: ${again}`
      if (done.failure !== null) {
        const { turn, octets, error } = done.failure
        return `${error}\n  input ${turn} of batch ${batch}, made small: ${toHexadecimal(octets)}\n  Again: ${again}`
      }
      run.done += inputs
      run.accepted += done.accepted
      if (done.heapOctets !== null) {
        if (ownBatches <= WARM_UP_BATCHES) heapAtFirst = done.heapOctets
        else if (heapAtFirst !== null) run.growth = Math.max(run.growth, done.heapOctets - heapAtFirst)
        if (run.growth > MOST_GROWTH) return `memory grew by ${run.growth} octets over ${ownBatches} batches. The seed is ${runSeed}`
      }
      if (lane === 0 && performance.now() - run.shownAt > PROGRESS_EVERY_MS) {
        run.shownAt = performance.now()
        print(`${run.target}: ${run.done.toLocaleString('en')} of ${run.inputs.toLocaleString('en')} inputs`)
      }
    }
    return null
  } finally {
    await worker.terminate()
  }
}

/**
 * @param {Worker} worker
 * @param {import('./worker.js').Order} order
 * @param {number} limitMs
 * @returns {Promise<import('./worker.js').Done | string>} a sentence when there is no answer
 */
function answerOf(worker, order, limitMs) {
  return new Promise((resolve) => {
    /** @param {import('./worker.js').Done | string} answer */
    const settle = (answer) => {
      clearTimeout(timer)
      worker.off('message', settle)
      worker.off('error', onError)
      worker.off('exit', onExit)
      resolve(answer)
    }
    /** @param {unknown} error */
    const onError = (error) => settle(`the worker ended with ${String(error)}`)
    /** @param {number} status */
    const onExit = (status) => settle(`the worker ended by itself with status ${status}`)
    const timer = setTimeout(() => settle(`a batch of ${order.inputs} inputs was not done after ${limitMs / 1000} s: a hang`), limitMs)
    worker.on('message', settle)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(order)
  })
}

/** A batch takes about half a second; this leaves room for a machine that is busy. */
const BATCH_LIMIT_MS = 60_000
const PROGRESS_EVERY_MS = 10_000
/** Until then code is compiled and tables are filled. */
const WARM_UP_BATCHES = 10
/** What compiled code and the collector's own unrest may come to. */
const MOST_GROWTH = 4 * 1024 * 1024
