import {
  DATA_MESSAGE_CODE,
  DataMessage,
  dataMessageLength,
  messageLength,
  messageTree,
  peekMessageCode,
  readDataMessage,
  readMessage,
  writeDataMessage,
  writeMessage,
} from '@sigbed/m3ua-codec'
import { fromHexadecimal, padded, readU16, writeU32 } from '@sigbed/octets'
import { areSame, checkTree, promised } from './promise.js'

/** One message of each kind with the parameters it may have. RFC 4666 §3. */
const MESSAGES = [
  '01000101 00000028 00060008 00000007 02100015 00000801 00001002 03020005 0900038001 000000',
  '01000101 00000034 02000008 00000009 00060008 00000007 02100014 00000801 00001002 03020005 09000380 00130008 0000002a',
  '01000001 00000018 000d0008 00010003 00060008 00000007',
  '01000001 00000028 000d0008 00020001 00110008 00000001 00060008 00000007 00040006 68690000',
  '01000000 00000024 000c0008 00000019 00060008 00000007 0007000a 01000101 0000 0000',
  '01000301 00000018 00110008 00000001 00040006 68690000',
  '01000302 00000010 00040006 68690000',
  '01000303 00000010 00090008 01020304',
  '01000304 00000010 00110008 00000001',
  '01000305 00000008',
  '01000306 00000010 00090008 01020304',
  '01000401 0000001c 000b0008 00000002 0006000c 00000007 00000008',
  '01000402 00000018 00060008 00000007 00040006 68690000',
  '01000403 00000018 000b0008 00000002 00060008 00000007',
  '01000404 00000010 00060008 00000007',
  '01000201 00000028 02000008 00000009 0006000c 00000007 00000008 0012000c 00000801 03000808',
  '01000202 00000010 00120008 00000801',
  '01000203 00000010 00120008 00000801',
  '01000204 00000028 00060008 00000007 00120008 00000801 02060008 00001002 02050008 00000002',
  '01000205 00000018 00120008 00000801 02040008 00010003',
  '01000206 00000010 00120008 00000801',
  '01000901 00000048 02070040 020a0008 00000001 000b0008 00000002 02000008 00000009 020b0008 00000801 020c0006 03050000 020e000c 00000801 00000802 00060008 00000007',
  '01000902 00000024 0208001c 020a0008 00000001 02120008 00000000 00060008 00000007',
  '01000903 00000010 00060008 00000007',
  '01000904 0000001c 02090014 00060008 00000007 02130008 00000000',
]

/** @type {import('./targets.js').FuzzTarget} */
export const M3UA_TARGET = {
  name: 'm3ua',
  inputs: 10_000_000,
  seeds: MESSAGES.map(seedOf),
  fixLength: (octets, length) => writeU32(octets, 4, length),
  check(octets, length, turn) {
    if (turn % TREE_EVERY === 0) checkTree(messageTree(octets, 0, length))
    return peekMessageCode(octets, 0, length) === DATA_MESSAGE_CODE ? checkData(octets, length) : checkMessage(octets, length)
  },
}

/**
 * @param {Uint8Array} octets
 * @param {number} length
 */
function checkData(octets, length) {
  if (readDataMessage(octets, 0, length, data) !== null) return false
  const { userDataAt, userDataLength } = data.protocolData
  promised(userDataAt + userDataLength <= length, 'the user data of DATA lie inside the message')
  const firstLength = dataMessageLength(data)
  promised(writeDataMessage(first, 0, data) === firstLength, 'DATA is as long as it says')
  promised(readDataMessage(first, 0, firstLength, again) === null, 'a DATA written is read')
  promised(writeDataMessage(second, 0, again) === firstLength && areSame(first, second, firstLength), 'DATA comes back as it was written')
  return true
}

/**
 * @param {Uint8Array} octets
 * @param {number} length
 */
function checkMessage(octets, length) {
  const message = readMessage(octets, 0, length)
  if (message.kind === 'DECODE-FAULT') {
    promised(Object.isFrozen(message), 'a fault is frozen')
    return false
  }
  const firstLength = messageLength(message)
  promised(writeMessage(first, 0, message) === firstLength, `${message.kind} is as long as it says`)
  const back = readMessage(first, 0, firstLength)
  promised(back.kind !== 'DECODE-FAULT', `${message.kind} written is read`)
  promised(
    messageLength(back) === firstLength && writeMessage(second, 0, back) === firstLength && areSame(first, second, firstLength),
    `${message.kind} comes back as it was written`,
  )
  return true
}

/**
 * @param {string} text
 * @returns {import('./mutation.js').Seed}
 */
function seedOf(text) {
  const octets = /** @type {Uint8Array} */ (fromHexadecimal(text))
  const units = []
  for (let at = 8; at + 4 <= octets.length; ) {
    const length = padded(Math.max(4, readU16(octets, at + 2)))
    units.push({ at, length: Math.min(length, octets.length - at) })
    at += length
  }
  return { octets, units }
}

const TREE_EVERY = 64
const data = new DataMessage()
const again = new DataMessage()
const first = new Uint8Array(16_384)
const second = new Uint8Array(16_384)
