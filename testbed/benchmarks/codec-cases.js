import { DataMessage, dataMessageLength, readDataMessage, writeDataMessage } from '@sigbed/m3ua-codec'
import { readU32 } from '@sigbed/octets'
import {
  AvpCursor,
  AvpWriter,
  CREDIT_CONTROL_APPLICATION_ID,
  decodeMessage,
  encodeMessage,
  GY,
  isDecodeFault,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  readMessageHeader,
  writeMessage,
} from 'diameter-codec'

/**
 * One thing that is measured. `run` does it once; what it returns is added up, so that no engine may leave the work out.
 *
 * @typedef {object} BenchmarkCase
 * @property {string} task what is done: cases of one task stand beside each other
 * @property {string} way how
 * @property {() => number} run
 */

/** A Credit-Control-Request as a packet gateway opens a session with it: 300 octets. RFC 8506 §3.1. */
export const CCR = encodeMessage(
  {
    command: 'Credit-Control-Request',
    applicationId: CREDIT_CONTROL_APPLICATION_ID,
    proxiable: true,
    error: false,
    retransmitted: false,
    hopByHopId: 0x1234_5678,
    endToEndId: 0x9abc_def0,
    avps: [
      { name: 'Session-Id', value: 'pgw.epc.example;1096298391;18' },
      { name: 'Origin-Host', value: 'pgw.epc.example' },
      { name: 'Origin-Realm', value: 'epc.example' },
      { name: 'Destination-Realm', value: 'ocs.example' },
      { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
      { name: 'Service-Context-Id', value: '32251@3gpp.org' },
      { name: 'CC-Request-Type', value: 'INITIAL_REQUEST' },
      { name: 'CC-Request-Number', value: 0 },
      { name: 'Event-Timestamp', value: 1_767_794_602 },
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
          { name: 'Subscription-Id-Data', value: '001010123456789' },
        ],
      },
      {
        name: 'Multiple-Services-Credit-Control',
        value: [
          { name: 'Requested-Service-Unit', value: [{ name: 'CC-Total-Octets', value: 1_000_000n }] },
          { name: 'Rating-Group', value: 10 },
        ],
      },
    ],
  },
  GY,
)

/** Checked once, so that what is measured is known to be right. */
function decodedCcr() {
  const message = decodeMessage(CCR, 0, CCR.length, GY)
  if (isDecodeFault(message)) throw new Error(`the CCR of the benchmark is refused: ${message.resultCode} ${message.where}`)
  return message
}

/** @returns {BenchmarkCase[]} */
export function codecCases() {
  return [...diameterDecoding(), ...diameterEncoding(), ...m3uaData()]
}

/** @returns {BenchmarkCase[]} */
function diameterDecoding() {
  const task = `decode a CCR of ${CCR.length} octets`
  const header = new MessageHeader()
  const cursor = new AvpCursor()
  const inner = new AvpCursor()
  return [
    {
      task,
      way: 'sigbed, whole message, typed',
      run() {
        const message = decodeMessage(CCR, 0, CCR.length, GY)
        return isDecodeFault(message) ? Number.NaN : message.avps.length
      },
    },
    {
      task,
      way: 'sigbed, in place with a cursor',
      // Header, every AVP, and the values a charging system looks at first, those in groups included.
      run() {
        if (readMessageHeader(CCR, 0, CCR.length, header) !== null) return Number.NaN
        cursor.enter(CCR, MESSAGE_HEADER_LENGTH, CCR.length - MESSAGE_HEADER_LENGTH)
        let sum = header.hopByHopId
        while (cursor.next()) {
          switch (cursor.code) {
            case KEYS.sessionId.code:
              sum += cursor.valueLength
              break
            case KEYS.requestType.code:
            case KEYS.requestNumber.code:
              sum += readU32(cursor.octets, cursor.valueAt)
              break
            case KEYS.subscriptionId.code:
            case KEYS.services.code:
              inner.enterGroup(cursor)
              while (inner.next()) sum += inner.valueLength
          }
        }
        return sum
      },
    },
  ]
}

