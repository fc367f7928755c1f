import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { infoStringLength, readInfoString, writeInfoString } from './info-string.js'

const roundTrip = (text: string) => {
  const octets = new Uint8Array(infoStringLength(text))
  expect(writeInfoString(octets, 0, text)).toBe(octets.length)
  const length = (octets[2]! << 8) | octets[3]!
  return { text: readInfoString(octets, 4, length - 4), octets: octets.subarray(4, length) }
}

describe('INFO String', () => {
  it('agrees with the UTF-8 of the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const written = roundTrip(text)
        expect(written.text).toBe(text)
        expect([...written.octets]).toEqual([...new TextEncoder().encode(text)])
      }),
    )
  })

  it('reads any octets, keeping what is UTF-8 in them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const text = readInfoString(octets, 0, octets.length)
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
        let expected: string | null = null
        try {
          expected = strict.decode(octets)
        } catch {}
        if (expected === null) expect(text).toContain('\ufffd')
        else expect(text).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('cuts a long text between characters', () => {
    const written = roundTrip(`${'a'.repeat(254)}éé`)
    expect(written.text).toBe('a'.repeat(254))
    expect(infoStringLength('a'.repeat(300))).toBe(260)
  })

  it('writes a lone surrogate as the replacement character', () => {
    expect(roundTrip('\ud800x').text).toBe('\ufffdx')
  })
})
