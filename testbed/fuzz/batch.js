import { batchSeed, Chance } from './chance.js'
import { Input, makeInput } from './mutation.js'

/** Inputs of one batch: enough that starting one costs nothing, few enough that a hang is soon noticed. */
export const BATCH_INPUTS = 20_000

/**
 * A promise broken: everything that is needed to see it again.
 *
 * @typedef {object} FuzzFailure
 * @property {string} target
 * @property {number} batch
 * @property {number} turn which input of the batch
 * @property {Uint8Array} octets the input, as small as it became
 * @property {string} error
 */

/**
 * Puts one batch through a decoder.
 *
 * @param {import('./targets.js').FuzzTarget} target
 * @param {number} runSeed
 * @param {number} batch
 * @param {number} inputs
 * @returns {{ accepted: number, failure: FuzzFailure | null }}
 */
export function runBatch(target, runSeed, batch, inputs) {
  const chance = new Chance(batchSeed(runSeed, target.name, batch))
  let accepted = 0
  for (let turn = 0; turn < inputs; turn++) {
    makeInput(target.seeds, target.fixLength, chance, input)
    try {
      if (target.check(input.octets, input.length, turn)) accepted++
    } catch (thrown) {
      const octets = minimise(target, input.copy(), turn)
      return { accepted, failure: { target: target.name, batch, turn, octets, error: inWords(errorOf(target, octets, turn) ?? thrown) } }
    }
  }
  return { accepted, failure: null }
}

/**
 * The smallest input found by leaving out ranges and clearing octets that breaks a promise just as well.
 *
 * @param {import('./targets.js').FuzzTarget} target
 * @param {Uint8Array} octets
 * @param {number} turn
 * @returns {Uint8Array}
 */
export function minimise(target, octets, turn) {
  let smallest = octets
  /** @param {Uint8Array} candidate */
  const stillFails = (candidate) => errorOf(target, candidate, turn) !== null
  for (let size = smallest.length >>> 1; size > 0; size >>>= 1) {
    for (let at = 0; at + size <= smallest.length; ) {
      const shorter = Uint8Array.from([...smallest.subarray(0, at), ...smallest.subarray(at + size)])
      if (stillFails(shorter)) smallest = shorter
      else at += size
    }
  }
  for (let at = 0; at < smallest.length; at++) {
    if (smallest[at] === 0) continue
    const cleared = smallest.slice()
    cleared[at] = 0
    if (stillFails(cleared)) smallest = cleared
  }
  return smallest
}

/**
 * What the decoder throws for an input; null when it keeps its promises. The octets lie in a larger array, as they do in a batch.
 *
 * @param {import('./targets.js').FuzzTarget} target
 * @param {Uint8Array} octets
 * @param {number} turn
 * @returns {unknown}
 */
export function errorOf(target, octets, turn) {
  probe.octets.fill(0xdd)
  probe.octets.set(octets)
  try {
    target.check(probe.octets, octets.length, turn)
    return null
  } catch (thrown) {
    return thrown
  }
}

/** @param {unknown} thrown */
function inWords(thrown) {
  if (!(thrown instanceof Error)) return String(thrown)
  const where = thrown.stack?.split('\n').find((line) => line.includes('/stack/'))
  return `${thrown.name}: ${thrown.message}${where === undefined ? '' : ` (${where.trim()})`}`
}

const input = new Input()
const probe = new Input()
