import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { ERROR_CODE } from './error-code.js'
import { type M3uaMessage, messageLength, readMessage, writeMessage } from './message.js'
import { DEREGISTRATION_STATUS, deregistrationStatusName, REGISTRATION_STATUS, registrationStatusName } from './registration-status.js'
import type { RoutingKey } from './routing-key.js'

const SMALLEST: RoutingKey = {
  localRoutingKeyIdentifier: 1,
  routingContext: null,
  trafficModeType: null,
  networkAppearance: null,
  destinations: [{ destinationPointCode: { mask: 0, pointCode: 0x1323 }, serviceIndicators: [], originatingPointCodes: [] }],
}
const LARGE: RoutingKey = {
  localRoutingKeyIdentifier: 2,
  routingContext: 100,
  trafficModeType: 2,
  networkAppearance: 7,
  destinations: [
    {
      destinationPointCode: { mask: 0, pointCode: 0x1323 },
      serviceIndicators: [3, 5],
      originatingPointCodes: [
        { mask: 0, pointCode: 0x1400 },
        { mask: 0, pointCode: 0x1401 },
      ],
    },
    { destinationPointCode: { mask: 0, pointCode: 0x1324 }, serviceIndicators: [], originatingPointCodes: [] },
    { destinationPointCode: { mask: 0, pointCode: 0x1325 }, serviceIndicators: [5], originatingPointCodes: [] },
  ],
}
const LARGE_PARAMETERS = `020a0008 00000002 00060008 00000064 000b0008 00000002
  020b0008 00001323 02000008 00000007 020c0006 03050000 020e000c 00001400 00001401
  020b0008 00001324
  020b0008 00001325 020c0005 05000000`

describe('RKM laid out by hand after the figures of the RFC', () => {
  it.each<[string, M3uaMessage]>([
    ['01000901 0000001c 02070014 020a0008 00000001 020b0008 00001323', { kind: 'REG REQ', routingKeys: [SMALLEST] }],
    [
      `01000901 00000074 02070058 ${LARGE_PARAMETERS} 02070014 020a0008 00000001 020b0008 00001323`,
      { kind: 'REG REQ', routingKeys: [LARGE, SMALLEST] },
    ],
    [
      '01000902 00000040 0208001c 020a0008 00000001 02120008 00000000 00060008 00000064 0208001c 020a0008 00000002 02120008 0000000c 00060008 00000000',
      {
        kind: 'REG RSP',
        registrationResults: [
          { localRoutingKeyIdentifier: 1, status: REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED, routingContext: 100 },
          { localRoutingKeyIdentifier: 2, status: REGISTRATION_STATUS.ALREADY_REGISTERED, routingContext: 0 },
        ],
      },
    ],
    ['01000903 00000014 0006000c 00000064 00000065', { kind: 'DEREG REQ', routingContexts: [100, 101] }],
    [
      '01000904 00000030 02090014 00060008 00000064 02130008 00000000 02090014 00060008 00000065 02130008 00000005',
      {
        kind: 'DEREG RSP',
        deregistrationResults: [
          { routingContext: 100, status: DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED },
          { routingContext: 101, status: DEREGISTRATION_STATUS.ASP_ACTIVE },
        ],
      },
    ],
  ])('reads and writes %s', (hexadecimal, message) => {
    const octets = fromHexadecimal(hexadecimal)!
    expect(readMessage(octets, 0, octets.length)).toEqual(message)
    const written = new Uint8Array(messageLength(message))
    expect(writeMessage(written, 0, message)).toBe(written.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(octets))
  })
})

