import { describe, expect, it } from 'vitest'
import { SharedKeys } from './shared-keys.js'

const octets = Uint8Array.of(1, 2, 3)

describe('shared keys', () => {
  it('have the null key under 0 until another is set', () => {
    const keys = new SharedKeys([], 0)
    expect(keys.get(0)).toEqual(new Uint8Array(0))
    keys.set(0, octets)
    expect(keys.get(0)).toEqual(octets)
    expect(keys.get(1)).toBeUndefined()
  })

  it('are copies', () => {
    const given = octets.slice()
    const keys = new SharedKeys([{ identifier: 5, octets: given }], 5)
    given.fill(0)
    expect(keys.get(5)).toEqual(octets)
  })

  it('change while running: one is active, a deactivated one verifies still, a deleted one is gone', () => {
    const keys = new SharedKeys([{ identifier: 1, octets }], 1)
    expect(keys.activate(2)).toBe('no-such-key')
    keys.set(2, octets)
    expect(keys.activate(2)).toBeNull()
    expect(keys.active).toBe(2)
    expect(keys.deactivate(2)).toBe('key-is-active')
    expect(keys.delete(2)).toBe('key-is-active')
    expect(keys.delete(1)).toBe('key-is-not-deactivated')
    expect(keys.deactivate(1)).toBeNull()
    expect(keys.activate(1)).toBe('key-is-deactivated')
    expect(keys.get(1)).toEqual(octets)
    expect(keys.delete(1)).toBeNull()
    expect(keys.get(1)).toBeUndefined()
    expect(keys.deactivate(1)).toBe('no-such-key')
    expect(keys.delete(9)).toBe('no-such-key')
  })

  it('take a key that is set anew back into use, and count changes', () => {
    const keys = new SharedKeys([{ identifier: 1, octets }], 0)
    keys.deactivate(1)
    const before = keys.generation
    keys.set(1, Uint8Array.of(9))
    expect(keys.activate(1)).toBeNull()
    expect(keys.generation).toBeGreaterThan(before)
  })
})
