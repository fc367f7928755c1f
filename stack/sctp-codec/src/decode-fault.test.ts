import { describe, expect, it } from 'vitest'
import { describeFault, fault, isFault } from './decode-fault.js'

describe('decode fault', () => {
  it('is frozen, so that one constant can be handed to everybody', () => {
    expect(Object.isFrozen(fault('truncated', 'SACK'))).toBe(true)
  })

  it('is told apart from everything a reader may return', () => {
    expect(isFault(fault('bad-value', 'IPv4 Address'))).toBe(true)
    for (const value of [null, undefined, 0, 12, 'truncated', [], {}, new Uint8Array(4), { fault: 1 }]) expect(isFault(value)).toBe(false)
  })

  it('describes itself in one line', () => {
    expect(describeFault(fault('length-mismatch', 'SHUTDOWN'))).toBe('SHUTDOWN: length field contradicts the format')
  })
})
