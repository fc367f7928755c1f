import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_CODE } from './error-code.js'
import { LONGEST_USER_DATA, type ProtocolData } from './protocol-data.js'
import { DataMessage, dataMessageLength, readDataMessage, writeDataMessage } from './transfer-message.js'

// An SCCP UDT's first octets from 2-100-3 to 2-100-4 on the international network: NA 7, RC 100, SI 3, NI 2, MP 1, SLS 13.
const BY_HAND = `01 00 01 01 00 00 00 38
  02 00 00 08 00 00 00 07
  00 06 00 08 00 00 00 64
  02 10 00 15 00 00 13 23 00 00 13 24 03 02 01 0d 09 80 03 0e 19 00 00 00
  00 13 00 08 00 00 00 05`

describe('DATA', () => {
  it('reads octets laid out by hand after the figure of the RFC', () => {
    const octets = fromHexadecimal(BY_HAND)!
    const message = new DataMessage()
    expect(readDataMessage(octets, 0, octets.length, message)).toBeNull()
    expect(message).toMatchObject({ networkAppearance: 7, routingContext: 100, correlationId: 5 })
    expect([message.hasNetworkAppearance, message.hasRoutingContext, message.hasCorrelationId]).toEqual([true, true, true])
    expect(fieldsOf(message.protocolData)).toEqual({
      originatingPointCode: 0x1323,
      destinationPointCode: 0x1324,
      serviceIndicator: 3,
      networkIndicator: 2,
      messagePriority: 1,
      signallingLinkSelection: 13,
      userData: '0980030e19',
    })
    const written = new Uint8Array(octets.length)
    expect(writeDataMessage(written, 0, message)).toBe(octets.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(octets))
  })

  it('round-trips every field, at any offset', () => {
    fc.assert(
      fc.property(dataMessages, fc.nat(9), (message, at) => {
        const length = dataMessageLength(message)
        const octets = new Uint8Array(at + length + 5).fill(0xee)
        expect(writeDataMessage(octets, at, message)).toBe(at + length)
        expect(octets.subarray(at + length).every((octet) => octet === 0xee)).toBe(true)
        const again = new DataMessage()
        expect(readDataMessage(octets, at, length, again)).toBeNull()
        expect(valuesOf(again)).toEqual(valuesOf(message))
      }),
    )
  })

  it('forgets the optional parameters of the message before', () => {
    const octets = fromHexadecimal(BY_HAND)!
    const message = new DataMessage()
    readDataMessage(octets, 0, octets.length, message)
    const plain = new DataMessage()
    const written = new Uint8Array(dataMessageLength(plain))
    writeDataMessage(written, 0, plain)
    expect(readDataMessage(written, 0, written.length, message)).toBeNull()
    expect([message.hasNetworkAppearance, message.hasRoutingContext, message.hasCorrelationId]).toEqual([false, false, false])
  })

  it('carries the longest user data a parameter can hold', () => {
    const message = new DataMessage()
    message.protocolData.octets = new Uint8Array(LONGEST_USER_DATA).fill(7)
    message.protocolData.userDataLength = LONGEST_USER_DATA
    const octets = new Uint8Array(dataMessageLength(message))
    writeDataMessage(octets, 0, message)
    const again = new DataMessage()
    expect(readDataMessage(octets, 0, octets.length, again)).toBeNull()
    expect(again.protocolData.userDataLength).toBe(LONGEST_USER_DATA)
  })

  it.each([
    ['no Protocol Data', '0100010100000010 0006000800000064', ERROR_CODE.MISSING_PARAMETER],
    ['a Protocol Data shorter than its labels', '0100010100000010 0210000800000064', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['two Routing Contexts', '0100010100000014 0006000c0000006400000065', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['an INFO String', '0100010100000010 0004000861626364', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a parameter past the end', '0100010100000010 0006001000000064', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a parameter shorter than its header', '0100010100000010 0006000300000064', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['the header of another message', '0100030100000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
  ])('refuses %s', (_, hexadecimal, errorCode) => {
    const octets = fromHexadecimal(hexadecimal)!
    expect(readDataMessage(octets, 0, octets.length, new DataMessage())).toMatchObject({ kind: 'DECODE-FAULT', errorCode })
  })

  it('never throws on arbitrary octets', () => {
    const message = new DataMessage()
    const tail = fc.uint8Array({ maxLength: 60 })
    const headed = tail.map((octets) => Uint8Array.of(1, 0, 1, 1, 0, 0, 0, octets.length + 8, ...octets))
    fc.assert(
      fc.property(fc.oneof(tail, headed), (octets) => {
        const fault = readDataMessage(octets, 0, octets.length, message)
        if (fault === null) {
          const { userDataAt, userDataLength } = message.protocolData
          expect(userDataAt + userDataLength).toBeLessThanOrEqual(octets.length)
        } else expect(Object.isFrozen(fault)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const u8 = fc.nat(255)
const dataMessages: fc.Arbitrary<DataMessage> = fc
  .record({
    networkAppearance: fc.option(u32),
    routingContext: fc.option(u32),
    correlationId: fc.option(u32),
    points: fc.tuple(u32, u32),
    labels: fc.tuple(u8, u8, u8, u8),
    userData: fc.uint8Array({ maxLength: 300 }),
    userDataAt: fc.nat(5),
  })
  .map(({ networkAppearance, routingContext, correlationId, points, labels, userData, userDataAt }) => {
    const message = new DataMessage()
    message.hasNetworkAppearance = networkAppearance !== null
    message.networkAppearance = networkAppearance ?? 0
    message.hasRoutingContext = routingContext !== null
    message.routingContext = routingContext ?? 0
    message.hasCorrelationId = correlationId !== null
    message.correlationId = correlationId ?? 0
    const { protocolData } = message
    protocolData.originatingPointCode = points[0]
    protocolData.destinationPointCode = points[1]
    protocolData.serviceIndicator = labels[0]
    protocolData.networkIndicator = labels[1]
    protocolData.messagePriority = labels[2]
    protocolData.signallingLinkSelection = labels[3]
    protocolData.octets = Uint8Array.from([...new Uint8Array(userDataAt), ...userData])
    protocolData.userDataAt = userDataAt
    protocolData.userDataLength = userData.length
    return message
  })

function fieldsOf({ octets, userDataAt, userDataLength, ...labels }: ProtocolData) {
  return { ...labels, userData: toHexadecimal(octets, userDataAt, userDataAt + userDataLength) }
}

function valuesOf(message: DataMessage) {
  return {
    networkAppearance: message.hasNetworkAppearance ? message.networkAppearance : null,
    routingContext: message.hasRoutingContext ? message.routingContext : null,
    correlationId: message.hasCorrelationId ? message.correlationId : null,
    ...fieldsOf(message.protocolData),
  }
}
