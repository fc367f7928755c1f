import { fromHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_CODE } from './error-code.js'
import { PARAMETER_TAG, ParameterCursor, parameterSet } from './parameter.js'

const walk = (
  octets: Uint8Array,
  expected = parameterSet(PARAMETER_TAG.INFO_STRING, PARAMETER_TAG.ROUTING_KEY),
  repeatable = parameterSet(),
) => {
  const cursor = new ParameterCursor()
  const met: number[][] = []
  cursor.start(octets, 0, octets.length, expected, repeatable)
  while (cursor.next()) met.push([cursor.tag, cursor.valueAt, cursor.valueLength])
  return { met, errorCode: cursor.fault?.errorCode ?? null, cursor }
}

describe('the walk over parameters', () => {
  it('gives tag, place and unpadded length of each', () => {
    const { met, errorCode, cursor } = walk(fromHexadecimal('00040005 61000000 02070008 00000001')!)
    expect(met).toEqual([
      [PARAMETER_TAG.INFO_STRING, 4, 1],
      [PARAMETER_TAG.ROUTING_KEY, 12, 4],
    ])
    expect(errorCode).toBeNull()
    expect(cursor.has(PARAMETER_TAG.INFO_STRING)).toBe(true)
    expect(cursor.has(PARAMETER_TAG.STATUS)).toBe(false)
  })

  it('lets a parameter repeat only where the message says so', () => {
    const twice = fromHexadecimal('02070004 02070004')!
    expect(walk(twice).errorCode).toBe(ERROR_CODE.UNEXPECTED_PARAMETER)
    const routingKeys = parameterSet(PARAMETER_TAG.ROUTING_KEY)
    expect(walk(twice, routingKeys, routingKeys)).toMatchObject({
      errorCode: null,
      met: [
        [0x0207, 4, 0],
        [0x0207, 8, 0],
      ],
    })
  })

  it('stays ended after a fault', () => {
    const { cursor } = walk(fromHexadecimal('00040002 00040005 61000000')!)
    expect(cursor.next()).toBe(false)
    expect(cursor.fault?.errorCode).toBe(ERROR_CODE.PARAMETER_FIELD_ERROR)
  })

  it('ends, in order and inside the octets, whatever they are', () => {
    const known = parameterSet(...Object.values(PARAMETER_TAG))
    const parameters = fc
      .array(fc.tuple(fc.constantFrom(...Object.values(PARAMETER_TAG), 0x0001, 0x0300), fc.nat(12), fc.uint8Array({ maxLength: 12 })))
      .map((list) => Uint8Array.from(list.flatMap(([tag, length, value]) => [tag >> 8, tag & 0xff, 0, length, ...value])))
    fc.assert(
      fc.property(fc.oneof(parameters, fc.uint8Array({ maxLength: 80 })), (octets) => {
        let end = 0
        for (const [, at, length] of walk(octets, known, known).met) {
          expect(at).toBeGreaterThanOrEqual(end + 4)
          end = at! + length!
          expect(end).toBeLessThanOrEqual(octets.length)
        }
      }),
    )
  })
})
