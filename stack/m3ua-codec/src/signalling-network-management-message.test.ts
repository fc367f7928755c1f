import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { ERROR_CODE } from './error-code.js'
import { type M3uaMessage, messageLength, readMessage, writeMessage } from './message.js'
import { MTP3_USER, UNAVAILABILITY_CAUSE } from './signalling-network-management-message.js'

// On the wire 2-100-3 is 00 13 23; its region 2-100-0 with three open bits is 03 00 13 20.
const STATE = { networkAppearance: null, routingContexts: [], affectedPointCodes: [{ mask: 0, pointCode: 0x1323 }], info: null }

describe('SSNM laid out by hand after the figures of the RFC', () => {
  it.each<[string, M3uaMessage]>([
    ['01000201 00000010 00120008 00001323', { kind: 'DUNA', ...STATE }],
    ['01000202 00000018 00060008 00000064 00120008 00001323', { kind: 'DAVA', ...STATE, routingContexts: [100] }],
    ['01000206 00000010 00120008 00001323', { kind: 'DRST', ...STATE }],
    [
      '01000203 00000030 02000008 00000007 0006000c 00000064 00000065 0012000c 03001320 00001420 00040006 6f6b0000',
      {
        kind: 'DAUD',
        networkAppearance: 7,
        routingContexts: [100, 101],
        affectedPointCodes: [
          { mask: 3, pointCode: 0x1320 },
          { mask: 0, pointCode: 0x1420 },
        ],
        info: 'ok',
      },
    ],
    [
      '01000204 00000020 00120008 00001323 02060008 00001324 02050008 00000002',
      { kind: 'SCON', ...STATE, concernedDestination: 0x1324, congestionLevel: 2 },
    ],
    ['01000204 00000010 00120008 00001323', { kind: 'SCON', ...STATE, concernedDestination: null, congestionLevel: null }],
    [
      '01000205 00000018 00120008 00001323 02040008 00020003',
      {
        kind: 'DUPU',
        networkAppearance: null,
        routingContexts: [],
        affectedPointCode: { mask: 0, pointCode: 0x1323 },
        user: MTP3_USER.SCCP,
        cause: UNAVAILABILITY_CAUSE.INACCESSIBLE_REMOTE_USER,
        info: null,
      },
    ],
  ])('reads and writes %s', (hexadecimal, message) => {
    const octets = fromHexadecimal(hexadecimal)!
    expect(readMessage(octets, 0, octets.length)).toEqual(message)
    const written = new Uint8Array(messageLength(message))
    expect(writeMessage(written, 0, message)).toBe(written.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(octets))
  })

  it('ignores the octets reserved in a Concerned Destination and in Congestion Indications', () => {
    const octets = fromHexadecimal('01000204 00000020 00120008 00001323 02060008 ff001324 02050008 ffffff03')!
    expect(readMessage(octets, 0, octets.length)).toMatchObject({ concernedDestination: 0x1324, congestionLevel: 3 })
  })

  it('takes the parameters in any order', () => {
    const octets = fromHexadecimal('01000205 00000020 02040008 00010005 00060008 00000064 00120008 00001323')!
    expect(readMessage(octets, 0, octets.length)).toMatchObject({ kind: 'DUPU', user: 5, cause: 1, routingContexts: [100] })
  })
})

describe('SSNM refused', () => {
  it.each([
    ['DUNA without a point code', '01000201 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['DAVA without a point code', '01000202 00000010 00060008 00000064', ERROR_CODE.MISSING_PARAMETER],
    ['DAUD without a point code', '01000203 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['SCON without a point code', '01000204 00000010 02050008 00000001', ERROR_CODE.MISSING_PARAMETER],
    ['DUPU without a point code', '01000205 00000010 02040008 00000003', ERROR_CODE.MISSING_PARAMETER],
    ['DUPU without User/Cause', '01000205 00000010 00120008 00001323', ERROR_CODE.MISSING_PARAMETER],
    ['DRST without a point code', '01000206 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['an empty list of point codes', '01000201 0000000c 00120004', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['half a point code', '01000201 00000010 00120006 00001323', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a Network Appearance of two octets', '01000201 00000018 02000006 00070000 00120008 00001323', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a Routing Context of six octets', '01000202 0000001c 0006000a 00000064 00000000 00120008 00001323', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['an INFO String of 256 octets', `01000201 00000114 00120008 00001323 00040104 ${'61'.repeat(256)}`, ERROR_CODE.PARAMETER_FIELD_ERROR],
    [
      'a Concerned Destination of eight octets',
      '01000204 0000001c 00120008 00001323 0206000c 00001324 00001325',
      ERROR_CODE.PARAMETER_FIELD_ERROR,
    ],
    ['Congestion Indications of one octet', '01000204 00000018 00120008 00001323 02050005 01000000', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['congestion level 4', '01000204 00000018 00120008 00001323 02050008 00000004', ERROR_CODE.INVALID_PARAMETER_VALUE],
    ['User/Cause of two octets', '01000205 00000018 00120008 00001323 02040006 00000000', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a cause past four bits', '01000205 00000018 00120008 00001323 02040008 00100003', ERROR_CODE.INVALID_PARAMETER_VALUE],
    ['a user past four bits', '01000205 00000018 00120008 00001323 02040008 00000010', ERROR_CODE.INVALID_PARAMETER_VALUE],
    ['DUPU of a range', '01000205 00000018 00120008 03001320 02040008 00000003', ERROR_CODE.INVALID_PARAMETER_VALUE],
    ['DUPU of two point codes', '01000205 0000001c 0012000c 00001323 00001324 02040008 00000003', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['Congestion Indications in DUNA', '01000201 00000018 00120008 00001323 02050008 00000001', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['User/Cause in DAUD', '01000203 00000018 00120008 00001323 02040008 00000003', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a Concerned Destination in DUPU', '01000205 00000018 00120008 00001323 02060008 00000003', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a Traffic Mode Type in DRST', '01000206 00000018 00120008 00001323 000b0008 00000001', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a second Affected Point Code', '01000201 00000018 00120008 00001323 00120008 00001324', ERROR_CODE.UNEXPECTED_PARAMETER],
  ])('%s', (_, hexadecimal, errorCode) => {
    const octets = fromHexadecimal(hexadecimal)!
    const fault = readMessage(octets, 0, octets.length)
    expect(fault).toMatchObject({ kind: 'DECODE-FAULT', errorCode })
    expect(Object.isFrozen(fault)).toBe(true)
  })
})