/** @returns {BenchmarkCase[]} */
function diameterEncoding() {
  const task = `encode a CCR of ${CCR.length} octets`
  const message = decodedCcr()
  const reused = new AvpWriter()
  const writer = new AvpWriter()
  const header = Object.assign(new MessageHeader(), {
    flags: 0xc0,
    commandCode: 272,
    applicationId: 4,
    hopByHopId: 0x1234_5678,
    endToEndId: 0x9abc_def0,
  })
  return [
    {
      task,
      way: 'sigbed, whole message, typed',
      run() {
        writeMessage(message, GY, reused)
        return reused.length
      },
    },
    {
      task,
      way: 'sigbed, AVP by AVP with a writer',
      run() {
        writer.beginMessage()
        writer.writeUtf8String(KEYS.sessionId, 'pgw.epc.example;1096298391;18')
        writer.writeUtf8String(KEYS.originHost, 'pgw.epc.example')
        writer.writeUtf8String(KEYS.originRealm, 'epc.example')
        writer.writeUtf8String(KEYS.destinationRealm, 'ocs.example')
        writer.writeUnsigned32(KEYS.application, 4)
        writer.writeUtf8String(KEYS.serviceContext, '32251@3gpp.org')
        writer.writeUnsigned32(KEYS.requestType, 1)
        writer.writeUnsigned32(KEYS.requestNumber, 0)
        writer.writeTime(KEYS.timestamp, 1_767_794_602)
        writer.beginGroup(KEYS.subscriptionId)
        writer.writeUnsigned32(KEYS.subscriptionType, 1)
        writer.writeUtf8String(KEYS.subscriptionData, '001010123456789')
        writer.endGroup()
        writer.beginGroup(KEYS.services)
        writer.beginGroup(KEYS.requested)
        writer.writeUnsigned64(KEYS.totalOctets, 1_000_000n)
        writer.endGroup()
        writer.writeUnsigned32(KEYS.ratingGroup, 10)
        writer.endGroup()
        writer.endMessage(header)
        return writer.length
      },
    },
  ]
}

/** @returns {BenchmarkCase[]} */
function m3uaData() {
  const data = new DataMessage()
  data.protocolData.octets = new Uint8Array(150).fill(9)
  data.protocolData.userDataLength = 150
  const octets = new Uint8Array(dataMessageLength(data))
  writeDataMessage(octets, 0, data)
  const into = new DataMessage()
  return [
    {
      task: `decode an M3UA DATA of ${octets.length} octets`,
      way: 'sigbed, in place',
      run: () => (readDataMessage(octets, 0, octets.length, into) === null ? into.protocolData.userDataLength : Number.NaN),
    },
    { task: `encode an M3UA DATA of ${octets.length} octets`, way: 'sigbed, into a buffer', run: () => writeDataMessage(octets, 0, data) },
  ]
}

const KEYS = {
  sessionId: GY.avp('Session-Id'),
  originHost: GY.avp('Origin-Host'),
  originRealm: GY.avp('Origin-Realm'),
  destinationRealm: GY.avp('Destination-Realm'),
  application: GY.avp('Auth-Application-Id'),
  serviceContext: GY.avp('Service-Context-Id'),
  requestType: GY.avp('CC-Request-Type'),
  requestNumber: GY.avp('CC-Request-Number'),
  timestamp: GY.avp('Event-Timestamp'),
  subscriptionId: GY.avp('Subscription-Id'),
  subscriptionType: GY.avp('Subscription-Id-Type'),
  subscriptionData: GY.avp('Subscription-Id-Data'),
  services: GY.avp('Multiple-Services-Credit-Control'),
  requested: GY.avp('Requested-Service-Unit'),
  totalOctets: GY.avp('CC-Total-Octets'),
  ratingGroup: GY.avp('Rating-Group'),
}