describe('a Routing Key', () => {
  it('may name users and origins before its first point code', () => {
    expect(keyOf('020c0005 03000000 020a0008 00000001 020e0008 00001400 020b0008 00001323')).toMatchObject({
      destinations: [
        { destinationPointCode: { pointCode: 0x1323 }, serviceIndicators: [3], originatingPointCodes: [{ mask: 0, pointCode: 0x1400 }] },
      ],
    })
  })

  it('keeps what a Registration Status answers: a mask, a user past four bits, a traffic mode that does not exist, no destination', () => {
    expect(keyOf('020a0008 00000001 000b0008 00000009 020b0008 03001320 020c0005 ff000000')).toMatchObject({
      trafficModeType: 9,
      destinations: [{ destinationPointCode: { mask: 3, pointCode: 0x1320 }, serviceIndicators: [255] }],
    })
    // No destination, or users of none.
    for (const hexadecimal of ['020a0008 00000001', '020a0008 00000001 020c0005 03000000']) {
      expect(keyOf(hexadecimal)).toMatchObject({ localRoutingKeyIdentifier: 1, destinations: [] })
    }
  })

  it('without destination is written as long as it says, Network Appearance and all', () => {
    const message: M3uaMessage = { kind: 'REG REQ', routingKeys: [{ ...SMALLEST, networkAppearance: 7, destinations: [] }] }
    const octets = new Uint8Array(messageLength(message))
    expect(writeMessage(octets, 0, message)).toBe(octets.length)
    expect(readMessage(octets, 0, octets.length)).toEqual(message)
  })

  it.each([
    ['without Local-RK-Identifier', '020b0008 00001323', ERROR_CODE.MISSING_PARAMETER],
    ['that is empty', '', ERROR_CODE.MISSING_PARAMETER],
    ['with two point codes in one parameter', '020a0008 00000001 020b000c 00001323 00001324', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['with a point code of no octets', '020a0008 00000001 020b0004', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['with no Service Indicator in the list', '020a0008 00000001 020b0008 00001323 020c0004', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['with half an origin', '020a0008 00000001 020b0008 00001323 020e0006 00001400', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['with no origin in the list', '020a0008 00000001 020b0008 00001323 020e0004', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['with a Local-RK-Identifier of two octets', '020a0006 00010000 020b0008 00001323', ERROR_CODE.PARAMETER_FIELD_ERROR],
    [
      'with two Routing Contexts in one',
      '020a0008 00000001 0006000c 00000064 00000065 020b0008 00001323',
      ERROR_CODE.PARAMETER_FIELD_ERROR,
    ],
    ['with a parameter past its end', '020a0008 00000001 020b0018 00001323', ERROR_CODE.PARAMETER_FIELD_ERROR],
    [
      'with two lists of users for one destination',
      '020a0008 00000001 020b0008 00001323 020c0005 03000000 020c0005 05000000',
      ERROR_CODE.UNEXPECTED_PARAMETER,
    ],
    [
      'with two lists of origins for one destination',
      '020a0008 00000001 020b0008 00001323 020e0008 00001400 020e0008 00001401',
      ERROR_CODE.UNEXPECTED_PARAMETER,
    ],
    ['with two traffic modes', '020a0008 00000001 000b0008 00000001 000b0008 00000002 020b0008 00001323', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['with a Routing Key within', '020a0008 00000001 020b0008 00001323 02070004', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['with an Affected Point Code', '020a0008 00000001 00120008 00001323', ERROR_CODE.UNEXPECTED_PARAMETER],
  ])('%s is refused', (_, hexadecimal, errorCode) => {
    expect(keyOf(hexadecimal)).toMatchObject({ kind: 'DECODE-FAULT', errorCode })
  })
})

describe('RKM refused', () => {
  it.each([
    ['REG REQ without Routing Key', '01000901 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['REG RSP without result', '01000902 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['DEREG REQ without Routing Context', '01000903 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['DEREG RSP without result', '01000904 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['a registration without status', '01000902 0000001c 02080014 020a0008 00000001 00060008 00000064', ERROR_CODE.MISSING_PARAMETER],
    ['a registration without identifier', '01000902 0000001c 02080014 02120008 00000000 00060008 00000064', ERROR_CODE.MISSING_PARAMETER],
    [
      'a registration without Routing Context',
      '01000902 0000001c 02080014 020a0008 00000001 02120008 00000000',
      ERROR_CODE.MISSING_PARAMETER,
    ],
    ['a deregistration without status', '01000904 00000014 0209000c 00060008 00000064', ERROR_CODE.MISSING_PARAMETER],
    ['a deregistration without Routing Context', '01000904 00000014 0209000c 02130008 00000000', ERROR_CODE.MISSING_PARAMETER],
    ['a status of two octets', '01000904 0000001c 02090014 00060008 00000064 02130006 00000000', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a result that ends too early', '01000902 00000010 02080008 020a0008', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['two statuses in a result', '01000904 0000001c 02090014 02130008 00000000 02130008 00000000', ERROR_CODE.UNEXPECTED_PARAMETER],
    [
      'a registration status in a deregistration',
      '01000904 0000001c 02090014 00060008 00000064 02120008 00000000',
      ERROR_CODE.UNEXPECTED_PARAMETER,
    ],
    ['a second Routing Context parameter', '01000903 00000018 00060008 00000064 00060008 00000065', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a registration result in DEREG RSP', '01000904 0000000c 02080004', ERROR_CODE.UNEXPECTED_PARAMETER],
  ])('%s', (_, hexadecimal, errorCode) => {
    const octets = fromHexadecimal(hexadecimal)!
    const fault = readMessage(octets, 0, octets.length)
    expect(fault).toMatchObject({ kind: 'DECODE-FAULT', errorCode })
    expect(Object.isFrozen(fault)).toBe(true)
  })
})

describe('the statuses of a registration', () => {
  it('have the words of the RFC, each its own', () => {
    const registration = Object.values(REGISTRATION_STATUS)
    expect(registration).toEqual(Array.from({ length: 13 }, (_, i) => i))
    expect(new Set(registration.map(registrationStatusName)).size).toBe(13)
    expect(registrationStatusName(13)).toBe('Registration Status 13')
    const deregistration = Object.values(DEREGISTRATION_STATUS)
    expect(deregistration).toEqual([0, 1, 2, 3, 4, 5])
    expect(new Set(deregistration.map(deregistrationStatusName)).size).toBe(6)
    expect(deregistrationStatusName(6)).toBe('Deregistration Status 6')
  })
})

/** The Routing Key of a REG REQ around these parameters, or the fault that refuses it. */
function keyOf(parameters: string) {
  const value = fromHexadecimal(parameters)!
  const octets = Uint8Array.of(1, 0, 9, 1, 0, 0, 0, value.length + 12, 2, 7, 0, value.length + 4, ...value)
  const message = readMessage(octets, 0, octets.length)
  return message.kind === 'REG REQ' ? message.routingKeys[0]! : message
}
