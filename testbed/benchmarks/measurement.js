import v8 from 'node:v8'
import vm from 'node:vm'

/**
 * What was measured of one case: every number is over all rounds.
 *
 * @typedef {object} Measured
 * @property {string} task
 * @property {string} way
 * @property {number} medianNs of one operation, in time of the processor
 * @property {number} leastNs
 * @property {number} mostNs
 * @property {number} perSecond at the median
 * @property {number} octetsAllocated by one operation on the heap
 */

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

/**
 * Measures all cases in rounds: one round has each case once, so that whatever else the machine does meets all of them.
 *
 * @param {readonly import('./codec-cases.js').BenchmarkCase[]} cases
 * @param {{ readonly rounds: number, readonly roundMs: number }} extent
 * @returns {Measured[]}
 */
export function measure(cases, { rounds, roundMs }) {
  const counts = cases.map((one) => countFor(one, roundMs))
  const times = cases.map(() => /** @type {number[]} */ ([]))
  for (let round = 0; round < rounds; round++) {
    cases.forEach((one, index) => {
      const count = /** @type {number} */ (counts[index])
      const begun = process.cpuUsage()
      repeat(one, count)
      times[index]?.push(nanoseconds(process.cpuUsage(begun)) / count)
    })
  }
  return cases.map((one, index) => {
    const sorted = /** @type {number[]} */ (times[index]).sort((a, b) => a - b)
    const medianNs = /** @type {number} */ (sorted[sorted.length >> 1])
    return {
      task: one.task,
      way: one.way,
      medianNs,
      leastNs: /** @type {number} */ (sorted[0]),
      mostNs: /** @type {number} */ (sorted.at(-1)),
      perSecond: 1e9 / medianNs,
      octetsAllocated: allocatedBy(one),
    }
  })
}

/**
 * Time of the processor and not of the clock: what other programs take on the same machine is not ours.
 *
 * @param {NodeJS.CpuUsage} used microseconds
 */
function nanoseconds({ user, system }) {
  return 1000 * (user + system)
}

/**
 * As often as fills a round; getting there warms the code up.
 *
 * @param {import('./codec-cases.js').BenchmarkCase} one
 * @param {number} roundMs
 */
function countFor(one, roundMs) {
  for (let count = 100; ; count *= 2) {
    const begun = process.cpuUsage()
    repeat(one, count)
    const took = nanoseconds(process.cpuUsage(begun)) / 1e6
    if (took >= roundMs / 4) return Math.max(1, Math.round((count * roundMs) / took))
  }
}

/**
 * Octets of heap one operation takes: growth over so few that no collection comes between; the median of several tries, as one may.
 *
 * @param {import('./codec-cases.js').BenchmarkCase} one
 */
function allocatedBy(one) {
  const tries = []
  for (let attempt = 0; attempt < 9; attempt++) {
    collectGarbage()
    const before = v8.getHeapStatistics().used_heap_size + process.memoryUsage().arrayBuffers
    repeat(one, ALLOCATION_COUNT)
    tries.push((v8.getHeapStatistics().used_heap_size + process.memoryUsage().arrayBuffers - before) / ALLOCATION_COUNT)
  }
  const typical = /** @type {number} */ (tries.sort((a, b) => a - b)[tries.length >> 1])
  return Math.max(0, Math.round(typical))
}

/**
 * @param {import('./codec-cases.js').BenchmarkCase} one
 * @param {number} count
 */
function repeat(one, count) {
  let sum = 0
  for (let i = 0; i < count; i++) sum += one.run()
  if (Number.isNaN(sum)) throw new Error(`${one.way} cannot ${one.task}`)
}

/** Together less than the young generation holds. */
const ALLOCATION_COUNT = 200
