import { CAPTURE_TARGET } from './capture-target.js'
import { DIAMETER_TARGET } from './diameter-target.js'
import { M3UA_TARGET } from './m3ua-target.js'
import { SCTP_TARGET } from './sctp-target.js'

/**
 * A decoder under test.
 *
 * @typedef {object} FuzzTarget
 * @property {string} name
 * @property {readonly import('./mutation.js').Seed[]} seeds
 * @property {import('./mutation.js').LengthFixer} fixLength
 * @property {number} inputs how many it gets unless told otherwise
 * @property {(octets: Uint8Array, length: number, turn: number) => boolean} check puts octets 0 to `length` through the decoder; throws where
 *   it does not keep a promise. `turn` says which of several decoders, for those that are not all asked each time. True when the
 *   octets were accepted.
 */

/** @type {readonly FuzzTarget[]} */
export const TARGETS = [SCTP_TARGET, M3UA_TARGET, DIAMETER_TARGET, CAPTURE_TARGET]

/**
 * @param {string} name
 * @returns {FuzzTarget}
 */
export function targetNamed(name) {
  const found = TARGETS.find((target) => target.name === name)
  if (found === undefined)
    throw new RangeError(`there is no decoder ${JSON.stringify(name)}; there are ${TARGETS.map((target) => target.name).join(', ')}`)
  return found
}
