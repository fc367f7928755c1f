import { describe, expect, it } from 'vitest'
import { DIAMETER, DIAMETER_DTLS, M3UA, payloadProtocolName } from './payload-protocol-identifier.js'

describe('payload protocol identifier', () => {
  it('carries the registered numbers', () => {
    expect([M3UA, DIAMETER, DIAMETER_DTLS]).toEqual([3, 46, 47])
  })

  it('names every identifier, known or not', () => {
    expect([0, 3, 46, 47, 77].map(payloadProtocolName)).toEqual([
      'unspecified',
      'M3UA',
      'Diameter',
      'Diameter over DTLS',
      'payload protocol 77',
    ])
  })
})
