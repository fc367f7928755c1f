import { describe, expect, it } from 'vitest'
import { ERROR_CODE, errorCodeName } from './error-code.js'
import {
  isSupportedClass,
  isSupportedType,
  MESSAGE_CLASS,
  MESSAGE_CODE,
  messageClassOf,
  messageName,
  peekMessageCode,
} from './message-class.js'

describe('message classes and types', () => {
  it('name each message and number the rest', () => {
    for (const [name, code] of Object.entries(MESSAGE_CODE)) expect(messageName(code >> 8, code & 0xff)).toBe(name)
    expect(messageName(3, 9)).toBe('class 3 type 9')
  })

  it('are supported, all that M3UA has and nothing else', () => {
    expect(Array.from({ length: 256 }, (_, i) => i).filter(isSupportedClass)).toEqual(Object.values(MESSAGE_CLASS))
    const supported: number[] = []
    for (let code = 0; code <= 0xffff; code++) if (isSupportedType(code >> 8, code & 0xff)) supported.push(code)
    expect(supported).toEqual(Object.values(MESSAGE_CODE).sort((a, b) => a - b))
  })

  it('give their class, so that a node can refuse a whole one', () => {
    expect(messageClassOf(MESSAGE_CODE['DEREG RSP'])).toBe(MESSAGE_CLASS.RKM)
    expect(messageClassOf(MESSAGE_CODE.ERR)).toBe(MESSAGE_CLASS.MGMT)
    expect(messageClassOf(peekMessageCode(Uint8Array.of(1, 0, 3), 0, 3))).toBe(-1)
  })

  it('are peeked at only where they stand', () => {
    expect(peekMessageCode(Uint8Array.of(9, 1, 0, 3, 1), 1, 4)).toBe(MESSAGE_CODE.ASPUP)
    expect(peekMessageCode(Uint8Array.of(1, 0, 3), 0, 3)).toBe(-1)
    expect(peekMessageCode(Uint8Array.of(1, 0, 3, 1), 2, 4)).toBe(-1)
  })

  it('have error codes with the words of the RFC', () => {
    const names = Object.values(ERROR_CODE).map(errorCodeName)
    expect(new Set(names).size).toBe(18)
    expect(errorCodeName(0x1a)).toBe('No Configured AS for ASP')
    expect(errorCodeName(0x63)).toBe('Error Code 0x63')
  })
})
