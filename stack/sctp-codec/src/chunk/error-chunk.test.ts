import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault } from '../decode-fault.js'
import type { ErrorCause } from '../error-cause/error-cause.js'
import { noUserDataCause } from '../error-cause/no-user-data-cause.js'
import { staleCookieCause } from '../error-cause/stale-cookie-cause.js'
import { unknownCause } from '../error-cause/unknown-cause.js'
import { userInitiatedAbortCause } from '../error-cause/user-initiated-abort-cause.js'
import { abortChunkLength, writeAbortChunk } from './abort-chunk.js'
import { isTagReflected } from './chunk-header.js'
import { errorChunkLength, readErrorCauses, writeErrorChunk } from './error-chunk.js'

const anyCauses: fc.Arbitrary<ErrorCause[]> = fc.array(
  fc.oneof(fc.nat(0xffff_ffff).map(noUserDataCause), fc.uint8Array({ maxLength: 60 }).map(userInitiatedAbortCause)),
  { maxLength: 6 },
)

describe('ERROR', () => {
  /** Type 9, flags 0, length 17; Stale Cookie by 0x100 microseconds; unknown cause 0x99 with one octet, padded. */
  const CAPTURED = '09000011 0003 0008 00000100 0099 0005 77 000000'
  const CAUSES = [staleCookieCause(256), unknownCause(0x99, Uint8Array.of(0x77))]

  it('reads and writes captured bytes', () => {
    const octets = fromHexadecimal(CAPTURED)!
    expect(readErrorCauses(octets, 0, 17)).toEqual(CAUSES)
    expect(errorChunkLength(CAUSES)).toBe(17)
    const written = new Uint8Array(23).fill(0xee)
    expect(writeErrorChunk(written, 3, CAUSES)).toBe(23)
    expect(toHexadecimal(written, 3)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(anyCauses, (causes) => {
        const octets = new Uint8Array(padded(errorChunkLength(causes)))
        expect(writeErrorChunk(octets, 0, causes)).toBe(octets.length)
        expect(readErrorCauses(octets, 0, errorChunkLength(causes))).toEqual(causes)
      }),
    )
  })

  it('refuses a chunk whose cause reaches past its length', () => {
    expect(readErrorCauses(fromHexadecimal(CAPTURED)!, 0, 15)).toMatchObject({ fault: 'truncated' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 100 }), (octets) => {
        const causes = readErrorCauses(octets, 0, octets.length)
        if (!isFault(causes)) expect(padded(errorChunkLength(causes))).toBe(padded(octets.length))
      }),
    )
  })
})

describe('ABORT', () => {
  /** Type 6, flags T, length 11; User-Initiated Abort with the reason "bye", padded. */
  const CAPTURED = '0601000b 000c 0007 627965 00'
  const CAUSES = [userInitiatedAbortCause(Uint8Array.of(0x62, 0x79, 0x65))]

  it('reads and writes captured bytes', () => {
    const octets = fromHexadecimal(CAPTURED)!
    expect(readErrorCauses(octets, 0, 11)).toEqual(CAUSES)
    expect(isTagReflected(octets[1]!)).toBe(true)
    const written = new Uint8Array(12).fill(0xee)
    expect(writeAbortChunk(written, 0, true, CAUSES)).toBe(12)
    expect(toHexadecimal(written)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('may give no reason', () => {
    const octets = new Uint8Array(4)
    expect(writeAbortChunk(octets, 0, false, [])).toBe(4)
    expect(toHexadecimal(octets)).toBe('06000004')
    expect(readErrorCauses(octets, 0, 4)).toEqual([])
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(anyCauses, fc.boolean(), (causes, tagReflected) => {
        const octets = new Uint8Array(padded(abortChunkLength(causes)))
        expect(writeAbortChunk(octets, 0, tagReflected, causes)).toBe(octets.length)
        expect(isTagReflected(octets[1]!)).toBe(tagReflected)
        expect(readErrorCauses(octets, 0, abortChunkLength(causes))).toEqual(causes)
      }),
    )
  })
})
