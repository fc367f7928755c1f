import { describe, expect, it } from 'vitest'
import { ResultCode, resultCodeClass, resultCodeName } from './result-code.js'

describe('result codes', () => {
  it('names every code of RFC 6733 §7.1 and no other', () => {
    for (const [name, code] of Object.entries(ResultCode)) expect(resultCodeName(code)).toBe(name)
    expect(new Set(Object.values(ResultCode)).size).toBe(33)
    expect(resultCodeName(2003)).toBeNull()
  })

  it('takes an unknown class for a permanent failure', () => {
    expect([1001, 2002, 3010, 4003, 5017, 6000, 0].map(resultCodeClass)).toEqual([
      'informational',
      'success',
      'protocol-error',
      'transient-failure',
      'permanent-failure',
      'permanent-failure',
      'permanent-failure',
    ])
  })
})
