import { padded, readU24, readU32, writeU24 } from '@sigbed/octets'
import {
  ALL_APPLICATIONS,
  AvpCursor,
  decodeMessage,
  encodeMessage,
  findApplication,
  isDecodeFault,
  MESSAGE_HEADER_LENGTH,
  messageTree,
  RESERVED_FLAGS,
} from 'diameter-codec'
import { diameterSeeds } from './diameter-seeds.js'
import { areSame, checkTree, promised } from './promise.js'

/** @type {import('./targets.js').FuzzTarget} */
export const DIAMETER_TARGET = {
  name: 'diameter',
  inputs: 10_000_000,
  seeds: diameterSeeds(),
  fixLength(octets, length) {
    if (length >= 4) writeU24(octets, 1, padded(length))
  },
  check(octets, length, turn) {
    if (turn % TREE_EVERY === 0) checkTree(messageTree(octets, 0, length))
    checkWalk(octets, length)
    // The dictionary of the message's own application, and in turn every other.
    const application = length < 12 ? 0 : readU32(octets, 8)
    const own = findApplication(application)
    const other = ALL_APPLICATIONS[turn % ALL_APPLICATIONS.length]
    const { dictionary } = /** @type {import('diameter-codec').DiameterApplication} */ (turn % 4 === 0 ? other : (own ?? other))
    if (turn % 8 === 1) return checkLenient(octets, length, dictionary)
    if (turn % 2 === 0) return checkAccepted(octets, length, dictionary, 'strict')
    return checkAccepted(octets, length, dictionary, 'usual')
  },
}

/**
 * The walk by itself: it advances, and stays inside.
 *
 * @param {Uint8Array} octets
 * @param {number} length
 */
function checkWalk(octets, length) {
  cursor.enter(octets, MESSAGE_HEADER_LENGTH, length - MESSAGE_HEADER_LENGTH)
  let end = MESSAGE_HEADER_LENGTH
  while (cursor.next()) {
    promised(cursor.headerAt === end && cursor.paddedLength() >= 8, 'an AVP follows the one before it and takes eight octets')
    end += cursor.paddedLength()
    promised(cursor.valueAt + cursor.valueLength <= end && end <= length, 'an AVP lies inside the message')
  }
  if (cursor.faultCode !== 0) checkFailedAvp(cursor.failedAvp(0))
}

/**
 * @param {Uint8Array} octets
 * @param {number} length
 * @param {AnyDictionary} dictionary
 * @param {'strict' | 'usual'} mode
 */
function checkAccepted(octets, length, dictionary, mode) {
  const message = decodeMessage(octets, 0, length, dictionary, { mode })
  if (isDecodeFault(message)) {
    promised(Object.isFrozen(message) && message.resultCode >= 3000, 'a fault is frozen and has a Result-Code')
    checkFailedAvp(message.failedAvp)
    return false
  }
  // RFC 6733 §3 forbids T in answers, but has no receiver refuse it; the encoder does.
  if (message.retransmitted && message.command.endsWith('Answer')) return true
  const first = encodeMessage(message, dictionary)
  const back = decodeMessage(first, 0, first.length, dictionary, { mode })
  promised(!isDecodeFault(back), 'a message written is read')
  const second = encodeMessage(back, dictionary)
  promised(first.length === second.length && areSame(first, second, first.length), 'a message comes back as it was written')
  return true
}

/**
 * @param {Uint8Array} octets
 * @param {number} length
 * @param {AnyDictionary} dictionary
 */
function checkLenient(octets, length, dictionary) {
  const message = decodeMessage(octets, 0, length, dictionary, { mode: 'lenient' })
  if (isDecodeFault(message)) return false
  const faults = message.faults ?? []
  for (const { failedAvp } of faults) checkFailedAvp(failedAvp)
  const written = encodeMessage(message, dictionary, { asGiven: true })
  if (readU24(written, 1) === length) {
    octets[4] = /** @type {number} */ (octets[4]) & ~RESERVED_FLAGS
    promised(areSame(octets, written, length), 'a lenient reading, written as given, is octet for octet what came')
  } else {
    promised(
      faults.some(({ resultCode }) => resultCode === 5014),
      'a lenient reading loses nothing but what cannot be walked to',
    )
  }
  return faults.length === 0
}

/**
 * What goes into a Failed-AVP can be walked itself.
 *
 * @param {Uint8Array} failedAvp
 */
function checkFailedAvp(failedAvp) {
  if (failedAvp.length === 0) return
  failed.enter(failedAvp, 0, failedAvp.length)
  while (failed.next());
  promised(failed.faultCode === 0, 'what goes into Failed-AVP can be walked')
}

/** @typedef {import('diameter-codec').DiameterApplication['dictionary']} AnyDictionary */

const TREE_EVERY = 256
const cursor = new AvpCursor()
const failed = new AvpCursor()
